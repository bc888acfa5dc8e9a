"""A sheet on its side: a column for each child, a number for each family.

Kept on an American laptop, so its dates are written month first; three columns were
tucked away for printing and count all the same.
"""

from __future__ import annotations

from datetime import date
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
_TOP = 4
_HEADINGS = (
    "Family no.",
    "Child",
    "Born",
    "UPN",
    "Card no.",
    "Joined us",
    "SDQ filled in on",
    "SDQ (parent)",
    "If not, why",
    "Home visits",
    "Favourite game",
    "On our mind",
)


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the cards and say what is true of them."""
    rng = Random(seed)
    grid = Grid(Pen(), 0, "Cards")
    grid.note(0, 0, "SPARROW FAMILIES – one column for each child")
    grid.words(1, ["Quarter", None, "Q3 2025-26"])
    for at, heading in enumerate(_HEADINGS):
        grid.put(_TOP + at, 0, used(heading))
    column, family = 1, 100
    crowd = people(rng, 31, "card {:d}")
    while crowd:
        family += rng.randrange(1, 5)
        children, crowd = crowd[: (size := rng.choice((1, 2, 2, 3)))], crowd[size:]
        _family(rng, grid, column, f"F{family}", children)
        column += len(children)
        if column in (13, 14, 15):
            column += 1  # An empty column, between last year's families and these.
    grid.hidden_columns |= {5, 6, 7}
    grid.note(_TOP + len(_HEADINGS) + 2, 0, "Cards are shredded after a year.")
    path = folder / "sparrow cards.xlsx"
    write_workbook(path, [grid], hidden={"games": [["tag"], ["hopscotch"]]})
    pen = grid.pen
    return Sample(
        path,
        "23-family-cards",
        "sparrow-families",
        "sparrow-home-visits",
        QUARTER,
        pen.facts,
        pen.fates,
        hidden_sheets=1,
    )


def _family(
    rng: Random, grid: Grid, column: int, family: str, children: list[Someone]
) -> None:
    """Write a family: its number stands once, merged over its children's columns."""
    grid.put(_TOP, column, used(family))
    if len(children) > 1:
        grid.merge(_TOP, column, _TOP, column + len(children) - 1)
    for at, child in enumerate(children, column):
        who = f"{family}/{child.forename.casefold()}"
        for down, said in enumerate(_child(rng, at, who, child), 1):
            grid.put(_TOP + down, at, said)


def _child(rng: Random, at: int, who: str, child: Someone) -> list[Said]:
    upn = f"H999{rng.randrange(10**9):09d}"
    joined = day_in(rng, date(2025, 4, 7), date(2025, 9, 26))
    visits = rng.randrange(9)

    def person(about: str, value: str) -> Fact:
        return Fact("person", who, about, "", value)

    born = person("birth_date", child.birth_date.isoformat())
    began = Fact("episode", who, "start", "", joined.isoformat())
    card = Fact("episode", who, "reference", "", child.reference)
    seen = Fact("contact", who, "in_person", QUARTER, str(visits))
    mind = aside("Dad’s new job,\nand the stairs", "ignored")
    return [
        used(child.forename, person("forename", child.forename)),
        used(_american(rng, child.birth_date), born),
        BLANK if at % 7 == 3 else used(upn, person("upn", upn)),
        used(child.reference, card),
        used(_american(rng, joined), began),
        *_sdq(rng, at, who),
        used(visits, seen),
        aside(rng.choice(("tag", "chess", "Lego")), "unknown_column"),
        mind if at % 5 == 0 else BLANK,
    ]


def _sdq(rng: Random, at: int, who: str) -> list[Said]:
    day = day_in(rng, date(2025, 10, 1), date(2025, 12, 19))
    when = f"start@{day.isoformat()}"

    def said(value: str, reason: str = "", when: str = when) -> Fact:
        return Fact("score", who, _SDQ, when, value, reason)

    match at:
        case 2:
            # The reason stands in a row of its own, and nothing else does.
            gap = said("", "no_capacity", "start@")
            return [BLANK, BLANK._replace(facts=(gap,)), used("worker ill")]
        case 6:
            gap = said("", "language_or_interpreter")
            blank = BLANK._replace(facts=(gap,))
            return [used(_american(rng, day)), blank, used("EAL")]
        case 9 | 20:
            return [BLANK, BLANK, BLANK]
        case 11:
            # Day first, and it fits one way only.
            day = date(2025, 10, 27)
            one = said("12", "", f"start@{day.isoformat()}")
            return [used(f"{day:%d/%m/%Y}"), used("12", one), BLANK]
        case 17:
            return [
                used(_american(rng, day)),
                aside("a lot", "does_not_fit", said("", "set_aside")),
                BLANK,
            ]
    score = str(rng.randrange(6, 33))
    return [used(_american(rng, day)), used(score, said(score)), BLANK]


def _american(rng: Random, day: date) -> str | date:
    """Return a day as an American laptop has it: month first, or as a date."""
    typed = (f"{day:%m/%d/%Y}", f"{day.month}/{day.day}/{day:%y}", day)
    return rng.choice(typed)
