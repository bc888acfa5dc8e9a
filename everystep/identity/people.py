"""Whom a file speaks of: one person and one episode, however many rows are about them.

Holds who people are while a file is read; nothing here leaves memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from everystep.identity.keys import Keys, keyed
from everystep.identity.said import (
    BY_NAME,
    named_by,
    said_together,
    value_of,
    who_of,
)
from everystep.layouts.read import Reading
from everystep.layouts.says import Row
from everystep.layouts.values import BLANK, Read

Key = Callable[..., str]


@dataclass
class Person:
    """One person as one file speaks of them, by all of its rows."""

    key: str
    reference: str
    sheet: int
    row: int
    first_day: date
    # What identifies is kept out of any message that shows a person.
    rows: list[Mapping[str, Read]] = field(default_factory=list, repr=False)
    who: dict[str, Read] = field(default_factory=dict, repr=False)
    named: dict[str, str] = field(default_factory=dict, repr=False)
    birth: date | None = field(default=None, repr=False)


class People:
    """Tells the people of one provider apart, by keyed tokens."""

    def __init__(self, keys: Keys, provider_id: str, key: Key) -> None:
        self._tokens = keys.for_purpose("tokens")
        self._provider = provider_id
        self._key = key

    def of(self, reading: Reading) -> list[Person | None]:
        """Return whom each row is about, or nobody."""
        found: dict[str, Person] = {}
        about = [self._of_row(reading, row, found) for row in reading.rows]
        for person in found.values():
            # A number may stand on one sheet and the name on the next.
            person.who = said_together(person.rows)
            person.named = named_by(person.who)
            person.birth = value_of(person.who.get("birth_date", BLANK), date)
        return about

    def _of_row(
        self, reading: Reading, row: Row, found: dict[str, Person]
    ) -> Person | None:
        who = who_of(row) if row.of == "people" else {}
        named = named_by(who)
        if not named:
            return None
        reference = self._reference(named)
        key = self._key(reference, "person", "")
        if key not in found:
            place = (row.sheet, row.row)
            found[key] = Person(key, reference, *place, reading.period.start)
        found[key].rows.append(who)
        return found[key]

    def _reference(self, named: Mapping[str, str]) -> str:
        """Return the token of a provider's reference, or of a name without one."""
        if "reference" in named:
            return keyed(self._tokens, "reference", self._provider, named["reference"])
        # Without a whole name a number must tell people apart.
        parts = BY_NAME if set(BY_NAME) <= set(named) else ("nhs_number", "upn")
        known = [named.get(part, "") for part in parts]
        return keyed(self._tokens, "named", self._provider, *known)

    def twin(self, person: Person) -> str | None:
        """Return the token of a forename, which keeps twins apart."""
        forename = person.named.get("forename")
        return keyed(self._tokens, "forename", forename) if forename else None

    def linking(self, person: Person) -> Iterator[tuple[str, str]]:
        """Yield the kinds of tokens by which a person's records can be linked.

        Only of what was chosen of several rows: never linked wrongly matters more.
        """
        named = person.named
        yield "reference", person.reference
        for kind in ("nhs_number", "upn"):
            if kind in named:
                yield kind, keyed(self._tokens, kind, named[kind])
        if person.birth is None or "forename" not in named:
            return
        born, forename = person.birth.isoformat(), named["forename"]
        if "surname" in named:
            parts = (named["surname"], forename, born)
            yield "name_and_birth", keyed(self._tokens, "name_and_birth", *parts)
        if "postcode" in named:
            parts = (forename, born, named["postcode"])
            yield "forename_birth_postcode", keyed(self._tokens, "fbp", *parts)


@dataclass(frozen=True)
class Support:
    """The episode that a row belongs to, and what the row itself says of it."""

    key: str
    start: date | None
    end: date | None
    route: str | None
    is_said: bool
    """Whether the row says anything of it, and is not only about something in it."""


def supports(
    reading: Reading, people: Sequence[Person | None], key: Key
) -> list[Support | None]:
    """Return the episode of each row.

    A row that leaves its start blank is of its person's only episode in the file; of
    several, of the one that had begun last by the end of the row's quarter. A table
    that has no column for it says nothing of an episode.
    """
    named = [
        _named(reading, row, person, key) if person else None
        for row, person in zip(reading.rows, people, strict=True)
    ]
    known: defaultdict[tuple[str, str], dict[str, date | None]] = defaultdict(dict)
    for row, person, one in zip(reading.rows, people, named, strict=True):
        if person and one:
            starts = known[person.key, _service(reading, row)]
            starts[one] = starts.get(one) or _start(row)
    return [
        _support(reading, row, one, known[person.key, _service(reading, row)])
        if person
        else None
        for row, person, one in zip(reading.rows, people, named, strict=True)
    ]


def _service(reading: Reading, row: Row) -> str:
    return row.service_id or reading.service_id


def _start(row: Row) -> date | None:
    return value_of(row.episode.get("start", BLANK), date)


def _named(reading: Reading, row: Row, person: Person, key: Key) -> str | None:
    """Return the key of the episode that a row names itself."""
    start = _start(row)
    reference = value_of(row.episode.get("reference", BLANK), str)
    if start is None and reference is None:
        return None
    natural = reference or f"{_service(reading, row)} {start}"
    return key(person.key, "episode", natural)


def _support(
    reading: Reading, row: Row, named: str | None, known: Mapping[str, date | None]
) -> Support | None:
    carried = named or _carried(reading, row, known)
    if carried is None:
        return None
    end = value_of(row.episode.get("end", BLANK), date)
    route = value_of(row.episode.get("route", BLANK), str)
    start = _start(row) or known[carried]
    is_said = bool(named or end or route)
    return Support(carried, start, end, route, is_said)


def _carried(
    reading: Reading, row: Row, known: Mapping[str, date | None]
) -> str | None:
    if not {"start", "reference"} & set(row.episode):
        return None
    if len(known) == 1:
        return next(iter(known))
    end = (row.period or reading.period).end
    begun = [(start, one) for one, start in known.items() if start and start <= end]
    return max(begun)[1] if begun else None
