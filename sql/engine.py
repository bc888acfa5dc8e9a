"""One private DuckDB for one run: inputs handed in, tables made, Parquet written.

No `.duckdb` file is shared: one open reader would stop the writer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from everystep import lake
from everystep.home import Engine, Home
from sql.catalogue import HERE, deps_of, described

Noise = Callable[[str, int, int, str], int]
Bell = Callable[[str, int, str], float]


class Tables:
    """Makes tables from their SQL files, upstream tables first."""

    def __init__(self, home: Home, engine: Engine) -> None:
        self.home = home
        self.connection = duckdb.connect()
        self._made: set[str] = set()
        for setting, value in (
            ("threads", engine.threads),
            ("memory_limit", engine.memory_limit),
            ("TimeZone", "Europe/London"),
            ("enable_progress_bar", False),
        ):
            self.connection.execute(f"set {setting} = '{value}'")
        for schema in ("inputs", "pseudonymised", "reconciled", "outcomes", "marts"):
            self.connection.execute(f"create schema {schema}")

    def close(self) -> None:
        """Let go of the database."""
        self.connection.close()

    def with_functions(
        self, noise: Noise, bell: Bell, student: Callable[[int], float]
    ) -> None:
        """Define what SQL cannot say: keyed noise and Student's t; then the macros."""
        kinds = duckdb.sqltypes
        self.connection.create_function(
            "noise",
            noise,
            [kinds.VARCHAR, kinds.UBIGINT, kinds.BIGINT, kinds.VARCHAR],
            kinds.BIGINT,
        )
        self.connection.create_function(
            "bell", bell, [kinds.VARCHAR, kinds.UBIGINT, kinds.VARCHAR], kinds.DOUBLE
        )
        self.connection.create_function(
            "student", student, [kinds.BIGINT], kinds.DOUBLE
        )
        self.connection.execute((HERE / "macros.sql").read_text(encoding="utf-8"))

    def give(self, name: str, table: pa.Table) -> None:
        """Hand in a table under ``inputs``."""
        self.connection.register("handed", table)
        self.connection.execute(
            f"create or replace table inputs.{name} as select * from handed"
        )
        self.connection.unregister("handed")

    def give_submissions(self, keys: Iterable[str]) -> None:
        """Let the pseudonymised tables be what these submissions say, no other."""
        known = list(keys)
        for entity in lake.PSEUDONYMISED:
            paths = [str(lake.submission_path(self.home, entity, key)) for key in known]
            empty = lake.schema(entity).empty_table()
            self.connection.register("empty", empty)
            rows = (
                "select * from read_parquet($paths)" if paths else "select * from empty"
            )
            self.connection.execute(
                f"create or replace table pseudonymised.{entity} as {rows}",
                {"paths": paths} if paths else None,
            )
            self.connection.unregister("empty")

    def make(self, name: str) -> dict[str, Any]:
        """Make a table, write it as Parquet sorted by its key; return facts of it."""
        about = described(name)
        for upstream in deps_of(name):
            self._see(upstream)
        self._made.add(name)
        self.connection.execute(f"create or replace table {name} as {about.select}")
        order = ", ".join(about.key) or "all"
        table = self.rows(f"from {name} order by {order}")
        rows = lake.write_table(lake.table_path(self.home, name), table)
        return {"rows": rows, "columns": table.schema}

    def _see(self, name: str) -> None:
        """Let a table that this run did not make be seen as it lies in the lake."""
        if name in self._made or name.startswith("pseudonymised."):
            return
        path = str(self.path(name))
        self.connection.execute(
            f"create table if not exists {name} as from read_parquet($path)",
            {"path": path},
        )
        self._made.add(name)

    def rows(self, query: str, values: dict[str, object] | None = None) -> pa.Table:
        """Return a query's answer whole, as an Arrow table."""
        answer: pa.Table = self.connection.sql(query, params=values).to_arrow_table()
        return answer

    def path(self, name: str) -> Path:
        """Return where a table's Parquet lies."""
        return lake.table_path(self.home, name)
