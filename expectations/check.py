"""Whether a table keeps its promises: Great Expectations over DuckDB, quietly.

Of each result only this much is kept: which promise, whether it held, whether the check
itself could be made. Great Expectations' own results quote values, so they never leave
this module, and neither does the text of an exception.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from expectations.promises import Promise, Severity, Suite

if TYPE_CHECKING:
    import sqlalchemy
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
    from great_expectations.expectations.expectation import Expectation

Outcome = Literal["kept", "tolerated", "not_kept", "broken"]

THE_TABLE = "select * from the_table"
# Checks are counts, and give a row or two. What gives more is a table on its way into
# memory, and is stopped.
MOST_ROWS = 1_000
SILENT = logging.CRITICAL + 1

DUCKDB: Mapping[str, str | int | bool] = {
    # Rows never spill into a file, and nothing is looked for on the network.
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


@dataclass(frozen=True)
class Finding:
    """What came of one promise. ``broken``: the check itself could not be made."""

    table: str
    promise: str
    severity: Severity
    outcome: Outcome
    says: str


class Checker:
    """Asks after promises: one for all the suites of a run, one thread at a time.

    Great Expectations is imported, and DuckDB opened, at the first check.
    """

    def __init__(self, duckdb: Mapping[str, str | int | bool] | None = None) -> None:
        """Take DuckDB's settings: ``memory_limit``, ``threads``, ``temp_directory``."""
        self._duckdb = {**DUCKDB, **(duckdb or {})}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of DuckDB."""
        if "_source" in self.__dict__:
            self._engine.dispose()
            self._source.get_engine().dispose()

    def check(
        self,
        suite: Suite,
        source: str | Sequence[Path],
        registered_gaps: Collection[str] = (),
    ) -> list[Finding]:
        """Return what came of each promise, in the suite's order.

        ``source`` is the table's Parquet: files, or one path that may hold ``*``. A
        promise that names a registered gap is tolerated whatever else is in its rows.
        """
        _ = self._engine  # What stands in the way of starting is not the table's doing.
        try:
            held = self._held(suite, source)
        except Exception:  # noqa: BLE001 - whatever it was, its text may quote a cell
            held = {}
        return [
            Finding(
                table=suite.table,
                promise=promise.name,
                severity=promise.severity,
                outcome=_outcome(promise, held.get(promise.name), registered_gaps),
                says=promise.says,
            )
            for promise in suite.promises
        ]

    def _held(self, suite: Suite, source: str | Sequence[Path]) -> dict[str, bool]:
        """Return whether each promise held, without those that could not be asked."""
        from great_expectations import ExpectationSuite

        asked = [asked for promise in suite.promises if (asked := _asked(promise))]
        with self._engine.begin() as connection:
            connection.exec_driver_sql(_view_of(source))
        asset = self._source.add_query_asset(suite.table, THE_TABLE)
        try:
            batch = asset.add_batch_definition_whole_table("whole").get_batch()
            answer = batch.validate(
                ExpectationSuite(name=suite.table, expectations=asked),
                result_format="BOOLEAN_ONLY",
            )
        finally:
            self._source.delete_asset(suite.table)
        return {
            _promise_of(result): result.success is True
            for result in answer.results
            if not _raised(result.exception_info)
        }

    @cached_property
    def _source(self) -> SQLDatasource:
        gx = _great_expectations()
        from great_expectations.data_context.types.base import ProgressBarsConfig

        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        source: SQLDatasource = context.data_sources.add_sql(
            "lake",
            connection_string="duckdb:///:memory:",
            create_temp_table=False,
            kwargs={
                "connect_args": {"config": self._duckdb},
                "hide_parameters": True,
            },
        )
        return source

    @cached_property
    def _engine(self) -> sqlalchemy.Engine:
        from sqlalchemy import event

        # Not `get_engine()`, which is another one and only tries the connection.
        engine: sqlalchemy.Engine = self._source.get_execution_engine().engine
        event.listen(engine, "before_cursor_execute", _columns_only, retval=True)
        event.listen(engine, "after_cursor_execute", _fetch_at_once)
        return engine


def check(
    suite: Suite, source: str | Sequence[Path], registered_gaps: Collection[str] = ()
) -> list[Finding]:
    """Return what came of one suite; for several, keep a :class:`Checker`."""
    with Checker() as checker:
        return checker.check(suite, source, registered_gaps)


def _outcome(
    promise: Promise, held: bool | None, registered_gaps: Collection[str]
) -> Outcome:
    match held:
        case None:
            return "broken"
        case True:
            return "kept"
        case False:
            return "tolerated" if promise.tolerates in registered_gaps else "not_kept"


def _great_expectations() -> Any:
    """Import it without its telemetry, its logging and its warnings."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    logging.getLogger("great_expectations").setLevel(SILENT)
    # It also leaves filters behind that would hide everyone's deprecation warnings.
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", r"module 'sre_\w+' is deprecated", DeprecationWarning
        )
        import great_expectations

    # Its errors quote values, and not all of its loggers listen to the first of them.
    for name in [*logging.root.manager.loggerDict]:
        if "great_expectations" in name:
            logging.getLogger(name).setLevel(SILENT)
    return great_expectations


def _asked(promise: Promise) -> Expectation | None:
    """Return the expectation, or nothing if its settings make no sense of it."""
    import great_expectations.expectations as known

    try:
        expectation: Expectation = getattr(known, promise.expectation)(
            **promise.settings, meta={"promise": promise.name}
        )
    except Exception:  # noqa: BLE001 - a broken promise must not take the others with it
        return None
    return expectation


def _promise_of(result: ExpectationValidationResult) -> str:
    # Results come in an order of their own.
    config: Any = result.expectation_config
    return str(config.meta["promise"])


def _raised(exception_info: Mapping[str, Any] | None) -> bool:
    # Flat when the check raised or not at all, by metric when a part of it raised.
    info = exception_info or {}
    parts = [info, *(part for part in info.values() if isinstance(part, Mapping))]
    return any(part.get("raised_exception") for part in parts)


def _view_of(source: str | Sequence[Path]) -> str:
    # A view takes no parameters.
    paths = [source] if isinstance(source, str) else [str(path) for path in source]
    files = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    return (
        "create or replace view the_table as "
        f"select * from read_parquet([{files}], hive_partitioning = false)"
    )


def _columns_only(
    connection: object,
    cursor: object,
    statement: str,
    parameters: object,
    context: object,
    executemany: bool,
) -> tuple[str, object]:
    # To learn the columns' names Great Expectations asks for the whole table.
    asks_for_all = statement.strip() == THE_TABLE
    return (f"{THE_TABLE} limit 0" if asks_for_all else statement), parameters


def _fetch_at_once(
    connection: object,
    cursor: Any,
    statement: str,
    parameters: object,
    context: Any,
    executemany: bool,
) -> None:
    # Great Expectations hands the connection back before it fetches. DuckDB then has no
    # rows to give any more, and every expectation would look as if it did not hold.
    from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy

    if cursor.description is None:
        return
    rows = cursor.fetchmany(MOST_ROWS + 1)
    if len(rows) > MOST_ROWS:
        raise RuntimeError("A check asked for rows. Let it count them in DuckDB.")
    context.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(
        cursor, cursor.description, initial_buffer=deque(rows)
    )
