"""Intervals for the oracle: Wilson, Byar and the mean's t interval.

Written out from the formulae, so that nothing here rests on the code it checks.
"""

from __future__ import annotations

import math
from functools import cache

Z = 1.959963984540054


def wilson(holds: int, of: int) -> tuple[float, float] | None:
    """Return the 95 % Wilson interval of a share, from 0 to 1; none where of = 0."""
    if of == 0:
        return None
    share = holds / of
    middle = share + Z * Z / (2 * of)
    reach = Z * math.sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    scale = 1 + Z * Z / of
    low = 0.0 if holds == 0 else (middle - reach) / scale
    high = 1.0 if holds == of else (middle + reach) / scale
    return low, high


def byar(events: int) -> tuple[float, float]:
    """Return Byar's 95 % limits of a count."""
    more = events + 1
    high = more * (1 - 1 / (9 * more) + Z / (3 * math.sqrt(more))) ** 3
    if events == 0:
        return 0.0, high
    low = events * (1 - 1 / (9 * events) - Z / (3 * math.sqrt(events))) ** 3
    return low, high


def within(t: float, freedom: int) -> float:
    """Return P(-t <= T <= t) by the finite sums of Abramowitz and Stegun 26.7.3-4."""
    angle = math.atan(t / math.sqrt(freedom))
    odd = freedom % 2 == 1
    term = math.cos(angle) if odd else 1.0
    total = 0.0
    step = 1 if odd else 0
    while step <= freedom - 2:
        total += term
        term *= (step + 1) / (step + 2) * math.cos(angle) ** 2
        step += 2
    if odd:
        return 2 / math.pi * (angle + math.sin(angle) * total)
    return math.sin(angle) * total


@cache
def t_quantile(freedom: int) -> float:
    """Return the t that 95 % of the distribution lies within, either side of zero."""
    low, high = 0.0, 13.0
    for _ in range(60):
        middle = (low + high) / 2
        if within(middle, freedom) < 0.95:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def mean(values: list[float]) -> float | None:
    """Return the mean; none where there is nothing."""
    return math.fsum(values) / len(values) if values else None


def mean_interval(values: list[float]) -> tuple[float, float] | None:
    """Return the 95 % t interval of the mean; none under two values."""
    if len(values) < 2:
        return None
    middle = math.fsum(values) / len(values)
    spread = math.fsum((value - middle) ** 2 for value in values) / (len(values) - 1)
    reach = t_quantile(len(values) - 1) * math.sqrt(spread / len(values))
    return middle - reach, middle + reach
