"""What stands in the place of one form: a score, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from everystep.layouts import values as v
from everystep.layouts.model import Key
from everystep.layouts.says import Statement
from everystep.layouts.scoring import from_items
from everystep.reference import Measure

MOST_STORED = 100_000
_FOUR_PLACES = Decimal("0.0001")
Back = Callable[[int], None]
"""Sets a cell of the row aside as out of range, by its column."""


@dataclass(frozen=True)
class Slot:
    """Where the parts of one occasion stand: its scores by subscale, its day, why."""

    measure: str
    rater: str
    position: str
    scores: dict[str, tuple[int, list[v.Read]]]
    """Subscale → its column and what it says in each row."""
    day: list[v.Read] | None
    reason: list[v.Read] | None

    def says(
        self,
        row: int,
        registry: Mapping[Key, Measure],
        back: Back,
        form: Mapping[str, v.Read] | None = None,
    ) -> list[Statement]:
        """Return the statements of one occasion in a row, if there was one."""
        form = form or {}
        day_read = self.day[row] if self.day else form.get("day", v.BLANK)
        reason_read = self.reason[row] if self.reason else v.BLANK
        day = day_read.value if isinstance(day_read.value, date) else None
        reads = {name: (at, all_[row]) for name, (at, all_) in self.scores.items()}
        outright = [reason_read, form.get("status", v.BLANK), day_read]
        own = [read for _, read in reads.values()]
        spoken = any(read.kind in ("value", "aside") for read in own)
        if not spoken:
            outright += own
        stated = [str(read.value) for read in outright if read.kind == "gap"]
        present = spoken or any(read.kind != "blank" for read in own)
        if day is None and not stated and not present:
            return []
        said = []
        for subscale, (at, read) in reads.items():
            scale = (self.measure, subscale, self.rater)
            score = read.value if isinstance(read.value, Decimal) else None
            if score is not None and not in_range(registry[scale], score):
                back(at)
                read, score = v.OUT_OF_RANGE, None
            if score is not None:
                score = score.quantize(_FOUR_PLACES, ROUND_HALF_UP)
            reason = "" if score is not None else _why(read, stated)
            said.append(Statement(scale, day, self.position, score, reason))
        return said


def _why(read: v.Read, stated: list[str]) -> str:
    if read.kind == "gap":
        return str(read.value)
    if read.kind == "aside":
        return "set_aside"
    return stated[0] if stated else "unknown"


def in_range(about: Measure, score: Decimal) -> bool:
    """Return whether a score lies within its range, which is never stretched."""
    low, high = about.score_min, about.score_max
    if abs(score) >= MOST_STORED:
        return False
    return (low is None or score >= low) and (high is None or score <= high)


def goal_score(
    read: v.Read, day_read: v.Read, position: str, goal: str, back: Callable[[], None]
) -> Statement | None:
    """Return what a goal's column says in one row: nought to ten, or why not."""
    day = day_read.value if isinstance(day_read.value, date) else None
    stated = [str(one.value) for one in (day_read, read) if one.kind == "gap"]
    if day is None and not stated and read.kind == "blank":
        return None
    score = read.value if isinstance(read.value, Decimal) else None
    if score is not None and not 0 <= score <= 10:
        back()
        read, score = v.OUT_OF_RANGE, None
    if score is not None:
        score = score.quantize(_FOUR_PLACES, ROUND_HALF_UP)
    reason = "" if score is not None else _why(read, stated)
    return Statement(("gbo", "goal", "self"), day, position, score, reason, goal)


def form_of(
    scale: Key,
    about: Measure,
    answers: Mapping[int, tuple[int, v.Read]],
    form: Mapping[str, v.Read],
    back: Back,
) -> Statement | None:
    """Return the statement of one form with an item per column.

    ``answers`` holds each item's column and what it says, by the item's number.
    """
    low, high = about.item_min, about.item_max
    given: list[Decimal | None] = []
    asides = 0
    for item in sorted(answers):
        at, read = answers[item]
        answer = read.value if isinstance(read.value, Decimal) else None
        if answer is not None and not _is_an_answer(answer, low, high):
            back(at)
            read, answer = v.OUT_OF_RANGE, None
        asides += read.kind == "aside"
        given.append(answer)
    # A column that is no longer there is an item that was not answered.
    given += [None] * ((about.n_items or 0) - len(given))
    day = form.get("day", v.BLANK).value
    day = day if isinstance(day, date) else None
    at_form = form.get("position", v.BLANK)
    position = str(at_form.value or "") if at_form.kind == "value" else ""
    stated = [
        str(read.value)
        for read in [*form.values(), *(read for _, read in answers.values())]
        if read.kind == "gap"
    ]
    answered = sum(answer is not None for answer in given)
    if not (answered or asides or stated or day or position):
        return None
    score = from_items(scale[0], given)
    if score is not None:
        return Statement(scale, day, position, score, "")
    why = _why_unscored(answered, asides, stated)
    return Statement(scale, day, position, None, why)


def _why_unscored(answered: int, asides: int, stated: list[str]) -> str:
    if asides:
        return "set_aside"
    if answered:
        return "not_scorable"
    return stated[0] if stated else "unknown"


def _is_an_answer(answer: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low or 0) <= answer <= (answer if high is None else high) and not answer % 1
