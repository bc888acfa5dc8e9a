"""Two tables of a case system, sent as one zip: people, and what happened with them."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from random import Random

from everystep.demo.archetypes.crowd import Someone, people
from everystep.demo.archetypes.days import day_in
from everystep.demo.archetypes.grids import BLANK, Grid, Said, as_csv, aside, used
from everystep.demo.archetypes.truth import Fact, Pen, Sample

QUARTER = "2025-26 Q3"
FIRST, LAST = date(2025, 10, 1), date(2025, 12, 31)
_GENDERS = {"female": "Female", "male": "Male", "non_binary": "Non-binary"}
_MODES = {"Face to face": "in_person", "Tel": "phone", "MS Teams": "video"}
_ROUTES = {"Completed": "completed", "Referred on": "moved_on"}


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the zip and say what is true of it."""
    rng = Random(seed)
    pen = Pen()
    crowd = people(rng, 30, "{:05d}", born=(1965, 2006))
    clients = _clients(rng, Grid(pen, 0, "clients"), crowd)
    sessions = _sessions(rng, Grid(pen, 1, "sessions"), crowd)
    path = folder / "export_Q3.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for grid, mark in ((clients, ","), (sessions, ";")):
            member = zipfile.ZipInfo(f"{grid.title}.csv", (2026, 1, 8, 9, 0, 0))
            # The case system ends each line with two columns that nobody uses.
            lines = as_csv(grid, mark, f"{mark * 2}\r\n")
            packed.writestr(member, lines.encode("utf-8-sig"))
    return Sample(
        path,
        "22-zip-of-tables",
        "plover-advice",
        "plover-advocacy",
        QUARTER,
        pen.facts,
        pen.fates,
    )


def _clients(rng: Random, grid: Grid, crowd: list[Someone]) -> Grid:
    grid.words(
        0, ["CLIENT_NO", "SURNAME", "FORENAME", "DOB", "SEX", "OPENED", "CLOSED", "WHY"]
    )
    for row, one in enumerate(crowd, 1):
        who = one.reference
        day = one.birth_date
        opened = day_in(rng, date(2025, 2, 3), date(2025, 9, 30))
        cells = [
            used(who),
            used(one.surname, Fact("person", who, "surname", "", one.surname)),
            used(one.forename, Fact("person", who, "forename", "", one.forename)),
            used(day, Fact("person", who, "birth_date", "", day.isoformat())),
            _gender(row, one),
            used(opened, Fact("episode", who, "start", "", opened.isoformat())),
        ]
        grid.row(row, [*cells, *_closed(rng, row, who)])
    return grid


def _gender(row: int, one: Someone) -> Said:
    if row == 6:
        gap = Fact("person", one.reference, "gender", "", "", "chose_not_to_say")
        return used("Prefer not to say", gap)
    if row == 17:
        return BLANK
    fact = Fact("person", one.reference, "gender", "", one.gender)
    return used(_GENDERS[one.gender], fact)


def _closed(rng: Random, row: int, who: str) -> list[Said]:
    if row % 4:
        return [BLANK, BLANK]
    closed, word = day_in(rng, FIRST, LAST), rng.choice([*_ROUTES])
    end = Fact("episode", who, "end", "", closed.isoformat())
    if row == 8:
        return [used(closed, end), aside("Other - see notes", "does_not_fit")]
    return [
        used(closed, end),
        used(word, Fact("episode", who, "route", "", _ROUTES[word])),
    ]


def _sessions(rng: Random, grid: Grid, crowd: list[Someone]) -> Grid:
    grid.words(0, ["CLIENT_NO", "SESSION_DATE", "TYPE", "MINUTES", "NOTE"])
    for row in range(1, 61):
        who = rng.choice(crowd).reference
        day, word = day_in(rng, FIRST, LAST), rng.choice([*_MODES])
        happened = Fact("contact", who, _MODES[word], day.isoformat(), "1")
        minutes = aside(str(rng.choice((15, 30, 60))), "ignored")
        note = aside('Rang back;\n"all well", she said', "ignored")
        typed = f"{day:%d/%m/%Y} 0{rng.randrange(9)}:30"
        kind = used(word, happened)
        if row == 20:
            # A way of meeting that we do not know: the row says nothing.
            kind = aside("Carrier pigeon", "does_not_fit")
        said = note if row % 9 == 0 else BLANK
        at = aside(typed, "names_nothing") if row == 20 else used(typed)
        grid.row(row, [used(who), at, kind, minutes, said])
    return grid
