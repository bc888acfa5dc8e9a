"""A first reading of a report: its tables, and what each column may be.

A column's candidates come from its heading, its cells, its neighbours and the layouts
that we have. Each adds to a candidate's weight (a sum of logarithms, as naive Bayes
has it); confidence is a candidate's share among all of them and "none of these".
Nothing is learnt and nothing is random: the same report gives the same draft.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from everystep.layouts.draft.candidates import Candidate, Candidates
from everystep.layouts.draft.coded import makes_no_sense, telling, words_of
from everystep.layouts.draft.evidence import Profile, profile
from everystep.layouts.draft.figures import figures_of
from everystep.layouts.draft.gaps import asked_about
from everystep.layouts.draft.ground import (
    Ground,
    Seen,
    event_of,
    ground_of,
    looked_at,
    measure_of,
)
from everystep.layouts.draft.labels import PERIOD, PROVIDER, label_of
from everystep.layouts.draft.lying import TableFound
from everystep.layouts.draft.neighbours import beside
from everystep.layouts.draft.shapes import (
    LEAST_CONFIDENCE,
    MOST_PROPOSALS,
    ColumnDraft,
    Draft,
    Proposal,
    TableDraft,
)
from everystep.layouts.draft.tables import find_tables
from everystep.layouts.draft.vocabulary import Vocabulary, canonical, vocabulary
from everystep.layouts.draft.weigh import candidates_of
from everystep.layouts.model import Label, Layout
from everystep.layouts.values import words
from everystep.readers.read import Sheet

UNSURE = 0.49
"""How sure we are at most of a column whose codes nobody has explained yet."""
NONE_OF_THESE = 2.0
"""The weight of "something else": a candidate below it is doubtful."""


def draft(
    sheets: Sequence[Sheet],
    name: str,
    known: Sequence[Layout] = (),
    said: Vocabulary | None = None,
) -> Draft:
    """Return a first reading of a report; ``known`` are the layouts that we have."""
    asked = said or vocabulary()
    found = _by_headings(find_tables(sheets, asked))
    names: Counter[str] = Counter()
    tables = []
    context = measure_of(sheets, asked)
    for one, titles in found:
        table = _table(one, titles, asked, known, names, context)
        tables.append(table)
    period, provider = label_of(sheets, PERIOD), label_of(sheets, PROVIDER)
    unknown = (*_unknown(tables, period), *_sentences(sheets))
    return Draft(name, tables, period, provider, unknown)


def _sentences(sheets: Sequence[Sheet]) -> Iterator[str]:
    """Yield that a document's sentences were left alone, if it has any."""
    spoken = (one for one in sheets if one.shown and one.kind == "words")
    if any(words(cell) for one in spoken for row in one.rows for cell in row):
        yield (
            "Only tables were looked at. The sentences of this report were not; "
            "texts: can read them (docs/how-to/read-a-word-or-pdf-report.md)."
        )


def _by_headings(found: Sequence[TableFound]) -> list[tuple[TableFound, list[str]]]:
    """Return each table once, with every sheet that the same headings stand on."""
    kept: list[tuple[TableFound, list[str]]] = []
    for one in found:
        for at, (first, titles) in enumerate(kept):
            if first.sheet != one.sheet and _alike(first, one):
                kept[at] = (_together(first, one), [*titles, one.title])
                break
        else:
            kept.append((one, [one.title]))
    return kept


def _alike(first: TableFound, second: TableFound) -> bool:
    one, two = set(first.headings) - {""}, set(second.headings) - {""}
    enough = 0.8 * max(len(one), len(two))
    return first.turned == second.turned and bool(one) and len(one & two) >= enough


def _together(first: TableFound, second: TableFound) -> TableFound:
    """Return a table that stands on two sheets, in whatever order its columns are."""
    theirs = {heading: at for at, heading in enumerate(second.headings)}
    cells = [
        own + (second.cells[theirs[heading]] if heading in theirs else ())
        for heading, own in zip(first.headings, first.cells, strict=True)
    ]
    new = [at for heading, at in theirs.items() if heading not in first.headings]
    return replace(
        first,
        columns=(*first.columns, *(second.columns[at] for at in new)),
        headings=(*first.headings, *(second.headings[at] for at in new)),
        tiers=(*first.tiers, *(second.tiers[at] for at in new)),
        cells=(*cells, *(second.cells[at] for at in new)),
    )


