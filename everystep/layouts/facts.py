"""What a reading says, one fact a line: for people who want to look, and for tests.

The lines name people as their report does, so they are shown and never stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from everystep.layouts.read import Reading
from everystep.layouts.says import Row, Statement
from everystep.layouts.values import Read, plain


class Fact(NamedTuple):
    """One thing that a report says, in words."""

    kind: str
    who: str
    about: str
    when: str = ""
    value: str = ""
    reason: str = ""


def facts(reading: Reading) -> list[Fact]:
    """Return every fact of a reading, sorted."""
    found = [fact for row in reading.rows for fact in _of_row(reading, row)]
    found += [
        Fact(
            "amount",
            "",
            f"{one.figure}/{one.of}",
            one.period.name,
            "" if one.value is None else str(one.value),
            one.reason,
        )
        for one in reading.amounts
    ]
    return sorted(found)


def who_of(row: Row) -> str:
    """Return how a row names its person, or nothing where it names nobody."""
    return row.named if row.of == "people" else ""


def _of_row(reading: Reading, row: Row) -> Iterator[Fact]:
    who = who_of(row)
    period = (row.period or reading.period).name
    if row.story is not None:
        yield Fact("story", who, "story", period, _value(row.story))
    for answer in row.answers:
        value, reason = _value(answer.read), _reason(answer.read)
        yield Fact("answer", who, answer.question, period, value, reason)
    if row.of == "staff":
        yield from _of_staff(row, period)
    if row.of != "people" or not who:
        return
    for name, read in row.who.items():
        if name in ("reference", "family_reference") or read.kind == "blank":
            continue
        if name == "surname_comma_forename":
            surname, _, forename = _value(read).partition(",")
            for part, words_ in (("surname", surname), ("forename", forename)):
                yield Fact("person", who, part, "", words_.strip(), _reason(read))
            continue
        yield Fact("person", who, name, "", _value(read), _reason(read))
    for name, read in row.episode.items():
        if read.kind == "value":
            yield Fact("episode", who, name, "", _value(read))
    for said in row.statements:
        yield _score("score", who, "/".join(said.scale), said)
    for said in row.goals:
        yield _score("goal", who, plain(said.goal), said)
    for count in row.counts:
        when = count.day.isoformat() if count.day else period
        kind = count.entity.rstrip("s")
        value, reason = _value(count.read), _reason(count.read)
        yield Fact(kind, who, count.about, when, value, reason)


def _of_staff(row: Row, period: str) -> Iterator[Fact]:
    who = row.named
    for said in row.statements:
        yield _score("staff_score", who, "/".join(said.scale), said)
    for done in row.done:
        when = done.day.isoformat() if done.day else period
        value, reason = _value(done.read), _reason(done.read)
        yield Fact(done.entity, who, done.about, when, value, reason)


def _score(kind: str, who: str, about: str, said: Statement) -> Fact:
    day = said.day.isoformat() if said.day else ""
    value = "" if said.score is None else _number(said.score)
    return Fact(kind, who, about, f"{said.position}@{day}", value, said.reason)


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _value(read: Read) -> str:
    if read.kind != "value":
        return ""
    if isinstance(read.value, bool):
        return str(int(read.value))
    if isinstance(read.value, Decimal):
        return _number(read.value)
    return read.value.isoformat() if isinstance(read.value, date) else str(read.value)


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
