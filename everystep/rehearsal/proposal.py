"""What to add to a layout when a report is no longer as it says: a dated difference.

A proposal, made by comparing words and what the drafter takes a column for. Nothing is
read on the strength of it until somebody has looked and pasted it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError
from rapidfuzz.fuzz import token_sort_ratio

from everystep.calendar import quarter_of
from everystep.layouts.choose import understand
from everystep.layouts.differences import DoesNotFit, versions
from everystep.layouts.draft import ColumnDraft, draft
from everystep.layouts.drift import ALIKE, Near, columns_of, nearest
from everystep.layouts.find import Found, fits, tables
from everystep.layouts.model import Difference, Layout
from everystep.layouts.read import Ground, NotOurs, Reading
from everystep.layouts.roles import Column
from everystep.layouts.values import plain
from everystep.readers import Sheet
from everystep.rehearsal.unmet import Unmet, unmet

SAY_WHAT = "say what this is"
SURE_ENOUGH = 0.6
"""How sure the drafter has to be for its word to stand in a proposal."""
_HALF_ALIKE, _PERHAPS = 50, 0.15
"""Half alike in words, and perhaps the same to the drafter: that is enough too."""


@dataclass(frozen=True)
class New:
    """A column that a layout does not have, and what it may be."""

    column: Mapping[str, object]
    why: str
    drafted: Sequence[tuple[Mapping[str, object], float]] = ()
    """Everything that the drafter takes it for, and how sure it is."""


@dataclass(frozen=True)
class Proposal:
    """What is different in a report, as a layout would say it."""

    layout: Layout
    since: date
    knows_quarter: bool
    """Whether ``since`` is the report's own quarter, or only the one that it is now."""
    rename: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    add: Mapping[str, Mapping[str, New]] = field(default_factory=dict)
    remove: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sheets: Mapping[str, str] = field(default_factory=dict)
    absent: Sequence[str] = ()
    """Tables that are not there; a difference cannot say that, a person has to."""
    fits_already: bool = False
    """Whether a run reads the report by this layout as it is."""
    unmet: Sequence[Unmet] = ()
    """Columns whose heading is known and of which cells would be set aside."""
    waits: str = ""
    """Why a run would wait, though every heading is there; a code."""
    reads_exactly: bool = False
    """Whether the layout, with this pasted in, fits the report."""

    @property
    def is_empty(self) -> bool:
        """Whether the report is as the layout says."""
        said = (self.rename, self.add, self.remove, self.sheets, self.absent)
        return not any(said)

    @property
    def can_be_said(self) -> bool:
        """Whether a dated difference can say any of it."""
        return bool(self.rename or self.add or self.remove or self.sheets)

    def as_data(self) -> dict[str, Any]:
        """Return the difference as a layout file holds it."""
        said: dict[str, Any] = {"from": self.since}
        for name in ("rename", "remove", "sheets"):
            if here := getattr(self, name):
                said[name] = {
                    table: dict(one) if name == "rename" else one
                    for table, one in here.items()
                }
        if self.add:
            said["add"] = {
                table: {words: dict(new.column) for words, new in columns.items()}
                for table, columns in self.add.items()
            }
        return said