def _table(
    found: TableFound,
    titles: Sequence[str],
    said: Vocabulary,
    known: Sequence[Layout],
    names: Counter[str],
    context: str,
) -> TableDraft:
    profiles = [profile(cells) for cells in found.cells]
    seen = looked_at(found, profiles, said, context)
    ground = ground_of(found, seen, said, context)
    every = [candidates_of(one, ground, said, known) for one in seen]
    beside(seen, every, ground)
    columns = [
        _column(at, one, candidates, said)
        for at, one, candidates in zip(found.columns, seen, every, strict=True)
    ]
    name = re.sub(r"[^a-z0-9]+", "_", canonical(found.title)).strip("_") or "table"
    names[name] += 1
    each_row = _each_row(ground, columns, f"{found.title} | {found.above}", said)
    return TableDraft(
        name=name if names[name] == 1 else f"{name}_{names[name]}",
        of=ground.of,
        found=found,
        columns=columns,
        rows=figures_of(found, seen, ground, said),
        each_row=each_row,
        sheets=tuple(titles),
    )


def _column(
    at: int, seen: Seen, candidates: Candidates, said: Vocabulary
) -> ColumnDraft:
    every = candidates.ranked()
    ranked = _apart(every)
    proposals = _proposals(ranked)
    best = ranked[0] if ranked else None
    # Where even a weak guess would identify someone, no word of a column is shown.
    safe = bool(every) and not any(
        telling(one.role) and one.weight > max(every[0].weight - 3.0, 0.6)
        for one in every
    )
    gaps = asked_about(best, seen.profile.gaps)
    told = words_of(best.role if best else "", seen.profile, said, safe)
    if proposals and proposals[0].confidence < LEAST_CONFIDENCE and not told.values:
        # It will be written as not known, so its codes are asked about as such.
        told = words_of("", seen.profile, said, safe)
    unclear = best is not None and makes_no_sense(best.role, seen.profile, said, gaps)
    if unclear and proposals:
        # What it is may be plain; what its codes mean is not, and it is asked about.
        sure = min(proposals[0].confidence, UNSURE)
        proposals = [replace(proposals[0], confidence=sure), *proposals[1:]]
    return ColumnDraft(
        at=at,
        heading=seen.heading,
        proposals=proposals,
        markers=told.markers,
        strange=told.strange,
        values={text: why for text, why in told.values.items() if text not in gaps},
        unlisted=told.unlisted,
        many=seen.profile.marks,
        gaps=gaps,
        unclear=unclear,
        span=_span(seen.profile),
    )


def _span(seen: Profile) -> tuple[float, float] | None:
    if seen.lowest is None or seen.highest is None:
        return None
    return seen.lowest, seen.highest


def _apart(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates without those that only repeat a likelier one.

    Three ways of being ignored are one proposal; so are three names for a question.
    """
    kept: list[Candidate] = []
    taken: set[str] = set()
    for one in ranked:
        kind = one.role.split(":")[0]
        key = kind if kind in ("ignored", "answer") else repr(one.column)
        if key not in taken:
            taken.add(key)
            kept.append(one)
    return kept


def _proposals(ranked: Sequence[Candidate]) -> list[Proposal]:
    if not ranked:
        return []
    top = max(ranked[0].weight, NONE_OF_THESE)
    shares = [math.exp(one.weight - top) for one in ranked]
    total = sum(shares) + math.exp(NONE_OF_THESE - top)
    return [
        Proposal(one.column, round(share / total, 2), _reason(one))
        for one, share in zip(ranked, shares, strict=True)
    ][:MOST_PROPOSALS]


def _reason(one: Candidate) -> str:
    best = sorted(one.whys, key=lambda why: (-why[0], why[1]))
    said = list(dict.fromkeys(why for _, why in best))[:2]
    if not said:
        return "Little speaks for it."
    text = ", and ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def _each_row(
    ground: Ground, columns: Sequence[ColumnDraft], around: str, said: Vocabulary
) -> dict[str, str]:
    """Return what each row of a list stands for, where no column says so."""
    sure = [one.best for one in columns if one.best and one.best.confidence >= 0.3]
    roles = {f"{one.role}:{one.column[one.role]}" for one in sure}
    if "happened:day" not in roles or ground.of != "people":
        return {}
    if roles & {"happened:event", "happened:contact"}:
        return {}
    for words_around in around.split(" | "):
        if event := event_of(words_around, said):
            return {"event": event}
    return {"contact": "in_person"}


def _unknown(tables: Sequence[TableDraft], period: Label | None) -> tuple[str, ...]:
    said = []
    if not tables:
        said.append("No table was found: say where one stands, or use texts.")
    if period is None:
        said.append("No cell names the quarter: give period: or period_fixed:.")
    for table in tables:
        times = Counter(one.heading for one in table.columns if one.heading)
        twice = [heading for heading, many in times.items() if many > 1]
        if twice and not table.found.side_by_side:
            said.append(
                f"In {table.name}, a heading stands more than once, and only its first "
                f"column can be read: {'; '.join(twice[:6])}."
            )
        doubtful = [
            one.heading
            for one in table.columns
            if one.heading
            and (one.unclear or one.best is None or one.best.confidence < 0.5)
        ]
        if doubtful:
            said.append(
                f"In {table.name}, we are unsure of: {'; '.join(doubtful[:12])}."
            )
    return tuple(said)


__all__ = ["Profile", "draft"]
