"""The eighteen kinds of report, read by their layouts and laid beside their truth."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from everystep.demo.archetypes.truth import Sample
from everystep.layouts.choose import understand
from everystep.layouts.facts import facts
from everystep.layouts.load import read_layouts
from everystep.layouts.model import Layout
from everystep.layouts.read import Ground, Reading
from everystep.readers import Sheet, cells_of, triage

LAYOUTS = Path(__file__).parent.parent / "examples" / "layouts"
AS_OF = date(2026, 4, 20)


@cache
def layouts() -> tuple[Layout, ...]:
    """Return every layout in ``examples/layouts``."""
    return tuple(read_layouts(LAYOUTS))


def sheets_of(sample: Sample) -> tuple[list[Sheet], str]:
    """Return a sample's sheets through the real reader, and its family."""
    content = sample.path.read_bytes()
    what = triage(content)
    return cells_of(content, what.kind), what.family


def read(sample: Sample) -> Reading:
    """Return what a sample says, chosen among all layouts as a run would."""
    sheets, family = sheets_of(sample)
    ground = Ground(AS_OF, sample.places, {})
    understood = understand(
        layouts(), family, sheets, sample.provider_id, ground, with_fates=True
    )
    assert understood.described.layout == sample.layout
    assert understood.near is None
    return understood.reading


def told_apart(sample: Sample, reading: Reading) -> str:
    """Return where a reading and the truth differ, ten lines at most; or nothing."""
    lines: list[str] = []
    said, true = facts(reading), sorted(tuple(fact) for fact in sample.facts)
    left = [tuple(fact) for fact in said]
    for fact in true:
        if fact in left:
            left.remove(fact)
        else:
            lines.append(f"not read: {fact}")
    lines += [f"not true: {fact}" for fact in left]
    for place in sorted(sample.fates.keys() | reading.fates.keys()):
        is_, should = reading.fates.get(place), sample.fates.get(place)
        if is_ != should:
            lines.append(f"cell {place}: is {is_}, should be {should}")
    if reading.period.name != sample.period:
        lines.append(f"period {reading.period.name}, should be {sample.period}")
    if reading.hidden_sheets != sample.hidden_sheets:
        lines.append(f"hidden sheets {reading.hidden_sheets}")
    return "\n".join(lines[:10])


def adds_up(reading: Reading) -> bool:
    """Return whether each sheet's cells are used, empty or set aside, and no others."""
    return all(
        one.cells_in == one.used + one.empty + one.set_aside for one in reading.accounts
    )
