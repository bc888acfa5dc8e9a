"""A training register, scores of staff before and after, and a supervision log.

It speaks of the people who work there and of nobody whom they support.
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
from everystep.demo.archetypes.hand import Hand
from everystep.demo.archetypes.lists import two_tiers
from everystep.demo.archetypes.truth import Fact, Pen, Sample
from everystep.demo.workbooks import Cell

QUARTER = "2025-26 Q3"
FIRST, LAST = date(2025, 10, 1), date(2025, 12, 31)
_COURSES = {
    "TI awareness (half day)": "t01",
    "Looking after ourselves": "t03",
    "Reflective practice group": "r01",
    "Champions’ day": "c01",
    "CPD: trauma & the body": "s04",
}
_CAME = {
    "Attended": "attended",
    "Y": "attended",
    "Booked": "booked",
    "Could not come": "did_not_attend",
}
_KINDS = {"Clinical": "clinical", "Group": "group", "1:1": "line_management"}
_ARTIC, _OWN = "artic/total/self", "linnet_confidence/total/self"
_STAGES = ("start", "end", "follow_up")


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the workbook and say what is true of it."""
    rng = Random(seed)
    pen = Pen()
    staff = people(rng, 26, "S{:02d}", born=(1960, 2002))
    grids = [
        _read_me(pen),
        _register(rng, Grid(pen, 1, "Register"), staff),
        _scores(rng, Grid(pen, 2, "ARTIC + confidence"), staff),
        _supervision(rng, Grid(pen, 3, "Supervision"), staff),
    ]
    path = folder / "Linnet Care CPD & supervision Oct-Dec (live copy).xlsx"
    old: list[list[Cell]] = [[one.reference, one.forename] for one in staff]
    write_workbook(path, grids, hidden={"Leavers 2019": old})
    return Sample(
        path,
        "15-training-register",
        "linnet-care",
        "linnet-homes",
        QUARTER,
        pen.facts,
        pen.fates,
        hidden_sheets=1,
    )


def _read_me(pen: Pen) -> Grid:
    grid = Grid(pen, 0, "READ ME")
    grid.note(0, 0, "Linnet Care – learning and support for staff")
    grid.note(1, 0, "One row for each person and course.\nAsk the office for numbers.")
    grid.words(3, ["Home", "Linnet Care"])
    grid.words(4, ["Quarter", "01/10/2025 – 31/12/2025"])
    return grid


def _register(rng: Random, grid: Grid, staff: list[Someone]) -> Grid:
    grid.note(0, 0, "TRAINING REGISTER")
    grid.merge(0, 0, 0, 6)
    grid.note(1, 0, "Y = came; please do not overwrite formulas")
    grid.words(
        3,
        ["Staff no.", "Name", "Role ", "Course", "Date", "Came?", "Certificate sent"],
    )
    hand, row = Hand(rng), 4
    for at, one in enumerate(staff):
        for course in rng.sample([*_COURSES], rng.choice((1, 1, 2))):
            _came(rng, hand, grid, row, at, one, course)
            row += 1
        if at == 10:
            row += 1  # One blank row, and the list goes on.
    grid.words(row, ["Total", None, None, row - 5], "aside:outside_tables")
    return grid


def _came(
    rng: Random,
    hand: Hand,
    grid: Grid,
    row: int,
    at: int,
    one: Someone,
    course: str,
) -> None:
    who, day = one.reference, day_in(rng, FIRST, LAST)
    word = rng.choice([*_CAME])
    fact = Fact("training", who, _COURSES[course], day.isoformat(), _CAME[word])
    name, said = one.forename, used(hand.words(course), fact)
    cells = [used(who), used(name), _role(at), said, used(hand.day(day)), used(word)]
    if at == 4:
        # Nothing that we know: no practice of ours, so the row says nothing.
        cells[3] = aside("Fire safety", "does_not_fit")
    if at == 7:
        cells[3] = used(course, fact._replace(value="", reason="set_aside"))
        cells[5] = aside("came in late, left early", "does_not_fit")
    if at == 9:
        cells[3] = used(course, fact._replace(value="", reason="no_capacity"))
        cells[5] = used("staff off")
    if at == 12:
        # Whether this person came is not said, and no one is said to have come.
        cells[3], cells[5] = used(course), BLANK
    sent = aside(rng.choice(("yes", "✓")), "ignored") if rng.random() < 0.5 else BLANK
    if at == 15:
        cells = [aside(cell.value, "struck_out") for cell in cells]
        sent = BLANK
        grid.struck |= {(row, column) for column in range(7)}
        grid.row(row, cells)
        return
    grid.row(row, [*cells, sent])
    if at == 2:
        grid.comments[row, 4] = "moved from the Tuesday"


def _role(at: int) -> Said:
    if at == 6:
        return aside("Cook and gardener", "does_not_fit")
    return used(
        ("Keyworker", "keyworker ", "Manager", "Volunteer", "Bank staff")[at % 5]
    )


