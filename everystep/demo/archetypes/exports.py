"""What exports of one system and another share: a list of records under headings.

Each maker returns a cell together with what it says; nothing here reads one back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from everystep.demo.archetypes.crowd import Someone
from everystep.demo.archetypes.grids import BLANK, Grid, Said, aside, used
from everystep.demo.archetypes.truth import Fact
from everystep.demo.shown import ethnic_group_labels
from everystep.demo.workbooks import Cell

Record = dict[str, Said]
"""Heading → what stands under it; where it is silent, the cell is blank."""
NOT_GIVEN: dict[str, tuple[tuple[str, str], ...]] = {
    "birth_date": (("not known", "unknown"),),
    "gender": (
        ("prefer not to say", "chose_not_to_say"),
        ("not asked", "not_asked_by_design"),
    ),
    "ethnic_group": (("PNTS", "chose_not_to_say"), ("don't know", "does_not_know")),
    "nhs_number": (("not registered", "not_registered"), ("n/k", "unknown")),
    "postcode": (("NFA", "no_fixed_address"), ("sofa surfing", "no_fixed_address")),
    "place": (("?", "unknown"),),
}
"""Field → words that stand where it does not, and the reason that they give."""


@dataclass(frozen=True)
class Habits:
    """How a provider writes down the people in its list."""

    headings: Mapping[str, str]
    """Field of a person → the heading that it stands under."""
    genders: Mapping[str, str]
    """Our word for a gender → theirs."""
    groups: Mapping[str, str] | None = None
    """Id of an ethnic group → their word; the census's label where left out."""
    born: Callable[[Random, date], Cell] = lambda rng, day: day
    gaps: float = 0.06


def list_records(
    grid: Grid, row: int, headings: Sequence[str], records: Iterable[Record]
) -> int:
    """Write headings and a row for each record; return the first row after them.

    An empty record leaves an empty row, which is no row of the list.
    """
    grid.words(row, headings)
    last = row
    for last, record in enumerate(records, row + 1):
        if strays := record.keys() - set(headings):
            raise KeyError(f"no column is called {min(strays)}")
        if record:
            grid.row(last, [record.get(heading, BLANK) for heading in headings])
    return last + 1


def about(rng: Random, one: Someone, habits: Habits) -> Record:
    """Return the cells that say who somebody is, now and then with a gap."""
    found, who = {}, one.reference
    for field, heading in habits.headings.items():
        drawn = rng.random()
        words = NOT_GIVEN.get(field, ())
        if field == "reference":
            found[heading] = used(who)
        elif words and drawn < habits.gaps:
            text, reason = rng.choice(words)
            found[heading] = used(text, Fact("person", who, field, reason=reason))
        elif words and drawn < 1.6 * habits.gaps:
            found[heading] = BLANK
        else:
            found[heading] = _given(rng, one, field, habits)
    return found


def _given(rng: Random, one: Someone, field: str, habits: Habits) -> Said:
    value = getattr(one, field)
    written: Cell = value
    if field == "birth_date":
        written, value = habits.born(rng, value), f"{value}"
    elif field == "gender":
        written = habits.genders[value]
    elif field == "ethnic_group":
        written = (habits.groups or ethnic_group_labels())[value]
    return used(written, Fact("person", one.reference, field, value=value))


def number(value: Decimal | int) -> str:
    """Return a number without trailing zeros, kept to four places."""
    exact = Decimal(value).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".")


def day_first(_: Random, day: date) -> Cell:
    """Return a date as day, month and year in figures."""
    return f"{day:%d/%m/%Y}"


def spelled(rng: Random, day: date) -> Cell:
    """Return a date in one of the ways in which people write it, day first."""
    return rng.choice(
        (
            day,
            f"{day:%d/%m/%Y}",
            f"{day.day}/{day.month}/{day:%y}",
            f"{day:%d.%m.%y}",
            f"{day.day} {day:%B %Y}",
            f"{day:%d-%b-%y}",
            day.isoformat(),
        )
    )


def full_width(text: str) -> str:
    """Return figures as some keyboards of East Asia write them."""
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in text)


def ignored(value: Cell) -> Said:
    """Return a cell that its layout says is not read."""
    return BLANK if value in (None, "") else aside(value, "ignored")


def unknown(value: Cell) -> Said:
    """Return a cell of a column that its layout does not know."""
    return BLANK if value in (None, "") else aside(value, "unknown_column")


NOTES = (
    "Prefers the morning, before the school run.",
    "Came with a friend; room 3 next time, please.",
    'Said: "it helps to draw while we talk".',
    "Bus was late, short session.",
    "Letter in large print sent.",
    "",
    "",
)
"""Harmless words that workers leave in columns of notes."""
