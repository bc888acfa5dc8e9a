"""An outcomes tool's export: a scale of the provider's own, one row per reading.

Eight areas stand side by side, each from 1 to 5, under headings on two levels.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

from everystep.demo.archetypes.crowd import Someone, people
from everystep.demo.archetypes.days import day_in
from everystep.demo.archetypes.exports import (
    NOTES,
    Habits,
    Record,
    about,
    full_width,
    ignored,
    spelled,
    unknown,
)
from everystep.demo.archetypes.grids import (
    BLANK,
    Grid,
    Said,
    aside,
    used,
    write_workbook,
)
from everystep.demo.archetypes.lists import record as write_record
from everystep.demo.archetypes.lists import two_tiers
from everystep.demo.archetypes.truth import Fact, Pen, Sample
from everystep.demo.workbooks import Cell

AREAS = {
    "Feeling safe": "feeling_safe",
    "Where I live": "where_i_live",
    "People around me": "people_around_me",
    "Money and day-to-day": "day_to_day",
    "Health": "health",
    "How I feel": "how_i_feel",
    "Learning and work": "learning_and_work",
    "Hope": "hope",
}
_READINGS = {
    "First reading": "start",
    "Second reading": "review_1",
    "Third reading": "review_2",
    "Closing reading": "end",
}
_NOT_TAKEN = {
    "Not ready": "relationship_first",
    "Talked instead": "told_another_way",
    "DNA": "no_session",
    "Worker on leave": "no_capacity",
}
_HABITS = Habits(
    headings={
        "reference": "Member no.",
        "birth_date": "Born",
        "gender": "Gender",
        "postcode": "Postcode",
    },
    genders={"female": "W", "male": "M", "non_binary": "X"},
    born=spelled,
)
_GROUPS = {
    "Member": tuple(_HABITS.headings.values()),
    "Reading": ("Which", "Taken on", "If not taken"),
    "Areas (1 = stuck, 5 = going well)": tuple(AREAS),
    "Average": (),
    "Colour": (),
    "Notes": (),
}
COLUMNS = tuple(
    heading for group, headings in _GROUPS.items() for heading in headings or (group,)
)


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the export, and return what is true of it."""
    rng, pen = Random(seed), Pen()
    about_it = Grid(pen, 0, "About this export")
    about_it.note(0, 1, "Compass Rose – readings")
    about_it.merge(0, 1, 0, 4)
    about_it.note(2, 1, "Please do not send by unencrypted e-mail.")
    about_it.words(3, ["Service", "Larch Women's Centre"])
    about_it.words(4, ["Readings from", "October to December 2025"])
    about_it.merge(4, 1, 4, 3)
    about_it.ghosts[4, 2] = "July to September 2025"
    readings = Grid(pen, 1, "Readings")
    _write_readings(readings, rng)
    path = folder / "Compass Rose export Dec.xlsx"
    lookups: list[list[Cell]] = [["Worker", "Code"], ["A. N. Other", 1]]
    write_workbook(path, [about_it, readings], {"Lookups": lookups})
    return Sample(
        path,
        "06-outcomes-tool",
        "larch-centre",
        "larch-women",
        "2025-26 Q3",
        pen.facts,
        pen.fates,
        hidden_sheets=1,
    )


def _write_readings(grid: Grid, rng: Random) -> None:
    grid.note(0, 0, "Readings, newest last")
    grid.note(1, 2, "½ means between two steps")
    two_tiers(grid, 3, 0, _GROUPS)
    grid.ghosts[3, 9] = "Areas (1 = stuck, 10 = going well)"
    grid.comments[4, 8] = "Ask gently"
    row = 5
    for at, (record, look) in enumerate(_records(rng)):
        write_record(grid, row, [record.get(name, BLANK) for name in COLUMNS], 0, look)
        # Somebody left a row empty between two months.
        row += 2 if at == 11 else 1
    grid.note(row + 1, 0, "Average")
    for column in range(7, 15):
        grid.note(row + 1, column, f"3.{column % 10}")
    grid.note(row + 3, 0, "* A reading is taken together, never by the worker alone.")


