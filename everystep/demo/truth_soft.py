"""What changed, by the scores of one person in one episode: the oracle's soft half."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from everystep.demo import truth_intervals as intervals
from everystep.demo import truth_reference as reference
from everystep.demo.truth_known import Known, Period, Row, Scope, age
from everystep.demo.truth_reference import Measure
from everystep.demo.world import Episode, Score

FIRST_MONTHS_DAYS = 180
CHANGES = (
    "reliably_better",
    "no_reliable_difference",
    "reliably_worse",
    "worse_in_first_months",
)


@dataclass(frozen=True)
class Pair:
    """A first and a latest score of the same kind in one episode."""

    first_day: date
    first: Decimal
    latest_day: date
    latest: Decimal
    improvement: Decimal


@dataclass(frozen=True)
class Standing:
    """How far one episode has come with one measure, as at a period's last day."""

    episode: Episode
    person: str
    measure: Measure
    has_lasted: bool
    """Long enough for a pair to be asked for."""
    applicable: bool
    due: bool
    with_baseline: bool
    pair: Pair | None
    """Null too where the newest statement says that the measure does not apply."""
    ended_in_period: bool
    still_open: bool

    @property
    def change(self) -> str | None:
        """Return what the pair is called, none without a pair or a threshold."""
        if self.pair is None or self.measure.threshold is None:
            return None
        if self.pair.improvement >= self.measure.threshold:
            return "reliably_better"
        if -self.pair.improvement >= self.measure.threshold:
            return "reliably_worse"
        return "no_reliable_difference"

    @property
    def worse_in_first_months(self) -> bool:
        """Tell whether it got reliably worse early in an episode that goes on."""
        return (
            self.change == "reliably_worse"
            and self.pair is not None
            and (self.pair.latest_day - self.episode.start).days < FIRST_MONTHS_DAYS
            and self.still_open
        )

    @property
    def in_need_at_first(self) -> bool:
        """Tell whether the pair began where the measure says help is needed."""
        return self.pair is not None and self.measure.in_need(self.pair.first)

    @property
    def left_need_range(self) -> bool:
        """Tell whether the pair began in need and is so no longer."""
        return (
            self.pair is not None
            and self.in_need_at_first
            and not self.measure.in_need(self.pair.latest)
        )

    @property
    def moved(self) -> str | None:
        """Return which way the pair moved in the measure's own good direction."""
        if self.pair is None:
            return None
        if self.pair.improvement > 0:
            return "moved_better"
        return "moved_worse" if self.pair.improvement < 0 else "stayed_the_same"


def declared(known: Known) -> list[Measure]:
    """Return every measure that any service declares."""
    abouts = {about for one in known.world.services for about in one.measures}
    return [reference.measure(about) for about in sorted(abouts)]


def standings(known: Known, period: Period) -> list[Standing]:
    """Return how every episode open in the period stands with every measure."""
    return [
        standing(known, period, episode, measure)
        for episode in known.episodes
        if period.is_open(episode)
        for measure in declared(known)
        if enters(known, period, episode, measure)
    ]


def heard_scores(
    known: Known, period: Period, episode: Episode, measure: Measure
) -> list[Score]:
    """Return the episode's scores of the measure that the period has heard."""
    return [
        score
        for score in known.scores[episode.key, measure.about]
        if period.has_heard(score.day, episode)
    ]


def enters(known: Known, period: Period, episode: Episode, measure: Measure) -> bool:
    """Tell whether the measure is asked for, or a score of it has come anyway."""
    if heard_scores(known, period, episode, measure):
        return True
    if measure.about not in known.services[episode.service_id].measures:
        return False
    born = known.birth_date(known.person(episode))
    if born is None:
        return True
    years = age(born, episode.start)
    too_young = measure.age_from is not None and years < measure.age_from
    too_old = measure.age_to is not None and years > measure.age_to
    return not too_young and not too_old


def standing(
    known: Known, period: Period, episode: Episode, measure: Measure
) -> Standing:
    """Return how one episode stands with one measure."""
    scores = heard_scores(known, period, episode, measure)
    baseline = min((score.day for score in scores), default=None)
    lasted = has_lasted(known, period, episode, measure, baseline)
    leaves = newest_leaves(known, period, episode, measure, scores)
    applicable = leaves != "applicable"
    pair = pair_of(scores, measure) if applicable else None
    due = applicable and (pair is not None or (lasted and leaves != "due"))
    return Standing(
        episode=episode,
        person=known.person(episode),
        measure=measure,
        has_lasted=lasted,
        applicable=applicable,
        due=due,
        with_baseline=due and baseline is not None,
        pair=pair,
        ended_in_period=period.holds(period.end_of(episode)),
        still_open=period.end_of(episode) is None,
    )


def has_lasted(
    known: Known,
    period: Period,
    episode: Episode,
    measure: Measure,
    baseline: date | None,
) -> bool:
    """Tell whether the episode has gone on long enough for a second score."""
    service = known.services[episode.service_id]
    lasted = ((period.end_of(episode) or period.end) - episode.start).days
    if lasted < service.review_after_days:
        return False
    if baseline is None:
        return True
    return lasted >= (baseline - episode.start).days + measure.min_gap


