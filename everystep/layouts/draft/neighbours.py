"""What columns say of each other: a date beside a score is that score's day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import permutations

from everystep.layouts.draft.candidates import Candidate, Candidates
from everystep.layouts.draft.ground import Ground, Seen
from everystep.layouts.draft.said_by_cells import may_be_own_scale, own_scale

_ONCE = (
    "person:", "episode:", "form:", "staff:reference", "staff:name", "happened:day",
    "names:label", "names:period",
)  # fmt: skip
"""Roles that one table has one column for."""


def beside(
    columns: Sequence[Seen], every: Sequence[Candidates], ground: Ground
) -> None:
    """Count what stands beside each column for and against its candidates."""
    tops = [_top(one) for one in every]
    _days_of_scores(columns, every, tops, ground)
    _names_together(every, tops)
    _in_order(columns, every)
    _start_before_end(columns, every)
    if ground.readings or ground.items:
        _readings(columns, every)
    _areas(columns, every)
    _once(every)


def _top(one: Candidates) -> Candidate | None:
    return next(iter(one.ranked()), None)


def _days_of_scores(
    columns: Sequence[Seen],
    every: Sequence[Candidates],
    tops: Sequence[Candidate | None],
    ground: Ground,
) -> None:
    days = [at for at, seen in enumerate(columns) if _part(seen)]
    side = _side(days, tops)
    for at in days:
        seen = columns[at]
        kind = _part(seen)
        score, distance = _score_near(at, columns, tops, side)
        if score is None:
            continue
        base = {name: said for name, said in score.items() if name != "score"}
        named = score["score"]
        assert isinstance(named, Mapping)
        if named.get("measure") == "own" and "position" not in score:
            continue
        scale = {k: v for k, v in named.items() if k != "subscale"}
        if "position" not in base and distance > 1:
            continue
        same = bool(seen.taken.position) and seen.taken.position == base.get("position")
        named_too = seen.taken.measure == named.get("measure")
        if not same and "position" not in base and not (named_too and distance == 1):
            continue
        weight = (2.6 if same else 0.4) + (1.4 if distance == 1 else 0.3)
        if ground.wide and distance == 1 and seen.taken.left == 0:
            weight += 1.8
        every[at].of({kind: dict(scale), **base}).add(
            weight + (1.2 if seen.taken.part in ("day", "reason") else 0.0)
            + (1.0 if kind == "score_day" else 0.0),
            "it stands beside a score" + (" of the same occasion" if same else ""),
        )  # fmt: skip
        if same and distance <= 3:
            for other in every[at].found.values():
                if other.role.split(":")[0] in ("happened", "form", "episode", "goal"):
                    other.add(-1.5)


def _side(days: Sequence[int], tops: Sequence[Candidate | None]) -> int:
    """Return on which side of its day a table writes a score: 1 right, -1 left."""
    scores = {at for at, top in enumerate(tops) if top and "score" in top.column}
    right = sum(at + 1 in scores for at in days)
    left = sum(at - 1 in scores for at in days)
    return -1 if left > right else 1


def _part(seen: Seen) -> str:
    if seen.taken.part == "reason":
        return "reason_for"
    if seen.is_about_days or (seen.taken.part == "day" and not seen.profile.filled):
        return "score_day"
    return ""


def _score_near(
    at: int, columns: Sequence[Seen], tops: Sequence[Candidate | None], side: int
) -> tuple[dict[str, object] | None, int]:
    """Return the nearest score that fits a column of days, and how far it stands."""
    scores = [
        (index, top.column)
        for index, top in enumerate(tops)
        if top and "score" in top.column and index != at
    ]
    wanted = columns[at].taken
    upper = columns[at].tiers[:-1]

    def rank(one: tuple[int, dict[str, object]]) -> tuple[int, int, int, int]:
        index, column = one
        differs = bool(wanted.position) and column.get("position") != wanted.position
        apart = columns[index].tiers[:-1] != upper
        return int(differs), int(apart), abs(index - at), int((index - at) * side < 0)

    if not scores:
        return None, 99
    index, column = min(scores, key=rank)
    if wanted.position and column.get("position") != wanted.position:
        return None, 99
    number = _numbers(columns[at]), _numbers(columns[index])
    if number[0] and number[1] and number[0] != number[1]:
        return column, 4
    return column, abs(index - at)


def _numbers(seen: Seen) -> tuple[str, ...]:
    return tuple(one for one in seen.heading.split() if one.isdigit())


def _names_together(
    every: Sequence[Candidates], tops: Sequence[Candidate | None]
) -> None:
    roles = [top.role if top else "" for top in tops]
    other = {"person:forename": "person:surname", "person:surname": "person:forename"}
    for at, one in enumerate(every):
        around = roles[max(0, at - 1) : at] + roles[at + 1 : at + 2]
        for mine, theirs in other.items():
            if theirs in around:
                for candidate in one.found.values():
                    if candidate.role == mine:
                        candidate.add(1.2, "the other half of a name stands beside it")
    if "person:forename" in roles and "person:surname" in roles:
        for one in every:
            for candidate in one.found.values():
                if candidate.role == "person:surname_comma_forename":
                    candidate.add(-1.5)


def _in_order(columns: Sequence[Seen], every: Sequence[Candidates]) -> None:
    """Birth dates lie far before all others, and starts before ends."""
    dated = [
        (seen.profile.middle_day, at)
        for at, seen in enumerate(columns)
        if seen.is_about_days and seen.profile.middle_day
    ]
    if len(dated) < 2:
        return
    first, at = min(dated)
    second = sorted(dated)[1][0]
    if (second - first).days > 3 * 365:
        every[at].of({"person": "birth_date"}).add(
            1.5, "its dates lie years before the others"
        )
    days = {index: day for day, index in dated}
    for index, one in enumerate(every):
        if index not in days:
            continue
        later = sum(days[index] > day for day in days.values())
        for candidate in one.found.values():
            if candidate.role == "episode:start" and later <= 1:
                candidate.add(0.3)
            if candidate.role == "episode:end" and columns[index].profile.filled < (
                0.8 * columns[index].profile.rows
            ):
                candidate.add(0.5, "it is blank in many rows, as an end is")


def _start_before_end(columns: Sequence[Seen], every: Sequence[Candidates]) -> None:
    """A start is never after its end, row by row."""
    for start, end in permutations(range(len(columns)), 2):
        one = every[start].found.get('{"episode": "start"}')
        other = every[end].found.get('{"episode": "end"}')
        if one is None or other is None:
            continue
        pairs = [
            (first, last)
            for first, last in zip(
                columns[start].profile.days, columns[end].profile.days, strict=False
            )
            if first and last
        ]
        kept = sum(first <= last for first, last in pairs)
        if len(pairs) >= 4 and kept == len(pairs):
            one.add(0.3, "its days are before those of an end")
            other.add(0.3, "its days are after those of a start")
        elif len(pairs) >= 4 and kept < 0.7 * len(pairs):
            one.add(-0.4)
            other.add(-0.4)


def _readings(columns: Sequence[Seen], every: Sequence[Candidates]) -> None:
    """A table of readings has one day for each row: a form's."""
    days = [at for at, seen in enumerate(columns) if seen.is_about_days]
    for at in days:
        for candidate in every[at].found.values():
            if candidate.role == "form:day":
                candidate.add(0.6, "each row seems to be one form")


