"""A table's columns, sorted by what they are for."""

from __future__ import annotations

from collections.abc import Sequence
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


def in_parts(parts: Sequence[Part]) -> Parts:
    found = Parts()
    slots: dict[tuple[str, str, str], dict[str, Part]] = {}
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
        for kind in ("score", "score_day", "reason_for"):
            if scale := getattr(column, kind):
                position = column.position.replace("{n}", part.n)
                group = slots.setdefault((scale.measure, scale.rater, position), {})
                group[scale.subscale if kind == "score" else f"({kind})"] = part
    _share(slots)
    found.slots = [_slot(*key, group) for key, group in slots.items()]
    return found


def _share(slots: dict[tuple[str, str, str], dict[str, Part]]) -> None:
    """Let one date, or one column of reasons, speak for every scale of an occasion."""
    for kind in ("(score_day)", "(reason_for)"):
        by_position: dict[str, list[Part]] = {}
        for (_, _, position), group in slots.items():
            if kind in group:
                by_position.setdefault(position, []).append(group[kind])
        for (_, _, position), group in slots.items():
            shared = by_position.get(position, [])
            if kind not in group and len(shared) == 1:
                group[kind] = shared[0]


def _slot(measure: str, rater: str, position: str, group: dict[str, Part]) -> Slot:
    day, reason = group.pop("(score_day)", None), group.pop("(reason_for)", None)
    scores = {name: part.reads for name, part in group.items()}
    return Slot(
        measure,
        rater,
        position,
        scores,
        day.reads if day else None,
        reason.reads if reason else None,
    )


def row_of(columns: dict[str, list[v.Read]], at: int) -> dict[str, v.Read]:
    return {name: reads[at] for name, reads in columns.items()}


def each_row(columns: dict[str, list[v.Read]], rows: int) -> list[dict[str, v.Read]]:
    """Return what columns say, row by row."""
    if not columns:
        return [{} for _ in range(rows)]
    names = list(columns)
    every = zip(*columns.values(), strict=True)
    return [dict(zip(names, reads, strict=True)) for reads in every]
