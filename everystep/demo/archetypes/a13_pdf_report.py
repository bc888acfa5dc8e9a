"""A quarterly report as PDF: ruled tables, sentences that run over lines, a story.

The list of people goes on over the page, under its header once more.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

from everystep.demo.archetypes.crowd import Someone, people
from everystep.demo.archetypes.grids import BLANK, Grid, Said, aside, used
from everystep.demo.archetypes.papers import OUTSIDE, Paper, write_pdf
from everystep.demo.archetypes.truth import Fact, Pen, Sample

QUARTER = "2025-26 Q3"
_LOW = "phq_9/total/self"
_HOUSED = {"Own tenancy": "1", "Hostel - settled": "1", "Sofa": "0", "Street": "0"}
_FIGURES = {
    "People seen": ("people", 44),
    "First visits": ("started", 9),
    "Moved on": ("ended", 6),
    "Referred to others": ("referral_made", 31),
    "Crisis line calls": ("crisis_contact", None),
}
_PEOPLE = 38


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the report and say what is true of it."""
    rng = Random(seed)
    paper = Paper(Pen())
    paper.heading("The Lapwing Project: how the quarter went")
    paper.say("Organisation: The Lapwing Project", "used")
    paper.say("Reporting period: October to December 2025", "used")
    paper.say("For the commission, with thanks to all who came and to all who stayed.")
    paper.heading("Figures")
    _figures(paper.table())
    paper.heading("Everyone we saw")
    paper.say("PHQ-9 at the first visit and now; 0 to 27.")
    _people(rng, paper.table())
    _mornings(paper)
    _staff(paper)
    paper.heading("In one person's words", "used")
    paper.pen.facts.append(Fact("story", "", "story", QUARTER))
    paper.say(_STORY, "used")
    paper.heading("Money", "used")
    paper.say("The heating cost what it cost. We kept within the grant.", _IGNORED)
    path = folder / "Lapwing_Q3_report_print.pdf"
    write_pdf(path, paper, "Lapwing Project - quarterly report", _WIDTHS)
    return Sample(
        path,
        "13-pdf-report",
        "lapwing-project",
        "lapwing-day-centre",
        QUARTER,
        paper.pen.facts,
        paper.pen.fates,
    )


_IGNORED = "aside:ignored"
_WIDTHS = {1: [60, 30, 80], 2: [16, 52, 24, 14, 14, 32, 14, 16]}
_BEFORE = "The kitchen was being mended for the whole of October, but even so we "
_AFTER = (
    " and a Christmas lunch, at which there was singing and at the end of which nobody"
    " wished to go home, so nobody did for a good while."
)
_STORY = (
    '"I came for the soup and I said so. They said soup was a good reason. It was March'
    " before I told anyone my name and nobody had asked before then. Now I do the"
    ' washing-up on Thursdays and I have a key."'
)


def _figures(grid: Grid) -> None:
    grid.words(0, ["What we counted", "October-December", "A word on it"])
    for row, (label, (figure, count)) in enumerate(_FIGURES.items(), 1):
        grid.put(row, 0, used(label))
        about = f"{figure}/actual"
        if count is None:
            kept = Fact("amount", "", about, QUARTER, "", "small_number_hidden")
            grid.row(row, [used("fewer than 5", kept), BLANK], 1)
            continue
        words = aside("quieter than last year,\nand warmer", "ignored")
        fact = Fact("amount", "", about, QUARTER, str(count))
        grid.row(row, [used(count, fact), words if row == 1 else BLANK], 1)
    grid.put(6, 0, aside("Cups of tea", "unknown_row"))
    grid.put(6, 1, aside("a great many", "unknown_row"))


def _people(rng: Random, grid: Grid) -> None:
    grid.words(
        0,
        ["No.", "Name", "D.O.B.", "Seen", "Calls", "Sleeping where", "First", "Now"],
    )
    crowd = people(rng, 90, "L{:03d}", born=(1950, 2003))
    # What a PDF's own fonts cannot write is not in this one.
    plain = [one for one in crowd if f"{one.surname}{one.forename}".isascii()]
    for row, one in enumerate(plain[:_PEOPLE], 1):
        grid.row(row, _person(rng, row, one))
    end = _PEOPLE + 1
    grid.words(end, ["Sum", "38 people", None, "often"], OUTSIDE)


