"""What a row of a list stands for: an event, a contact, a day of training."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from everystep.layouts import values as v
from everystep.layouts.cells import Part
from everystep.layouts.model import EachRow
from everystep.layouts.parts import Parts, row_of
from everystep.layouts.says import Count, Done, Row

_NOTHING = EachRow.model_construct()


def happened(row: Row, parts: Parts, at: int, each: EachRow | None) -> None:
    """Add what a row of a list stands for: an event, a contact, a day of training."""
    each = each or _NOTHING
    happened = row_of(parts.happened, at)
    day = happened.get("day", v.BLANK)
    number = happened.get("count", v.Read("value", 1))
    for entity, kind, fixed in (
        ("events", "event", each.event),
        ("contacts", "contact", each.contact),
    ):
        about = happened.get(kind, v.BLANK)
        name = str(about.value) if about.kind == "value" else fixed
        if name:
            # An event whose day is not known is of the report's own quarter.
            on = day.value if isinstance(day.value, date) else None
            row.counts.append(Count(entity, name, number, on, adds=True, happened=True))
    trained = row_of(parts.training, at)
    if trained or each.training:
        _done(row, "training", trained, "practice", each.training, "attended")
    supervised = row_of(parts.supervision, at)
    if supervised or each.supervision:
        _done(row, "supervision", supervised, "kind", each.supervision, "count")


def happenings(row: Row, parts: Sequence[Part], each: EachRow | None) -> None:
    """Add what a sentence stands for, as a row of a list would."""
    found = Parts()
    for part in parts:
        for name in ("happened", "training", "supervision", "staff"):
            if said := getattr(part.column, name):
                getattr(found, name)[said] = part.reads
    row.staff = row_of(found.staff, 0)
    happened(row, found, 0, each)


def _done(
    row: Row,
    entity: str,
    reads: dict[str, v.Read],
    name: str,
    fixed: str | None,
    how: str,
) -> None:
    about = reads.get(name, v.BLANK)
    what = str(about.value) if about.kind == "value" else fixed
    day = reads.get("day", v.BLANK).value
    default = v.Read("value", "attended" if entity == "training" else 1)
    said = reads.get("people") or reads.get(how) or default
    if what and said.kind != "blank":
        found = day if isinstance(day, date) else None
        row.done.append(Done(entity, what, found, said))
