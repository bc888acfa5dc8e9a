"""What stands in the place of one form: a score, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from everystep.layouts import values as v
from everystep.layouts.account import Ledger
from everystep.layouts.find import Found
from everystep.layouts.scoring import from_items
from everystep.reference import measures

MOST_STORED = 100_000
_FOUR_PLACES = Decimal("0.0001")


@dataclass
class Statement:
    """A score, or why there is none, for one scale and occasion."""

    scale: tuple[str, str, str]
    day: date | None
    position: str
    score: Decimal | None
    reason: str
    """Empty beside a score; ``unknown`` for a blank that nobody explained."""


def slot(
    found: Found,
    number: int,
    measure: str,
    rater: str,
    place: str,
    parts: dict[str, dict[str, tuple[int, v.Read]]],
    ledger: Ledger,
) -> list[Statement]:
    """Return the statements of one occasion in a wide table, if there was one."""
    reads = {name: part["it"] for name, part in parts.items()}
    day_read = reads.pop("(score_day)", (0, v.BLANK))[1]
    reason_read = reads.pop("(reason_for)", (0, v.BLANK))[1]
    day = day_read.value if isinstance(day_read.value, date) else None
    stated = [
        str(read.value)
        for read in [reason_read, day_read, *(read for _, read in reads.values())]
        if read.kind == "gap"
    ]
    spoken = any(read.kind in ("value", "aside") for _, read in reads.values())
    if day is None and not stated and not spoken:
        return []
    said = []
    for subscale, (at, read) in reads.items():
        scale = (measure, subscale, rater)
        score = read.value if isinstance(read.value, Decimal) else None
        if score is not None and not in_range(scale, score):
            place_of = (found.sheet.index, number, at)
            ledger.used.discard(place_of)
            ledger.aside(place_of, found.table.table, "out_of_range")
            read, score = v.ASIDE, None
        if score is not None:
            score = score.quantize(_FOUR_PLACES, ROUND_HALF_UP)
        reason = "" if score is not None else _why(read, stated)
        said.append(Statement(scale, day, place, score, reason))
    return said


def _why(read: v.Read, stated: list[str]) -> str:
    if read.kind == "gap":
        return str(read.value)
    if read.kind == "aside":
        return "set_aside"
    return stated[0] if stated else "unknown"


def in_range(scale: tuple[str, str, str], score: Decimal) -> bool:
    """Return whether a score lies within its range, which is never stretched."""
    about = measures()[scale]
    low, high = about.score_min, about.score_max
    if abs(score) >= MOST_STORED:
        return False
    return (low is None or score >= low) and (high is None or score <= high)


def form_of(
    scale: tuple[str, str, str],
    answers: dict[int, v.Read],
    form: dict[str, v.Read],
    found: Found,
    number: int,
    ledger: Ledger,
) -> Statement | None:
    """Return the statement of one form with an item per column."""
    about = measures()[scale]
    low, high = about.item_min, about.item_max
    given: list[Decimal | None] = []
    asides = 0
    for item in sorted(answers):
        read = answers[item]
        answer = read.value if isinstance(read.value, Decimal) else None
        if answer is not None and not _is_an_answer(answer, low, high):
            at = next(
                at
                for at, (column, n) in found.columns.items()
                if column.item and column.item.key == scale and int(n or 0) == item
            )
            ledger.used.discard((found.sheet.index, number, at))
            ledger.aside(
                (found.sheet.index, number, at), found.table.table, "out_of_range"
            )
            read, answer = v.ASIDE, None
        asides += read.kind == "aside"
        given.append(answer)
    # A column that is no longer there is an item that was not answered.
    given += [None] * ((about.n_items or 0) - len(given))
    day = form.get("day", v.BLANK).value
    day = day if isinstance(day, date) else None
    position = str(form.get("position", v.BLANK).value or "")
    stated = [
        str(read.value)
        for read in [*form.values(), *answers.values()]
        if read.kind == "gap"
    ]
    answered = sum(answer is not None for answer in given)
    if not (answered or asides or stated or day or position):
        return None
    score = from_items(scale[0], given)
    if score is not None:
        return Statement(scale, day, position, score, "")
    return Statement(
        scale, day, position, None, _why_unscored(answered, asides, stated)
    )


def _why_unscored(answered: int, asides: int, stated: list[str]) -> str:
    if asides:
        return "set_aside"
    if answered:
        return "not_scorable"
    return stated[0] if stated else "unknown"


def _is_an_answer(answer: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low or 0) <= answer <= (answer if high is None else high) and not answer % 1
