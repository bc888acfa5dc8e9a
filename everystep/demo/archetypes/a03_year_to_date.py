"""Archetype 3: a list of the year to date, whose earlier quarters are corrected.

One row for each person and quarter. The report of the second quarter holds the first
quarter's rows again: some put right, one crossed out, one that had been forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from everystep.demo.archetypes.counts import BLANK, counted, drawn
from everystep.demo.archetypes.crowd import PLACES, Someone, people
from everystep.demo.archetypes.grids import Grid, Said, write_workbook
from everystep.demo.archetypes.hand import Hand
from everystep.demo.archetypes.lists import Look, quiet, record, says
from everystep.demo.archetypes.occasions import Odd, aside, gap, reads
from everystep.demo.archetypes.truth import Fact, Pen, Sample

_HEADINGS = (
    "Ref",
    "Name",
    "Born",
    "Quarter",
    "Sessions",
    "Calls",
    "A&E since last return",
    "In work or learning?",
    "PHQ-9 date",
    "PHQ-9",
    "PHQ-9 not done because",
    "Last edited",
)
_HEADER = 4
_SPELLINGS = ("Q{n} 2025/26", "Quarter {n} 2025-26", "2025-26 Q{n}", "{months} 2025")
_MONTHS = {1: "Apr–Jun", 2: "July to September"}
_PHQ = "phq_9/total/self"


@dataclass(frozen=True)
class Entry:
    """A person's row for one quarter, as it stands in one of the two reports."""

    someone: Someone
    quarter: int
    seed: int
    """The same in both reports, so that what nobody corrects stays as it was."""
    odd: dict[str, Odd]
    look: Look = "plain"

    @property
    def when(self) -> str:
        """Return the quarter's name."""
        return f"2025-26 Q{self.quarter}"


# What is odd, by place in the list and heading: as it was sent first …
_FIRST: dict[int, dict[str, Odd]] = {
    1: {"Sessions": BLANK},
    2: {"Sessions": reads(14, "14")},
    3: {"Calls": gap("?", "unknown")},
    4: {"PHQ-9": gap(None, "unknown")},
    5: {"PHQ-9": gap("DNA", "no_session")},
    7: {"In work or learning?": gap("prefer not to say", "chose_not_to_say")},
    9: {"PHQ-9": aside(72, "out_of_range")},
    10: {"A&E since last return": aside("one", "does_not_fit")},
    11: {"In work or learning?": reads("starting in Sept", "0")},
    13: {"In work or learning?": BLANK},
}
# … and as it was put right with the next report.
_CORRECTED: dict[int, dict[str, Odd]] = {
    **_FIRST,
    1: {"Sessions": reads("3 ", "3")},
    2: {"Sessions": reads(4, "4")},
    4: {"PHQ-9": reads("11/27", "11")},
    9: {"PHQ-9": reads(7, "7")},
}
_SECOND: dict[int, dict[str, Odd]] = {
    0: {"Calls": aside("lots", "does_not_fit")},
    6: {"PHQ-9": gap("staff off", "no_capacity")},
    8: {"In work or learning?": aside("it's complicated", "does_not_fit")},
}


