"""A receipt for one file: a page that thanks, and says what became of it.

What the sentences say belongs in :mod:`everystep.wording`. Nothing here reads a report,
the clock or another provider's facts: the page follows from its facts alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from everystep import wording
from everystep.wording import Suggestion

MOST_SUGGESTIONS = 3
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


@dataclass(frozen=True)
class _Section:
    heading: str
    says: Sequence[str] = ()
    named: Sequence[tuple[str, str]] = ()
    points: Sequence[str] = ()
    caption: str = wording.GAPS_CAPTION
    reasons: Sequence[tuple[str, int]] = ()
    places: Sequence[tuple[str, Sequence[str]]] = ()
    suggestions: Sequence[Suggestion] = ()
    after: Sequence[str] = ()


def render(facts: Facts) -> str:
    """Return the receipt as one HTML page that needs nothing beside it."""
    return _template().render(
        language=wording.LANGUAGE,
        title=wording.title(facts.received_on, visible(facts.fingerprint[:8])),
        heading=wording.THANK_YOU,
        sections=list(_sections(facts)),
        words=wording,
    )


@cache
def _template() -> Template:
    return Environment(
        loader=PackageLoader("everystep", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    ).get_template("receipt.html.j2")


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


def _sections(facts: Facts) -> Iterator[_Section]:
    yield _received(facts)
    yield _used(facts)
    if facts.gaps:
        reasons = [(visible(label), count) for _, label, count in facts.gaps]
        says = [wording.GAPS]
        yield _Section(wording.WHAT_WE_UNDERSTOOD_AS_A_GAP, says=says, reasons=reasons)
    if limits := _limits(facts):
        yield limits
    yield _may_do(facts)
    if changes := _changes(facts):
        yield _Section(wording.WHAT_CHANGED, says=changes)


def _received(facts: Facts) -> _Section:
    named = [
        (wording.FILE, facts.file_name),
        (wording.RECEIVED, wording.day(facts.received_on)),
        (wording.FINGERPRINT, facts.fingerprint[:8]),
        (wording.PERIOD, facts.period),
        (wording.SERVICE, facts.service_name),
    ]
    kept = facts.outcome != "gone_before_sealing"
    return _Section(
        wording.WHAT_WE_RECEIVED,
        says=[_thanks(facts)],
        named=[(term, visible(value)) for term, value in named if value],
        after=[wording.KEPT_SAFE, wording.FINGERPRINT_MEANS] if kept else [],
    )


def _thanks(facts: Facts) -> str:
    if facts.again:
        return wording.THANKS_AGAIN
    gone = facts.outcome == "gone_before_sealing"
    return wording.THANKS_GONE if gone else wording.THANKS


def _used(facts: Facts) -> _Section:
    heading, standing = wording.WHAT_WE_COULD_USE, wording.STANDINGS[facts.standing]
    after = [standing] if standing else []
    if facts.outcome != "read":
        return _Section(heading, says=[wording.NOTHING_USED_YET], after=after)
    points = [
        wording.counted(kind, facts.counts[kind])
        for kind in wording.COUNTED
        if facts.counts.get(kind)
    ]
    says = wording.USED if points else wording.USED_NOTHING_TO_COUNT
    return _Section(heading, says=[says], points=points, after=after)


def _limits(facts: Facts) -> _Section | None:
    # A code that is new here still gets a receipt: everything is acknowledged.
    outcome = wording.OUTCOMES.get(facts.outcome, wording.OUTCOMES["looking_into_it"])
    places = list(_places(facts.asides))
    says = [outcome] if outcome else []
    says += [wording.ASIDES] if places else []
    after = [wording.conflicts(facts.conflicts)] if facts.conflicts else []
    after += [
        wording.total_differs(visible(label), recomputed)
        for label, _, recomputed in facts.totals_differ
    ]
    if facts.hidden_sheets:
        after.append(wording.hidden_sheets(facts.hidden_sheets))
    if not (says or after):
        return None
    heading = wording.WHAT_WE_COULD_NOT_READ_YET
    return _Section(heading, says=says, places=places, after=after)


def _places(asides: Sequence[Place]) -> Iterator[tuple[str, list[str]]]:
    known = list(wording.ASIDE_REASONS)
    others = sorted({aside.reason for aside in asides} - set(known))
    for reason in [*known, *others]:
        here = sorted(aside for aside in asides if aside.reason == reason)
        if not here:
            continue
        told = [_where(aside) for aside in here[:MOST_PLACES]]
        if len(here) > MOST_PLACES:
            told.append(wording.more_places(len(here) - MOST_PLACES))
        yield wording.ASIDE_REASONS.get(reason, wording.OTHER_ASIDE), told


def _where(aside: Place) -> str:
    return wording.place(
        aside.sheet + 1, column_name(aside.column), aside.row + 1, aside.cells
    )


def _may_do(facts: Facts) -> _Section:
    suggestions = list(_suggestions(facts))[:MOST_SUGGESTIONS]
    says = wording.IF_YOU_HAVE_TIME if suggestions else wording.NOTHING_NEEDED
    return _Section(wording.WHAT_YOU_MAY_DO, says=[says], suggestions=suggestions)


def _suggestions(facts: Facts) -> Iterator[Suggestion]:
    """Yield what would help most first; nothing where a reading stands already."""
    if facts.standing == "superseded" or (facts.again and facts.outcome == "read"):
        return
    reasons = {aside.reason for aside in facts.asides}
    if facts.outcome in wording.OUTCOME_SUGGESTIONS:
        yield wording.OUTCOME_SUGGESTIONS[facts.outcome]
    if facts.asked_about_vanished:
        yield wording.IS_IT_MEANT
    if "unknown_column" in reasons:
        yield wording.ABOUT_NEW_COLUMNS
    if reasons & {"does_not_fit", "out_of_range"}:
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
