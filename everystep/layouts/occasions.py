"""What stands in the place of one form: a score, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from everystep.layouts import values as v
from everystep.layouts.model import Key
from everystep.layouts.says import Statement
from everystep.layouts.scoring import from_items
from everystep.reference import Measure

GOAL = ("gbo", "goal", "self")


@dataclass(frozen=True)
class Slot:
    """Where the parts of one occasion stand: its scores by subscale, its day, why."""

    measure: str
    rater: str
    position: str
    scores: dict[str, list[v.Read]]
    """Subscale → what its column says in each row."""
    day: list[v.Read] | None
    reason: list[v.Read] | None

    def says(
        self, forms: Sequence[Mapping[str, v.Read]]
    ) -> Iterator[Sequence[Statement]]:
        """Yield, row by row, the statements of one occasion, if there was one.

        Where the table has a row for each form, its day and status speak for all
        scores that have none of their own.
        """
        rows = len(forms)
        scales = [(self.measure, name, self.rater) for name in self.scores]
        scores = zip(*self.scores.values(), strict=True) if scales else [()] * rows
        days = self.day or [form.get("day", v.BLANK) for form in forms]
        reasons = self.reason or [v.BLANK] * rows
        for form, day, reason, own in zip(forms, days, reasons, scores, strict=True):
            yield self._says(scales, form, day, reason, own)

    def _says(
        self,
        scales: Sequence[Key],
        form: Mapping[str, v.Read],
        day_read: v.Read,
        reason_read: v.Read,
        own: Sequence[v.Read],
    ) -> Sequence[Statement]:
        day = day_read.value if isinstance(day_read.value, date) else None
        stated = [
            str(read.value)
            for read in (reason_read, form.get("status", v.BLANK), day_read)
            if read.kind == "gap"
        ]
        kinds = [read.kind for read in own]
        # A marker beside scores explains itself alone; one that stands by itself was
        # written once for the session.
        if "value" not in kinds and "aside" not in kinds:
            stated += [str(read.value) for read in own if read.kind == "gap"]
            if day is None and not stated:
                return ()
        position = self.position
        if form and not position:
            at_form = form.get("position", v.BLANK)
            position = str(at_form.value) if at_form.kind == "value" else ""
        placed = bool(self.position)
        return [
            Statement(scale, day, position, read.value, "", "", placed)  # type: ignore[arg-type]
            if read.kind == "value"
            else Statement(scale, day, position, None, _why(read, stated), "", placed)
            for scale, read in zip(scales, own, strict=True)
        ]


def _why(read: v.Read, stated: list[str]) -> str:
    if read.kind == "gap":
        return str(read.value)
    if read.kind == "aside":
        return "set_aside"
    return stated[0] if stated else "unknown"


def goal_score(
    read: v.Read, day_read: v.Read, position: str, goal: str
) -> Statement | None:
    """Return what a goal's column says in one row: nought to ten, or why not."""
    day = day_read.value if isinstance(day_read.value, date) else None
    stated = [str(one.value) for one in (day_read, read) if one.kind == "gap"]
    if day is None and not stated and read.kind == "blank":
        return None
    score = read.value if isinstance(read.value, Decimal) else None
    reason = "" if score is not None else _why(read, stated)
    return Statement(GOAL, day, position, score, reason, goal)


def form_of(
    scale: Key,
    about: Measure,
    answers: Mapping[int, v.Read],
    form: Mapping[str, v.Read],
) -> Statement | None:
    """Return the statement of one form; ``answers`` holds what each item says."""
    given: list[Decimal | None] = []
    for item in sorted(answers):
        value = answers[item].value
        given.append(value if isinstance(value, Decimal) else None)
    # A column that is no longer there is an item that was not answered.
    given += [None] * ((about.n_items or 0) - len(given))
    asides = sum(read.kind == "aside" for read in answers.values())
    day = form.get("day", v.BLANK).value
    day = day if isinstance(day, date) else None
    at_form = form.get("position", v.BLANK)
    position = str(at_form.value or "") if at_form.kind == "value" else ""
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
    why = _why_unscored(answered, asides, stated)
    return Statement(scale, day, position, None, why)


def _why_unscored(answered: int, asides: int, stated: list[str]) -> str:
    if asides:
        return "set_aside"
    if answered:
        return "not_scorable"
    return stated[0] if stated else "unknown"
