"""How often the drafter is right about reports that it has not seen described.

*Held out*: for each report, the synonyms that its own layout's headings would
contribute are taken out of the table, and so is every layout that shares half of its
headings; what remains is general knowledge and other providers' layouts.

Run ``python tests/drafting.py`` for the tables.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp

from small_home import written

from everystep.demo import archetypes
from everystep.demo.archetypes.truth import Sample
from everystep.home import read_yaml
from everystep.layouts.differences import versions
from everystep.layouts.draft import Draft, draft
from everystep.layouts.draft.candidates import OWN
from everystep.layouts.draft.vocabulary import Synonym, Vocabulary, as_family
from everystep.layouts.find import Found, tables
from everystep.layouts.model import Column, Layout
from everystep.layouts.values import plain
from everystep.readers import cells_of, triage
from everystep.readers.read import Sheet
from everystep.reference import table

EXAMPLES = Path(__file__).parent.parent / "examples" / "layouts"
BANDS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.97, 1.01)
_DEMO = {
    "case-list": "gorse-gathering/*Q4*",
    "core-10-export": "cedar-counselling/*2026-27*Q2*",
    "quarter-counts-elm": "elm-homes/*Q3*",
}
"""Fern's report has the form of Elm's and would only count it twice."""


@dataclass(frozen=True)
class Report:
    """A report, and the layout that says what its columns are."""

    name: str
    sheets: list[Sheet]
    layout: Layout


@dataclass(frozen=True)
class Judged:
    """What the drafter said of one column, and whether that is right."""

    report: str
    heading: str
    truth: str
    proposed: tuple[str, ...]
    confidence: float

    @property
    def first(self) -> bool:
        """Whether its first proposal is right."""
        return self.truth in self.proposed[:1]

    @property
    def among(self) -> bool:
        """Whether one of its three proposals is right."""
        return self.truth in self.proposed


def facts_of(column: Mapping[str, object], own: frozenset[str]) -> str:
    """Return a column's role and key facts in one line, to compare two of them."""
    role, said = next((name, said) for name, said in column.items() if name in _ROLES)
    position = str(column.get("position", "")).split("_")[0]
    if role == "ignored":
        return role
    if role == "answer":
        return role
    if role == "split":
        parts = said["parts"].values()  # type: ignore[index]
        return "split " + " + ".join(sorted(facts_of(part, own) for part in parts))
    if isinstance(said, Mapping):
        measure = str(said["measure"])
        if measure in own or measure == OWN:
            return f"{role} own {position}".strip()
        rater, area = said.get("rater", "self"), said.get("subscale", "total")
        # A day and a reason are of the whole form, whichever scale names it.
        area = "" if role in ("score_day", "reason_for", "item") else area
        return f"{role} {measure} {area} {rater} {position}".strip()
    return f"{role} {said} {position if role == 'goal' else ''}".strip()


_ROLES = frozenset(Column.model_fields) - {
    "position", "number", "quarter", "values", "markers", "dates",
}  # fmt: skip


def judge(sent: Report, found: Draft) -> Iterator[Judged]:
    """Yield every column that a layout describes with what the drafter said of it.

    A column that two tables of a layout share (``only_where``) is judged once, and
    either answer is right. A table that has no rows in this report is not judged.
    """
    own = frozenset(one.measure for one in sent.layout.measures)
    layout = as_sent(sent)
    truths: dict[tuple[object, ...], dict[str, None]] = {}
    places: dict[tuple[object, ...], tuple[Found, int]] = {}
    for truth in tables(layout, sent.sheets):
        if not truth.body:
            continue
        for at, (column, _) in truth.columns.items():
            key = truth.sheet.index, truth.table.turned, truth.header.start, at
            written = column.model_dump(exclude_defaults=True)
            truths.setdefault(key, {})[facts_of(written, own)] = None
            places[key] = truth, at
    judged: set[tuple[str, str]] = set()
    for key, right in truths.items():
        truth, at = places[key]
        once = (truth.table.table, re.sub(r"\d+", "#", plain(truth.headings[at])))
        if once in judged:
            # A table that stands again, or a column for each review, is one question.
            continue
        judged.add(once)
        meant = [one for one in right if one != "ignored"] or ["ignored"]
        said = _said_of(truth, at, found)
        proposed = tuple(facts_of(one.column, own) for one in said)
        hit = next((one for one in proposed if one in meant), meant[0])
        confidence = said[0].confidence if said else 0.0
        heading = truth.headings[at]
        yield Judged(sent.name, heading, hit, proposed, confidence)


