"""Scores from items, by each instrument's own rule.

Only rules with a published source and a use here stand in this module; a measure
without one is complete or has no score.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

_FOUR_PLACES = Decimal("0.0001")

# Items that may be blank (CORE System Trust, "Scoring CORE measures"): the clinical
# score is ten times the mean of the answered items.
_CORE_MAY_BE_BLANK = {"core_10": 1, "yp_core": 1, "core_om": 3}


# Others wait until their turned items and conversions are here: a wrong score is worse
# than none.
SCORED_FROM_ITEMS = frozenset({*_CORE_MAY_BE_BLANK, "phq_9", "gad_7"})


def from_items(measure: str, items: Sequence[Decimal | None]) -> Decimal | None:
    """Return a form's score as ``DECIMAL(9,4)``, or nothing if too few are answered.

    An empty form has no score: it is a gap and not a zero.
    """
    answered = [item for item in items if item is not None]
    if not answered:
        return None
    if measure in _CORE_MAY_BE_BLANK:
        if len(items) - len(answered) > _CORE_MAY_BE_BLANK[measure]:
            return None
        mean = Decimal(sum(answered)) * 10 / len(answered)
        return mean.quantize(_FOUR_PLACES, ROUND_HALF_UP)
    if len(answered) < len(items):
        return None
    return Decimal(sum(answered)).quantize(_FOUR_PLACES, ROUND_HALF_UP)


def sdq_scale(items: Sequence[int | None]) -> int | None:
    """Return an SDQ scale of five items, three or more answered: floor(5·mean + ½).

    Source: the official SDQ scoring instructions (items are turned before).
    """
    answered = [item for item in items if item is not None]
    if len(answered) < 3:
        return None
    # 5·sum/n + 1/2, floored, in whole numbers: halves go up, never to the even.
    return (10 * sum(answered) + len(answered)) // (2 * len(answered))
