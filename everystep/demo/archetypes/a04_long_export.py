"""A case system's export: one line per form, CORE-10 and PHQ-9 in one file.

An item stands in each column, so ``Q1`` is one question on some lines and another on
others; dates of one column are written in two ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from everystep.demo.archetypes.crowd import people
from everystep.demo.archetypes.days import day_in
from everystep.demo.archetypes.exports import (
    NOTES,
    Habits,
    Record,
    about,
    day_first,
    full_width,
    ignored,
    list_records,
    number,
    unknown,
)
from everystep.demo.archetypes.grids import Grid, Said, as_csv, aside, used
from everystep.demo.archetypes.truth import Fact, Pen, Sample

_ITEMS = tuple(f"Q{item}" for item in range(1, 11))
_HABITS = Habits(
    headings={
        "reference": "Client Ref",
        "surname": "Surname",
        "forename": "Forename",
        "birth_date": "Date of Birth",
        "gender": "Gender",
        "ethnic_group": "Ethnicity",
        "nhs_number": "NHS Number",
        "place": "Local Area",
    },
    genders={"female": "Female", "male": "Male", "non_binary": "Other gender"},
    born=day_first,
)
HEADINGS = (
    *_HABITS.headings.values(),
    "Referral Accepted",
    "Case Closed",
    "Closure Reason",
    "Form",
    "Stage",
    "Completed On",
    "Form Outcome",
    *_ITEMS,
    "System Total",
    "Risk Flag",
    "Worker Note",
)
_CLOSURES = {
    "Treatment completed": "completed",
    "Signposted on": "moved_on",
    "GP practice takes over": "partner_took_over",
    "Out of area": "moved_away",
    "Break agreed": "paused",
    "No contact": "contact_ended",
}
_STAGES = {
    "Assessment": "start",
    "Review 1": "review_1",
    "Review 2": "review_2",
    "Discharge": "end",
}
_NOT_FILLED = {
    "Declined to answer": "chose_not_to_say",
    "DNA": "no_session",
    "Interpreter not booked": "language_or_interpreter",
    "Too early": "relationship_first",
    "": "unknown",
}
_KINDS = {"CORE-10": ("core_10", 10, 4), "PHQ-9": ("phq_9", 9, 3)}


@dataclass(frozen=True)
class _Form:
    """One form of one person, before anything is written."""

    name: str
    stage: str
    day: date

    @property
    def about(self) -> str:
        return f"{_KINDS[self.name][0]}/total/self"

    @property
    def when(self) -> str:
        return f"{_STAGES[self.stage]}@{self.day}"


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the export, and return what is true of it."""
    rng, pen = Random(seed), Pen()
    grid = Grid(pen, 0, "text")
    grid.note(0, 0, "Case Manager 4.2 – questionnaire extract")
    grid.words(1, ["Organisation", "Hazel Talking Therapies"])
    grid.words(2, ["Extract period:", "01/10/2025 – 31/12/2025"])
    records = list(_records(rng))
    after = list_records(grid, 4, HEADINGS, records)
    grid.note(after, 0, "End of extract")
    grid.note(after, 1, f"{len(records)} rows")
    path = folder / "questionnaire_extract_Q3.csv"
    path.write_bytes(as_csv(grid).encode("utf-8-sig"))
    return Sample(
        path,
        "04-long-export",
        "hazel-talking",
        "hazel-counselling",
        "2025-26 Q3",
        pen.facts,
        pen.fates,
    )


def _records(rng: Random) -> Iterator[Record]:
    for at, one in enumerate(people(rng, 26, "HT/{:04d}", (1958, 2006))):
        accepted = day_in(rng, date(2025, 4, 7), date(2025, 9, 30))
        closing = rng.random() < 0.4
        # The system repeats what it knows of somebody on each of their lines.
        known = about(rng, one, _HABITS)
        known |= _case(rng, one.reference, accepted, closing)
        for form in _forms_of(rng, at, accepted, closing):
            yield known | _line(rng, one.reference, form)


def _forms_of(
    rng: Random, at: int, accepted: date, closing: bool
) -> list[_Form | None]:
    if at % 9 == 4:
        return [None]
    names = ("CORE-10",) if at % 3 else ("CORE-10", "PHQ-9")
    first = day_in(rng, accepted, accepted + timedelta(days=20))
    last = day_in(rng, date(2025, 11, 3), date(2025, 12, 19))
    forms = [_Form(name, "Assessment", first) for name in names]
    if rng.random() < 0.6:
        middle = day_in(rng, date(2025, 10, 1), date(2025, 10, 31))
        forms += [_Form(name, "Review 1", middle) for name in names]
    stage = "Discharge" if closing else "Review 2"
    return [*forms, *(_Form(name, stage, last) for name in names)]


