"""From rows that name people to rows that do not, in memory.

What leaves here holds keyed pseudonyms, age bands and ages in whole years; no name,
date of birth, number or postcode. If anything raises, nothing of the file leaves.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import count

from everystep.calendar import Period, quarter_of, quarters_between
from everystep.identity import normalise
from everystep.identity.counts import Counts
from everystep.identity.keys import Keys, keyed
from everystep.identity.people import People, Person, Support, supports
from everystep.identity.said import code_of, field_of, reason_of, value_of
from everystep.layouts.read import Reading
from everystep.layouts.says import Row, Statement
from everystep.layouts.values import BLANK

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
_WORDLESS = re.compile(r"goal \d+")
"""How a layout calls a goal whose words a row does not give."""
Record = dict[str, object]


def age_on(birth: date, day: date) -> int:
    """Return an age in whole years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


@cache
def band_of(age: int) -> str:
    """Return the age band that a figure is published by."""
    return next(band for least, band in BANDS if age >= least)


class Pseudonymiser:
    """Turns the readings of one provider into pseudonymous records."""

    def __init__(self, keys: Keys, provider_id: str, submission: str) -> None:
        self._records = keys.for_purpose("record keys")
        self._provider = provider_id
        self._submission = submission
        self.tables: dict[str, list[Record]] = {name: [] for name in ENTITIES}
        self._people = People(keys, provider_id, self._key)
        self._counted = Counts(self._key)
        self._numbers: defaultdict[str, list[object]] = defaultdict(list)
        self._taken: defaultdict[tuple[str, str], defaultdict[int, set[object]]] = (
            defaultdict(lambda: defaultdict(set))
        )

    def take(self, reading: Reading) -> None:
        """Add the records of one reading."""
        people = self._people.of(reading)
        support = supports(reading, people, self._key)
        known = {one.key: one for one in people if one}
        for person in known.values():
            self._person(reading, person)
        for row, one, within in zip(reading.rows, people, support, strict=True):
            self._row(reading, row, one, within)
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
        self._age_bands(reading.period, list(known.values()))

    def _key(self, *parts: str) -> str:
        return keyed(self._records, self._provider, *parts)

    def _add(self, table: str, **record: object) -> None:
        self.tables[table].append({"submission": self._submission, **record})

    def _row(
        self, reading: Reading, row: Row, person: Person | None, within: Support | None
    ) -> None:
        service = row.service_id or reading.service_id
        if row.of == "staff":
            self._staff(reading, row, service)
        elif person:
            here = {"person_key": person.key, "service_id": service}
            self._episode(row, person, within, here)
            place = {"sheet": row.sheet, "row": row.row}
            where = {**here, "episode_key": within.key if within else None, **place}
            self._statements(row, where)
            for goal, said in self._goals(row, where):
                self._goal(goal, said, where)
            period = row.period or reading.period
            for entity, record in self._counted.of(period, row, where):
                self._add(entity, **record)
        key = person.key if person else None
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

    def _person(self, reading: Reading, person: Person) -> None:
        """Add a person, what links their records, and what is said of them."""
        at = {"person_key": person.key}
        self._add("people", **at, sheet=person.sheet, row=person.row)
        twin = self._people.twin(person)
        for kind, token in self._people.linking(person):
            self._add("tokens", **at, kind=kind, token=token, forename=twin)
        for field in reading.layout.fields:
            value, reason = field_of(field, person.who.get(field, BLANK))
            self._add(
                "person_fields",
                **at,
                service_id=reading.service_id,
                field=field,
                value=value,
                reason=reason,
            )

    def _episode(
        self, row: Row, person: Person, within: Support | None, here: dict[str, str]
    ) -> None:
        if within is None or not within.is_said:
            return
        start, birth = within.start, person.birth
        if start:
            person.first_day = min(person.first_day, start)
        known = start and birth and birth <= start
        self._add(
            "episodes",
            **here,
            episode_key=within.key,
            start_date=start,
            end_date=within.end,
            route=within.route,
            age_at_start=age_on(birth, start) if known else None,  # type: ignore[arg-type]
            sheet=row.sheet,
            row=row.row,
        )

    def _statements(self, row: Row, where: Mapping[str, object]) -> None:
        for said in row.statements:
            measure, subscale, rater = said.scale
            owner = str(where["episode_key"] or where["person_key"])
            scale = "/".join(said.scale)
            when = said.day.isoformat() if said.day else said.position
            when = when or self._number(owner, scale, said.score, said.reason)
            slot = said.position or when
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

    def _number(self, *of: object) -> str:
        """Return what tells apart what a file says twice without a day or a position.

        The same words again are the same thing said again; the first needs no number.
        """
        owner, scale, *said = of
        known = self._numbers[f"{owner} {scale}"]
        if said not in known:
            known.append(said)
        at = known.index(said)
        return f"number {at + 1}" if at else ""

    def _goals(
        self, row: Row, where: Mapping[str, object]
    ) -> Iterator[tuple[str, Statement]]:
        """Yield a row's goals by name: one without words goes by its number.

        Of two rows about one day, each is about a goal of its own.
        """
        person = str(where["person_key"])
        for words in dict.fromkeys(said.goal for said in row.goals):
            mine = [said for said in row.goals if said.goal == words]
            name = words
            if _WORDLESS.fullmatch(words):
                taken = self._taken[person, words]
                days = {said.day or said.position for said in mine}
                number = next(at for at in count() if not days & taken[at])
                taken[number] |= days
                name = f"{words}/{number + 1}" if number else words
            yield from ((name, said) for said in mine)

    def _goal(self, name: str, said: Statement, where: Mapping[str, object]) -> None:
        owner = str(where["episode_key"] or where["person_key"])
        goal = self._key(str(where["person_key"]), "goal", name)
        when = said.day.isoformat() if said.day else said.position
        when = when or self._number(owner, goal, said.score, said.reason)
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

    def _age_bands(self, period: Period, people: Sequence[Person]) -> None:
        last = period.end + timedelta(days=91 * QUARTERS_AHEAD)
        # Few people's first quarters differ: the quarters' last days, by the first one.
        ends: dict[date, list[date]] = {}
        for person in people:
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
