"""Archetype 17: a safeguarding log with a block of rows for each child.

Whom a block is about stands once, in cells merged down its side, with old text left
under some of them; some blocks are not merged and blank below their first row. Concerns
and visits stand in one list, told apart by a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from everystep.demo.archetypes.crowd import PLACES, Someone, people
from everystep.demo.archetypes.grids import Grid, Said, write_workbook
from everystep.demo.archetypes.hand import Hand
from everystep.demo.archetypes.lists import is_blank, quiet, record
from everystep.demo.archetypes.truth import Fact, Pen, Sample
from everystep.demo.workbooks import Cell

_QUARTER = "2025-26 Q1"
_TIERS: tuple[tuple[tuple[str, int], ...], ...] = (
    (("The child", 5), ("The record", 6)),
    (("Who", 4), ("Home", 1), ("Entry", 4), ("Words", 2)),
)
_HEADINGS = (
    "Ref",
    "Name",
    "Born",
    "M/F",
    "Lives with",
    "Date",
    "Type",
    "What",
    "How many",
    "Who told us",
    "Account",
)
_HEADER, _BODY = 5, 8
_EVENTS = {
    "Safeguarding concern": "safeguarding_concern",
    "Police call-out (DA)": "police_callout_domestic_abuse",
    "Missing overnight": "missing_episode",
    "MARAC again": "marac_repeat",
}
_CONTACTS = {
    "Home visit": "in_person",
    "Seen at school": "in_person",
    "Phone call": "phone",
    "Teams": "video",
}
_HOMES = {
    "Foster carer": "1",
    "Children's home": "1",
    "Mum": "0",
    "Grandparents (SGO)": "0",
}
_GENDERS = {"female": "F", "male": "M", "non_binary": "X"}
_NO_REFERENCE, _NO_HOME, _CUSTODY = 4, 6, 9
_NOT_MERGED = (2, 5, 11)
_CROSSED_OUT = (8, 1)
"""An entry that was crossed out: its block, and its row in it."""
_PREPARED = {1: 1, 7: 2}
"""Lines that were got ready at the end of a block, and in which nothing stands."""


@dataclass(frozen=True)
class Child:
    """What stands at the side of a block."""

    someone: Someone
    who: str
    home: str | None
    value: str
    reason: str

    @property
    def repeated(self) -> tuple[Fact, ...]:
        """Return what each row of the block says of the child."""
        said = self.someone
        return (
            Fact("person", self.who, "surname", "", said.surname),
            Fact("person", self.who, "forename", "", said.forename),
            Fact("person", self.who, "birth_date", "", f"{said.birth_date}"),
            Fact("state", self.who, "looked_after", _QUARTER, self.value, self.reason),
        )


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the log of Kestrel Gate for April to June 2025."""
    hand = Hand(Random(seed))
    pen = Pen()
    grid = Grid(pen, 0, "LOG")
    grid.note(0, 0, "CONFIDENTIAL – safeguarding log")
    grid.merge(0, 0, 0, 10)
    grid.words(2, [None, "Period covered", "01/04/2025 – 30/06/2025"])
    grid.note(3, 7, "Do not add children at the bottom, insert rows")
    _write_headings(grid)
    row = _BODY
    for at, someone in enumerate(people(hand.rng, 14, "KG-{:03d}", (2009, 2019))):
        row = _write_block(hand, grid, row, at, _child(hand, at, someone))
        row += at % 4 == 3  # An empty row here and there.
    grid.note(row + 3, 0, "Key: Concern and Incident are counted, Email is not.")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "KG safeguarding log 25-26 q1.xlsx"
    write_workbook(path, [grid], {"Names 2019": [["Ref", "Name"], ["KG-001", "Old"]]})
    return Sample(
        path=path,
        layout="17-blocks-of-rows",
        provider_id="kestrel-gate",
        service_id="kestrel-safeguarding",
        period=_QUARTER,
        facts=pen.facts,
        fates=pen.fates,
        places=PLACES,
        hidden_sheets=1,
    )


def _write_headings(grid: Grid) -> None:
    for row, tier in enumerate(_TIERS, _HEADER):
        column = 0
        for words, width in tier:
            grid.put(row, column, Said(words))
            if width > 1:
                grid.merge(row, column, row, column + width - 1)
            column += width
    grid.words(_HEADER + 2, list(_HEADINGS))