def _line(rng: Random, who: str, form: _Form | None) -> Record:
    record = {
        "Worker Note": ignored(rng.choice(NOTES)),
        "Risk Flag": unknown(rng.choice(("", "", "amber", "green"))),
    }
    if form is None:
        return record | {"Form": aside("No form recorded", "ignored")}
    record["Form"] = aside(form.name, "ignored")
    record["Stage"] = used(form.stage + rng.choice(("", " ", "\N{NO-BREAK SPACE}")))
    record["Completed On"] = used(_day(rng, form.day))
    return record | _answers(rng, who, form)


def _case(rng: Random, who: str, accepted: date, closing: bool) -> Record:
    record = {
        "Referral Accepted": used(
            accepted.isoformat(), Fact("episode", who, "start", value=f"{accepted}")
        )
    }
    if closing:
        closed, words = date(2025, 12, 22), rng.choice(list(_CLOSURES))
        record["Case Closed"] = used(
            closed.isoformat(), Fact("episode", who, "end", value=f"{closed}")
        )
        record["Closure Reason"] = used(
            words, Fact("episode", who, "route", value=_CLOSURES[words])
        )
    return record


def _day(rng: Random, day: date) -> str:
    if day.day > 12 and rng.random() < 0.05:
        # Someone's computer writes the month first; only one reading fits.
        return f"{day:%m/%d/%Y}"
    return f"{day:%d/%m/%Y}" if rng.random() < 0.6 else f"{day}T09:30:00"


def _answers(rng: Random, who: str, form: _Form) -> Record:
    _, items, most = _KINDS[form.name]
    drawn = rng.random()
    if drawn < 0.16:
        return _not_filled(rng, who, form)
    given = [rng.randint(0, most) for _ in range(items)]
    cells = [used(_typed(rng, answer)) for answer in given]
    answers: list[int | None] = [*given]
    spoilt = ""
    if drawn < 0.34:
        at = rng.randrange(items)
        cells[at], spoilt = _spoilt(rng)
        answers[at] = None
    if drawn > 0.93:
        for at in rng.sample(range(items), 3):
            cells[at], answers[at] = used(None), None
    record = dict(zip(_ITEMS, cells, strict=False))
    if form.name == "PHQ-9":
        record["Q10"] = ignored(rng.choice(("1", "2", "")))
    words = rng.choice(("Completed", "Completed", "COMPLETED", "see paper file"))
    record["Form Outcome"] = (
        aside(words, "does_not_fit") if words.startswith("see") else used(words)
    )
    record["System Total"] = ignored(str(sum(answer or 0 for answer in answers)))
    record["Q1"] = record["Q1"]._replace(
        facts=(_score(who, form, answers, spoilt == "aside"),)
    )
    return record


def _typed(rng: Random, answer: int) -> str:
    text = str(answer)
    spellings = (f"{text} ", f"{text}.0", full_width(text))
    return rng.choice((text, text, text, text, *spellings))


def _spoilt(rng: Random) -> tuple[Said, str]:
    return rng.choice(
        [
            (used(None), "blank"),
            (used("PNTS"), "gap"),
            (aside("7", "out_of_range"), "aside"),
            (aside("often", "does_not_fit"), "aside"),
        ]
    )


def _score(who: str, form: _Form, answers: list[int | None], is_aside: bool) -> Fact:
    """Return what a form comes to, by the sentence in its instrument's manual."""
    there = [answer for answer in answers if answer is not None]
    blank = len(answers) - len(there)
    value = ""
    if form.name == "CORE-10" and blank <= 1:
        value = number(Decimal(10 * sum(there)) / len(there))
    elif form.name == "PHQ-9" and not blank:
        value = number(sum(there))
    reason = "" if value else "set_aside" if is_aside else "not_scorable"
    return Fact("score", who, form.about, form.when, value, reason)


def _not_filled(rng: Random, who: str, form: _Form) -> Record:
    words = rng.choice(list(_NOT_FILLED))
    fact = Fact("score", who, form.about, form.when, "", _NOT_FILLED[words])
    return {"Form Outcome": used(words, fact)}
