"""One occasion of a measure in a wide list: its day, and its scores beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from everystep.demo.archetypes.grids import Said
from everystep.demo.archetypes.hand import Hand
from everystep.demo.archetypes.lists import quiet, says
from everystep.demo.workbooks import Cell


@dataclass(frozen=True)
class Odd:
    """What stands in a cell instead of a plain value, and what becomes of it."""

    cell: Cell | float
    value: str = ""
    reason: str = ""
    fate: str = "used"


def reads(cell: Cell | float, value: str) -> Odd:
    """Return something that is oddly written and yet read."""
    return Odd(cell, value)


def gap(cell: Cell, reason: str) -> Odd:
    """Return words, or nothing, that stand for a gap."""
    return Odd(cell, "", reason)


def aside(cell: Cell | float, why: str) -> Odd:
    """Return something that cannot be used."""
    return Odd(cell, "", "set_aside", f"aside:{why}")


@dataclass(frozen=True)
class Scale:
    """A measure with its subscales, and how high each can go."""

    measure: str
    rater: str
    highest: Mapping[str, int]

    def about(self, subscale: str) -> str:
        """Return the measure as facts name it."""
        return f"{self.measure}/{subscale}/{self.rater}"


SDQ = Scale("sdq", "parent", {"total": 40, "emotional": 10, "prosocial": 10})


def occasion(
    hand: Hand,
    who: str,
    scale: Scale,
    position: str,
    day: date | None,
    odd: Mapping[str, Odd],
) -> list[Said]:
    """Return the cells of one occasion: its day first, then each score.

    Without a day there was none, and its cells are blank.
    """
    if day is None:
        return [quiet(None) for _ in range(len(scale.highest) + 1)]
    told = odd.get("day", Odd(hand.day(day), f"{day}"))
    when = f"{position}@{told.value}"
    cells = [quiet(told.cell, told.fate)]
    for subscale, highest in scale.highest.items():
        score = hand.rng.randint(0, highest)
        said = odd.get(subscale, Odd(hand.number(score), f"{score}"))
        about = scale.about(subscale)
        cells.append(
            says(
                said.cell, "score", who, about, when, said.value, said.reason, said.fate
            )
        )
    return cells
