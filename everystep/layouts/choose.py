"""Which layout reads a file: the one that fits, as it stood in the file's own time."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from everystep.layouts.differences import versions
from everystep.layouts.drift import Near, nearest
from everystep.layouts.find import Found, as_it_fits
from everystep.layouts.model import Layout
from everystep.layouts.read import Ground, NotOurs, Reading, read_report
from everystep.readers.read import Sheet

Standing = tuple[date | None, Layout, list[Found]]


@dataclass(frozen=True)
class Understood:
    """A report that was read, with which version of its layout, and how near it was."""

    reading: Reading
    described: Layout
    near: Near | None = None


def understand(
    layouts: Sequence[Layout],
    family: str,
    sheets: Sequence[Sheet],
    provider_id: str,
    ground: Ground,
    *,
    with_fates: bool = False,
) -> Understood:
    """Return what a file says; raises :class:`NotOurs` where a person must look.

    A layout whose every table is there comes first; only where none of anybody's fits
    is the provider's own nearest one read around.
    """
    with _without_collecting():
        return _understand(layouts, family, sheets, provider_id, ground, with_fates)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Hold the garbage collector back: a report is many small things, none in a ring.

    It would look through all of them again and again, a third of the whole work.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _understand(
    layouts: Sequence[Layout],
    family: str,
    sheets: Sequence[Sheet],
    provider_id: str,
    ground: Ground,
    with_fates: bool,
) -> Understood:
    fitting = [
        standing
        for layout in layouts
        if layout.kind in (None, family)
        for standing in [_as_it_stands(layout, sheets)]
        if standing
    ]
    mine = [one for one in fitting if provider_id in one[0][1].services]
    if len(mine) > 1:
        raise NotOurs("two_layouts")

    def read(layout: Layout, found: Sequence[Found] | None = None) -> Reading:
        return read_report(
            layout, sheets, provider_id, ground, found=found, with_fates=with_fates
        )

    if mine:
        readings = [(since, one, read(one, found)) for since, one, found in mine[0]]
        _, described, reading = _of_its_time(readings)
        return Understood(reading, described)
    if fitting:
        # What is another's to the last heading is not ours with a few words changed.
        raise NotOurs("another_provider")
    described, relaxed = _nearest(layouts, family, sheets, provider_id)
    reading = read(relaxed.layout)
    if not _names_anyone(reading):
        raise NotOurs("form_changed")
    return Understood(reading, described, relaxed)


def _as_it_stands(layout: Layout, sheets: Sequence[Sheet]) -> list[Standing]:
    """Return the versions of a layout that fit, each with its tables in the file."""
    return [
        (since, version, found)
        for since, version in versions(layout)
        for found in [as_it_fits(version, sheets)]
        if found is not None
    ]


def _of_its_time(
    readings: Sequence[tuple[date | None, Layout, Reading]],
) -> tuple[date | None, Layout, Reading]:
    """Return the newest version that had begun when the report's quarter did."""
    begun = [one for one in readings if one[0] is None or one[0] <= one[2].period.start]
    return begun[-1] if begun else readings[0]


def _nearest(
    layouts: Sequence[Layout],
    family: str,
    sheets: Sequence[Sheet],
    provider_id: str,
) -> tuple[Layout, Near]:
    """Return the provider's own layout that is near, where no other's is as near."""

    def near(layout: Layout) -> Iterator[tuple[Layout, Near]]:
        _, described = versions(layout)[-1]
        if found := nearest(described, family, sheets):
            yield described, found

    mine = [
        one
        for layout in layouts
        if provider_id in layout.services
        for one in near(layout)
    ]
    # Two that are near are a question for a person, and so is none.
    if len(mine) != 1:
        raise NotOurs("no_layout")
    share = mine[0][1].share
    others = [
        found.share
        for layout in layouts
        if provider_id not in layout.services
        for _, found in near(layout)
    ]
    if max(others, default=0.0) >= share:
        nearer = max(others) > share
        raise NotOurs("another_provider" if nearer else "no_layout")
    return mine[0]


def _names_anyone(reading: Reading) -> bool:
    """Return whether what a person is known by is still there."""
    of_people = [row for row in reading.rows if row.of == "people"]
    if not of_people:
        return bool(reading.rows or reading.amounts or reading.declared)
    names = {"reference", "family_reference", "surname", "surname_comma_forename"}
    return any(names & row.who.keys() for row in of_people)
