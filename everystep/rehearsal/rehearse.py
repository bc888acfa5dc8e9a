"""What would be read of a file, and by which layout, before anything is kept.

The reading that comes of it names people as the report does: it stays in memory, and
what is shown of it is chosen in :mod:`everystep.rehearsal.told`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from everystep.calendar import read_quarter
from everystep.layouts.choose import Understood, understand
from everystep.layouts.differences import versions
from everystep.layouts.drift import Column, columns_of, nearest
from everystep.layouts.find import Found, fits, tables
from everystep.layouts.model import Layout
from everystep.layouts.read import Ground, NotOurs, Reading
from everystep.readers import Sheet
from everystep.receipts import column_name
from everystep.reference import table
from everystep.rehearsal.blocks import Block, blocks
from everystep.rehearsal.likeness import WORTH_NAMING, Likeness, Likenesses
from everystep.rehearsal.look import Looked, SheetSeen, look, seen
from everystep.rehearsal.meaning import meaning
from everystep.rehearsal.shape import Shape, shapes
from everystep.rehearsal.verdict import Verdict, judged, stopped


@dataclass(frozen=True)
class ColumnSeen:
    """One column of a table, and what it was taken for."""

    place: str
    heading: str
    """The layout's own word; empty where it has none."""
    words: str
    """The report's word, which may be anything."""
    meaning: str
    how: str
    """``known``, ``resembles`` (a heading that is gone), ``hidden`` or ``unknown``."""


@dataclass(frozen=True)
class TableSeen:
    """One table of a report, where it stands."""

    name: str
    sheet: int
    cells: str
    rows: int
    columns: tuple[ColumnSeen, ...]
    lost: tuple[str, ...]
    """The layout's headings that are not there."""


@dataclass(frozen=True)
class Rehearsal:
    """Everything that there is to tell of one file before it is kept."""

    looked: Looked
    verdict: str
    """``read``, ``waits`` (for a person), or a verdict on a file no layout knows."""
    reason: str
    sheets: Sequence[SheetSeen] = ()
    hidden_sheets: int = 0
    understood: Understood | None = field(default=None, repr=False)
    services: Mapping[str, str] = field(default_factory=dict)
    """Provider → the service that its report would count for."""
    tables: Sequence[TableSeen] = ()
    fitting: Sequence[Layout] = ()
    """Every layout that fits, where they are more than one."""
    nearest: Likeness | None = None
    shapes: Sequence[Shape] = ()
    blocks: Sequence[Block] = ()
    name_says: str = ""

    @property
    def reading(self) -> Reading | None:
        """Return what was understood, if a layout read the file."""
        return self.understood.reading if self.understood else None

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody has to do something before the file can be of use."""
        return self.verdict not in ("read", "readable", "needs_layout")


def rehearse(
    path: Path, layouts: Sequence[Layout], ground: Ground, provider_id: str = ""
) -> Rehearsal:
    """Return what would be read of a file; without a provider, by any layout."""
    looked = look(path)
    sheets, family = looked.sheets, looked.what.family
    hidden = sum(not sheet.shown for sheet in sheets)
    if looked.reason:
        verdict = stopped(looked.reason)
        return Rehearsal(looked, verdict.answer, verdict.reason)
    here = seen(sheets)
    mine = [one for one in layouts if provider_id in ("", *one.services)]
    likenesses = Likenesses(sheets)
    asked = _fitting(mine, family, sheets) or _near(mine, family, sheets, likenesses)
    found = _understood(asked, family, sheets, provider_id, ground)
    if isinstance(found, _Read):
        return Rehearsal(
            looked,
            "read",
            "read",
            here,
            hidden,
            found.understood,
            found.services,
            [*_tables_read(found.understood)],
            name_says=_hint(looked.name, found.understood.reading),
        )
    if found.reason != "no_layout":
        fitting = found.fitting
        there = [*_tables_there(fitting[0], sheets)] if len(fitting) == 1 else []
        return Rehearsal(
            looked,
            "waits",
            found.reason,
            here,
            hidden,
            tables=there,
            fitting=fitting,
        )
    elsewhere = [one for one in layouts if one not in mine]
    if elsewhere and _fitting(elsewhere, family, sheets):
        return Rehearsal(looked, "waits", "another_provider", here, hidden)
    looks = shapes(sheets)
    judgement = _judged(looked, looks)
    near = _worth_naming(mine, family, likenesses)
    return Rehearsal(
        looked,
        judgement.answer,
        judgement.reason,
        here,
        hidden,
        nearest=near,
        shapes=looks,
        blocks=blocks(sheets, _known_headings(layouts)),
        fitting=found.fitting,
    )


@dataclass(frozen=True)
class _Read:
    understood: Understood
    services: Mapping[str, str]


@dataclass(frozen=True)
class _NotRead:
    reason: str
    fitting: Sequence[Layout] = ()


def _judged(looked: Looked, looks: list[Shape]) -> Verdict:
    what = looked.what
    return judged(what.family, what.kind, looked.content, looked.sheets, looks)


def _fitting(
    layouts: Sequence[Layout], family: str, sheets: Sequence[Sheet]
) -> list[Layout]:
    return [
        layout
        for layout in layouts
        if layout.kind in (None, family)
        and any(fits(version, sheets) for _, version in versions(layout))
    ]


def _near(
    layouts: Sequence[Layout],
    family: str,
    sheets: Sequence[Sheet],
    likenesses: Likenesses,
) -> list[Layout]:
    return [
        layout
        for layout in layouts
        if layout.kind in (None, family) and likenesses.of(layout).may_be_near
        for _, newest in versions(layout)[-1:]
        if nearest(newest, family, sheets)
    ]


def _worth_naming(
    layouts: Sequence[Layout], family: str, likenesses: Likenesses
) -> Likeness | None:
    found = [likenesses.of(one) for one in layouts if one.kind in (None, family)]
    best = max(found, key=lambda one: one.share, default=None)
    return best if best and best.share >= WORTH_NAMING else None


def _understood(
    asked: Sequence[Layout],
    family: str,
    sheets: Sequence[Sheet],
    provider_id: str,
    ground: Ground,
) -> _Read | _NotRead:
    """Return the reading, as a run would choose it for each provider in turn."""
    providers = {one: None for layout in asked for one in layout.services}
    if provider_id:
        providers = {one: None for one in providers if one == provider_id}
    read: dict[str, Understood] = {}
    not_read: dict[str, str] = {}
    for provider in providers:
        try:
            known = next(
                (
                    one
                    for said, one in read.items()
                    if _alike(asked, said, provider) and not ground.provider_names
                ),
                None,
            )
            read[provider] = known or understand(
                asked, family, sheets, provider, ground
            )
        except NotOurs as told:
            not_read[provider] = told.reason
    chosen = {one.described.layout: one for one in read.values()}
    if len(chosen) > 1:
        return _NotRead("two_layouts", asked)
    if chosen:
        [one] = chosen.values()
        services = {who: one.described.services[who] for who in read}
        return _Read(one, services)
    # What speaks of another provider says least: the others' reasons come first.
    reasons = sorted(not_read.values(), key=lambda one: one == "another_provider")
    return _NotRead(reasons[0] if reasons else "no_layout", asked)


def _alike(layouts: Sequence[Layout], one: str, other: str) -> bool:
    """Whether two providers send a report by the same layouts."""
    return all((one in each.services) == (other in each.services) for each in layouts)


def _hint(name: str, reading: Reading) -> str:
    """Return the quarter that a file's name hints at, where the report says another."""
    said, period = read_quarter(name), reading.period
    if said is None or (said.start <= period.end and said.end >= period.start):
        return ""
    return said.name


