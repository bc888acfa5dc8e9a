"""A monitoring return: figures only, indicators down and quarters across.

Nobody is named in it. Two small tables under two-tier headings, two more that name
their quarters in other ways, and one that stands on its side.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

from everystep.demo.archetypes.grids import (
    BLANK,
    Grid,
    Said,
    aside,
    used,
    write_workbook,
)
from everystep.demo.archetypes.truth import Fact, Pen, Sample
from everystep.demo.workbooks import Cell

YEAR = "2025-26"
NOW = 3
"""The report's quarter; the one after it is still empty."""

_SECTIONS = {
    "Section A: Who we reached": {
        "People supported in the quarter": "people",
        "   of whom new this quarter": "started",
        "Support ended": "ended",
        "Group sessions held": "sessions",
        "One-to-one meetings": "in_person",
        "Telephone contacts": "phone",
    },
    "Section B: Safety, home and learning": {
        "A&E attendances (known to us)": "ae_attendance",
        "Hospital admissions": "hospital_admission",
        "School suspensions": "school_suspension",
        "Missing episodes": "missing_episode",
        "Safeguarding concerns raised": "safeguarding_concern",
        "Self-harm incidents": "self_harm_incident",
        "In a settled home at the quarter’s end": "settled_home",
        "In education, training or work": "in_education_or_work",
        "Referrals made": "referral_made",
        "Appointments kept": "appointment",
    },
}
_SMALL = {"hospital_admission", "self_harm_incident", "missing_episode"}
_NO_TARGET = {"ae_attendance", "hospital_admission", "safeguarding_concern"}
_LARGE = {"phone": 1900, "in_person": 1150, "appointment": 1020}


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the return and say what is true of it."""
    rng = Random(seed)
    pen = Pen()
    cover = _cover(pen)
    figures = _figures(rng, Grid(pen, 1, "KPIs"))
    staff = _workforce(rng, Grid(pen, 2, "Workforce & partners"))
    van = _on_its_side(rng, Grid(pen, 3, "Van"))
    path = folder / "Juniper Hub - Monitoring return Q3 FINAL v2.xlsx"
    look_up: list[list[Cell]] = [
        ["Quarter"],
        ["Q1"],
        ["Q2"],
        ["Q3"],
        ["Q4"],
        ["Last year 412"],
    ]
    write_workbook(path, [cover, figures, staff, van], hidden={"Lists": look_up})
    return Sample(
        path,
        "11-monitoring-return",
        "juniper-hub",
        "juniper-drop-in",
        f"{YEAR} Q{NOW}",
        pen.facts,
        pen.fates,
        hidden_sheets=1,
    )


def _cover(pen: Pen) -> Grid:
    grid = Grid(pen, 0, "Cover")
    grid.note(0, 1, "JUNIPER HUB CIC")
    grid.merge(0, 1, 0, 5)
    grid.note(2, 1, "Quarterly monitoring return to the Brookmere commission")
    grid.words(4, [None, "Organisation:", None, "Juniper Hub CIC "])
    grid.words(5, [None, "Reporting period", None, "Quarter 3 2025-26"])
    grid.merge(5, 3, 5, 5)
    grid.ghosts[5, 4] = "Quarter 1 2024-25"
    grid.note(6, 1, "Completed by")
    grid.note(6, 3, "the office, from the diary and the case book")
    grid.note(8, 1, "White cells only, please.\nFigures below five are shown as <5.")
    return grid


def _figures(rng: Random, grid: Grid) -> Grid:
    grid.note(0, 0, "JUNIPER HUB CIC – key indicators 2025/26")
    grid.merge(0, 0, 0, 13)
    grid.note(1, 0, "RAG is the trustees’ own view and not part of the return")
    row = 3
    for title, figures in _SECTIONS.items():
        grid.note(row, 0, title)
        _two_tiers(grid, row + 1)
        row += 3
        for label, figure in figures.items():
            _figure(rng, grid, row, label, figure)
            row += 1
        row = _rows_between(grid, row, first=title.startswith("Section A")) + 1
    grid.note(row, 0, "* hidden by us because the number is small")
    grid.note(
        row + 1, 0, "Percentages are of the target and are worked out by the form"
    )
    return grid


def _two_tiers(grid: Grid, row: int) -> None:
    grid.put(row, 0, used("Indicator"))
    grid.merge(row, 0, row + 1, 0)
    for quarter in range(1, 5):
        column = 3 * quarter - 2
        grid.put(row, column, used(f"Q{quarter}"))
        grid.merge(row, column, row, column + 2)
        for at, word in enumerate(("Target", "Actual ", "%")):
            grid.put(row + 1, column + at, used(word))
    # What the form said two years ago still lies under the merged heading.
    grid.ghosts[row, 8] = "Q1 2023/24"
    grid.put(row, 13, used("Commentary"))
    grid.merge(row, 13, row + 1, 13)
    grid.put(row, 14, used("RAG"))
    grid.merge(row, 14, row + 1, 14)


def _figure(rng: Random, grid: Grid, row: int, label: str, figure: str) -> None:
    aim = _LARGE.get(figure, rng.randrange(30, 90))
    grid.put(row, 0, used(label))
    for quarter in range(1, 5):
        column = 3 * quarter - 2
        target = f"{figure}/target"
        if figure in _NO_TARGET:
            gap = _fact(target, quarter, reason="not_applicable")
            grid.put(row, column, used("no target", gap))
        else:
            grid.put(row, column, used(aim, _fact(target, quarter, aim)))
        if quarter > NOW:
            grid.row(row, [BLANK, BLANK], column + 1)
            continue
        grid.put(row, column + 1, _actual(rng, grid, row, figure, quarter, aim))
        grid.put(row, column + 2, _share(rng, figure))
    told = "Half-term fell early.\nFewer sessions than we had hoped; people came back."
    note = aside(told, "ignored") if figure in ("sessions", "appointment") else BLANK
    grid.put(row, 13, note)
    rag = rng.choice(("G", "A", None))
    grid.put(row, 14, aside(rag, "unknown_column") if rag else BLANK)


def _share(rng: Random, figure: str) -> Said:
    if figure in _NO_TARGET:
        return BLANK
    share = rng.randrange(55, 130)
    return aside(rng.choice((f"{share}%", f"{share} %", share / 100)), "ignored")


def _actual(
    rng: Random, grid: Grid, row: int, figure: str, quarter: int, aim: int
) -> Said:
    about = f"{figure}/actual"
    match figure, quarter:
        case ("ended", 2):
            # Blank, and the rest of its row is not: nobody has said why.
            return BLANK._replace(facts=(_fact(about, quarter, reason="unknown"),))
        case ("sessions", 1):
            odd = _fact(about, quarter, reason="set_aside")
            return aside("about 40", "does_not_fit", odd)
        case ("school_suspension", 3):
            gap = _fact(about, quarter, reason="not_due_yet")
            return used("awaiting school", gap)
        case ("missing_episode", 1):
            grid.comments[row, 2] = "Police figure, checked in July"
            return used(0, _fact(about, quarter, 0))
        case ("referral_made", 2):
            return used("not recorded", _fact(about, quarter, reason="system_gap"))
    if figure in _SMALL:
        hidden = rng.choice(("<5", "*", "<5 ", "c"))
        return used(hidden, _fact(about, quarter, reason="small_number_hidden"))
    count = round(aim * rng.uniform(0.6, 1.2))
    return used(typed(rng, count), _fact(about, quarter, count))


def _rows_between(grid: Grid, row: int, first: bool) -> int:
    """Write the rows that are not read, and return the row after them."""
    if not first:
        return row
    grid.put(row, 0, aside("Feedback", "ignored"))
    grid.row(row, [BLANK] * 14, 1)
    grid.put(row + 1, 0, aside("% who would recommend us", "ignored"))
    shares: list[Said] = [aside(0.9, "ignored"), aside("88%", "ignored"), BLANK]
    grid.row(row + 1, [*shares * 3, BLANK, BLANK, BLANK, BLANK, BLANK], 1)
    grid.put(row + 2, 0, aside("Volunteer hours", "unknown_row"))
    # Nobody has said what this row is, so its blanks are not understood either.
    for quarter in range(1, NOW + 1):
        hours = aside(f"1,{quarter}10", "unknown_row")
        grid.put(row + 2, 3 * quarter - 1, hours)
    return row + 3


def _workforce(rng: Random, grid: Grid) -> Grid:
    """Write two small tables, each of which names its quarters in its own way."""
    grid.note(0, 0, "Workforce and partners")
    grid.words(2, ["Workforce", "Q1 2025/26", "Q2 2025/26", "Q3 2025/26", "Q4 2025/26"])
    trained = {"Staff and volunteers trained": "staff_trained"}
    away = {"Days of staff absence": "staff_absence_days"}
    row = _plain_rows(rng, grid, 3, trained | away)
    grid.words(
        row + 1,
        ["With partners", "Apr – Jun 2025", "July to September 2025", "Oct-Dec 2025"],
    )
    meetings = {"Case meetings with others": "multi_agency_case_meeting"}
    calls = {"Violent incidents in the building": "violence_in_setting"}
    _plain_rows(rng, grid, row + 2, meetings | calls, quarters=3)
    grid.note(row + 6, 0, "Source: HR file and minutes")
    return grid


def _plain_rows(
    rng: Random, grid: Grid, row: int, figures: dict[str, str], quarters: int = 4
) -> int:
    for label, figure in figures.items():
        grid.put(row, 0, used(label))
        for quarter in range(1, quarters + 1):
            said = BLANK if quarter > NOW else _counted(rng, figure, quarter)
            grid.put(row, quarter, said)
        row += 1
    return row


def _on_its_side(rng: Random, grid: Grid) -> Grid:
    """Write a table whose figures stand across and whose quarters stand down."""
    grid.note(0, 0, "Outreach van – contacts by the van’s diary")
    figures = ["video", "text", "letter", "contacts"]
    words = ["Van", "Video calls", "Text chats", "Letters", "All contacts"]
    grid.words(3, words)
    for quarter in range(1, 5):
        grid.put(3 + quarter, 0, used(f"Q{quarter}"))
        for at, figure in enumerate(figures, 1):
            said = BLANK if quarter > NOW else _counted(rng, figure, quarter)
            grid.put(3 + quarter, at, said)
    grid.put(8, 0, used("Year to date"))
    for at in range(1, 5):
        grid.put(8, at, aside(rng.randrange(100, 400), "ignored"))
    grid.note(11, 0, "The van was off the road for two weeks in May.")
    return grid


def _counted(rng: Random, figure: str, quarter: int) -> Said:
    count = rng.randrange(5, 120)
    return used(typed(rng, count), _fact(f"{figure}/actual", quarter, count))


def typed(rng: Random, count: int) -> str | int:
    """Return a whole number in one of the ways in which people type it."""
    wide = str(count).translate(
        {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
    )
    spellings = (
        count,
        count,
        count,
        f"{count:,}",
        f" {count} ",
        f"{count}\u00a0",
        wide,
    )
    return rng.choice(spellings)


def _fact(
    about: str, quarter: int, count: int | None = None, *, reason: str = ""
) -> Fact:
    value = "" if count is None else str(count)
    return Fact("amount", "", about, f"{YEAR} Q{quarter}", value, reason)
