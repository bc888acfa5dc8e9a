"""A goals sheet: several goals for each person, at the start and now.

One sheet has a row per goal and says the goal in the person's own words; the group's
sheet has a row per person and only numbers the goals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from everystep.demo.archetypes.crowd import Someone, people
from everystep.demo.archetypes.days import day_in
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
from everystep.demo.workbooks import Cell

ONE_TO_ONE = (
    "Ref",
    "Young person",
    "DOB",
    "Goal (their words)",
    "Set on",
    "How close at the start (0–10)",
    "Last looked at",
    "How close now (0–10)",
    "Whose goal?",
    "Worker's note",
)
GROUP = (
    "Ref",
    *(
        f"Goal {goal} – {what}"
        for goal in (1, 2, 3)
        for what in ("date set", "first", "date last", "last")
    ),
    "Group",
)
_GOALS = (
    "Sleep through the night",
    "Get back to football",
    "Walk to school on my own",
    "Not shout at my brother",
    "Speak up in class",
    "Cook a meal  for Mum",
    "Go on the bus\nwithout Dad",
    "Have one good friend",
    "Eat in the dinner hall",
    "Feel less wobbly at bedtime",
)
_NOT_SCORED = {
    "too early": "relationship_first",
    "DNA": "no_session",
    "drawing instead": "told_another_way",
    "n/a yet": "not_due_yet",
}
_START = (date(2025, 1, 6), date(2025, 3, 28))
_NOW = (date(2025, 4, 7), date(2025, 6, 27))


@dataclass(frozen=True)
class _Occasion:
    """What stands in the two cells of one goal and one moment."""

    day: Said
    score: Said
    on: str
    value: str
    reason: str

    def facts(self, who: str, goal: str, position: str) -> tuple[Fact, ...]:
        """Return what they say together; two blank cells say nothing."""
        if not (self.on or self.value or self.reason):
            return ()
        when = f"{position}@{self.on}"
        return (Fact("goal", who, goal, when, self.value, self.reason),)


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the workbook, and return what is true of it."""
    rng, pen = Random(seed), Pen()
    crowd = people(rng, 34, "RF {:03d}", (2009, 2016))
    single = Grid(pen, 0, "1-1 goals")
    single.note(0, 0, "ROWAN FAMILY SUPPORT – what matters to you?")
    single.merge(0, 0, 0, 6)
    single.note(1, 0, "0 = a long way off, 10 = there. Every number is a good number.")
    single.words(2, ["Quarter:", "Quarter 1 2025-26"])
    after = list_records(single, 4, ONE_TO_ONE, _rows(rng, crowd[:22]))
    single.note(after + 1, 0, "Total goals")
    single.note(after + 1, 3, after - 5)
    group = Grid(pen, 1, "Group (numbers only)")
    group.note(0, 0, "The goals themselves stay on the flip chart.")
    list_records(group, 2, GROUP, _group_rows(rng, crowd[22:]))
    path = folder / "goals sheet - copy (2).xlsx"
    write_workbook(path, [single, group])
    return Sample(
        path,
        "07-goals",
        "rowan-family",
        "rowan-young-people",
        "2025-26 Q1",
        pen.facts,
        pen.fates,
    )


def _rows(rng: Random, crowd: list[Someone]) -> Iterator[Record]:
    at = 0
    for one in crowd:
        goals = rng.sample(_GOALS, rng.randint(1, 3))
        for goal in goals:
            record = _goal(rng, one.reference, goal, at)
            at += 1
            if goal == goals[0]:
                # Said once for all of somebody's goals; the rows below leave it out.
                record |= _who(rng, one)
            yield record
            if at == 19:
                yield {}


def _who(rng: Random, one: Someone) -> Record:
    who = one.reference
    born = used(
        one.birth_date, Fact("person", who, "birth_date", "", f"{one.birth_date}")
    )
    return {
        "Ref": used(
            rng.choice((who, f"{who} ", who.replace(" ", "\N{NO-BREAK SPACE}")))
        ),
        "Young person": ignored(one.forename[0] + one.surname[0]),
        "DOB": born if rng.random() < 0.8 else BLANK,
    }


def _goal(rng: Random, who: str, goal: str, at: int) -> Record:
    words = " ".join(goal.split()).casefold()
    start, now = _occasion(rng, _START), _occasion(rng, _NOW)
    if 3 <= at < 6:
        now = _UNDECIDED[at - 3]
    return {
        "Goal (their words)": used(goal),
        "Set on": start.day,
        "How close at the start (0–10)": start.score._replace(
            facts=start.facts(who, words, "start")
        ),
        "Last looked at": now.day,
        "How close now (0–10)": now.score._replace(
            facts=now.facts(who, words, "review_1")
        ),
        "Whose goal?": unknown(rng.choice(("theirs", "family", ""))),
        "Worker's note": ignored(rng.choice(("", "Said with a grin", "See diary"))),
    }


def _group_rows(rng: Random, crowd: list[Someone]) -> Iterator[Record]:
    for one in crowd:
        record = {"Ref": used(one.reference), "Group": ignored("Tuesday")}
        for goal in range(1, rng.randint(1, 3) + 1):
            start, now = _occasion(rng, _START), _occasion(rng, _NOW)
            name = f"goal {goal}"
            record |= {
                f"Goal {goal} – date set": start.day,
                f"Goal {goal} – first": start.score._replace(
                    facts=start.facts(one.reference, name, "start")
                ),
                f"Goal {goal} – date last": now.day,
                f"Goal {goal} – last": now.score._replace(
                    facts=now.facts(one.reference, name, "review_1")
                ),
            }
        yield record


def _occasion(rng: Random, when: tuple[date, date]) -> _Occasion:
    day = day_in(rng, *when)
    written: Cell = rng.choice(
        (day, day, day, f"{day.day} {day:%b %Y}", f"{day:%Y-%m-%d}")
    )
    score, value, reason = _closeness(rng)
    drawn = rng.random()
    if drawn < 0.08:
        return _Occasion(BLANK, BLANK, "", "", "")
    if drawn < 0.14:
        return _Occasion(BLANK, score, "", value, "" if score == BLANK else reason)
    return _Occasion(used(written), score, f"{day}", value, reason)


def _closeness(rng: Random) -> tuple[Said, str, str]:
    score = rng.randint(0, 10)
    if rng.random() < 0.6:
        return used(score), str(score), ""
    words = rng.choice(list(_NOT_SCORED))
    half = rng.randint(1, 9)
    return rng.choice(
        [
            (used(f"{score}/10"), str(score), ""),
            (used(f"{score} / 10"), str(score), ""),
            (used(f"{half}½"), f"{half}.5", ""),
            (used(words), "", _NOT_SCORED[words]),
            (used(words), "", _NOT_SCORED[words]),
            (BLANK, "", "unknown"),
            (aside(12, "out_of_range"), "", "set_aside"),
            (aside("6 or 7", "does_not_fit"), "", "set_aside"),
        ]
    )


# One date that can only be day first and one that can only be month first: with as many
# on either side nobody can say which the third one is.
_UNDECIDED = (
    _Occasion(used("23/05/2025"), used(6), "2025-05-23", "6", ""),
    _Occasion(used("05/28/2025"), used(7), "2025-05-28", "7", ""),
    _Occasion(aside("04/05/2025", "two_dates"), used(4), "", "4", ""),
)
