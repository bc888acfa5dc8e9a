"""Two groups on one sheet, one list beside the other, each as long as it is."""

from __future__ import annotations

from pathlib import Path
from random import Random

from everystep.demo.archetypes.crowd import Someone, people
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

QUARTER = "2025-26 Q3"
_WELLBEING = "swemwbs/total/self"
_HEADINGS = ["Ref", "First name", "Came to", "Wellbeing – start", "Wellbeing – end"]
_GROUPS = {"Monday group (Brookmere)": 22, "Thursday group (Castleholm)": 14}


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the sheet and say what is true of it."""
    rng = Random(seed)
    grid = Grid(Pen(), 0, "Groups")
    grid.note(0, 0, "OWLET CIRCLES")
    grid.merge(0, 0, 0, 10)
    grid.words(1, ["Term / quarter", None, "Q3 (2025/26)"])
    crowd = people(rng, sum(_GROUPS.values()), "OW{:d}")
    start = 0
    for title, number in _GROUPS.items():
        group, crowd = crowd[:number], crowd[number:]
        _block(rng, grid, start, title, group)
        start += len(_HEADINGS) + 1
    grid.note(30, 0, "Both groups go on after Christmas.")
    path = folder / "Owlet groups autumn.xlsx"
    write_workbook(path, [grid])
    pen = grid.pen
    return Sample(
        path,
        "21-side-by-side",
        "owlet-circles",
        "owlet-groups",
        QUARTER,
        pen.facts,
        pen.fates,
    )


def _block(
    rng: Random, grid: Grid, start: int, title: str, group: list[Someone]
) -> None:
    """Write one group's list, whose first column is ``start``."""
    grid.note(3, start, title)
    grid.merge(3, start, 3, start + 4)
    for at, heading in enumerate(_HEADINGS, start):
        grid.put(4, at, used(heading))
    hand = Hand(rng)
    for at, one in enumerate(group):
        grid.row(5 + at, _person(rng, hand, at, one), start)
    end = 5 + len(group)
    grid.note(end, start, "Total")
    grid.note(end, start + 2, str(len(group)))


def _person(rng: Random, hand: Hand, at: int, one: Someone) -> list[Said]:
    who = one.reference
    name = Fact("person", who, "forename", "", one.forename)
    came = rng.randrange(13)

    def contact(value: str, reason: str = "") -> Fact:
        return Fact("contact", who, "in_person", QUARTER, value, reason)

    def score(position: str, value: str, reason: str = "") -> Fact:
        return Fact("score", who, _WELLBEING, f"{position}@", value, reason)

    number, later = str(rng.randrange(12, 30)), str(rng.randrange(14, 35))
    sessions = used(hand.number(came), contact(str(came)))
    first, last = used(number, score("start", number)), used(later, score("end", later))
    match at:
        case 3:
            sessions = aside("most weeks", "does_not_fit", contact("", "set_aside"))
        case 5:
            sessions = used("", contact("", "unknown"))
        case 6 | 11:
            last = BLANK
        case 8:
            last = used("away", score("end", "", "in_crisis_or_away"))
        case 9:
            first = aside("3", "out_of_range", score("start", "", "set_aside"))
        case 12:
            first = used("DNA", score("start", "", "no_session"))
    return [used(who), used(one.forename, name), sessions, first, last]
