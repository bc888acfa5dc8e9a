"""Counts under names that stay the same in every report, part by part.

A quarter is told whole, or month by month, or as a list of what happened. Each part has
a name of its own, so that a report that comes again replaces the part that it speaks
of and no other. Adding parts up is done once all reports are known, in
`sql/reconciled/`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from everystep.calendar import Period, quarter_of
from everystep.identity.said import reason_of
from everystep.layouts.says import Count, Row

Record = dict[str, object]


class Counts:
    """Names the counts of one file."""

    def __init__(self, key: Callable[..., str]) -> None:
        self._key = key
        self._said: set[tuple[object, ...]] = set()
        self._numbers: Counter[tuple[str, ...]] = Counter()

    def of(
        self, period: Period, row: Row, where: Mapping[str, object]
    ) -> Iterator[tuple[str, Record]]:
        """Yield a row's counts, each with the entity that it is of."""
        for count in row.counts:
            when = quarter_of(count.day).name if count.day else period.name
            owner = str(where["episode_key"] or where["person_key"])
            natural = (count.entity, str(where["service_id"]), count.about, when)
            value = count.read.value if count.read.kind == "value" else None
            record: Record = {
                "about": count.about,
                "period": when,
                "record_key": self._key(owner, *natural),
                "part_key": self._part(count, str(where["person_key"]), natural),
                "month": count.month or None,
                "value": int(value) if isinstance(value, int) else None,
                "reason": reason_of(count.read),
            }
            # Said in every row of someone's block, it is said once.
            said = (count.entity, *record.values())
            if said not in self._said:
                self._said.add(said)
                yield count.entity, {**where, **record}

    def _part(self, count: Count, person: str, natural: tuple[str, ...]) -> str:
        """Return the name of the part of a quarter that a count is; empty for all.

        What happened to one person on one day goes by its number: the same list sent
        again has the same ones. An episode is no part of the name: its start may be
        put right.
        """
        month = str(count.month or "")
        if count.happened:
            on = count.day.isoformat() if count.day else month
            self._numbers[person, *natural, on] += 1
            number = self._numbers[person, *natural, on]
            return self._key(person, *natural, "happened", on, str(number))
        if month and count.entity != "states":
            return self._key(person, *natural, "month", month)
        return ""
