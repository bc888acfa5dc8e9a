"""An anonymous survey: no references, and several answers to some of its questions.

Young people answer with faces and ticks on one sheet, families in words on another.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from everystep.demo.archetypes.exports import Record, ignored, list_records, unknown
from everystep.demo.archetypes.grids import (
    BLANK,
    Grid,
    Said,
    aside,
    used,
    write_workbook,
)
from everystep.demo.archetypes.truth import Fact, Pen, Sample

_QUARTER = "2025-26 Q2"
SAFE = "I feel safe here"
LISTENED = "Grown-ups here listen to me"
WHAT = "What do you like? (tick as many as you want)"
MORE = "What would you like more of?"
AGAIN = "Would you tell a friend about us?"
_OWN = "Tell us anything else\n(you don't have to!)"
CHOSEN = "My child could choose what we worked on"
DIFFERENCE = "Which of these have changed for your family? (Choose all that apply)"
_FACES = {"🙂": "yes", "😐": "not_sure", "🙁": "no"}
_TICKS = {"Music": "music", "Food": "food", "Trips": "trips", "The people": "people"}
_MORE = {
    "Music": "music",
    "Trips": "trips",
    "Quiet time": "quiet_time",
    "Nothing, it's fine": "nothing",
}
_AGREE = {
    "Strongly agree": "5",
    "Agree": "4",
    "Neither agree nor disagree": "3",
    "Disagree": "2",
    "Strongly disagree": "1",
}
_CHANGED = {
    "Mornings are calmer": "mornings",
    "School is going better": "school",
    "We talk more": "talking",
    "Nothing yet": "nothing_yet",
}
YOUNG = (
    "ID",
    "Start time",
    "Email",
    SAFE,
    LISTENED,
    *(f"{WHAT} - {tick}" for tick in _TICKS),
    MORE,
    AGAIN,
    _OWN,
    "Points",
)
FAMILIES = ("ID", "Start time", CHOSEN, SAFE, DIFFERENCE, _OWN)


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the survey's answers, and return what is true of them."""
    rng, pen = Random(seed), Pen()
    young = Grid(pen, 0, "Form1 young people")
    list_records(young, 0, YOUNG, _young(rng))
    families = Grid(pen, 1, "Form2 families ")
    families.note(0, 0, "Summer feedback 2025 – families (paper forms typed in by Jo)")
    after = list_records(families, 2, FAMILIES, _families(rng))
    families.note(after + 2, 0, "NB no. 14 was torn, and is left out")
    path = folder / "Summer feedback(1-46).xlsx"
    write_workbook(path, [young, families])
    return Sample(
        path,
        "16-anonymous-survey",
        "willow-club",
        "willow-after-school",
        _QUARTER,
        pen.facts,
        pen.fates,
    )


def _young(rng: Random) -> Iterator[Record]:
    for at in range(46):
        record = {
            "ID": ignored(at + 1),
            "Start time": ignored(f"9/{1 + at % 26}/25 15:{10 + at}:07"),
            "Email": ignored("anonymous"),
            SAFE: _one_of(rng, _FACES, "felt_safe"),
            LISTENED: _one_of(rng, _FACES, "listened_to"),
            AGAIN: _one_of(rng, {"Yes": "yes", "Maybe": "maybe", "No": "no"}, "friend"),
            MORE: _several(rng, _MORE, "more_of", spoilt="Xbox"),
            _OWN: ignored(rng.choice(("", "", "Pizza; and more pizza", "ur ok"))),
            "Points": unknown(rng.choice((0, ""))),
        }
        yield record | _ticks(rng)
        if at == 17:
            yield {}


def _families(rng: Random) -> Iterator[Record]:
    for at in range(20):
        yield {
            "ID": ignored(at + 1),
            "Start time": ignored(rng.choice(("Sept", ""))),
            CHOSEN: _one_of(rng, _AGREE, "could_choose"),
            SAFE: _one_of(rng, _AGREE, "felt_safe"),
            DIFFERENCE: _several(rng, _CHANGED, "changed", spoilt="see over"),
            _OWN: ignored(rng.choice(("", "Thank you,\nall of you.", "n/a"))),
        }


def _answer(question: str, value: str = "", reason: str = "") -> Fact:
    return Fact("answer", "", question, _QUARTER, value, reason)


def _one_of(rng: Random, answers: dict[str, str], question: str) -> Said:
    words = rng.choice(list(answers))
    said = used(words, _answer(question, answers[words]))
    drawn = rng.random()
    if drawn < 0.7:
        return said
    return rng.choice(
        [
            used(f" {words.upper()}\N{NO-BREAK SPACE}", *said.facts),
            used("prefer not to say", _answer(question, "", "chose_not_to_say")),
            used("Don't know", _answer(question, "", "does_not_know")),
            BLANK._replace(facts=(_answer(question, "", "unknown"),)),
            aside("🙂/😐", "does_not_fit", _answer(question, "", "set_aside")),
        ]
    )


def _several(rng: Random, answers: dict[str, str], question: str, spoilt: str) -> Said:
    chosen = rng.sample(list(answers), rng.randint(1, 3))
    codes = ";".join(sorted(answers[words] for words in chosen))
    other = ";".join(sorted([*(answers[words] for words in chosen), "other"]))
    text = ";".join(chosen)
    drawn = rng.random()
    if drawn < 0.7:
        return used(f"{text};", _answer(question, codes))
    return rng.choice(
        [
            used("; ".join(chosen), _answer(question, codes)),
            used(f"{text};Other: a bigger garden;", _answer(question, other)),
            used("prefer not to say", _answer(question, "", "chose_not_to_say")),
            BLANK._replace(facts=(_answer(question, "", "unknown"),)),
            # One answer of several that nobody can place: half an answer is none.
            aside(
                f"{text};{spoilt}", "does_not_fit", _answer(question, "", "set_aside")
            ),
        ]
    )


def _ticks(rng: Random) -> Record:
    """Return a cross under each answer that was ticked, and nothing under others."""
    chosen = rng.sample(list(_TICKS), rng.randint(0, 3))
    marks = {
        f"{WHAT} - {tick}": used(
            rng.choice(("X", "x ", "✓")) if tick in chosen else None
        )
        for tick in _TICKS
    }
    codes = ";".join(sorted(_TICKS[tick] for tick in chosen))
    fact = _answer("likes", codes, "" if chosen else "unknown")
    first = next(iter(marks))
    marks[first] = marks[first]._replace(facts=(fact,))
    return marks
