"""A survey tool's export: long questions for headings, several answers in one cell.

A column per question, and where several answers may be chosen also one per answer;
around them stands what the tool adds of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random

from everystep.demo.archetypes.crowd import people
from everystep.demo.archetypes.days import day_in
from everystep.demo.archetypes.exports import (
    Record,
    full_width,
    ignored,
    list_records,
    unknown,
)
from everystep.demo.archetypes.grids import (
    BLANK,
    Grid,
    Said,
    aside,
    unheard,
    used,
    write_workbook,
)
from everystep.demo.archetypes.truth import Fact, Pen, Sample

_QUARTER = "2025-26 Q3"
REFERENCE = (
    "1. What is the reference on your card? (Ask your worker if you are not sure.)"
)
BORN = "2. When were you born?"
STAGE = "3. When are you filling this in?"
SAFE = "4. How safe do you feel when you come here?"
LIFE = "5. Overall, how satisfied are you with your life nowadays? (0 = not at all, 10 = completely)"  # noqa: E501
ANXIOUS = "6. Overall, how anxious did you feel yesterday? (0–10)"
HELPED = "7. What has helped? (choose all that apply)"
HARD = "8. What makes it hard to come? (choose all that apply)"
WORDS = "9. Anything else, in your own words?"
_HELPED = {
    "being_listened_to": "listened_to",
    "a_safe_place": "safe_place",
    "practical_help": "practical_help",
    "other_people_here": "other_people",
}
_HARD = {
    "Travel": "travel",
    "Times": "times",
    "Not sure it is for me": "not_for_me",
    "Nothing does": "nothing",
}
_SAFE = {
    "Very safe": "4",
    "Mostly safe": "3",
    "Sometimes safe": "2",
    "Not safe": "1",
}
_STAGES = {
    "At the start": "start",
    "After a while": "review_1",
    "At the end": "end",
}
HEADINGS = (
    "start",
    "end",
    "deviceid",
    REFERENCE,
    BORN,
    STAGE,
    SAFE,
    LIFE,
    ANXIOUS,
    HELPED,
    *(f"{HELPED}/{answer}" for answer in _HELPED),
    HARD,
    *(f"{HARD}/{answer}" for answer in _HARD),
    WORDS,
    "_id",
    "_uuid",
    "_submission_time",
    "_validation_status",
    "Consent checked",
)


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the export, and return what is true of it."""
    rng, pen = Random(seed), Pen()
    answers = Grid(pen, 0, "Feedback – all versions")
    records = list(_records(rng))
    list_records(answers, 0, HEADINGS, records)
    _hide_a_test(answers, 7)
    choices = Grid(pen, 1, "choices")
    for row, texts in enumerate(_choices()):
        choices.words(row, texts, "aside:outside_tables")
    path = folder / "Feedback_-_all_versions_-_labels.xlsx"
    write_workbook(path, [answers, choices], {"deleted": [["Old answers", "2023"]]})
    return Sample(
        path,
        "05-survey-export",
        "juniper-space",
        "juniper-dropin",
        _QUARTER,
        pen.facts,
        pen.fates,
        hidden_sheets=1,
    )


def _choices() -> Iterator[Sequence[str]]:
    yield "list_name", "name", "label"
    for answer in _HELPED:
        yield "helped", answer, answer.replace("_", " ").capitalize()


def _hide_a_test(grid: Grid, row: int) -> None:
    """Add a trial entry of a worker's, which somebody hid afterwards."""
    typed: tuple[tuple[str, str | int], ...] = (
        ("start", "2025-10-01T08:00:00"),
        (REFERENCE, "TEST"),
        (LIFE, 10),
    )
    for heading, value in typed:
        grid.put(row, HEADINGS.index(heading), aside(value, "hidden"))
    grid.hidden_rows.add(row)


def _records(rng: Random) -> Iterator[Record]:
    at = 0
    for one in people(rng, 32, "JS{:03d}", (1975, 2008)):
        who = one.reference
        stages = rng.choice((["At the start"], ["After a while"], [*_STAGES]))
        for stage in stages:
            day = day_in(rng, *_WHEN[stage])
            at += 1
            if at == 7:
                yield {}
            nobody = at % 13 == 5
            record = _entry(rng, "" if nobody else who, stage, day, at)
            record[REFERENCE] = _reference(rng, who, nobody)
            record |= _born(rng, one.birth_date, "" if nobody else who)
            if nobody:
                record = {name: _unheard(name, said) for name, said in record.items()}
            yield record


_WHEN = {
    "At the start": (date(2025, 10, 1), date(2025, 10, 24)),
    "After a while": (date(2025, 11, 3), date(2025, 11, 28)),
    "At the end": (date(2025, 12, 1), date(2025, 12, 19)),
}


def _unheard(heading: str, said: Said) -> Said:
    """Return a cell of someone who is not named: answers count without a name."""
    about_them = (REFERENCE, STAGE, "_submission_time", BORN, LIFE, ANXIOUS)
    return unheard(said, "names_nobody") if heading in about_them else said


def _reference(rng: Random, who: str, nobody: bool) -> Said:
    if nobody:
        # Whose answers these are stays open; their cells are read all the same.
        return used(rng.choice(("", "don't know")))
    return used(rng.choice((who, who, f"{who} ", f" {who}")))


