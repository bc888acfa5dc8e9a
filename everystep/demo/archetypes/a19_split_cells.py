"""A case list whose cells say two things at once: "18 (12/05/25)", "KHAN Aisha".

Kept by hand for years, by somebody who wished to see it all on one screen.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

from everystep.demo.archetypes.crowd import Someone, people
from everystep.demo.archetypes.days import day_in
from everystep.demo.archetypes.grids import (
    BLANK,
    Grid,
    Said,
    aside,
    used,
    write_workbook,
)
from everystep.demo.archetypes.truth import Fact, Pen, Sample

QUARTER = "2025-26 Q3"
_SDQ = "sdq/total/parent"


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the list and say what is true of it."""
    rng = Random(seed)
    pen = Pen()
    grid = Grid(pen, 0, "Current YP")
    grid.note(0, 0, "Magpie Lane Young People – everyone open this quarter")
    grid.note(1, 5, "score (date), please")
    grid.words(2, ["Quarter:", "Q3 25/26"])
    grid.words(
        4,
        [
            "Ref / worker",
            "SURNAME Forename",
            "Open – closed",
            "SDQ start",
            "SDQ review 1",
            "A&E this quarter",
            "Visits + calls",
        ],
    )
    row = 5
    for at, one in enumerate(people(rng, 32, "ML/{:03d}")):
        grid.row(row, _row(rng, at, one))
        row += 1 + (at == 15)
    grid.words(row + 1, ["TOTAL", "32 young people"], "aside:outside_tables")
    grid.note(row + 3, 0, "Ask Jo before sorting this sheet!!")
    path = folder / "YP current - Jo's list.xlsx"
    write_workbook(path, [grid], hidden={"Sheet2": [["old list"], ["ML/000"]]})
    return Sample(
        path,
        "19-split-cells",
        "magpie-lane",
        "magpie-mentoring",
        QUARTER,
        pen.facts,
        pen.fates,
        hidden_sheets=1,
    )


def _row(rng: Random, at: int, one: Someone) -> list[Said]:
    who = one.reference
    surname = Fact("person", who, "surname", "", one.surname.upper())
    forename = Fact("person", who, "forename", "", one.forename)
    began = day_in(rng, date(2025, 4, 7), date(2025, 9, 26))
    later = began + timedelta(days=rng.randrange(40, 84))
    return [
        used(f"{who} ({rng.choice(('Jo', 'Sam', 'Ren'))})"),
        used(f"{one.surname.upper()}  {one.forename}", surname, forename),
        _open(rng, at, who, began),
        _score(rng, at, who, "start", began),
        BLANK if at % 4 == 3 else _score(rng, at + 3, who, "review_1", later),
        _attendances(rng, at, who),
        _contacts(rng, at, who),
    ]


def _open(rng: Random, at: int, who: str, began: date) -> Said:
    start = Fact("episode", who, "start", "", began.isoformat())
    if at % 5:
        return used(f"{began:%d/%m/%y} –", start)
    closed = day_in(rng, date(2025, 11, 3), date(2025, 12, 19))
    end = Fact("episode", who, "end", "", closed.isoformat())
    return used(f"{began:%d/%m/%y} – {closed:%d/%m/%y}", start, end)


def _score(rng: Random, at: int, who: str, position: str, day: date) -> Said:
    def said(value: str, reason: str = "", when: str = day.isoformat()) -> Fact:
        return Fact("score", who, _SDQ, f"{position}@{when}", value, reason)

    score = rng.randrange(8, 34)
    match at:
        case 4 | 21:
            # The marker is the whole group of its part, and the day stands beside it.
            return used(
                f"YP not ready ({day:%d/%m/%y})", said("", "relationship_first")
            )
        case 6:
            return used("DNA", said("", "no_session", ""))
        case 8:
            # The pattern fits, and the day is none: the score is still a score.
            return aside(
                f"{score} (31/02/25)", "does_not_fit", said(f"{score}", "", "")
            )
        case 11:
            return aside("see file", "does_not_fit", said("", "set_aside", ""))
        case 13:
            return aside(f"44 ({day:%d/%m/%y})", "out_of_range", said("", "set_aside"))
        case 17:
            # Only the score: the date was never written.
            return used(score, said(f"{score}", "", ""))
    typed = rng.choice(
        (f"{day:%d/%m/%y}", f"{day.day}.{day.month}.{day:%y}", f"{day.day} {day:%b %Y}")
    )
    space = rng.choice((" ", "", "  ", "\u00a0"))
    return used(f"{score}{space}({typed})", said(f"{score}"))


def _attendances(rng: Random, at: int, who: str) -> Said:
    def said(value: str, reason: str = "") -> Fact:
        return Fact("event", who, "ae_attendance", QUARTER, value, reason)

    match at:
        case 5:
            return used("2 (3 May, 9 June)", said("2"))
        case 10:
            return aside("two or three", "does_not_fit", said("", "set_aside"))
        case 14:
            return used("", said("", "unknown"))
        case 19:
            return used("not known", said("", "unknown"))
        case 25:
            return used("1 (14 Nov – wrist,\nhome same day)", said("1"))
    count = rng.choice((0, 0, 0, 0, 1, 2))
    return used(count, said(f"{count}"))


def _contacts(rng: Random, at: int, who: str) -> Said:
    def said(mode: str, value: str, reason: str = "") -> Fact:
        return Fact("contact", who, mode, QUARTER, value, reason)

    visits, calls = rng.randrange(12), rng.randrange(9)
    if at == 7:
        both = said("in_person", "", "unknown"), said("phone", "", "unknown")
        return used("", *both)
    if at == 12:
        # One of the two is no count, so the cell is set aside; the other is still one.
        both = said("in_person", f"{visits}"), said("phone", "", "set_aside")
        return aside(f"{visits} + ?many", "does_not_fit", *both)
    both = said("in_person", f"{visits}"), said("phone", f"{calls}")
    return used(f"{visits} + {calls}", *both)
