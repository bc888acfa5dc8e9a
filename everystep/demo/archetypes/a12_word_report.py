"""A quarterly report in Word: tables among sentences, and someone's story.

One table of figures, one of people with scores, one of what people said; training and
supervision stand in sentences. Somebody corrected a number with "track changes".
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

from everystep.demo.archetypes.crowd import Someone, people
from everystep.demo.archetypes.days import day_in
from everystep.demo.archetypes.grids import BLANK, Grid, Said, aside, used
from everystep.demo.archetypes.papers import OUTSIDE, Paper, write_docx
from everystep.demo.archetypes.truth import Fact, Pen, Sample

QUARTER = "2025-26 Q3"
_WELLBEING = "swemwbs/total/self"
_GENDERS = {"female": "F", "male": "M", "non_binary": "NB"}
_FIGURES = {
    "People we supported": ("people", 40, 38),
    "New people": ("started", 10, 12),
    "Group sessions": ("sessions", 24, 22),
    "Visits and meetings": ("in_person", 300, 1284),
    "A&E visits we know of": ("ae_attendance", None, None),
}


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the report and say what is true of it."""
    rng = Random(seed)
    paper = Paper(Pen(), changed={"14": "11"})
    paper.heading("Kestrel House – report for October to December 2025")
    paper.say("Thank you for reading. It has been a full and sometimes hard quarter.")
    _details(paper.table())
    paper.heading("1. What we did")
    paper.say("Two rooms were closed for damp until the middle of November.")
    _figures(paper.table())
    paper.heading("2. How people are")
    paper.say("SWEMWBS at the first meeting and at the latest review. DNA = not there.")
    _people(rng, paper.table())
    _staff(paper)
    paper.heading("4. A story from this quarter", "used")
    paper.pen.facts.append(Fact("story", "", "story", QUARTER))
    for words in _STORY:
        paper.say(words, "used")
    paper.heading("5. What people told us")
    _voices(rng, paper.table())
    paper.heading("6. Money", "used")
    paper.say("We spent £14,020 of £15,000; the rest waits for the boiler.", _MONEY)
    paper.heading("7. Anything else")
    paper.say("The garden is open again. Come and see it.")
    path = folder / "Kestrel House quarterly report (Q3) - signed off.docx"
    write_docx(path, paper, "Kestrel House – in confidence", "Page 1 of 4")
    return Sample(
        path,
        "12-word-report",
        "kestrel-house",
        "kestrel-families",
        QUARTER,
        paper.pen.facts,
        paper.pen.fates,
    )


_MONEY = "aside:ignored"
_STORY = (
    "“When I first came I sat by the door with my coat on. Nobody minded.”",
    "R. came to the Tuesday group from April on. In June she took her coat off; in"
    " October she made the tea for everyone.",
    "“I still have bad nights. I know whom to ring now.”",
)


def _details(grid: Grid) -> None:
    grid.words(0, ["Organisation", "Kestrel House"])
    grid.words(1, ["Reporting period", "Oct – Dec 2025"])
    grid.words(2, ["Written by", "the manager, with the team"], OUTSIDE)


def _figures(grid: Grid) -> None:
    grid.put(0, 0, used("Measure"))
    grid.merge(0, 0, 1, 0)
    grid.put(0, 1, used("This quarter"))
    grid.merge(0, 1, 0, 2)
    grid.put(1, 1, used("Target"))
    grid.put(1, 2, used("Actual"))
    grid.put(0, 3, used("What helped"))
    grid.merge(0, 3, 1, 3)
    for row, (label, (figure, aim, count)) in enumerate(_FIGURES.items(), 2):
        grid.put(row, 0, used(label))
        target, actual = f"{figure}/target", f"{figure}/actual"
        if aim is None or count is None:
            unknown = Fact("amount", "", target, QUARTER, "", "unknown")
            hidden = Fact("amount", "", actual, QUARTER, "", "small_number_hidden")
            grid.row(row, [used("", unknown), used("<5", hidden), BLANK], 1)
            continue
        said = used(f"{aim}", Fact("amount", "", target, QUARTER, str(aim)))
        done = used(f"{count:,} ", Fact("amount", "", actual, QUARTER, str(count)))
        words = aside("Lifts home,\nand a quiet room", "ignored")
        grid.row(row, [said, done, words if figure == "sessions" else BLANK], 1)


def _people(rng: Random, grid: Grid) -> None:
    grid.words(
        0,
        [
            "Area",
            "Ref",
            "M/F",
            "Began",
            "First date",
            "First score",
            "Latest date",
            "Latest score",
            "Worker’s note",
        ],
    )
    row = 1
    everybody = sorted(people(rng, 30, "KH{:03d}"), key=lambda one: one.place)
    for at, one in enumerate(everybody):
        if at == 12:
            row += 1  # A row that Word was left with: there is nothing in it.
        fresh = at == 0 or everybody[at - 1].place != one.place or at == 12
        _person(rng, grid, row, one, at, fresh)
        row += 1
    _merge_areas(grid, row)
    grid.words(row, ["All", "30 people"], OUTSIDE)


