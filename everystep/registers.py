"""A look at the registers before a run: what is not right in them, by file and line.

One line that does not fit would stop a run half way, where nothing says which it was.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from everystep.home import Home, NeedsAttention
from everystep.inputs import GAPS, PURPOSES, SERVICES, gap_register, register

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_AT_ONCE = 5
_YES_OR_NO = frozenset(("", "true", "false", "t", "f", "yes", "no", "y", "n", "1", "0"))
_FIGURES = frozenset(("by_quarter", "by_year"))


@dataclass(frozen=True)
class _Kind:
    """What has to be right in the lines of one register."""

    columns: tuple[str, ...]
    ids: tuple[str, ...]
    """Columns that are never empty."""

    once: tuple[str, ...]
    """Columns that name a line once; the last of them is quoted."""

    days: tuple[str, str]
    """A first and a last day; either may stay empty."""

    other_days: tuple[str, ...] = ()


_KINDS = {
    "services": _Kind(
        SERVICES,
        ("provider_id", "service_id"),
        ("provider_id", "service_id"),
        ("contract_from", "contract_to"),
        ("started",),
    ),
    "gaps": _Kind(GAPS, ("provider_id", "service_id", "about"), (), ("from", "to")),
    "purposes": _Kind(PURPOSES, ("purpose_id",), ("purpose_id",), ("", "")),
}


def check(home: Home) -> None:
    """Raise :class:`NeedsAttention`, by file and line, if a register is not right."""
    for name, kind in _KINDS.items():
        path = home.registers / f"{name}.csv"
        if not path.is_file():
            continue
        try:
            found = list(_not_right(path, kind, home, name))
        except UnicodeDecodeError:
            found = [
                f"registers/{name}.csv is not text in UTF-8. A spreadsheet saves it so "
                "as “CSV UTF-8”."
            ]
        except csv.Error:
            found = [f"registers/{name}.csv is not a CSV file that we can read."]
        if found:
            more = len(found) - _AT_ONCE
            rest = [f"There are {more} more lines like these."] if more > 0 else []
            raise NeedsAttention("\n".join([*found[:_AT_ONCE], *rest]))
    gap_register(home)


def _not_right(path: Path, kind: _Kind, home: Home, name: str) -> Iterator[str]:
    register(home, name, kind.columns)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = csv.reader(stream)
        heading = next(lines)
        before: dict[tuple[str, ...], int] = {}
        last = lines.line_num
        for cells in lines:
            number, last = last + 1, lines.line_num
            if not cells:
                continue
            where = f"registers/{name}.csv line {number}"
            if len(cells) != len(heading):
                yield f"{where} {_fields(len(cells), len(heading))}"
                continue
            row = {key: cell.strip() for key, cell in zip(heading, cells, strict=True)}
            yield from (f"{where} {said}" for said in _cells(row, kind))
            key = tuple(row[one] for one in kind.once)
            if all(key) and key in before:
                yield (
                    f"{where}: {key[-1]} stands there twice (also line {before[key]}). "
                    "Take one out."
                )
            if key:
                before.setdefault(key, number)


def _fields(here: int, heading: int) -> str:
    counted = f"has {here} field{'' if here == 1 else 's'}, its heading has {heading}."
    if here < heading:
        return f"{counted} A field that is empty still needs its comma."
    return f"{counted} A field with a comma in it needs double quotes around it."


def _cells(row: Mapping[str, str], kind: _Kind) -> Iterator[str]:
    for column in kind.ids:
        if not row[column]:
            yield f"has nothing under {column}. Write it there."
    days = [column for column in (*kind.other_days, *kind.days) if column]
    strange = [column for column in days if row[column] and not _day(row[column])]
    for column in strange:
        yield f"has a day under {column} that is not written as 2026-03-31."
    first, last = kind.days
    if not strange and first and row[first] and row[last] and row[last] < row[first]:
        yield f"has a day under {last} that lies before the one under {first}."
    if "figures" in row and row["figures"] not in _FIGURES:
        yield "says neither by_quarter nor by_year under figures."
    if row.get("is_pilot", "").lower() not in _YES_OR_NO:
        yield "says neither true nor false under is_pilot."


def _day(said: str) -> bool:
    if not _ISO.fullmatch(said):
        return False
    try:
        date.fromisoformat(said)
    except ValueError:
        return False
    return True
