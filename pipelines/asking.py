"""Asking the newest release a question, with nothing else in reach."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from everystep import release
from everystep.home import Home, NeedsAttention

# A pivot is several statements to DuckDB.
_QUESTIONS = (
    duckdb.StatementType.SELECT,
    duckdb.StatementType.EXPLAIN,
    duckdb.StatementType.MULTI,
)


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
    return _answer(connection, select)


def _answer(connection: duckdb.DuckDBPyConnection, select: str) -> pa.Table:
    statements = connection.extract_statements(select)
    if len(statements) != 1 or statements[0].type not in _QUESTIONS:
        raise NeedsAttention(
            "Only questions can be asked here (select …), one at a time."
        )
    try:
        return connection.sql(select).to_arrow_table()
    except duckdb.CatalogException as problem:
        said = str(problem).splitlines()[0]
    tables = ""
    if "Table with name" in said:
        names = connection.sql("select name from (show tables) order by name")
        tables = f" The tables are: {', '.join(one for (one,) in names.fetchall())}."
    raise NeedsAttention(f"DuckDB could not answer: {said}{tables}")
