"""Asking the newest release a question, with nothing else in reach."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from everystep import release
from everystep.home import Home, NeedsAttention


def ask(home: Home, select: str) -> pa.Table:
    """Return the answer to a question in SQL over the marts of the newest release.

    No other file can be read: the marts are taken in, then DuckDB's doors are locked.
    """
    name = release.current(home)
    if not name:
        raise NeedsAttention("There is no release yet. `everystep run` makes one.")
    connection = duckdb.connect()
    for path in sorted(release.folder(home, name).glob("*.parquet")):
        connection.execute(
            f'create table "{path.stem}" as from read_parquet($path)',
            {"path": str(path)},
        )
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection.sql(select).to_arrow_table()