def propose(
    layout: Layout,
    family: str,
    sheets: Sequence[Sheet],
    ground: Ground,
    known: Sequence[Layout] = (),
    provider_id: str = "",
) -> Proposal | None:
    """Return how a report differs from a layout; nothing where it is another report."""
    seen = _looked(layout, family, sheets, ground, provider_id)
    described, near, found = seen.described, seen.near, seen.found
    if described is None:
        return None
    drafted = _drafted(sheets, known)
    rename: dict[str, dict[str, str]] = {}
    add: dict[str, dict[str, New]] = {}
    remove: dict[str, list[str]] = {}
    whole = {table.table: table for table in described.tables}
    for name in dict.fromkeys(one.table.table for one in found):
        mine = [one for one in found if one.table.table == name]
        lost, new = _lost_and_new(mine, described, drafted)
        columns = whole[name].columns
        pairs = _pairs(lost, new, columns)
        if pairs:
            rename[name] = pairs
        if left := {w: n for w, n in new.items() if w not in pairs.values()}:
            add[name] = {words: _sayable(one) for words, one in left.items()}
        if gone := [heading for heading in lost if heading not in pairs]:
            remove[name] = gone
    elsewhere = near.elsewhere if near else {}
    moved = {
        table.table: table.sheet
        for table in (near.layout.tables if near else ())
        if table.table in elsewhere
    }
    absent = near.absent if near else []
    reading = seen.reading
    start = reading.period.start if reading else quarter_of(ground.as_of).start
    made = Proposal(
        layout,
        start,
        reading is not None,
        rename,
        add,
        remove,
        moved,
        absent,
        fits_already=near is None,
        unmet=unmet(reading, described, ground) if reading else (),
        waits=seen.waits,
    )
    return _tried(made, sheets)


@dataclass(frozen=True)
class _Looked:
    """The version of a layout that is nearest, and what came of reading by it."""

    described: Layout | None = None
    near: Near | None = None
    found: Sequence[Found] = ()
    reading: Reading | None = None
    waits: str = ""


def _looked(
    layout: Layout,
    family: str,
    sheets: Sequence[Sheet],
    ground: Ground,
    provider_id: str,
) -> _Looked:
    """Return the version that is nearest, what it lacks, and what it reads."""
    provider = provider_id or next(iter(layout.services))
    try:
        read = understand([layout], family, sheets, provider, ground, with_fates=True)
        reading = read.reading
        return _Looked(read.described, read.near, reading.found, reading)
    except NotOurs as told:
        waits = told.reason
    if layout.kind not in (None, family):
        return _Looked()
    _, newest = versions(layout)[-1]
    if fits(newest, sheets):
        return _Looked(newest, None, tables(newest, sheets), waits=waits)
    near = nearest(newest, family, sheets)
    if near is None:
        return _Looked()
    return _Looked(newest, near, tables(near.layout, sheets))


def _drafted(
    sheets: Sequence[Sheet], known: Sequence[Layout]
) -> dict[tuple[int, bool, int], New]:
    """Return what the drafter takes each column for."""
    return {
        (table.found.sheet, table.found.turned, column.at): _new(column)
        for table in draft(sheets, "report", known).tables
        for column in table.columns
    }


def _new(drafted: ColumnDraft) -> New:
    every = [(one.column, one.confidence) for one in drafted.proposals]
    best = drafted.best
    if best is None or best.confidence < SURE_ENOUGH:
        return New({"ignored": SAY_WHAT}, "", every)
    return New(best.column, best.reason, every)


def _lost_and_new(
    found: Sequence[Found],
    described: Layout,
    drafted: Mapping[tuple[int, bool, int], New],
) -> tuple[list[str], dict[str, New]]:
    """Return a table's headings that are gone, and the words that are new."""
    columns = columns_of(found, described)
    known = {one.heading for one in columns if one.how == "known"}
    name, turned = found[0].table.table, found[0].table.turned
    whole = next(one for one in described.tables if one.table == name)
    lost = [heading for heading in whole.columns if heading not in known]
    hidden = {one.sheet.index: one.sheet.hidden_columns for one in found}
    new: dict[str, New] = {}
    for one in columns:
        if one.how == "known" or whole.column(one.words) is not None:
            continue
        at = one.row if turned else one.column
        if not turned and at in hidden.get(one.sheet, frozenset()):
            continue
        unknown = New({"ignored": SAY_WHAT}, "")
        new.setdefault(one.words, drafted.get((one.sheet, turned, at), unknown))
    return lost, new


