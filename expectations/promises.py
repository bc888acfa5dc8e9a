"""What a promise about a table is, and short ways to write the usual ones.

The promises of this project's own tables are in ``expectations.suites``; whether they
are kept is asked in :mod:`expectations.check`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Severity = Literal["warn", "block"]
Limit = int | float | date | datetime | None


@dataclass(frozen=True)
class Promise:
    """One expectation of one table, with a name and a sentence that people can read.

    ``tolerates`` names a field or measure of the gap register. While a gap is
    registered for it, rows that do not fit the promise are explained by it.
    """

    name: str
    says: str
    severity: Severity
    expectation: str
    """The class in ``great_expectations.expectations``."""
    settings: Mapping[str, object]
    tolerates: str | None = None


@dataclass(frozen=True)
class Suite:
    """All that is promised of one table."""

    table: str
    promises: tuple[Promise, ...]

    def __post_init__(self) -> None:
        names = [promise.name for promise in self.promises]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(
                f"The suite of {self.table} has more than one promise called "
                f"{', '.join(twice)}. Give each a name of its own."
            )


def keyed_by(*columns: str, severity: Severity = "block") -> Promise:
    """Promise one row at most for each combination; an empty value is one like others.

    Not by ``ExpectCompoundColumnsToBeUnique``: it joins on ``=``, so that rows with
    an empty value anywhere in their key may be there twice without its noticing.
    """
    by = ", ".join(_quoted(column) for column in columns)
    return _no_row(
        name=f"one_row_for_each_{'_and_'.join(columns)}",
        says=f"There is one row for each {_listed(columns)}.",
        clause=f"group by {by} having count(*) > 1",
        severity=severity,
    )


def always_there(
    column: str, severity: Severity = "warn", tolerates: str | None = None
) -> Promise:
    """Promise a value in every row."""
    return Promise(
        name=f"{column}_is_always_there",
        says=f"Every row has its {column}.",
        severity=severity,
        expectation="ExpectColumnValuesToNotBeNull",
        settings={"column": column},
        tolerates=tolerates,
    )


def one_of(
    column: str,
    values: Collection[object],
    severity: Severity = "warn",
    tolerates: str | None = None,
) -> Promise:
    """Promise that what is there is one of these; an empty cell is not asked about."""
    return Promise(
        name=f"{column}_is_one_we_know",
        says=f"Every {column} is one of those agreed.",
        severity=severity,
        expectation="ExpectColumnValuesToBeInSet",
        settings={"column": column, "value_set": list(values)},
        tolerates=tolerates,
    )


def between(
    column: str,
    low: Limit,
    high: Limit,
    severity: Severity = "warn",
    tolerates: str | None = None,
) -> Promise:
    """Promise that what is there lies between them, both included; ``None`` is open."""
    return Promise(
        name=f"{column}_is_within_its_range",
        says=f"Every {column} is {_range(low, high)}.",
        severity=severity,
        expectation="ExpectColumnValuesToBeBetween",
        settings={"column": column, "min_value": low, "max_value": high},
        tolerates=tolerates,
    )


def never(
    name: str,
    says: str,
    condition_sql: str,
    severity: Severity = "block",
    tolerates: str | None = None,
) -> Promise:
    """Promise that the condition, DuckDB's SQL over the columns, is true of no row.

    Where it is null it is not true: say ``x is null or …`` if that is meant.
    """
    return _no_row(
        name=name,
        says=says,
        # A comment at the condition's end must not swallow the bracket.
        clause=f"where (\n{condition_sql}\n)",
        severity=severity,
        tolerates=tolerates,
    )


def _no_row(
    name: str,
    says: str,
    clause: str,
    severity: Severity,
    tolerates: str | None = None,
) -> Promise:
    # Only ever a 1, and one of them: Great Expectations fetches what a query gives.
    query = f"select 1 as found from {{batch}} {_literally(clause)} limit 1"
    return Promise(
        name=name,
        says=says,
        severity=severity,
        expectation="UnexpectedRowsExpectation",
        settings={"unexpected_rows_query": query},
        tolerates=tolerates,
    )


def _literally(sql: str) -> str:
    # Left as they are, Great Expectations fills in braces and SQLAlchemy `:word`.
    unbound = re.sub(r"(?<![:\w\\]):(?=\w)", r"\\:", sql)
    return unbound.replace("{", "{{").replace("}", "}}")


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _listed(words: Collection[str]) -> str:
    *firsts, last = words
    return f"{', '.join(firsts)} and {last}" if firsts else last


def _range(low: Limit, high: Limit) -> str:
    match low, high:
        case _, None:
            return f"{low} or more"
        case None, _:
            return f"{high} or less"
        case _:
            return f"between {low} and {high}"