def as_sent(sent: Report) -> Layout:
    """Return the layout as it was when this report was sent: it may have changed."""
    every = [one for _, one in versions(sent.layout)]
    return max(
        every,
        key=lambda one: sum(len(found.columns) for found in tables(one, sent.sheets)),
    )


def _said_of(truth: Found, at: int, found: Draft):  # type: ignore[no-untyped-def]
    for one in found.tables:
        place = one.found
        if truth.sheet.title not in one.sheets or place.turned != truth.table.turned:
            continue
        if place.header.stop != truth.header.stop and not (
            place.several or len(one.sheets) > 1
        ):
            continue
        for column in one.columns:
            here = column.at == at and place.header.stop == truth.header.stop
            again = (place.several or place.side_by_side or len(one.sheets) > 1) and (
                plain(column.heading) == plain(truth.headings[at])
            )
            if here or again:
                return list(column.proposals)
    return []


def judge_rows(sent: Report, found: Draft) -> Iterator[Judged]:
    """Yield every row label of a table of amounts with what the drafter said of it."""
    said = {
        plain(label): proposals
        for one in found.tables
        for label, proposals in one.rows.items()
    }
    for one in sent.layout.tables:
        for label, figure in {**one.rows, **one.totals}.items():
            proposals = said.get(plain(label), [])
            yield Judged(
                sent.name,
                f"(row) {label}",
                figure,
                tuple(str(two.column["figure"]) for two in proposals),
                proposals[0].confidence if proposals else 0.0,
            )


def held_out(layout: Layout, strictly: bool = False) -> Vocabulary:
    """Return the synonyms without those that a layout's own headings would give.

    Strictly, those go too that only mean the same once brought to one form ("Client
    ID" for "YP ID"), for whichever role they stand.
    """
    own = set(_own_words(layout))
    forms = {as_family(said) for _, said in own}
    kept = []
    for row in table("heading_synonyms"):
        kind, said = row["role"].split(":")[0], plain(row["words"])
        kinds = {kind, "figure"} if kind in ("event", "state", "contact") else {kind}
        same = any((one, said) in own for one in kinds)
        if strictly and kind not in _PARTS:
            same = same or as_family(said) in forms
        if not same:
            kept.append(Synonym(row["role"], row["words"]))
    return Vocabulary(kept)


_PARTS = ("part", "position", "rater", "subscale", "value", "hint")


def _own_words(layout: Layout) -> Iterator[tuple[str, str]]:
    """Yield each heading of a layout, and each tier of it, with its column's kinds."""
    for _, version in versions(layout):
        for one in version.tables:
            for heading, column in one.columns.items():
                parts = column.split.parts.values() if column.split else [column]
                for tier in {heading, *heading.split(" / ")}:
                    yield from ((_kind(part), plain(tier)) for part in parts)
            for label in [*one.rows, *one.totals]:
                yield "figure", plain(label)


def _kind(column: Column) -> str:
    role = column.role
    return {"score": "measure", "score_day": "part", "reason_for": "part"}.get(
        role, role
    )


def others(layout: Layout, every: Sequence[Layout]) -> list[Layout]:
    """Return the layouts that share less than half of a layout's headings."""
    mine = _headings(layout)
    return [
        one
        for one in every
        if one.layout != layout.layout
        and len(_headings(one) & mine) < 0.5 * min(len(mine), len(_headings(one)) or 1)
    ]


def _headings(layout: Layout) -> set[str]:
    return {plain(one) for table in layout.tables for one in table.columns}