def _pairs(
    lost: Sequence[str], new: Mapping[str, New], columns: Mapping[str, Column]
) -> dict[str, str]:
    """Return heading → its new name, the most alike first, each once."""
    scored = sorted(
        (
            (-worth, heading, words)
            for heading in lost
            for words, one in new.items()
            for worth in [_alike(heading, words, columns[heading], one)]
            if worth >= ALIKE
        ),
    )
    pairs: dict[str, str] = {}
    for _, heading, words in scored:
        family = _family(words) if "{n}" in heading else words
        if heading not in pairs and family not in pairs.values():
            pairs[heading] = family
    return pairs


def _family(words: str) -> str:
    return re.sub(r"\d+", "{n}", words, count=1)


def _alike(heading: str, words: str, column: Column, new: New) -> float:
    said = _family(words) if "{n}" in heading else words
    if _digits(heading) != _digits(said) or ("{n}" in heading) != ("{n}" in said):
        return 0.0
    worth = token_sort_ratio(plain(heading), plain(said))
    meant = column.model_dump(
        exclude_defaults=True, exclude={"values", "markers", "dates"}
    )
    sure = max((sure for one, sure in new.drafted if dict(one) == meant), default=0.0)
    # What the drafter takes for the same thing may be called something else.
    same = sure >= SURE_ENOUGH or (sure >= _PERHAPS and worth >= _HALF_ALIKE)
    return max(worth, ALIKE + sure) if same else worth


def _digits(words: str) -> list[str]:
    return re.findall(r"\d+", words)


def _sayable(new: New) -> New:
    """Return what a layout can say as it stands; else that somebody has to say it."""
    try:
        Column.model_validate(dict(new.column))
    except ValidationError:
        return New({"ignored": SAY_WHAT}, new.why)
    return new


def _tried(made: Proposal, sheets: Sequence[Sheet]) -> Proposal:
    """Return a proposal that has been tried, and without what a layout cannot say."""
    if made.is_empty:
        return made
    try:
        difference = Difference.model_validate(made.as_data())
        together = [*made.layout.differences, difference]
        changed = made.layout.model_copy(update={"differences": together})
        _, newest = versions(changed)[-1]
    except (ValidationError, DoesNotFit):
        return made
    exact = fits(newest, sheets) and not made.absent
    return Proposal(**{**vars(made), "reads_exactly": exact})


def to_yaml(made: Proposal) -> str:
    """Return the difference as lines to paste at the end of the layout."""
    return "\n".join(_lines(made)) + "\n"


def _lines(made: Proposal) -> Iterator[str]:
    yield "# A proposal, made by comparing words. Look at each line."
    if made.layout.differences:
        yield "# The layout has differences already: leave the next line out."
    yield "differences:"
    said = "" if made.knows_quarter else "  # this quarter; say since when it is so"
    yield f"  - from: {made.since.isoformat()}{said}"
    if made.sheets:
        yield "    sheets:"
        for table, sheet in made.sheets.items():
            yield f"      {table}: {_quoted(sheet)}"
    if made.rename:
        yield "    rename:"
        for table, pairs in made.rename.items():
            yield f"      {table}:"
            for old, new in pairs.items():
                yield f"        {_quoted(old)}: {_quoted(new)}"
    if made.add:
        yield "    add:"
        for table, columns in made.add.items():
            yield f"      {table}:"
            for words, one in columns.items():
                why = f"  # {_one_line(one.why)}" if one.why else ""
                yield f"        {_quoted(words)}: {_quoted(dict(one.column))}{why}"
    if made.remove:
        yield "    remove:"
        for table, headings in made.remove.items():
            yield f"      {table}:"
            for heading in headings:
                yield f"        - {_quoted(heading)}"


def _quoted(said: object) -> str:
    # JSON is YAML too, and leaves no word to be taken for something else.
    return json.dumps(said, ensure_ascii=False)


def _one_line(said: str) -> str:
    return " ".join(said.split())
