"""From rows that name people to rows that do not, in memory.

What leaves here holds keyed pseudonyms, age bands and ages in whole years; no name,
date of birth, number or postcode. If anything raises, nothing of the file leaves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from everystep.calendar import Period, quarter_of, quarters_between
from everystep.identity import normalise
from everystep.identity.keys import Keys, keyed
from everystep.identity.said import (
    code_of,
    field_of,
    is_whole,
    named_by,
    reason_of,
    value_of,
)
from everystep.layouts.read import Reading
from everystep.layouts.says import Count, Row, Statement
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
        self._counted: set[tuple[object, ...]] = set()
        self._adding: dict[tuple[str, str], tuple[Record, list[Count]]] = {}

    def take(self, reading: Reading) -> None:
        """Add the records of one reading."""
        for row in reading.rows:
            self._row(reading, row)
        for amount in reading.amounts:
            self._add(
                "amounts",
                service_id=reading.service_id,
                **{
                    name: getattr(amount, name)
                    for name in ("figure", "of", "value", "reason", "sheet", "row")
                },
                period=amount.period.name,
            )
        self._add_counts()
        self._age_bands(reading.period)

    def _key(self, *parts: str) -> str:
        return keyed(self._records, self._provider, *parts)

    def _add(self, table: str, **record: object) -> None:
        self.tables[table].append({"submission": self._submission, **record})

    def _row(self, reading: Reading, row: Row) -> None:
        service = row.service_id or reading.service_id
        named = named_by(row) if row.of == "people" else {}
        key = None
        if row.of == "staff":
            self._staff(reading, row, service)
        elif named:
            person = self._person(reading, row, named)
            key = person.key
            here = {"person_key": person.key, "service_id": service}
            episode_key = self._episode(reading, row, person, here)
            place = {"sheet": row.sheet, "row": row.row}
            where = {**here, "episode_key": episode_key, **place}
            self._statements(row, where)
            self._counts(row.period or reading.period, row, where)
        self._said(row.period or reading.period, row, service, key)

    def _said(self, period: Period, row: Row, service: str, key: str | None) -> None:
        """Add answers and stories, which may be anybody's."""
        here: Record = {"service_id": service, "person_key": key}
        here |= {"period": period.name, "sheet": row.sheet, "row": row.row}
        for one in row.answers:
            self._add(
                "answers",
                **here,
                question=one.question,
                principle=one.principle,
                voice=one.voice,
                answer=code_of(one.read),
                reason=reason_of(one.read),
            )
        if row.story is not None:
            self._add("stories", **here, permission=code_of(row.story) or "")

    def _staff(self, reading: Reading, row: Row, service: str) -> None:
        period = row.period or reading.period
        named = value_of(row.staff.get("reference", BLANK), str) or value_of(
            row.staff.get("name", BLANK), str
        )
        said = normalise.reference(named) if named else None
        here = {
            "staff_key": self._key("staff", said) if said else None,
            "service_id": service,
            "role": code_of(row.staff.get("role", BLANK)),
            "team": code_of(row.staff.get("team", BLANK)),
            "sheet": row.sheet,
            "row": row.row,
        }
        for one in row.statements if said else ():
            measure, subscale, rater = one.scale
            self._add(
                "staff_scores",
                **here,
                measure_id=measure,
                subscale=subscale,
                rater=rater,
                day=one.day,
                position=one.position,
                score=one.score,
                reason=one.reason,
            )
        for done in row.done:
            number = done.read.value if isinstance(done.read.value, int) else None
            known = number if number is not None else 1
            at = {
                **here,
                "day": done.day,
                "period": quarter_of(done.day).name if done.day else period.name,
                "reason": reason_of(done.read),
            }
            count = known if done.read.kind == "value" else None
            if done.entity == "training":
                what = "attended" if number is not None else code_of(done.read)
                self._add(
                    "training", **at, practice=done.about, what=what, people=count
                )
            else:
                self._add("supervision", **at, kind=done.about, times=count)

    def _person(self, reading: Reading, row: Row, named: dict[str, str]) -> _Person:
        reference = self._reference(named)
        key = self._key(reference, "person", "")
        birth = value_of(row.who.get("birth_date", BLANK), date)
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
            value, reason = field_of(field, read)
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
        start = value_of(row.episode.get("start", BLANK), date)
        end = value_of(row.episode.get("end", BLANK), date)
        reference = value_of(row.episode.get("reference", BLANK), str)
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
            route=value_of(row.episode.get("route", BLANK), str),
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
                "has_place": said.has_place,
            }
            if said.score is not None:
                self._add("scores", **at, score=said.score)
            else:
                self._add("score_gaps", **at, reason=said.reason)

        for said in row.goals:
            self._goal(said, where)

    def _goal(self, said: Statement, where: Mapping[str, object]) -> None:
        owner = str(where["episode_key"] or where["person_key"])
        goal = self._key(str(where["person_key"]), "goal", said.goal)
        when = said.day.isoformat() if said.day else said.position
        self._add(
            "goal_scores",
            **where,
            goal_key=goal,
            record_key=self._key(owner, "goal score", goal, when),
            day=said.day,
            position=said.position,
            score=said.score,
            reason=said.reason,
        )

    def _counts(self, period: Period, row: Row, where: Mapping[str, object]) -> None:
        for count in row.counts:
            when = quarter_of(count.day).name if count.day else period.name
            owner = str(where["episode_key"] or where["person_key"])
            natural = (str(where["service_id"]), count.about, when)
            record = {
                **where,
                "about": count.about,
                "period": when,
                "record_key": self._key(owner, count.entity, *natural),
            }
            if count.adds:
                together = self._adding.setdefault(
                    (count.entity, str(record["record_key"])), (record, [])
                )
                together[1].append(count)
            else:
                self._count(count.entity, record, count.read)

    def _count(self, entity: str, record: Record, read: Read) -> None:
        number = read.value if isinstance(read.value, int) else None
        value = None if number is None else int(number)
        reason = reason_of(read)
        # Said in every row of someone's block, it is said once.
        said = (entity, record["record_key"], value, reason)
        if said not in self._counted:
            self._counted.add(said)
            self._add(entity, **record, value=value, reason=reason)

    def _add_counts(self) -> None:
        """Add what is counted in parts: a quarter is its months, or its happenings.

        Where a part is not known the whole is not: a sum of some would say too little.
        """
        for (entity, _), (record, parts) in self._adding.items():
            unknown = [one.read for one in parts if one.read.kind != "value"]
            whole = sum(one.read.value for one in parts if is_whole(one))  # type: ignore[misc]
            read = unknown[0] if unknown else Read("value", whole)
            self._count(entity, record, read)
        self._adding.clear()

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
    "goal_scores",
    "answers",
    "amounts",
    "staff_scores",
    "training",
    "supervision",
    "stories",
)
