"""How much of each kind a report says, and how often each gap: as a receipt counts it.

A receipt counts what is kept once nobody can be recognised any more. Here nobody is
made unrecognisable, and the same is counted from the rows as they stand in memory:
what a file says twice of one person is said once, and a field of a person is known or
a gap once, however many rows are about them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from everystep.calendar import quarter_of
from everystep.layouts.facts import who_of
from everystep.layouts.read import Reading
from everystep.layouts.says import Count, Row, Statement
from everystep.layouts.values import Read

Record = tuple[str, str]
"""What a record is of, and why it holds nothing; empty where it holds something."""
_RANK = {"value": 0, "gap": 1, "aside": 2, "blank": 3}


def counts(reading: Reading) -> dict[str, int]:
    """Return how much was read of each kind, people first."""
    said = Counter(of for of, reason in _records(reading) if not reason)
    people = {_person(row) for row in reading.rows} - {""}
    return {"people": len(people), **said}


def gaps(reading: Reading) -> dict[str, int]:
    """Return how often each reason stands for something that is not there.

    A session that did not take place is one gap, however many subscales. A contact that
    nobody counted is told where somebody said why.
    """
    reasons = Counter(
        reason
        for of, reason in [*_records(reading), *_fields(reading)]
        if of != "scores" and not (of == "contacts" and reason == "unknown")
    )
    reasons.update(reason for reason, *_ in _occasions(reading))
    told = {one: n for one, n in reasons.items() if one not in ("", "set_aside")}
    return dict(sorted(told.items(), key=lambda one: (-one[1], one[0])))


def _person(row: Row) -> str:
    """Return how a row names its person, in the one way that tells people apart."""
    who = who_of(row)
    birth = row.who.get("birth_date")
    if not who or "reference" in row.who or "family_reference" in row.who:
        return re.sub(r"\s+", "", who).casefold()
    # Two people may share a name; hardly ever one and a day of birth.
    said = birth.value if birth and birth.kind == "value" else ""
    name = re.sub(r"\W", "", who).casefold()
    return f"{name} {said}"


def _records(reading: Reading) -> Iterator[Record]:
    episodes = _episodes(reading)
    said = set[tuple[object, ...]]()
    for row in reading.rows:
        who = _person(row)
        for answer in row.answers:
            yield "answers", _reason(answer.read)
        if row.story is not None:
            yield "stories", ""
        if row.of == "staff":
            for statement in row.statements if row.named else ():
                yield "staff_scores", _unsaid(statement)
            for done in row.done:
                yield done.entity, _reason(done.read)
        if row.of != "people" or not who:
            continue
        for statement in row.statements:
            yield "scores", _unsaid(statement)
        for statement in row.goals:
            yield "goal_scores", _unsaid(statement)
        for count in row.counts:
            key = (who, _episode(row, episodes[who]), *_of_count(reading, row, count))
            # What happened is one line for each time; a count is said once.
            if count.happened or key not in said:
                said.add(key)
                yield count.entity, _reason(count.read)
    for amount in reading.amounts:
        yield "amounts", amount.reason


def _of_count(reading: Reading, row: Row, count: Count) -> tuple[object, ...]:
    period = row.period or reading.period
    when = (quarter_of(count.day) if count.day else period).name
    service = row.service_id or reading.service_id
    return count.entity, service, count.about, when, count.month, count.read


def _episodes(reading: Reading) -> defaultdict[str, set[object]]:
    """Return the times of support that a report names of each person."""
    found = defaultdict[str, set[object]](set)
    for row in reading.rows:
        if one := _own_episode(row):
            found[_person(row)].add(one)
    return found


def _own_episode(row: Row) -> object:
    for name in ("reference", "start"):
        read = row.episode.get(name)
        if read is not None and read.kind == "value" and read.value is not None:
            return read.value
    return None


def _episode(row: Row, known: set[object]) -> object:
    """Return a row's time of support: its own, or its person's only one."""
    return _own_episode(row) or (next(iter(known)) if len(known) == 1 else None)


def _occasions(reading: Reading) -> set[tuple[str, str, str, str, date | str]]:
    """Return each occasion that brought no score, once, and why."""
    return {
        (said.reason, _person(row), said.scale[0], said.scale[2], when)
        for row in reading.rows
        if row.of == "people" and _person(row)
        for said in row.statements
        if said.score is None
        for when in [said.day or said.position]
    }


def _fields(reading: Reading) -> Iterator[Record]:
    """Yield each field of each person, by all that the report says of it."""
    people: dict[str, dict[str, Read]] = {}
    for row in reading.rows:
        if not (who := _person(row)):
            continue
        told = people.setdefault(who, {})
        for name, read in row.who.items():
            if name not in told or _RANK[read.kind] < _RANK[told[name].kind]:
                told[name] = read
    for told in people.values():
        for name in reading.layout.fields:
            yield "person_fields", _reason(told.get(name, Read("blank")))


def _unsaid(said: Statement) -> str:
    return said.reason if said.score is None else ""


def _reason(read: Read) -> str:
    match read.kind:
        case "value":
            return ""
        case "gap":
            return str(read.value)
        case "aside":
            return "set_aside"
        case _:
            return "unknown"
