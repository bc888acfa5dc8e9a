"""The points of a receipt: each thing that someone may like to say a word about.

A point says where, what we read, what we did and what may be done; never what a cell
holds. How points are laid out belongs in :mod:`everystep.receipt_workbook`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from everystep import wording
from everystep import wording_points as words
from everystep.receipts import (
    Facts,
    Place,
    asks_nothing,
    by_reason,
    column_name,
    difference_told,
    differences,
    visible,
)


@dataclass(frozen=True)
class Point:
    """One row of the workbook, without the room for words."""

    sheet: int | str
    """As people count, or that the whole report is meant."""
    row: int | str
    column: str
    read: str
    did: str
    may_do: str


def points(facts: Facts) -> list[Point]:
    """Return the points of a receipt, what can be helped first; never none at all."""
    if facts.again:
        return [_whole(words.SAME_AS_BEFORE, words.ALL_STANDS)]
    if asks_nothing(facts):
        return [_whole(words.OLDER_VERSION, words.WE_USE_THE_NEWER)]
    asides = list(_asides(facts))
    found = [
        *_outcome(facts),
        *_questions(facts),
        *_differences(facts),
        *(aside for aside in asides if aside.may_do != words.NOTHING_NEEDED),
        *_gaps(facts),
        *(aside for aside in asides if aside.may_do == words.NOTHING_NEEDED),
    ]
    return found or [_whole(words.NOTHING_TO_SAY, words.NOTHING_SET_ASIDE)]


def _whole(read: str, did: str, may_do: str = words.NOTHING_NEEDED) -> Point:
    return Point(words.WHOLE_REPORT, "", "", read, did, may_do)


def _outcome(facts: Facts) -> Iterator[Point]:
    told = wording.OUTCOMES.get(facts.outcome, wording.OUTCOMES["looking_into_it"])
    if told:
        helps = wording.OUTCOME_SUGGESTIONS.get(facts.outcome)
        may_do = helps.what if helps else words.NOTHING_NEEDED
        yield _whole(words.FILE_AS_A_WHOLE, told, may_do)


def _questions(facts: Facts) -> Iterator[Point]:
    if facts.asked_about_vanished:
        yield _whole(wording.VANISHED, wording.VANISHED_KEPT, wording.IS_IT_MEANT.what)
    if facts.name_says:
        read = wording.name_says(visible(facts.name_says), visible(facts.period))
        may_do = wording.ABOUT_THE_QUARTER.what
        yield _whole(read, wording.NAME_GOES_UNUSED, may_do)
    if facts.conflicts:
        read, may_do = wording.conflicts(facts.conflicts), wording.ABOUT_CONFLICTS.what
        yield _whole(read, wording.CONFLICTS_KEPT, may_do)
    for label, _, recomputed in facts.totals_differ:
        read = wording.total_differs(visible(label), recomputed)
        yield _whole(read, wording.TOTALS_KEPT, wording.ABOUT_THE_TOTALS.what)


def _differences(facts: Facts) -> Iterator[Point]:
    may_do = {
        "lost_column": wording.ABOUT_WHAT_WE_NO_LONGER_SEE.what,
        "lost_table": wording.ABOUT_WHAT_WE_NO_LONGER_SEE.what,
        "new_column": wording.ABOUT_NEW_COLUMNS.what,
    }
    for kind, here in differences(facts):
        read, met = difference_told(kind, here)
        first = here[0]
        yield Point(
            sheet=first.sheet + 1 if first.sheet >= 0 else words.WHOLE_REPORT,
            row=first.row + 1 if first.row >= 0 else "",
            column=column_name(first.column),
            read=read,
            did=met[-1],
            may_do=may_do.get(kind, words.NOTHING_NEEDED),
        )


def _asides(facts: Facts) -> Iterator[Point]:
    for reason, here in by_reason(facts.asides):
        yield from (_aside(reason, place) for place in here)


def _aside(reason: str, place: Place) -> Point:
    said = words.ASIDES.get(reason, words.OTHER_ASIDE)
    return Point(
        sheet=place.sheet + 1,
        row=place.row + 1,
        column=column_name(place.column),
        read=said.one if place.cells == 1 else said.many.format(place.cells),
        did=said.did,
        may_do=said.may_do,
    )


def _gaps(facts: Facts) -> Iterator[Point]:
    for reason, label, count in facts.gaps:
        unknown = reason == "unknown"
        yield _whole(
            words.gap(visible(label), count),
            words.GAP_UNKNOWN_KEPT if unknown else words.GAP_KEPT,
            words.GAP_UNKNOWN_MAY_DO if unknown else words.GAP_MAY_DO,
        )
