"""A table's columns, sorted by what they are for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from everystep.layouts import values as v
from everystep.layouts.cells import Part
from everystep.layouts.model import Key
from everystep.layouts.occasions import Slot


@dataclass
class Parts:
    """A table's columns, sorted by what they are for."""

    who: dict[str, list[v.Read]] = field(default_factory=dict)
    staff: dict[str, list[v.Read]] = field(default_factory=dict)
    episode: dict[str, list[v.Read]] = field(default_factory=dict)
    form: dict[str, list[v.Read]] = field(default_factory=dict)
    names: dict[str, list[v.Read]] = field(default_factory=dict)
    happened: dict[str, list[v.Read]] = field(default_factory=dict)
    training: dict[str, list[v.Read]] = field(default_factory=dict)
    supervision: dict[str, list[v.Read]] = field(default_factory=dict)
    story: dict[str, list[v.Read]] = field(default_factory=dict)
    counts: list[tuple[str, str, list[v.Read]]] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    items: dict[Key, dict[int, list[v.Read]]] = field(default_factory=dict)
    goals: list[Part] = field(default_factory=list)
    answers: list[Part] = field(default_factory=list)


@dataclass
class _Occasion:
    """The columns of one measure, rater and position, by subscale."""

    scores: dict[str, list[v.Read]] = field(default_factory=dict)
    days: dict[str, list[v.Read]] = field(default_factory=dict)
    reasons: dict[str, list[v.Read]] = field(default_factory=dict)


def in_parts(parts: Sequence[Part]) -> Parts:
    """Return a table's columns, sorted by what they are for."""
    found = Parts()
    occasions: dict[tuple[str, str, str], _Occasion] = {}
    for part in parts:
        column, reads = part.column, part.reads
        for name in (
            "staff",
            "episode",
            "form",
            "names",
            "happened",
            "training",
            "supervision",
            "story",
        ):
            if said := getattr(column, name):
                getattr(found, name)[said] = reads
        if column.person:
            found.who[column.person] = reads
        elif column.contact:
            found.counts.append(("contacts", column.contact, reads))
        elif column.event:
            found.counts.append(("events", column.event, reads))
        elif column.state:
            found.counts.append(("states", column.state, reads))
        elif column.item:
            items = found.items.setdefault(column.item.key, {})
            items[int(part.n or 0)] = reads
        elif column.goal:
            found.goals.append(part)
        elif column.answer:
            found.answers.append(part)
        _note(part, occasions)
    _share(occasions)
    for key, one in occasions.items():
        found.slots += _slots(*key, one)
    return found


def _note(part: Part, occasions: dict[tuple[str, str, str], _Occasion]) -> None:
    """Note a column that is part of an occasion: a score, its day, or why not."""
    for kind in ("score", "score_day", "reason_for"):
        if scale := getattr(part.column, kind):
            position = part.column.position.replace("{n}", part.n)
            key = (scale.measure, scale.rater, position)
            one = occasions.setdefault(key, _Occasion())
            where = {"score": one.scores, "score_day": one.days}.get(kind, one.reasons)
            where[scale.subscale] = part.reads


def _share(occasions: dict[tuple[str, str, str], _Occasion]) -> None:
    """Let one date speak for every scale of an occasion; a reason is of its own."""
    by_position: dict[str, list[list[v.Read]]] = {}
    for (_, _, position), one in occasions.items():
        by_position.setdefault(position, []).extend(one.days.values())
    for (_, _, position), one in occasions.items():
        if not one.days and len(by_position[position]) == 1:
            one.days["total"] = by_position[position][0]


def _slots(measure: str, rater: str, position: str, one: _Occasion) -> Iterator[Slot]:
    """Yield an occasion's scores together, or by their own days and reasons."""
    if len(one.days) < 2 and len(one.reasons) < 2:
        day = next(iter(one.days.values()), None)
        reason = next(iter(one.reasons.values()), None)
        if one.scores:
            yield Slot(measure, rater, position, one.scores, day, reason)
        return
    for subscale, reads in one.scores.items():
        day, reason = _own(one.days, subscale), _own(one.reasons, subscale)
        yield Slot(measure, rater, position, {subscale: reads}, day, reason)


def _own(columns: dict[str, list[v.Read]], subscale: str) -> list[v.Read] | None:
    return columns.get(subscale) or columns.get("total")


def row_of(columns: dict[str, list[v.Read]], at: int) -> dict[str, v.Read]:
    """Return what columns say in one row."""
    return {name: reads[at] for name, reads in columns.items()}


def each_row(columns: dict[str, list[v.Read]], rows: int) -> list[dict[str, v.Read]]:
    """Return what columns say, row by row."""
    if not columns:
        return [{} for _ in range(rows)]
    names = list(columns)
    every = zip(*columns.values(), strict=True)
    return [dict(zip(names, reads, strict=True)) for reads in every]
