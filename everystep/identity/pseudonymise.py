"""From rows that name people to rows that do not, in memory.

What leaves here holds keyed pseudonyms, age bands and ages in whole years; no name,
date of birth, number or postcode. If anything raises, nothing of the file leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TypeVar

from everystep.calendar import Period, quarter_of, quarters_between
from everystep.identity import normalise
from everystep.identity.keys import Keys, keyed
from everystep.layouts.read import Reading, Row
from everystep.layouts.values import BLANK, Read

BANDS = (
    (65, "65+"),
    (55, "55-64"),
    (45, "45-54"),
    (35, "35-44"),
    (25, "25-34"),
    (18, "18-24"),
    (16, "16-17"),
    (11, "11-15"),
    (5, "5-10"),
    (0, "0-4"),
)
QUARTERS_AHEAD = 20
Record = dict[str, object]
T = TypeVar("T")


def age_on(birth: date, day: date) -> int:
    """Return an age in whole years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


@cache
def band_of(age: int) -> str:
    """Return the age band that a figure is published by."""
    return next(band for least, band in BANDS if age >= least)


@dataclass
class _Person:
    """One person as one file speaks of them; never leaves this module."""

    key: str
    birth: date | None
    first_day: date


class Pseudonymiser:
    """Turns the readings of one provider into pseudonymous records."""

    def __init__(self, keys: Keys, provider_id: str, submission: str) -> None:
        self._tokens = keys.for_purpose("tokens")
        self._records = keys.for_purpose("record keys")
        self._provider = provider_id
        self._submission = submission
        self.tables: dict[str, list[Record]] = {name: [] for name in ENTITIES}
        self._people: dict[str, _Person] = {}

    def take(self, reading: Reading) -> None:
        """Add the records of one reading."""
        for row in reading.rows:
            self._row(reading, row)
        self._age_bands(reading.period)

    def _key(self, *parts: str) -> str:
        return keyed(self._records, self._provider, *parts)

    def _add(self, table: str, **record: object) -> None:
        self.tables[table].append({"submission": self._submission, **record})

    def _row(self, reading: Reading, row: Row) -> None:
        named = _named(row)
        if not named:
            return
        person = self._person(reading, row, named)
        here = {"person_key": person.key, "service_id": reading.service_id}
        episode_key = self._episode(reading, row, person, here)
        where = {**here, "episode_key": episode_key, "sheet": row.sheet, "row": row.row}
        self._statements(row, where)
        self._counts(reading.period, row, where)

    def _person(self, reading: Reading, row: Row, named: dict[str, str]) -> _Person:
        reference = self._reference(named)
        key = self._key(reference, "person", "")
        birth = _value(row.who.get("birth_date", BLANK), date)
        if key not in self._people:
            self._people[key] = _Person(key, birth, reading.period.start)
            self._add("people", person_key=key, sheet=row.sheet, row=row.row)
            forename = named.get("forename")
            twin = keyed(self._tokens, "forename", forename) if forename else None
            for kind, token in self._linking(named, birth, reference):
                self._add(
                    "tokens", person_key=key, kind=kind, token=token, forename=twin
                )
            self._fields(reading, row, key)
        person = self._people[key]
        person.birth = person.birth or birth
        return person

    def _reference(self, named: dict[str, str]) -> str:
        """Return the token of a provider's reference, or of a name without one."""
        if "reference" in named:
            return keyed(self._tokens, "reference", self._provider, named["reference"])
        # With neither name nor birth date a number must tell people apart.
        parts: tuple[str, ...] = ("surname", "forename", "birth_date")
        if not {"surname", "birth_date"} <= set(named):
            parts = ("nhs_number", "upn")
        known = [named.get(part, "") for part in parts]
        return keyed(self._tokens, "named", self._provider, *known)

    def _linking(
        self, named: dict[str, str], birth: date | None, reference: str
    ) -> Iterator[tuple[str, str]]:
        yield "reference", reference
        for kind in ("nhs_number", "upn"):
            if kind in named:
                yield kind, keyed(self._tokens, kind, named[kind])
        if birth is None or "forename" not in named:
            return
        born, forename = birth.isoformat(), named["forename"]
        if "surname" in named:
            parts = (named["surname"], forename, born)
            yield "name_and_birth", keyed(self._tokens, "name_and_birth", *parts)
        if "postcode" in named:
            parts = (forename, born, named["postcode"])
            yield "forename_birth_postcode", keyed(self._tokens, "fbp", *parts)

    def _fields(self, reading: Reading, row: Row, key: str) -> None:
        for field in reading.layout.fields:
            read = row.who.get(field, BLANK)
            value, reason = _field(field, read)
            self._add(
                "person_fields",
                person_key=key,
                service_id=reading.service_id,
                field=field,
                value=value,
                reason=reason,
            )

    def _episode(
        self, reading: Reading, row: Row, person: _Person, here: dict[str, str]
    ) -> str | None:
        start = _value(row.episode.get("start", BLANK), date)
        end = _value(row.episode.get("end", BLANK), date)
        reference = _value(row.episode.get("reference", BLANK), str)
        if start is None and reference is None:
            return None
        natural = reference or f"{reading.service_id} {start}"
        key = self._key(person.key, "episode", natural)
        if start:
            person.first_day = min(person.first_day, start)
        known = start and person.birth and person.birth <= start
        self._add(
            "episodes",
            **here,
            episode_key=key,
            start_date=start,
            end_date=end,
            route=_value(row.episode.get("route", BLANK), str),
            age_at_start=age_on(person.birth, start) if known else None,  # type: ignore[arg-type]
            sheet=row.sheet,
            row=row.row,
        )
        return key

    def _statements(self, row: Row, where: Mapping[str, object]) -> None:
        for said in row.statements:
            measure, subscale, rater = said.scale
            slot = said.position or (said.day.isoformat() if said.day else "")
            owner = str(where["episode_key"] or where["person_key"])
            scale = "/".join(said.scale)
            when = said.day.isoformat() if said.day else said.position
            at = {
                **where,
                "slot_key": self._key(owner, "slot", scale, slot),
                "record_key": self._key(owner, "score", scale, when),
                "measure_id": measure,
                "subscale": subscale,
                "rater": rater,
                "day": said.day,
                "position": said.position,
            }
            if said.score is not None:
                self._add("scores", **at, score=said.score)
            else:
                self._add("score_gaps", **at, reason=said.reason)

    def _counts(self, period: Period, row: Row, where: Mapping[str, object]) -> None:
        for entity, reads in (
            ("contacts", row.contacts),
            ("events", row.events),
            ("states", row.states),
        ):
            for about, read in reads.items():
                owner = str(where["episode_key"] or where["person_key"])
                natural = (str(where["service_id"]), about, period.name)
                self._add(
                    entity,
                    **where,
                    about=about,
                    period=period.name,
                    record_key=self._key(owner, entity, *natural),
                    value=int(read.value) if isinstance(read.value, int) else None,
                    reason=_reason(read),
                )

    def _age_bands(self, period: Period) -> None:
        last = period.end + timedelta(days=91 * QUARTERS_AHEAD)
        # Few people's first quarters differ: the quarters' last days, by the first one.
        ends: dict[date, list[date]] = {}
        for person in self._people.values():
            if person.birth is None:
                continue
            first = quarter_of(person.first_day).start
            if first not in ends:
                ends[first] = [one.end for one in quarters_between(first, last)]
            before = ""
            for end in ends[first]:
                if end < person.birth:
                    continue
                band = band_of(age_on(person.birth, end))
                if band != before:
                    self._add(
                        "age_bands",
                        person_key=person.key,
                        from_day=end,
                        age_band=band,
                    )
                before = band


