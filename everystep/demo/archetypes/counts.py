"""Cells that count contacts or events, or say how things stand, for one person."""

from __future__ import annotations

from everystep.demo.archetypes.grids import Said
from everystep.demo.archetypes.hand import Hand
from everystep.demo.archetypes.lists import says
from everystep.demo.archetypes.occasions import Odd

BLANK = Odd(None, "", "unknown")
"""Nothing stands there, and nobody says why."""
HIDDEN_SMALL = "small_number_hidden"


def counted(
    hand: Hand, kind: str, who: str, about: str, when: str, number: int, odd: Odd | None
) -> Said:
    """Return a cell with a count, or with what stands there instead."""
    told = odd or Odd(hand.number(number), f"{number}")
    return says(told.cell, kind, who, about, when, told.value, told.reason, told.fate)


def drawn(hand: Hand, most: int) -> int:
    """Return a count: mostly nought or little, seldom as many as the most."""
    return int(hand.rng.triangular(0, most + 1, 0))
