"""What a receipt says of one file: thanks, what became of it, and what may be done.

What the sentences say belongs in :mod:`everystep.wording`; how they look, in
:mod:`everystep.receipt_page` and :mod:`everystep.receipt_workbook`. Nothing here reads
a report, the clock or another provider's facts: a receipt follows from its facts alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from everystep import wording
from everystep.wording import Suggestion

MOST_SUGGESTIONS = 3
_MAY_BE_PUT_RIGHT = {
    "does_not_fit",
    "two_dates",
    "out_of_range",
    "names_nobody",
    "unplaced",
    "said_in_two_ways",
}
MOST_PLACES = 12


@dataclass(frozen=True, order=True)
class Place:
    """Cells that were set aside, counted from nought; column -1 beside a table."""

    sheet: int
    column: int
    row: int
    cells: int
    reason: str
    table: str = ""


@dataclass(frozen=True, order=True)
class Difference:
    """Something that is not as it was in earlier reports of the same form."""

    kind: str
    """One of ``wording.DIFFERENCES``."""
    heading: str = ""
    """The layout's own word for it, never what stands in a cell."""
    sheet: int = -1
    row: int = -1
    column: int = -1
    """Where, counted from nought; -1 where there is no place to name."""


@dataclass(frozen=True)
class Facts:
    """All that a receipt may speak of: one file of one provider, and no value."""

    file_name: str
    received_on: date
    fingerprint: str
    outcome: str
    period: str = ""
    service_name: str = ""
    standing: str = "not_read"
    counts: Mapping[str, int] = field(default_factory=dict)
    gaps: Sequence[tuple[str, str, int]] = ()
    """Reason code, label, how often."""
    asides: Sequence[Place] = ()
    conflicts: int = 0
    replaced: bool = False
    """Whether there was an earlier version of the same report."""
    asked_about_vanished: bool = False
    totals_differ: Sequence[tuple[str, int, int]] = ()
    """Label, the total that the report states (never shown), and our count."""
    again: bool = False
    hidden_sheets: int = 0
    hidden_rows: int = 0
    """Rows and columns; told as a number where ``asides`` do not name their places."""
    struck_cells: int = 0
    """Cells that are crossed out; told as a number as hidden rows are."""
    notes_on_cells: int = 0
    not_looked: bool = False
    """Whether nobody could see, in a file of this kind, what is hidden or struck."""
    remarks: Sequence[str] = ()
    """Codes of ``wording.REMARKS``."""
    differences: Sequence[Difference] = ()
    name_says: str = ""
    """The quarter that the file's name hints at, if the report says another."""
    stories: int = 0


@dataclass(frozen=True)
class Section:
    """One part of the page, under its heading; what is empty is left out."""

    heading: str
    says: Sequence[str] = ()
    named: Sequence[tuple[str, str]] = ()
    points: Sequence[str] = ()
    caption: str = wording.GAPS_CAPTION
    reasons: Sequence[tuple[str, int]] = ()
    places: Sequence[tuple[str, Sequence[str]]] = ()
    suggestions: Sequence[Suggestion] = ()
    after: Sequence[str] = ()


def visible(text: str) -> str:
    """Return text with each mark that cannot be seen written out, as ``‹U+202E›``.

    A mark that turns the direction of writing could make a name read as another.
    """
    return "".join(
        f"‹U+{ord(mark):04X}›"
        if mark != " " and unicodedata.category(mark)[0] in "CZ"
        else mark
        for mark in text
    )


def column_name(column: int) -> str:
    """Return a column's letters in a spreadsheet; 0 is A, and -1 is none."""
    letters = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        letters = chr(ord("A") + letter) + letters
        column -= 1
    return letters


def sections(facts: Facts) -> Iterator[Section]:
    """Yield what a receipt says, in its order: thanks first, and what may be done."""
    yield _received(facts)
    yield _used(facts)
    if facts.gaps:
        reasons = [(visible(label), count) for _, label, count in facts.gaps]
        says = [wording.GAPS]
        yield Section(wording.WHAT_WE_UNDERSTOOD_AS_A_GAP, says=says, reasons=reasons)
    if limits := _limits(facts):
        yield limits
    if as_meant := _as_meant(facts):
        yield as_meant
    yield _may_do(facts)
    if changes := _changes(facts):
        yield Section(wording.WHAT_CHANGED, says=changes)


