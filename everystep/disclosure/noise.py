"""Keyed noise for counts and means.

The seed is exactly who or what is counted, in the revision it comes from: the same set
in two tables bears the same noise, so there is nothing to average; any change to a
provider's rows of a quarter gives every cell of it fresh noise, so there is nothing to
subtract. See ``docs/explanation/disclosure.md``.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import cache
from statistics import NormalDist

# Cumulative table of P(-2 … 2) = .07 .22 .42 .22 .07, in 64-bit whole numbers.
_STEPS = tuple(
    (noise, hundredths * (1 << 64) // 100)
    for noise, hundredths in ((-2, 7), (-1, 29), (0, 71), (1, 93), (2, 100))
)
_BELL = NormalDist()


def _draw(key: bytes, unit: str, who: int, count: int, scope: str) -> int:
    # Nobody's set is the same everywhere: an empty cell is seeded by its row instead,
    # so that "none, or next to none" is not one coin thrown once for everybody.
    said = f"{unit}|nobody|{scope}" if count == 0 and who == 0 else f"{unit}|{who:016x}"
    return int.from_bytes(hmac.digest(key, said.encode(), "sha256")[:8], "big")


def count_noise(key: bytes) -> Callable[[str, int, int, str], int]:
    """Return a function that gives the noise of a count, from -2 to 2."""

    @cache
    def noise(unit: str, who: int, count: int, scope: str) -> int:
        drawn = _draw(key, unit, who, count, scope)
        return next(noise for noise, step in _STEPS if drawn < step)

    return noise


def bell_noise(key: bytes) -> Callable[[str, int, str], float]:
    """Return a function that gives standard normal noise for a mean, by its column."""

    @cache
    def bell(column: str, who: int, scope: str) -> float:
        drawn = _draw(key, column, who, 0, scope)
        return _BELL.inv_cdf((drawn + 0.5) / (1 << 64))

    return bell


@cache
def student(degrees: int) -> float:
    """Return the 97.5 % point of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.975)) if degrees > 0 else float("inf")
