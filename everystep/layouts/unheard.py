"""Rows that say something of nobody, of nowhere, or of nothing: set aside and told.

A cell that was read and then gives nothing must not count as used.
"""

from __future__ import annotations

from collections.abc import Sequence

from everystep.layouts import values as v
from everystep.layouts.account import Ledger
from everystep.layouts.find import Found
from everystep.layouts.parts import Parts
from everystep.layouts.says import Row

_ANYBODYS = {"answer", "story", "names"}
"""What a row may say without naming anybody."""


def heard(
    found: Found,
    numbers: Sequence[int],
    rows: Sequence[Row],
    parts: Parts,
    ledger: Ledger,
) -> list[Row]:
    """Return the rows that say something, and set aside what the others hold."""
    kept = []
    for at, (number, row) in enumerate(zip(numbers, rows, strict=True)):
        if _names(parts, "service", at) == "aside" or (
            _names(parts, "period", at) == "aside"
        ):
            _back(found, number, set(), "unplaced", ledger)
            continue
        if not _is_of_someone(row):
            kept_too = bool(row.answers) or row.story is not None
            _back(
                found, number, _ANYBODYS if kept_too else set(), "names_nobody", ledger
            )
            if not kept_too:
                continue
        elif _says_nothing_happened(row, parts, at):
            _back(found, number, {"person"}, "names_nothing", ledger)
        kept.append(row)
    return kept


def _names(parts: Parts, what: str, at: int) -> str:
    return parts.names[what][at].kind if what in parts.names else ""


def _is_of_someone(row: Row) -> bool:
    if row.of == "people":
        return bool(row.named)
    # What staff came to counts without a name; a score needs one, to be a change.
    return row.of != "staff" or bool(row.named or row.done or not row.statements)


def _says_nothing_happened(row: Row, parts: Parts, at: int) -> bool:
    """Return whether a list's row has a day or a number, and not what they are of."""
    kinds = [
        parts.happened[name][at]
        for name in ("event", "contact")
        if name in parts.happened
    ]
    if not kinds or any(read.kind in ("value", "gap") for read in kinds):
        return False
    said = row.statements or row.goals or row.counts or row.answers or row.done
    return not said and not any(read is not v.BLANK for read in row.episode.values())


def _back(
    found: Found, number: int, but: set[str], reason: str, ledger: Ledger
) -> None:
    for at, (column, _) in found.columns.items():
        columns = column.split.parts.values() if column.split else (column,)
        if column.ignored is None and not any(one.role in but for one in columns):
            sheet, row, real = found.place(number, at)
            if found.cell(number, at) is not None:
                ledger.back(sheet, row, real, found.table.table, reason)
