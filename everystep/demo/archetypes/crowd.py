"""People who are in nobody's list but a sample's: names, numbers and places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from everystep.demo import names

PLACES = ("Brookmere", "Castleholm")
"""Made-up places that both the demo and the samples know."""


@dataclass(frozen=True)
class Someone:
    """A made-up person, in our own codes."""

    reference: str
    forename: str
    surname: str
    birth_date: date
    gender: str
    ethnic_group: str
    """An id of ``reference/ethnic_groups.csv``."""
    postcode: str
    place: str
    nhs_number: str
    """Ten digits of the range for tests, without spaces."""

    @property
    def unnumbered(self) -> str:
        """Return who a row without a reference is about, as facts say it."""
        return f"{self.surname}, {self.forename}".casefold()


def people(
    rng: Random,
    count: int,
    reference: str = "{:03d}",
    born: tuple[int, int] = (2008, 2014),
) -> list[Someone]:
    """Return people with different references, names and NHS numbers."""
    taken: set[str] = set()
    return [
        _someone(rng, reference.format(number), born, taken)
        for number in _numbers(rng, count)
    ]


def _numbers(rng: Random, count: int) -> Iterator[int]:
    number = 0
    for _ in range(count):
        number += rng.randint(1, 3)
        yield number


def _someone(
    rng: Random, reference: str, born: tuple[int, int], taken: set[str]
) -> Someone:
    background = names.draw_background(rng)
    gender = rng.choices(("female", "male", "non_binary"), (50, 46, 4))[0]
    place = rng.choice(PLACES)
    while True:
        forename = names.draw_forename(rng, background, gender)
        surname = rng.choice(background.surnames)
        nhs_number = names.draw_nhs_number(rng)
        marks = {names.folded(forename + surname), nhs_number}
        if not marks & taken:
            taken |= marks
            break
    first, last = date(born[0], 1, 1).toordinal(), date(born[1], 12, 31).toordinal()
    return Someone(
        reference=reference,
        forename=forename,
        surname=surname,
        birth_date=date.fromordinal(rng.randint(first, last)),
        gender=gender,
        ethnic_group=rng.choice(background.ethnic_groups),
        postcode=names.draw_postcode(rng, place),
        place=place,
        nhs_number=nhs_number,
    )