def _tables_read(understood: Understood) -> Iterator[TableSeen]:
    return tables_of(understood.described, understood.reading.found)


def _tables_there(layout: Layout, sheets: Sequence[Sheet]) -> Iterator[TableSeen]:
    _, newest = versions(layout)[-1]
    return tables_of(newest, tables(newest, sheets))


def tables_of(layout: Layout, every: Sequence[Found]) -> Iterator[TableSeen]:
    """Yield each table that was found, with its columns as they were taken."""
    whole = {table.table: table for table in layout.tables}
    for found in every:
        described = whole.get(found.table.table, found.table)
        columns = columns_of([found], layout)
        known = {one.heading for one in columns if one.how == "known"}
        lost = [name for name in described.columns if name not in known]
        yield TableSeen(
            name=found.table.table,
            sheet=found.sheet.index + 1,
            cells=_range(found),
            rows=len(found.body),
            columns=tuple(_columns(found, layout, columns)),
            lost=tuple(lost),
        )


def _columns(
    found: Found, layout: Layout, columns: Sequence[Column]
) -> Iterator[ColumnSeen]:
    for one in columns:
        at = one.row if found.table.turned else one.column
        hidden = not found.table.turned and at in found.sheet.hidden_columns
        if hidden and one.how != "known":
            yield ColumnSeen(column_name(at), "", "", "", "hidden")
            continue
        taken = found.columns.get(at)
        said = "" if taken is None else meaning(taken[0], layout, taken[1])
        place = str(one.row + 1) if found.table.turned else column_name(one.column)
        # A heading of many numbers is told by the number that stands here.
        n = taken[1] if taken else ""
        heading = one.heading.replace("{n}", n or "…")
        yield ColumnSeen(place, heading, one.words, said, one.how)


def _range(found: Found) -> str:
    last = max(found.body.stop - 1, found.header.stop - 1)
    corners = [
        found.place(found.header.start, found.span.start),
        found.place(last, found.span.stop - 1),
    ]
    return " to ".join(f"{column_name(at)}{row + 1}" for _, row, at in corners)


def _known_headings(layouts: Sequence[Layout]) -> list[str]:
    """Return words that are headings wherever they stand, and never a person's name."""
    said = [
        row["words"]
        for row in table("heading_synonyms")
        if not row["role"].startswith("value")
    ]
    return said + [
        heading
        for layout in layouts
        for one in layout.tables
        for heading in one.columns
    ]