def _received(facts: Facts) -> Section:
    named = [
        (wording.FILE, facts.file_name),
        (wording.RECEIVED, wording.day(facts.received_on)),
        (wording.FINGERPRINT, facts.fingerprint[:8]),
        (wording.PERIOD, facts.period),
        (wording.SERVICE, facts.service_name),
    ]
    after = []
    if facts.outcome != "gone_before_sealing":
        after = [wording.KEPT_SAFE, wording.FINGERPRINT_MEANS]
    if facts.name_says:
        asked = wording.name_says(visible(facts.name_says), visible(facts.period))
        after += [f"{asked} {wording.NAME_GOES_UNUSED}"]
    return Section(
        wording.WHAT_WE_RECEIVED,
        says=[_thanks(facts)],
        named=[(term, visible(value)) for term, value in named if value],
        after=after,
    )


def _thanks(facts: Facts) -> str:
    if facts.again:
        return wording.THANKS_AGAIN
    thanks = {
        "gone_before_sealing": wording.THANKS_GONE,
        "an_answer": wording.THANKS_ANSWER,
    }
    return thanks.get(facts.outcome, wording.THANKS)


def _used(facts: Facts) -> Section:
    heading, standing = wording.WHAT_WE_COULD_USE, wording.STANDINGS[facts.standing]
    after = [standing] if standing else []
    if facts.outcome != "read":
        return Section(heading, says=[wording.NOTHING_USED_YET], after=after)
    counts = {"stories": facts.stories, **facts.counts}
    points = [
        wording.counted(kind, counts[kind])
        for kind in wording.COUNTED
        if counts.get(kind)
    ]
    if counts["stories"]:
        after.append(wording.STORIES_KEPT)
    says = wording.USED if points else wording.USED_NOTHING_TO_COUNT
    return Section(heading, says=[says], points=points, after=after)


def _limits(facts: Facts) -> Section | None:
    # A code that is new here still gets a receipt: everything is acknowledged.
    outcome = wording.OUTCOMES.get(facts.outcome, wording.OUTCOMES["looking_into_it"])
    asides = [one for one in facts.asides if one.reason not in wording.LEFT_ALONE]
    places = list(_places(asides))
    says = [outcome] if outcome else []
    says += [wording.ASIDES] if places else []
    after = [*_not_as_before(facts), *_told_twice(facts)]
    if facts.not_looked:
        after.append(wording.NOT_LOOKED)
    if not (says or after):
        return None
    heading = wording.WHAT_WE_COULD_NOT_READ_YET
    return Section(heading, says=says, places=places, after=after)


def _as_meant(facts: Facts) -> Section | None:
    """Return what was left alone because it looks as if it is meant so."""
    asides = [one for one in facts.asides if one.reason in wording.LEFT_ALONE]
    places, after = list(_places(asides)), list(_left_alone(facts))
    if not (places or after):
        return None
    heading = wording.WHAT_WE_LEFT_ALONE
    return Section(heading, says=[wording.AS_MEANT], places=places, after=after)


def _not_as_before(facts: Facts) -> Iterator[str]:
    """Yield what is not as it was in earlier reports of the same form."""
    for kind, here in differences(facts):
        read, met = difference_told(kind, here)
        yield " ".join([read, *met])


def _told_twice(facts: Facts) -> Iterator[str]:
    """Yield where a report says one thing in two ways, and that both are kept."""
    if facts.conflicts:
        yield f"{wording.conflicts(facts.conflicts)} {wording.CONFLICTS_KEPT}"
    for label, _, recomputed in facts.totals_differ:
        differs = wording.total_differs(visible(label), recomputed)
        yield f"{differs} {wording.TOTALS_KEPT}"


def _left_alone(facts: Facts) -> Iterator[str]:
    """Yield what was left as it is, where no place in the list says so already."""
    reasons = {aside.reason for aside in facts.asides}
    if facts.hidden_sheets:
        yield wording.hidden_sheets(facts.hidden_sheets)
    if facts.hidden_rows and "hidden" not in reasons:
        yield wording.hidden_rows(facts.hidden_rows)
    if facts.struck_cells and "struck_out" not in reasons:
        yield wording.struck_cells(facts.struck_cells)
    if facts.notes_on_cells:
        yield wording.notes_on_cells(facts.notes_on_cells)
    # In wording's own order, and a code that is new here stays unsaid.
    yield from (said for code, said in wording.REMARKS.items() if code in facts.remarks)