def _named(row: Row) -> dict[str, str]:
    """Return what identifies a row's person, normalised; unusable values left out."""
    said = {
        field: str(read.value)
        for field, read in row.who.items()
        if read.kind == "value" and read.value is not None
    }
    if both := said.pop("surname_comma_forename", ""):
        surname, _, forename = both.partition(",")
        said |= {"surname": surname, "forename": forename}
    ways: dict[str, Callable[[str], str | None]] = {
        "reference": normalise.reference,
        "forename": normalise.name,
        "surname": normalise.name,
        "postcode": normalise.postcode,
        "nhs_number": normalise.nhs_number,
        "upn": normalise.upn,
        "birth_date": str,
    }
    found = {field: way(said[field]) for field, way in ways.items() if said.get(field)}
    usable = {field: value for field, value in found.items() if value}
    who = {"reference", "nhs_number", "upn"} & set(usable)
    return usable if who or {"surname", "birth_date"} <= set(usable) else {}


def _field(field: str, read: Read) -> tuple[str | None, str]:
    """Return what may be kept of a person's field, or why it is not there."""
    if read.kind != "value":
        return None, _reason(read)
    if field in ("gender", "ethnic_group", "place"):
        return str(read.value), ""
    check = {"nhs_number": normalise.nhs_number, "upn": normalise.upn}.get(field)
    if check and check(str(read.value)) is None:
        return None, "set_aside"
    return "known", ""


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


def _value(read: Read, kind: type[T]) -> T | None:
    return read.value if isinstance(read.value, kind) else None


ENTITIES = (
    "people",
    "tokens",
    "person_fields",
    "age_bands",
    "episodes",
    "scores",
    "score_gaps",
    "contacts",
    "events",
    "states",
)
