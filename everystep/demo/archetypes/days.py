"""Days on which something happens in a sample report."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random


def day_in(rng: Random, first: date, last: date) -> date:
    """Return a working day between two days, both included."""
    while True:
        day = first + timedelta(days=rng.randrange((last - first).days + 1))
        if day.weekday() < 5:
            return day
