"""One workbook for two services: a table for each quarter, one under the other.

Each table's quarter stands in the words above it; on the staff's sheet a column says
the quarter.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

from everystep.demo.archetypes.crowd import people
from everystep.demo.archetypes.grids import (
    BLANK,
    Grid,
    Said,
    aside,
    used,
    write_workbook,
)
from everystep.demo.archetypes.hand import Hand
from everystep.demo.archetypes.truth import Fact, Pen, Sample

_QUARTERS = {
    "April to June 2025": "2025-26 Q1",
    "1/7/2025 - 30/9/2025": "2025-26 Q2",
    "Quarter 3 2025/26": "2025-26 Q3",
}
SERVICES = {"Nest": "wren-nest", "The Den": "wren-den"}
_COURSES = {"Trauma level 1": "t01", "Shared language workshop": "r03"}


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the workbook and say what is true of it."""
    rng = Random(seed)
    pen = Pen()
    grids = [
        _people(rng, Grid(pen, 0, "People")),
        _staff(rng, Grid(pen, 1, "Team")),
    ]
    path = folder / "Wren Together 2025-26 running return.xlsx"
    write_workbook(path, grids, hidden={"lookups": [["Nest"], ["The Den"]]})
    return Sample(
        path,
        "24-two-services",
        "wren-together",
        "wren-nest",
        "2025-26 Q3",
        pen.facts,
        pen.fates,
        hidden_sheets=1,
    )


def _people(rng: Random, grid: Grid) -> Grid:
    grid.note(0, 0, "WREN TOGETHER – running return, both houses")
    grid.merge(0, 0, 0, 5)
    hand, row = Hand(rng), 2
    crowd = people(rng, 22, "W{:d}", born=(1990, 2006))
    for words, quarter in _QUARTERS.items():
        grid.note(row, 0, words)
        if quarter.endswith("Q2"):
            grid.note(row + 1, 0, "(the Den was closed in August)")
            row += 1
        grid.words(
            row + 1, ["House", "Ref", "Visits ", "Phone calls", "A&E", "Keyworker"]
        )
        row += 2
        for at, one in enumerate(rng.sample(crowd, 16)):
            grid.row(row, _person(rng, hand, at, one.reference, quarter))
            row += 1
        grid.words(row, ["Sub-total", "16 people"], "aside:outside_tables")
        row += 2
    return grid


def _person(rng: Random, hand: Hand, at: int, who: str, quarter: str) -> list[Said]:
    def count(kind: str, about: str, most: int) -> Said:
        number = rng.randrange(most)
        fact = Fact(kind, who, about, quarter, str(number))
        return used(hand.number(number), fact)

    house = rng.choice([*SERVICES])
    visits = count("contact", "in_person", 14)
    calls = count("contact", "phone", 9)
    away = count("event", "ae_attendance", 3)
    match at:
        case 2:
            calls = used("", Fact("contact", who, "phone", quarter, "", "unknown"))
        case 5:
            gap = Fact("event", who, "ae_attendance", quarter, "", "does_not_know")
            away = used("don't know", gap)
        case 8:
            odd = Fact("contact", who, "in_person", quarter, "", "set_aside")
            visits = aside("2–3", "does_not_fit", odd)
    keyworker = aside(rng.choice(("Mo", "Pat")), "unknown_column") if at % 3 else BLANK
    return [used(house), used(who), visits, calls, away, keyworker]


def _staff(rng: Random, grid: Grid) -> Grid:
    grid.note(0, 0, "Team: learning and supervision, by quarter")
    grid.words(2, ["When", "Course", "How many came"])
    row = 3
    for number in range(1, 4):
        for course, practice in _COURSES.items():
            came = rng.randrange(3, 15)
            quarter = f"2025-26 Q{number}"
            fact = Fact("training", "", practice, quarter, str(came))
            grid.row(row, [used(f"Q{number} 25/26"), used(course), used(came, fact)])
            row += 1
    grid.words(row + 2, ["Group supervision", "Offered", "Held"])
    row += 3
    for number, months in enumerate(("Apr-Jun 25", "Jul-Sep 25", "Oct-Dec 25"), 1):
        held = rng.randrange(2, 6)
        fact = Fact("supervision", "", "group", f"2025-26 Q{number}", str(held))
        grid.row(row, [used(months), used(6), used(held, fact)])
        row += 1
    return grid