def newest_leaves(
    known: Known,
    period: Period,
    episode: Episode,
    measure: Measure,
    scores: list[Score],
) -> str:
    """Return what the newest statement leaves: nothing, ``due`` or ``applicable``.

    On one day a score stands after a gap, and a handover after everything.
    """
    statements = [(score.day, 1, (0, 0), "nothing") for score in scores]
    for said in known.gaps[episode.key, measure.about]:
        if period.has_heard(said.day, episode):
            leaves = reference.leaves(said.gap.reason)
            statements.append((said.day, 0, said.turn, leaves))
    end = period.end_of(episode)
    if end is not None and reference.is_handover(episode.route):
        leaves = reference.leaves("moved_on_as_planned")
        statements.append((end, 2, (0, 0), leaves))
    return max(statements)[-1] if statements else "nothing"


def pair_of(scores: list[Score], measure: Measure) -> Pair | None:
    """Return the first and the latest score, none where a day of them is in doubt."""
    if not scores:
        return None
    first_day = min(score.day for score in scores)
    later = [s.day for s in scores if (s.day - first_day).days >= measure.min_gap]
    if not later:
        return None
    latest_day = max(later)
    first, latest = only_value(scores, first_day), only_value(scores, latest_day)
    if first is None or latest is None:
        return None
    improvement = (latest - first) * measure.better
    return Pair(first_day, first, latest_day, latest, improvement)


def only_value(scores: list[Score], day: date) -> Decimal | None:
    """Return the day's value, none where two scores of the day differ."""
    values = {score.value for score in scores if score.day == day}
    return values.pop() if len(values) == 1 else None


def soft_outcomes(known: Known, scope: Scope, stand: list[Standing]) -> list[Row]:
    """Return the rows of one period and service."""
    ids = {service.service_id for service in scope.services}
    abouts = {about for service in scope.services for about in service.measures}
    rows = []
    for about in sorted(abouts):
        measure = reference.measure(about)
        here = [s for s in stand if s.measure == measure]
        supported = [s for s in here if s.episode.service_id in ids]
        ended = [one for one in supported if one.ended_in_period]
        for basis, chosen in (("supported", supported), ("ended", ended)):
            groups = known.split(chosen, lambda one: one.person, scope.period)
            for (breakdown, value), members in groups.items():
                row = scope.row() | {"basis": basis, "measure_id": measure.measure}
                row |= {"subscale": measure.subscale, "rater": measure.rater}
                row |= {"breakdown": breakdown, "breakdown_value": value}
                rows.append(row | figures(measure, members))
    return rows


def figures(measure: Measure, members: list[Standing]) -> Row:
    """Return every figure of one row."""
    pairs = [one.pair for one in members if one.pair is not None]
    moved = [one.moved for one in members]
    due = sum(one.due for one in members)
    row: Row = {
        "episodes": len(members),
        "applicable": sum(one.applicable for one in members),
        "due": due,
        "with_baseline": sum(one.with_baseline for one in members),
        "paired": len(pairs),
        "moved_better": moved.count("moved_better"),
        "stayed_the_same": moved.count("stayed_the_same"),
        "moved_worse": moved.count("moved_worse"),
    }
    row |= changes(measure, members) | needs(measure, members)
    row |= shares(measure, members, due, len(pairs)) | means(pairs)
    return row | {"coverage": 100 * len(pairs) / due if due else None}


def changes(measure: Measure, members: list[Standing]) -> Row:
    """Return how many changed reliably; null without a threshold."""
    if measure.threshold is None:
        return dict.fromkeys(CHANGES)
    called = [one.change for one in members]
    return {
        "reliably_better": called.count("reliably_better"),
        "no_reliable_difference": called.count("no_reliable_difference"),
        "reliably_worse": called.count("reliably_worse"),
        "worse_in_first_months": sum(one.worse_in_first_months for one in members),
    }


def needs(measure: Measure, members: list[Standing]) -> Row:
    """Return how many were in need and left it; null without a comparator."""
    names = ("in_need_at_first", "left_need_range", "reliable_recovery")
    if not measure.in_need_when:
        return dict.fromkeys(names)
    left = [one for one in members if one.left_need_range]
    recovered = sum(one.change == "reliably_better" for one in left)
    in_need = sum(one.in_need_at_first for one in members)
    return dict(zip(names, (in_need, len(left), recovered), strict=True))


def shares(measure: Measure, members: list[Standing], due: int, paired: int) -> Row:
    """Return the share reliably better of the paired, and its bounds of the due."""
    better = sum(one.change == "reliably_better" for one in members)
    has_rule = measure.threshold is not None
    of_paired = intervals.wilson(better, paired) if has_rule else None
    bounded = has_rule and due > 0
    highest = better + due - paired
    return {
        "better_of_paired": 100 * better / paired if of_paired else None,
        "better_of_paired_low": 100 * of_paired[0] if of_paired else None,
        "better_of_paired_high": 100 * of_paired[1] if of_paired else None,
        "better_of_due_lowest": 100 * better / due if bounded else None,
        "better_of_due_highest": 100 * highest / due if bounded else None,
    }


def means(pairs: list[Pair]) -> Row:
    """Return the means over pairs; the change is latest less first."""
    changed = [float(pair.latest - pair.first) for pair in pairs]
    interval = intervals.mean_interval(changed)
    return {
        "mean_first": intervals.mean([float(pair.first) for pair in pairs]),
        "mean_latest": intervals.mean([float(pair.latest) for pair in pairs]),
        "mean_change": intervals.mean(changed),
        "mean_change_low": interval[0] if interval else None,
        "mean_change_high": interval[1] if interval else None,
    }
