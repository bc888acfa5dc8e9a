"""What was asked and is not there, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from everystep.demo import truth_reference as reference
from everystep.demo.truth_hard import declaring
from everystep.demo.truth_known import Known, Row, Scope, has_field

Occasion = tuple[int, str]
"""An episode, and the day or else the position."""


def data_gaps(known: Known, scope: Scope) -> list[Row]:
    """Return the rows of one period and service: every reason that is there."""
    rows = measure_gaps(known, scope) + field_gaps(known, scope)
    return rows + indicator_gaps(known, scope)


def spread(scope: Scope, about: str, known: int, reasons: Counter[str]) -> list[Row]:
    """Return a row for every reason."""
    could_apply = known + sum(reasons.values())
    return [
        scope.row()
        | {"about": about, "reason": reason, "could_apply": could_apply}
        | {"known": known, "gap": gap}
        for reason, gap in sorted(reasons.items())
    ]


def strongest(reasons: Iterable[str]) -> str:
    """Return the reason that speaks for several: documented, ours, then unknown."""
    ranks = {"set_aside": 1, "no_longer_sent": 2, "unknown": 3}
    return min([*reasons, "unknown"], key=lambda one: (ranks.get(one, 0), one))


def measure_gaps(known: Known, scope: Scope) -> list[Row]:
    """Return the gaps among occasions on which a measure could have been taken."""
    ids = {one.service_id for one in scope.services}
    abouts = {about for one in scope.services for about in one.measures}
    rows = []
    for measure, rater in sorted({(a.split("/")[0], a.split("/")[2]) for a in abouts}):
        scored, reasons = occasions(known, scope, ids, [measure, rater])
        unscored = [strongest(r) for o, r in reasons.items() if o not in scored]
        about = f"{measure}:{rater}"
        rows += spread(scope, about, len(scored), Counter(unscored))
    return rows


def occasions(
    known: Known, scope: Scope, ids: set[str], measure: list[str]
) -> tuple[set[Occasion], dict[Occasion, list[str]]]:
    """Return the occasions with a score, and the reasons given on any."""
    period = scope.period
    scored: set[Occasion] = set()
    reasons: dict[Occasion, list[str]] = defaultdict(list)
    for (episode, about), scores in known.scores.items():
        if about.split("/")[::2] == measure and known.service_of(episode) in ids:
            scored |= {(episode, str(s.day)) for s in scores if period.holds(s.day)}
    for (episode, about), gaps in known.gaps.items():
        if about.split("/")[::2] == measure and known.service_of(episode) in ids:
            for gap in (said.gap for said in gaps):
                undated = gap.day is None and gap.position is not None
                if period.holds(gap.day) or (
                    undated and gap.first_shown in period.quarters
                ):
                    when = str(gap.day or gap.position)
                    reasons[episode, when].append(gap.reason)
    return scored, reasons


def field_gaps(known: Known, scope: Scope) -> list[Row]:
    """Return the gaps in what is known of the people supported."""
    rows = []
    fields = {name for one in scope.services for name in one.fields}
    for field in sorted(fields):
        having = tuple(one for one in scope.services if field in one.fields)
        here = Scope(scope.period, scope.provider_id, scope.service_id, having)
        people = {known.person(episode) for episode in known.open_in(here)}
        without = {one for one in people if known.value(one, field) is None}
        reasons = Counter(field_reason(known, one, field) for one in without)
        rows += spread(scope, field, len(people - without), reasons)
    return rows


def field_reason(known: Known, person: str, field: str) -> str:
    """Return why no report has the person's field."""
    said = [
        mention.field_gaps.get(field, "unknown")
        for mention in known.mentions[person]
        if has_field(known.world, mention, field)
    ]
    return min([one for one in said if reference.documented(one)], default="unknown")


def indicator_gaps(known: Known, scope: Scope) -> list[Row]:
    """Return the gaps in counts and states; there are none by the year."""
    if scope.period.kind != "quarter":
        return []
    rows = []
    for name in sorted({name for one in scope.services for name in one.indicators}):
        episodes = known.open_in(declaring(scope, name))
        keys = [(one.key, scope.period.name, name) for one in episodes]
        without = [k for k in keys if not known.counts[k] and not known.states[k]]
        reasons = Counter(strongest(known.indicator_gaps[key]) for key in without)
        rows += spread(scope, name, len(keys) - len(without), reasons)
    return rows
