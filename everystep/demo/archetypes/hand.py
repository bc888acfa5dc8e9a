"""How people type: dates and numbers in several spellings, spaces where none belong.

Whatever is typed here is read as one thing only, by a person and by us.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

NO_BREAK = "\N{NO-BREAK SPACE}"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Hand:
    """Somebody's way of typing."""

    rng: Random

    def day(self, day: date) -> date | str | int:
        """Return a date as it is typed: mostly a date, now and then text or a serial.

        All are day first, whatever else stands in the column.
        """
        drawn = self.rng.random()
        if drawn < 0.6:
            return day
        return self.rng.choice(spellings(day))

    def plain_day(self, day: date) -> date | str:
        """Return a date that no order of day and month can change."""
        drawn = self.rng.random()
        if drawn < 0.7:
            return day
        return self.rng.choice((f"{day.day} {day:%B %Y}", f"{day:%Y-%m-%d}"))

    def number(self, number: int) -> int | str:
        """Return a whole number as it is typed: mostly a number, at times text."""
        drawn = self.rng.random()
        if drawn < 0.8:
            return number
        return self.rng.choice(
            (
                f"{number}",
                f"{number} ",
                f"{NO_BREAK}{number}",
                f"{number}".translate(_FULL_WIDTH),
                f"{number}.0",
            )
        )

    def words(self, words: str) -> str:
        """Return words, now and then with a space too many or in other capitals."""
        drawn = self.rng.random()
        if drawn < 0.8:
            return words
        return self.rng.choice((f"{words} ", f" {words}", f"{words}{NO_BREAK}"))


def spellings(day: date) -> tuple[str | int, ...]:
    """Return a day as text in the spellings that reports have, and as a serial."""
    return (
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day:%y}",
        f"{day:%d.%m.%y}",
        f"{day.day} {day:%B %Y}",
        f"{day.day}-{day:%b-%y}",
        f"{day:%Y-%m-%d}",
        f"{day:%d/%m/%Y} 14:30",
        serial(day),
    )


def serial(day: date) -> int:
    """Return the number that Excel keeps for a day."""
    return day.toordinal() - date(1899, 12, 30).toordinal()