def _person(
    rng: Random, grid: Grid, row: int, one: Someone, at: int, fresh: bool
) -> None:
    who = one.reference
    began = day_in(rng, date(2025, 4, 7), date(2025, 10, 24))
    later = day_in(rng, date(2025, 11, 3), date(2025, 12, 19))
    place = Fact("person", who, "place", "", one.place)
    if fresh:
        grid.put(row, 0, used(one.place, place))
    else:
        # The area stands once, merged down over everyone who lives there.
        grid.pen.facts.append(place)
    gender = Fact("person", who, "gender", "", one.gender)
    start = Fact("episode", who, "start", "", began.isoformat())
    first, latest = _first(rng, who, at, began), _latest(rng, who, at, later)
    note = aside("Likes the drumming", "ignored") if at % 9 == 4 else BLANK
    grid.row(
        row,
        [
            used(who),
            used(_GENDERS[one.gender], gender),
            used(spelt(rng, began), start),
            *first,
            *latest,
            note,
        ],
        1,
    )


def _merge_areas(grid: Grid, end: int) -> None:
    tops = [row for row in range(1, end) if (row, 0) in grid.cells]
    blank = next(row for row in range(1, end) if (row, 1) not in grid.cells)
    for top, following in zip(tops, [*tops[1:], end], strict=True):
        last = following - 1 - (following - 1 == blank)
        if last > top:
            grid.merge(top, 0, last, 0)


def _first(rng: Random, who: str, at: int, day: date) -> list[Said]:
    when = f"start@{day.isoformat()}"
    if at == 3:
        # It fits one way only: the month is named second and there is no 21st month.
        slip = f"{day:%m}/21/2025"
        when = f"start@2025-{day:%m}-21"
        return [used(slip), used("19", _score(who, when, "19"))]
    if at == 5:
        return [
            BLANK,
            used("too soon", _score(who, "start@", "", "relationship_first")),
        ]
    if at == 8:
        off = _score(who, when, "", "set_aside")
        return [used(spelt(rng, day)), aside("45", "out_of_range", off)]
    score = rng.choice(("17", "19.25", "21", "２２", "18½", "23 ", "20.73"))
    value = score.strip().replace("½", ".5").replace("２２", "22")
    return [used(spelt(rng, day)), used(score, _score(who, when, value))]


def _latest(rng: Random, who: str, at: int, day: date) -> list[Said]:
    when = f"review_1@{day.isoformat()}"
    match at:
        case 2 | 11 | 21:
            return [BLANK, BLANK]
        case 4:
            unread = _score(who, when, "", "set_aside")
            return [used(spelt(rng, day)), aside("better!", "does_not_fit", unread)]
        case 6:
            return [used(spelt(rng, day)), used("", _score(who, when, "", "unknown"))]
        case 7 | 19:
            return [BLANK, used("DNA", _score(who, "review_1@", "", "no_session"))]
        case 9:
            gap = _score(who, "review_1@", "", "chose_not_to_say")
            return [BLANK, used("Prefer not to say", gap)]
    score = str(rng.randrange(18, 33))
    return [used(spelt(rng, day)), used(score, _score(who, when, score))]


def _score(who: str, when: str, value: str, reason: str = "") -> Fact:
    return Fact("score", who, _WELLBEING, when, value, reason)


def spelt(rng: Random, day: date) -> str:
    """Return a day as somebody types it into a document."""
    return rng.choice(
        (
            f"{day:%d/%m/%Y}",
            f"{day:%d/%m/%Y}",
            f"{day.day}.{day.month}.{day:%y}",
            f"{day.day} {day:%B %Y}",
            f"{day.day}-{day:%b-%y}",
            f"w/c {day:%d/%m/%Y}",
        )
    )


def _staff(paper: Paper) -> None:
    paper.heading("3. Training and support for staff", "used")
    paper.say("It was a good quarter for learning.")
    paper.tell(
        ("In November ", OUTSIDE),
        ("14 people attended trauma awareness on 12 November 2025", "used"),
        (" and ", OUTSIDE),
        ("6 people attended reflective practice on 3 December 2025", "used"),
        (". Lunch was kindly given by the bakery.", OUTSIDE),
        facts=[
            Fact("training", "", "t01", "2025-11-12", "14"),
            Fact("training", "", "r01", "2025-12-03", "6"),
        ],
    )
    paper.tell(
        ("We held 9 clinical supervision sessions", "used"),
        (", one more than planned.", OUTSIDE),
        facts=[Fact("supervision", "", "clinical", QUARTER, "9")],
    )


def _voices(rng: Random, grid: Grid) -> None:
    grid.words(0, ["Who", "In their own words", "May we share it?"])
    said = (
        ("I can say no here and\nnobody is cross.", "Yes", "yes"),
        ("The bus stops too early.", "yes – no name", "yes"),
        ("It helped that it was the same person every time.", "No", "no"),
        ("They asked me what I wanted. First time.", "", ""),
    )
    for row, (words, permission, mapped) in enumerate(said, 1):
        who = f"KH{rng.randrange(900, 980):03d}-{row}"
        story = used(words, Fact("story", who, "story", QUARTER, mapped))
        grid.row(row, [used(who), story, used(permission)])
