"""A report whose form changed in April: the last one as it was, and the first new one.

One layout reads both, by a dated difference.
"""

from __future__ import annotations

from dataclasses import dataclass
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
from everystep.demo.archetypes.hand import Hand
from everystep.demo.archetypes.truth import Fact, Pen, Sample

_ETHNIC_WORDS = {
    "white_british": "English, Welsh, Scottish, Northern Irish or British",
    "asian_pakistani": "Pakistani",
    "black_african": "African",
    "white_other": "Any other White background",
}
_ORS = "ors/total/self"


@dataclass(frozen=True)
class Form:
    """One of the two forms: its words, and what a home is called in it."""

    quarter: str
    period: str
    sheet: str
    reference: str
    ethnic_group: str
    homes: dict[str, str]
    is_new: bool


OLD = Form(
    "2024-25 Q4",
    "January to March 2025",
    "Participants",
    "Client ref",
    "Ethnicity",
    {"Yes": "1", "No": "0"},
    is_new=False,
)
NEW = Form(
    "2025-26 Q1",
    "Apr-Jun 2025",
    "People Q1",
    "Person ref",
    "Ethnic group",
    {"1 - own or family home": "1", "2 - care": "1", "3 - moving around": "0"},
    is_new=True,
)


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the first report on the new form and say what is true of it."""
    return _write(folder / "Nightjar return 2025-26 (new form) Q1.xlsx", NEW, seed)


def sample_before(folder: Path, seed: int = 7) -> Sample:
    """Write the last report on the old form and say what is true of it."""
    return _write(folder / "Nightjar return Q4.xlsx", OLD, seed)


def _write(path: Path, form: Form, seed: int) -> Sample:
    rng = Random(f"{seed}/{form.quarter}")
    grid = Grid(Pen(), 0, form.sheet)
    grid.note(0, 0, "NIGHTJAR NIGHT SHELTER AND YOUTH ADVICE")
    grid.merge(0, 0, 0, 6)
    grid.words(1, ["Return for", form.period])
    if form.is_new:
        grid.note(2, 0, "New form from April: please use the list for homes")
    grid.words(4, _headings(form))
    hand = Hand(rng)
    for row, one in enumerate(people(rng, 27, "NJ-{:04d}", born=(1999, 2008)), 5):
        grid.row(row, _row(rng, hand, form, row, one))
    grid.words(33, ["Total: 27"], "aside:outside_tables")
    write_workbook(path, [grid])
    pen = grid.pen
    return Sample(
        path,
        "20-new-form",
        "nightjar",
        "nightjar-advice",
        form.quarter,
        pen.facts,
        pen.fates,
    )


def _headings(form: Form) -> list[str]:
    first = [form.reference, form.ethnic_group, "Start of support"]
    last = ["ORS date", "ORS", "Settled home?", "Remarks"]
    return [*first, *(["NHS number"] if form.is_new else ["Suspensions"]), *last]


def _row(rng: Random, hand: Hand, form: Form, row: int, one: Someone) -> list[Said]:
    who = one.reference
    began = day_in(rng, date(2024, 5, 1), date(2024, 12, 20))
    start = Fact("episode", who, "start", "", began.isoformat())
    changing = _nhs(rng, row, one) if form.is_new else _suspensions(rng, row, who, form)
    remark = aside("See the book.\nShe likes the new room", "ignored")
    return [
        used(hand.words(who)),
        _ethnic_group(rng, row, who),
        used(hand.plain_day(began), start),
        changing,
        *_ors(rng, row, who, form),
        _home(rng, row, who, form),
        remark if row % 6 == 0 else BLANK,
    ]


def _ethnic_group(rng: Random, row: int, who: str) -> Said:
    if row == 7:
        gap = Fact("person", who, "ethnic_group", "", "", "chose_not_to_say")
        return used("PNTS", gap)
    if row == 12:
        odd = Fact("person", who, "ethnic_group", "", "", "set_aside")
        return aside("Brookmere born and bred", "does_not_fit", odd)
    if row == 15:
        return BLANK
    group, words = rng.choice([*_ETHNIC_WORDS.items()])
    return used(words, Fact("person", who, "ethnic_group", "", group))


def _nhs(rng: Random, row: int, one: Someone) -> Said:
    who, digits = one.reference, one.nhs_number
    if row in (9, 20):
        gap = Fact("person", who, "nhs_number", "", "", "not_registered")
        return used("no GP", gap)
    spaced = f"{digits[:3]} {digits[3:6]} {digits[6:]}"
    typed = rng.choice((digits, spaced))
    return used(typed, Fact("person", who, "nhs_number", "", typed))


def _suspensions(rng: Random, row: int, who: str, form: Form) -> Said:
    def said(value: str, reason: str = "") -> Fact:
        about = "school_suspension"
        return Fact("event", who, about, form.quarter, value, reason)

    if row == 10:
        return used("", said("", "unknown"))
    count = rng.choice((0, 0, 0, 1, 2))
    return used(count, said(str(count)))


def _ors(rng: Random, row: int, who: str, form: Form) -> list[Said]:
    first = date(2025, 4, 1) if form.is_new else date(2025, 1, 6)
    day = day_in(rng, first, date(first.year, first.month + 2, 28))
    when = f"@{day.isoformat()}"
    if row in (8, 19):
        return [BLANK, BLANK]
    if row == 11:
        late = Fact("score", who, _ORS, when, "", "set_aside")
        return [used(day), aside(41, "out_of_range", late)]
    if row == 14:
        gap = Fact("score", who, _ORS, when, "", "told_another_way")
        return [used(day), used("art session", gap)]
    score = rng.randrange(90, 380)
    number = f"{score / 10:.1f}".removesuffix(".0")
    typed = rng.choice((score / 10, number, f"{number} "))
    return [used(day), used(typed, Fact("score", who, _ORS, when, number))]


def _home(rng: Random, row: int, who: str, form: Form) -> Said:
    def said(value: str, reason: str = "") -> Fact:
        return Fact("state", who, "settled_home", form.quarter, value, reason)

    if row == 13:
        return used("TBC", said("", "unknown"))
    if row == 16:
        return used("", said("", "unknown"))
    word = rng.choice([*form.homes])
    return used(word, said(form.homes[word]))