def _born(rng: Random, day: date, who: str) -> Record:
    drawn = rng.random()
    if drawn < 0.1:
        return {BORN: BLANK}
    if drawn < 0.2:
        said = used(
            "prefer not to say", *_of(who, "birth_date", "", "chose_not_to_say")
        )
    elif drawn < 0.24:
        said = aside(
            "in the summer", "does_not_fit", *_of(who, "birth_date", "", "set_aside")
        )
    else:
        said = used(day, *_of(who, "birth_date", f"{day}", ""))
    return {BORN: said}


def _of(who: str, field: str, value: str, reason: str) -> list[Fact]:
    return [Fact("person", who, field, "", value, reason)] if who else []


def _entry(rng: Random, who: str, stage: str, day: date, at: int) -> Record:
    clock = f"{rng.randint(9, 17):02d}:{rng.randint(0, 59):02d}"
    return {
        "start": ignored(f"{day}T{clock}:04.120Z"),
        "end": ignored(f"{day}T{clock}:51.733Z"),
        "deviceid": ignored(f"ee.kobo:{rng.randrange(16**8):08x}"),
        STAGE: used(stage),
        "_id": ignored(41_200 + at),
        "_uuid": ignored(f"{rng.randrange(16**12):012x}"),
        # The tool writes the month first, as its columns show taken together.
        "_submission_time": used(f"{day.month}/{day.day}/{day:%y} {clock}:55"),
        "_validation_status": ignored(rng.choice(("", "", "Approved"))),
        "Consent checked": unknown(rng.choice(("OK", ""))),
        WORDS: ignored(rng.choice(("", "", "The garden!", "Thank you\nall of you"))),
        SAFE: _one_answer(rng, who),
        **_scores(rng, who, f"{_STAGES[stage]}@{day}"),
        **_helped(rng, who),
        **_hard(rng, who),
    }


def _one_answer(rng: Random, who: str) -> Said:
    words = rng.choice([*_SAFE] * 3 + ["prefer not to say", "", "depends on the day"])
    match words:
        case "prefer not to say":
            return used(words, *_answer(who, "felt_safe", "", "chose_not_to_say"))
        case "":
            return used(words, *_answer(who, "felt_safe", "", "unknown"))
        case "depends on the day":
            said = _answer(who, "felt_safe", "", "set_aside")
            return aside(words, "does_not_fit", *said)
    return used(words, *_answer(who, "felt_safe", _SAFE[words], ""))


def _answer(who: str, question: str, value: str, reason: str) -> list[Fact]:
    # An answer without a name is an answer all the same.
    return [Fact("answer", who, question, _QUARTER, value, reason)]


def _scores(rng: Random, who: str, when: str) -> Record:
    life, anxious = _score(rng), _score(rng)
    # Whether "don't know" is meant for a blank beside it too, nobody could tell.
    while {life[2], anxious[2]} == {"does_not_know", "unknown"}:
        anxious = _score(rng)
    found = {}
    for heading, scale, (said, value, reason) in (
        (LIFE, "life_satisfaction", life),
        (ANXIOUS, "anxious_yesterday", anxious),
    ):
        fact = Fact("score", who, f"ons4/{scale}/self", when, value, reason)
        found[heading] = said._replace(facts=(fact,) if who else ())
    return found


def _score(rng: Random) -> tuple[Said, str, str]:
    score = rng.randint(0, 10)
    return rng.choice(
        [(used(score), f"{score}", "")] * 8
        + [
            (used(f"{score}/10"), f"{score}", ""),
            (used(full_width(f"{score}")), f"{score}", ""),
            (used("don't know"), "", "does_not_know"),
            (used(""), "", "unknown"),
            (aside(11, "out_of_range"), "", "set_aside"),
            (aside("so-so", "does_not_fit"), "", "set_aside"),
        ]
    )


def _helped(rng: Random, who: str) -> Record:
    """Return the answers in one cell; a column per answer says them again."""
    chosen = sorted(rng.sample(list(_HELPED), rng.randint(0, 3)))
    codes = ";".join(sorted(_HELPED[answer] for answer in chosen))
    words = " ".join(chosen)
    reason = "" if chosen else "unknown"
    said = used(words, *_answer(who, "what_helped", codes, reason))
    if chosen and rng.random() < 0.08:
        mistyped = _answer(who, "what_helped", "", "set_aside")
        said = aside(f"{words} snacks", "does_not_fit", *mistyped)
    again = {
        f"{HELPED}/{answer}": ignored(int(answer in chosen) if chosen else None)
        for answer in _HELPED
    }
    return {HELPED: said, **again}


def _hard(rng: Random, who: str) -> Record:
    """Return a mark under each answer chosen; the cell beside them says it again."""
    chosen = rng.sample(list(_HARD), rng.randint(0, 2))
    codes = ";".join(sorted(_HARD[answer] for answer in chosen))
    reason = "" if chosen else "unknown"
    marks = {
        f"{HARD}/{answer}": used(str(int(answer in chosen)) if chosen else None)
        for answer in _HARD
    }
    first = next(iter(marks))
    facts = _answer(who, "what_is_hard", codes, reason)
    marks[first] = marks[first]._replace(facts=tuple(facts))
    return {HARD: ignored(" ".join(chosen)), **marks}