def _scores(rng: Random, grid: Grid, staff: list[Someone]) -> Grid:
    grid.note(0, 1, "Before the training, after it, and three months on")
    grid.merge(0, 1, 0, 9)
    two_tiers(
        grid,
        2,
        0,
        {
            "Staff no.": [],
            "Before": ["Date", "ARTIC", "Confidence 1-10"],
            "After": ["Date", "ARTIC", "Confidence 1-10"],
            "3 months on": ["Date", "ARTIC", "Confidence 1-10"],
            "Cohort": [],
        },
    )
    for at, one in enumerate(staff):
        row = 4 + at
        grid.put(row, 0, used(one.reference))
        day = day_in(rng, date(2025, 4, 1), date(2025, 6, 30))
        for number, position in enumerate(_STAGES):
            cells = _stage(rng, at, one.reference, position, day)
            grid.row(row, cells, 1 + 3 * number)
            day += timedelta(days=(42, 91, 0)[number])
        cohort = aside(rng.choice("AB"), "unknown_column") if at % 4 else BLANK
        grid.put(row, 10, cohort)
    end = 4 + len(staff)
    grid.note(end, 0, "Mean")
    grid.note(end, 2, "4.61")
    grid.note(end + 3, 0, "ARTIC is the mean of its answers, from 1 to 7")
    return grid


def _stage(rng: Random, at: int, who: str, position: str, day: date) -> list[Said]:
    """Return the day and the two scores of one occasion."""
    when = f"{position}@{day.isoformat()}"

    def said(scale: str, value: str, reason: str = "", at_day: str = when) -> Fact:
        return Fact("staff_score", who, scale, at_day, value, reason)

    mean, felt = f"{rng.uniform(3.2, 6.4):.2f}", rng.randrange(3, 11)
    number = mean.rstrip("0").rstrip(".")
    artic: Said = used(rng.choice((float(mean), mean)), said(_ARTIC, number))
    typed = rng.choice((felt, f"{felt}/10", f"{felt} "))
    own: Said = used(typed, said(_OWN, str(felt)))
    if position == "follow_up" and at % 3:
        if at % 3 == 1:
            return [BLANK, BLANK, BLANK]
        none = f"{position}@"
        gap = said(_ARTIC, "", "not_due_yet", none)
        return [BLANK, used("not yet due", gap), BLANK]
    match at, position:
        case (1, "start"):
            artic = aside(8.2, "out_of_range", said(_ARTIC, "", "set_aside"))
        case (3, "end"):
            artic = used("", said(_ARTIC, "", "unknown"))
        case (5, "end"):
            own = aside("quite", "does_not_fit", said(_OWN, "", "set_aside"))
        case (8, "end"):
            own = aside("½", "out_of_range", said(_OWN, "", "set_aside"))
        case (11, "start"):
            own = used("7½", said(_OWN, "7.5"))
        case (14, "end"):
            artic = used("on leave", said(_ARTIC, "", "in_crisis_or_away"))
            own = used("on leave", said(_OWN, "", "in_crisis_or_away"))
    return [used(day), artic, own]


def _supervision(rng: Random, grid: Grid, staff: list[Someone]) -> Grid:
    grid.note(0, 0, "Supervision log – kept by the deputy")
    grid.words(2, ["Staff no.", "When", "Kind", "How many", "What we talked about"])
    hand, row = Hand(rng), 3
    for at, one in enumerate(staff[:20]):
        day = day_in(rng, FIRST, LAST)
        word = rng.choice([*_KINDS])
        many = rng.choice((1, 1, 1, 2, 3))
        count = used(hand.number(many), _sat(one, word, day, str(many)))
        if at == 5:
            # A blank count says nothing: nobody wrote that there was any.
            count = BLANK
        if at == 8:
            count = aside(
                "a few", "does_not_fit", _sat(one, word, day, "", "set_aside")
            )
        topic = aside("Caseload.\nHolidays, and a hard week", "ignored")
        said = topic if at % 4 == 0 else BLANK
        grid.row(row, [used(one.reference), used(day), used(word), count, said])
        row += 1
    hidden = [aside("S99", "hidden"), aside(date(2025, 10, 2), "hidden")]
    grid.row(row, [*hidden, aside("Clinical", "hidden"), aside(1, "hidden")])
    grid.hidden_rows.add(row)
    # Nobody in particular: the whole team, counted for the quarter.
    team = Fact("supervision", "", "group", QUARTER, "6")
    grid.row(row + 1, [BLANK, BLANK, used("Group"), used("6", team), BLANK])
    return grid


def _sat(one: Someone, word: str, day: date, value: str, reason: str = "") -> Fact:
    when = day.isoformat()
    return Fact("supervision", one.reference, _KINDS[word], when, value, reason)