def _places(asides: Sequence[Place]) -> Iterator[tuple[str, list[str]]]:
    for reason, here in by_reason(asides):
        told = [_where(aside) for aside in here[:MOST_PLACES]]
        if len(here) > MOST_PLACES:
            told.append(wording.more_places(len(here) - MOST_PLACES))
        yield wording.ASIDE_REASONS.get(reason, wording.OTHER_ASIDE), told


def by_reason(asides: Sequence[Place]) -> Iterator[tuple[str, list[Place]]]:
    """Yield cells that were set aside by reason, what can be helped first."""
    known = list(wording.ASIDE_REASONS)
    others = sorted({aside.reason for aside in asides} - set(known))
    for reason in [*known, *others]:
        if here := sorted(aside for aside in asides if aside.reason == reason):
            yield reason, here


def _where(aside: Place) -> str:
    return wording.place(
        aside.sheet + 1, column_name(aside.column), aside.row + 1, aside.cells
    )


def _may_do(facts: Facts) -> Section:
    suggestions = list(_suggestions(facts))[:MOST_SUGGESTIONS]
    says = wording.IF_YOU_HAVE_TIME if suggestions else wording.NOTHING_NEEDED
    after = [wording.ROOM_FOR_YOUR_WORDS] if has_points(facts) else []
    return Section(
        wording.WHAT_YOU_MAY_DO, says=[says], suggestions=suggestions, after=after
    )


def asks_nothing(facts: Facts) -> bool:
    """Say whether this reading stands already, or a newer one stands in its place."""
    return facts.standing == "superseded" or (facts.again and facts.outcome == "read")


def has_points(facts: Facts) -> bool:
    """Say whether there is anything that someone might like to say a word about."""
    asked = facts.conflicts or facts.asked_about_vanished or facts.name_says
    told = facts.asides or facts.gaps or facts.totals_differ or facts.differences
    return bool(asked or told) and not asks_nothing(facts)


def _suggestions(facts: Facts) -> Iterator[Suggestion]:
    """Yield what would help most first; nothing where a reading stands already."""
    if asks_nothing(facts):
        return
    reasons = {aside.reason for aside in facts.asides}
    kinds = {difference.kind for difference in facts.differences}
    if facts.outcome in wording.OUTCOME_SUGGESTIONS:
        yield wording.OUTCOME_SUGGESTIONS[facts.outcome]
    if facts.asked_about_vanished:
        yield wording.IS_IT_MEANT
    if facts.name_says:
        yield wording.ABOUT_THE_QUARTER
    if kinds & {"lost_column", "lost_table"}:
        yield wording.ABOUT_WHAT_WE_NO_LONGER_SEE
    if reasons & {"unknown_column", "unknown_row"} or "new_column" in kinds:
        yield wording.ABOUT_NEW_COLUMNS
    if reasons & _MAY_BE_PUT_RIGHT:
        yield wording.ABOUT_CELLS
    if facts.conflicts:
        yield wording.ABOUT_CONFLICTS
    if facts.totals_differ:
        yield wording.ABOUT_THE_TOTALS


def _changes(facts: Facts) -> list[str]:
    told = {
        wording.SEEN_BEFORE: facts.again,
        wording.REPLACED: facts.replaced,
        wording.ASKED_ABOUT_VANISHED: facts.asked_about_vanished,
    }
    return [sentence for sentence, holds in told.items() if holds]


def differences(facts: Facts) -> Iterator[tuple[str, list[Difference]]]:
    """Yield what is not as before by kind; a new column once, in one place or other."""
    for kind in wording.DIFFERENCES:
        here = sorted(one for one in facts.differences if one.kind == kind)
        listed = any(aside.reason == "unknown_column" for aside in facts.asides)
        if here and not (kind == "new_column" and listed):
            yield kind, here


def difference_told(kind: str, here: Sequence[Difference]) -> tuple[str, list[str]]:
    """Return what we see of differences of one kind, and what we ask and did."""
    names = list(dict.fromkeys(visible(one.heading) for one in here))
    count = len(here) if kind == "new_column" else len(names)
    asked = [wording.IS_THAT_MEANT] if kind.startswith("lost") else []
    read = wording.difference(kind, names, count)
    return read, [*asked, wording.difference_met(kind, count)]