def _person(rng: Random, row: int, one: Someone) -> list[Said]:
    who = one.reference
    name = f"{one.surname.upper()}, {one.forename}"
    surname = Fact("person", who, "surname", "", one.surname.upper())
    forename = Fact("person", who, "forename", "", one.forename)
    return [
        used(who),
        used(name, surname, forename),
        _birth_date(rng, row, one),
        _count(rng, who, "in_person", 14, row == 5),
        _count(rng, who, "phone", 6, rng.random() < 0.15),
        _housed(rng, row, who),
        *_scores(rng, row, who),
    ]


def _birth_date(rng: Random, row: int, one: Someone) -> Said:
    day, who = one.birth_date, one.reference
    if row == 3:
        # There is no 25th month, so this slip is read as the day that it is.
        day = date(1971, 2, 25)
        slip = Fact("person", who, "birth_date", "", day.isoformat())
        return used("02/25/1971", slip)
    if row == 9:
        return used("DK", Fact("person", who, "birth_date", "", "", "does_not_know"))
    if row == 14:
        gap = Fact("person", who, "birth_date", "", "", "set_aside")
        return aside("about 1960", "does_not_fit", gap)
    typed = rng.choice((f"{day:%d/%m/%Y}", f"{day:%d/%m/%y}", f"{day:%d.%m.%Y}"))
    return used(typed, Fact("person", who, "birth_date", "", day.isoformat()))


def _count(rng: Random, who: str, mode: str, most: int, blank: bool) -> Said:
    if blank:
        return used("", Fact("contact", who, mode, QUARTER, "", "unknown"))
    if mode == "phone" and rng.random() < 0.06:
        odd = Fact("contact", who, mode, QUARTER, "", "set_aside")
        return aside("lots", "does_not_fit", odd)
    count = rng.randrange(most)
    return used(count, Fact("contact", who, mode, QUARTER, str(count)))


def _housed(rng: Random, row: int, who: str) -> Said:
    about = "settled_home"
    if row in (4, 22):
        gap = Fact("state", who, about, QUARTER, "", "unsafe_to_ask")
        return used("not safe to ask", gap)
    if row == 8:
        return used("", Fact("state", who, about, QUARTER, "", "unknown"))
    word = rng.choice([*_HOUSED])
    return used(word, Fact("state", who, about, QUARTER, _HOUSED[word]))


def _scores(rng: Random, row: int, who: str) -> list[Said]:
    """Return a first score and the one of now; neither has a date here."""
    first = rng.randrange(9, 27)
    typed = rng.choice((f"{first}", f"{first}/27", f"{first} "))
    start = used(typed, _score(who, "start", str(first)))
    match row:
        case 2 | 17 | 30:
            return [start, BLANK]
        case 6:
            return [start, aside("28", "out_of_range", _set_aside(who, "end"))]
        case 7:
            return [start, aside("7/10", "does_not_fit", _set_aside(who, "end"))]
        case 11 | 25:
            gap = _score(who, "end", "", "in_crisis_or_away")
            return [start, used("inpatient", gap)]
        case 13:
            early = _score(who, "start", "", "relationship_first")
            return [used("too early", early), BLANK]
    now = max(0, first - rng.randrange(9))
    return [start, used(now, _score(who, "end", str(now)))]


def _score(who: str, position: str, value: str, reason: str = "") -> Fact:
    return Fact("score", who, _LOW, f"{position}@", value, reason)


def _set_aside(who: str, position: str) -> Fact:
    return _score(who, position, "", "set_aside")


def _mornings(paper: Paper) -> None:
    paper.heading("The mornings", "used")
    paper.tell(
        (_BEFORE, OUTSIDE),
        ("ran 18 coffee mornings (we had hoped for 20)", "used"),
        (_AFTER, OUTSIDE),
        facts=[
            Fact("amount", "", "sessions/actual", QUARTER, "18"),
            Fact("amount", "", "sessions/target", QUARTER, "20"),
        ],
    )


def _staff(paper: Paper) -> None:
    paper.heading("Our own learning", "used")
    paper.tell(
        ("Everybody who works here needs time to think. ", OUTSIDE),
        ("On 14/11/2025, 7 of us learnt about stress in the team", "used"),
        (", and ", OUTSIDE),
        ("on 02/12/2025, 5 of us learnt about the impact of trauma", "used"),
        ("; the second day was cut short by snow.", OUTSIDE),
        facts=[
            Fact("training", "", "t03", "2025-11-14", "7"),
            Fact("training", "", "t01", "2025-12-02", "5"),
        ],
    )