def _records(rng: Random) -> Iterator[tuple[Record, str]]:
    for at, one in enumerate(people(rng, 24, "LW-{:03d}", (1960, 2006))):
        known = about(rng, one, _HABITS)
        day = day_in(rng, date(2025, 6, 2), date(2025, 8, 29))
        for reading in _readings_of(rng, at):
            record = known | _reading(rng, one, reading, day)
            yield record, "plain"
            day = _next_day(rng, reading)
        if at in (6, 15):
            # Put in for the wrong person, and crossed out or hidden since.
            yield _slip(rng, one), "struck_out" if at == 6 else "hidden"


def _readings_of(rng: Random, at: int) -> list[str]:
    names = list(_READINGS)
    return names[: rng.randint(1, 3)] + names[3:] * (at % 4 == 0)


def _next_day(rng: Random, reading: str) -> date:
    if reading == "First reading":
        return day_in(rng, date(2025, 10, 1), date(2025, 10, 31))
    if reading == "Second reading":
        return day_in(rng, date(2025, 11, 3), date(2025, 11, 28))
    return day_in(rng, date(2025, 12, 1), date(2025, 12, 19))


def _slip(rng: Random, one: Someone) -> Record:
    record = {
        "Member no.": used(one.reference),
        "Which": used("First reading"),
        "Taken on": used(date(2025, 10, 6)),
    }
    return record | {name: used(rng.randint(1, 5)) for name in AREAS}


def _reading(rng: Random, one: Someone, reading: str, day: date) -> Record:
    position = _READINGS[reading]
    record = {
        "Which": used(reading),
        "Average": ignored(f"{rng.randint(1, 4)}.{rng.randint(0, 9)}"),
        "Colour": unknown(rng.choice(("green", "amber", ""))),
        "Notes": ignored(rng.choice(NOTES)),
    }
    drawn = rng.random()
    if drawn < 0.14:
        words = rng.choice(list(_NOT_TAKEN))
        record["If not taken"] = used(words)
        return record | _none(one.reference, f"{position}@", _NOT_TAKEN[words])
    if drawn < 0.2:
        record["Taken on"] = aside("end of month", "does_not_fit")
        return record | _areas(rng, one.reference, f"{position}@")
    week = f"w/c {day:%d/%m/%Y}"
    record["Taken on"] = used(rng.choice((spelled(rng, day), day, week)))
    return record | _areas(rng, one.reference, f"{position}@{day}")


def _none(who: str, when: str, reason: str) -> Record:
    return {
        name: used(None, _score(who, area, when, "", reason))
        for name, area in AREAS.items()
    }


def _score(who: str, area: str, when: str, value: str, reason: str) -> Fact:
    about = f"compass_rose/{area}/practitioner"
    return Fact("score", who, about, when, value, reason)


def _areas(rng: Random, who: str, when: str) -> Record:
    found = {}
    for name, area in AREAS.items():
        said, value, reason = _stood_at(rng)
        found[name] = said._replace(facts=(_score(who, area, when, value, reason),))
    return found


def _stood_at(rng: Random) -> tuple[Said, str, str]:
    step = rng.randint(1, 5)
    lower = rng.randint(1, 4)
    drawn = rng.random()
    if drawn < 0.75:
        return used(step), str(step), ""
    return rng.choice(
        [
            (used(f"{lower}½"), f"{lower}.5", ""),
            (used(f"{lower}.5"), f"{lower}.5", ""),
            (used(f"{step}/5"), str(step), ""),
            (used(full_width(f" {step}")), str(step), ""),
            (used("PNTS"), "", "chose_not_to_say"),
            (used("skipped"), "", "chose_not_to_say"),
            (used("n/a yet"), "", "not_due_yet"),
            (used(""), "", "unknown"),
            (aside(7, "out_of_range"), "", "set_aside"),
            (aside(0, "out_of_range"), "", "set_aside"),
            (aside("3-4", "does_not_fit"), "", "set_aside"),
        ]
    )