@cache
def layouts() -> dict[str, Layout]:
    """Return every layout of the demo and of the examples, by name."""
    found = {}
    with as_file(files("everystep.demo") / "layouts") as folder:
        paths = [*sorted(folder.glob("*.yaml")), *sorted(EXAMPLES.glob("*.yaml"))]
        for path in paths:
            one = Layout.model_validate(read_yaml(path))
            found[one.layout] = one
    return found


def names() -> list[str]:
    """Return what every report is called; none is written before it is asked for."""
    found = (one.name for one in pkgutil.iter_modules(archetypes.__path__))
    return [*_DEMO, *(name for name in sorted(found) if _maker(name))]


def _maker(module: str) -> Callable[[Path], Sample] | None:
    if not re.match(r"a\d\d_", module):
        return None
    loaded = importlib.import_module(f"{archetypes.__name__}.{module}")
    return getattr(loaded, "sample", None)


@cache
def report(name: str) -> Report:
    """Return a report by its name, with the layout that reads it."""
    if name in _DEMO:
        path = sorted(written().glob(_DEMO[name]))[0]
        return Report(name, _cells(path), layouts()[name])
    make = _maker(name)
    assert make is not None
    sample = make(Path(mkdtemp(prefix="everystep-drafting-")))
    said = (sample.layout, sample.layout.partition("-")[2])
    layout = next(one for key, one in layouts().items() if key in said)
    return Report(name, _cells(sample.path), layout)


def reports() -> list[Report]:
    """Return every report."""
    return [report(name) for name in names()]


def _cells(path: Path) -> list[Sheet]:
    content = path.read_bytes()
    return cells_of(content, triage(content).kind)


@cache
def unseen(name: str, how: str = "held out") -> Draft:
    """Return the draft of a report whose layout, and whose words, nobody has met."""
    sent = report(name)
    every = list(layouts().values())
    if how == "everything known":
        return draft(sent.sheets, name, every)
    said = held_out(sent.layout, strictly=how == "held out strictly")
    return draft(sent.sheets, name, others(sent.layout, every), said)


HOW = ("held out", "held out strictly", "everything known")


@cache
def measured(how: str = "held out") -> list[Judged]:
    """Return the verdict on every column."""
    return [
        one
        for sent in reports()
        for made in [unseen(sent.name, how)]
        for one in [*judge(sent, made), *judge_rows(sent, made)]
    ]


def share(judged: Sequence[Judged], what: str) -> float:
    """Return the share of columns of which something is true."""
    return sum(getattr(one, what) for one in judged) / max(len(judged), 1)


def lines(judged: Sequence[Judged]) -> Iterator[str]:
    """Yield the tables: by report, and by confidence."""
    yield f"{'report':28} columns   first    of 3   sure   right"
    names = list(dict.fromkeys(one.report for one in judged))
    for name in [*names, "all", "all but ignored"]:
        mine = [one for one in judged if name == one.report or name.startswith("all")]
        if name == "all but ignored":
            mine = [one for one in mine if one.truth != "ignored"]
        sure = [one for one in mine if one.confidence >= 0.8]
        yield (
            f"{name:28} {len(mine):7} {share(mine, 'first'):7.0%} "
            f"{share(mine, 'among'):7.0%} {len(sure):6} {share(sure, 'first'):7.0%}"
        )
    yield ""
    yield f"{'confidence':28} {'columns':>7} {'first':>7}"
    for low, high in pairwise(BANDS):
        mine = [one for one in judged if low <= one.confidence < high]
        if mine:
            shown = f"{low:.2f} to {min(high, 1):.2f}"
            yield f"{shown:28} {len(mine):7} {share(mine, 'first'):7.0%}"


if __name__ == "__main__":
    for how in HOW:
        print(how)
        print("\n".join(lines(measured(how))), "\n")
    for one in measured():
        if not one.first:
            mark = "in three" if one.among else "not found"
            print(f"{one.report:24} {mark:10} {one.heading[:60]:60} {one.truth} ← "
                  f"{' | '.join(one.proposed)} ({one.confidence})")  # fmt: skip