def _areas(columns: Sequence[Seen], every: Sequence[Candidates]) -> None:
    """Several columns side by side with the same few numbers are areas of a scale."""
    alike: dict[tuple[float | None, tuple[str, ...]], list[int]] = defaultdict(list)
    for at, seen in enumerate(columns):
        small = (seen.profile.highest or 99) <= 10
        if may_be_own_scale(seen) and small and seen.profile.distinct >= 3:
            alike[(seen.profile.highest, seen.tiers[:-1])].append(at)
    for group in alike.values():
        if len(group) < 4 or group[-1] - group[0] > 2 * len(group):
            continue
        for at in group:
            every[at].of(own_scale(columns[at])).add(
                2.6, "it is one of several columns with the same few numbers"
            )


def _once(every: Sequence[Candidates]) -> None:
    """Leave a role that a table has once to the column that it fits best."""
    for _ in range(3):
        claims: dict[str, list[tuple[float, int, Candidate]]] = defaultdict(list)
        for at, one in enumerate(every):
            top = _top(one)
            if top is not None and top.role.startswith(_ONCE):
                claims[top.role].append((-top.weight, at, top))
        twice = [taken for taken in claims.values() if len(taken) > 1]
        if not twice:
            return
        # Once a claim is given up another may come up in its place: so again.
        for taken in twice:
            for _, _, candidate in sorted(taken, key=lambda one: one[:2])[1:]:
                candidate.add(-2.5)