def _child(hand: Hand, at: int, someone: Someone) -> Child:
    who = someone.unnumbered if at == _NO_REFERENCE else someone.reference
    if at == _NO_HOME:
        return Child(someone, who, None, "", "unknown")
    if at == _CUSTODY:
        return Child(someone, who, "in custody", "", "in_crisis_or_away")
    home = hand.rng.choice(sorted(_HOMES))
    return Child(someone, who, home, _HOMES[home], "")


def _write_block(hand: Hand, grid: Grid, row: int, at: int, child: Child) -> int:
    """Write a child's rows; return the row after them."""
    entries = 1 + at % 5
    last = row + entries - 1 + _PREPARED.get(at, 0)
    side = _side(hand, at, child)
    for number in range(entries):
        is_first, is_counted = number == 0, number != 2
        below: list[Said | None] = [None] * 5
        if at in _NOT_MERGED and is_counted:
            below = [quiet(None)] * 5
        entry = _entry(hand, child) if is_counted else _email(hand)
        facts = child.repeated if is_counted else ()
        cells = [*(side if is_first else below), *entry]
        look = "struck_out" if (at, number) == _CROSSED_OUT else "plain"
        record(grid, row + number, _with(cells, facts), look=look)
    if last > row and at not in _NOT_MERGED:
        for column in range(5):
            grid.merge(row, column, last, column)
        grid.ghosts[row + 1, 0] = "KG-000"
        grid.ghosts[row + 1, 1] = "Peggy Oldlist"
    return last + 1


def _side(hand: Hand, at: int, child: Child) -> list[Said | None]:
    someone = child.someone
    gender = Fact("person", child.who, "gender", "", someone.gender)
    reference = None if at == _NO_REFERENCE else hand.words(someone.reference)
    return [
        quiet(reference),
        quiet(f"{someone.surname}, {someone.forename}"),
        quiet(hand.day(someone.birth_date)),
        Said(_GENDERS[someone.gender], "used", (gender,)),
        quiet(child.home),
    ]


def _with(cells: list[Said | None], facts: tuple[Fact, ...]) -> list[Said | None]:
    """Return a row that also says, at its date, whom it is about."""
    day = cells[5]
    assert day is not None
    return [*cells[:5], Said(day.value, day.fate, (*facts, *day.facts)), *cells[6:]]


def _entry(hand: Hand, child: Child) -> list[Said]:
    """Return a concern, or a visit, that is counted."""
    rng = hand.rng
    is_event = rng.random() < 0.6
    kinds = ("Concern", "incident", "Incident ") if is_event else ("Visit", "Call")
    known = _EVENTS if is_event else _CONTACTS
    what = rng.choice(sorted(known))
    day = date(2025, 4, 1) + timedelta(days=rng.randint(0, 90))
    number, told, fate, reason = _how_many(hand)
    kind = "event" if is_event else "contact"
    fact = Fact(kind, child.who, known[what], f"{day}", told, reason)
    return [
        quiet(_day(hand, day)),
        quiet(rng.choice(kinds)),
        Said(hand.words(what), "used", (fact,)),
        Said(number, fate),
        *_words(hand),
    ]


def _how_many(hand: Hand) -> tuple[Cell, str, str, str]:
    number = hand.rng.choice((1, 1, 1, 2, 3))
    if hand.rng.random() < 0.06:
        return "several", "", "aside:does_not_fit", "set_aside"
    return hand.number(number), f"{number}", "used", ""


def _day(hand: Hand, day: date) -> Cell:
    if hand.rng.random() < 0.15:
        return f"w/c {day:%d/%m/%Y}"
    return hand.day(day)


def _words(hand: Hand) -> list[Said]:
    told = hand.rng.choice(("School", "Neighbour", "Police", None))
    account = hand.rng.choice(
        ("Spoke with mum.\nShe will ring back.", "See file", None)
    )
    return [quiet(told, "aside:unknown_column"), quiet(account, "aside:ignored")]


def _email(hand: Hand) -> list[Said | None]:
    """Return an entry of a type that no table is about: it stays outside."""
    cells: list[Cell] = [hand.day(date(2025, 5, 6)), "Email", "To the school", 1]
    outside = [Said(cell, "aside:outside_tables") for cell in cells]
    rest = [Said(one.value, "aside:outside_tables") for one in _words(hand)]
    return [None if is_blank(one.value) else one for one in [*outside, *rest]]
