"""Numbers that may stand for a gap: far outside what else a column holds."""

from __future__ import annotations

from collections.abc import Sequence

from everystep.layouts.draft.candidates import Candidate
from everystep.reference import measures

GAP_NUMBERS = (-99.0, -9.0, -1.0, 9.0, 98.0, 99.0, 998.0, 999.0)
"""What people's systems put where there is no answer."""
_LEAST_OTHERS = 4
_COUNTED = ("contact", "event", "happened", "amount", "training", "supervision")
"""Roles whose numbers count something: a nine among them is most likely nine."""
_ASKED_OF = ("score", "item", "goal", "answer", "state", "contact", "event", "form",
             "ignored")  # fmt: skip
_ASKED_OF_PERSON = ("person:gender", "person:ethnic_group", "episode:route")


def perhaps_gaps(numbers: Sequence[float]) -> tuple[float, ...]:
    """Return the numbers that are far outside the range of all the others."""
    others = [one for one in numbers if one not in GAP_NUMBERS]
    if len(others) < _LEAST_OTHERS or len(set(others)) < 2:
        return ()
    low, high = min(others), max(others)
    return tuple(
        one
        for one in GAP_NUMBERS
        if one in numbers and (one < 0 <= low or one > 1.5 * max(high, 0) + 1)
    )


def asked_about(best: Candidate | None, found: Sequence[str]) -> tuple[str, ...]:
    """Return the numbers to ask about, if a column is what its best candidate says."""
    if best is None:
        return ()
    kind, said = next(iter(best.column.items()))
    if kind not in _ASKED_OF and best.role not in _ASKED_OF_PERSON:
        return ()
    low, high = _range(kind, said)
    return tuple(
        one
        for one in found
        if not low <= float(one) <= high and not (one == "9" and kind in _COUNTED)
    )


def _range(kind: str, said: object) -> tuple[float, float]:
    """Return between what a number is surely meant as it stands; else nothing is."""
    if kind == "goal":
        return 0, 10
    if kind not in ("score", "item") or not isinstance(said, dict):
        return 0, -1
    key = said["measure"], said.get("subscale", "total"), said.get("rater", "self")
    known = measures().get(key)
    if known is None:
        return 0, -1
    low = known.item_min if kind == "item" else known.score_min
    high = known.item_max if kind == "item" else known.score_max
    return (0, -1) if low is None or high is None else (float(low), float(high))