def samples(folder: Path, seed: int = 7) -> list[Sample]:
    """Write the reports of the first quarter, and of the first two, put right."""
    rng = Random(seed)
    everyone = people(rng, 24, "JP{:04d}", (1975, 2006))
    seeds = [rng.randrange(1 << 30) for _ in range(48)]
    first = [
        Entry(someone, 1, seeds[at], _FIRST.get(at, {}))
        for at, someone in enumerate(everyone[:18])
    ]
    again = [
        Entry(
            someone,
            1,
            seeds[at],
            _CORRECTED.get(at, {}),
            "struck_out" if at == 12 else "plain",
        )
        # The nineteenth had been forgotten in the first report.
        for at, someone in enumerate(everyone[:19])
    ]
    second = [
        Entry(someone, 2, seeds[24 + at], _SECOND.get(at, {}))
        for at, someone in enumerate(everyone[4:])
    ]
    return [
        _write(folder / "JP ytd Q1.xlsx", 1, first),
        _write(folder / "JP ytd Q2.xlsx", 2, _by_person([*again, *second])),
    ]


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write both reports; return the later one, with the corrected rows."""
    return samples(folder, seed)[-1]


def _by_person(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda one: (one.someone.reference, one.quarter))


def _write(path: Path, quarter: int, entries: list[Entry]) -> Sample:
    pen = Pen()
    grid = Grid(pen, 0, "YTD")
    grid.note(0, 0, "Juniper Place – everyone seen since 1 April")
    grid.words(1, [f"Year to date, up to: Quarter {quarter} 2025/26"])
    grid.note(2, 5, "Red rows are wrong, please ignore")
    grid.words(_HEADER, list(_HEADINGS))
    grid.comments[_HEADER, 7] = "On the last day of the quarter"
    for row, entry in enumerate(entries, _HEADER + 1):
        record(grid, row, _cells(entry), look=entry.look)
    grid.note(_HEADER + len(entries) + 3, 0, f"{len(entries)} rows")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_workbook(path, [grid])
    return Sample(
        path=path,
        layout="03-year-to-date-list",
        provider_id="juniper-place",
        service_id="juniper-counselling",
        period=f"2025-26 Q{quarter}",
        facts=pen.facts,
        fates=pen.fates,
        places=PLACES,
    )


def _cells(entry: Entry) -> list[Said]:
    hand = Hand(Random(entry.seed))
    someone, who = entry.someone, entry.someone.reference
    months = _MONTHS[entry.quarter]
    quarter = hand.rng.choice(_SPELLINGS).format(n=entry.quarter, months=months)
    born = someone.birth_date
    edited = date(2025, 3 * entry.quarter + 3, hand.rng.randint(1, 28))
    return [
        quiet(hand.words(who)),
        _name(someone),
        says(hand.day(born), "person", who, "birth_date", "", f"{born}"),
        quiet(quarter),
        _count(hand, entry, "Sessions", "contact", "in_person", 12),
        _count(hand, entry, "Calls", "contact", "phone", 6),
        _count(hand, entry, "A&E since last return", "event", "ae_attendance", 2),
        _state(hand, entry),
        *_phq(hand, entry),
        quiet(edited, "aside:ignored"),
    ]


def _name(someone: Someone) -> Said:
    who = someone.reference
    surname = Fact("person", who, "surname", "", someone.surname)
    forename = Fact("person", who, "forename", "", someone.forename)
    said = f"{someone.surname}, {someone.forename}"
    return Said(said, "used", (surname, forename))


def _count(
    hand: Hand, entry: Entry, heading: str, kind: str, about: str, most: int
) -> Said:
    who, odd = entry.someone.reference, entry.odd.get(heading)
    return counted(hand, kind, who, about, entry.when, drawn(hand, most), odd)


def _state(hand: Hand, entry: Entry) -> Said:
    words = hand.rng.choice(("Yes", "y", "No", "N "))
    plain = Odd(words, "1" if words.casefold().startswith("y") else "0")
    told = entry.odd.get("In work or learning?", plain)
    who, about = entry.someone.reference, "in_education_or_work"
    said = (told.value, told.reason, told.fate)
    return says(told.cell, "state", who, about, entry.when, *said)


def _phq(hand: Hand, entry: Entry) -> list[Said]:
    """Return a day, a score and why there is none; half have no form this quarter."""
    months = 3 * entry.quarter + 1
    day = date(2025, months, 1) + timedelta(days=hand.rng.randint(3, 80))
    score, filled = hand.rng.randint(0, 27), hand.rng.random() < 0.5
    typed = hand.day(day)
    odd = entry.odd.get("PHQ-9")
    if odd is None and not filled:
        return [quiet(None), quiet(None), quiet(None)]
    told = odd or Odd(hand.number(score), f"{score}")
    why = told.cell if told.reason in ("no_session", "no_capacity") else None
    cell = None if why else told.cell
    when = f"@{day}"
    said = (told.value, told.reason, told.fate)
    return [
        quiet(typed),
        says(cell, "score", entry.someone.reference, _PHQ, when, *said),
        quiet(why),
    ]
