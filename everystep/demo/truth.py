"""Every exact figure of the first marts, worked out the slow and obvious way.

This is the oracle: plain loops over what is true in the made-up commission, sharing no
code with the pipeline, so that where the two agree both are probably right. Figures are
exact, before disclosure control.
"""

from __future__ import annotations

from everystep.demo.truth_gaps import data_gaps
from everystep.demo.truth_hard import hard_outcomes, reconciliation
from everystep.demo.truth_known import Known, Period, Row, known
from everystep.demo.truth_people import contacts, people_supported
from everystep.demo.truth_soft import Standing, soft_outcomes, standings
from everystep.demo.world import Episode, World

MARTS = ("people_supported", "contacts", "soft_outcomes", "hard_outcomes")
STEPS = ("episodes", "applicable", "due", "pairs", "classes", "rates")

SHARES = (("soft_outcomes", "better_of_paired"), ("hard_outcomes", "rate"))
ENDS = ("low", "high")
GRAIN = (
    "period",
    "provider_id",
    "service_id",
    "basis",
    "measure_id",
    "subscale",
    "rater",
    "indicator_id",
    "breakdown",
    "breakdown_value",
)


def truth(world: World) -> dict[str, list[Row]]:
    """Return every mart's exact rows, and the steps on the way to them."""
    heard = known(world)
    names = (*MARTS, "data_gaps", "reconciliation", *STEPS)
    tables: dict[str, list[Row]] = {name: [] for name in names}
    stand = {period.name: standings(heard, period) for period in heard.periods}
    for scope in heard.scopes():
        here = stand[scope.period.name]
        tables["people_supported"] += people_supported(heard, scope, here)
        tables["contacts"] += contacts(heard, scope)
        tables["soft_outcomes"] += soft_outcomes(heard, scope, here)
        tables["hard_outcomes"] += hard_outcomes(heard, scope)
        tables["data_gaps"] += data_gaps(heard, scope)
        tables["reconciliation"] += reconciliation(heard, scope)
    for period in heard.periods:
        add_steps(tables, heard, period, stand[period.name])
    tables["rates"] = rates(tables)
    return tables


def add_steps(
    tables: dict[str, list[Row]], heard: Known, period: Period, stand: list[Standing]
) -> None:
    """Add what the figures of one period are made from."""
    for episode in heard.episodes:
        if period.is_open(episode) and has_rows(heard, period, episode):
            tables["episodes"].append(episode_step(heard, period, episode))
    for one in stand:
        if has_rows(heard, period, one.episode):
            add_standing(tables, period, one)


def has_rows(heard: Known, period: Period, episode: Episode) -> bool:
    """Tell whether the episode counts in any row: by the year only where asked for."""
    service = heard.services[episode.service_id]
    return period.kind == "quarter" or service.figures == "by_year"


def episode_step(heard: Known, period: Period, episode: Episode) -> Row:
    """Return one episode as it was known on the period's last day."""
    end = period.end_of(episode)
    return episode_row(period, episode) | {
        "person": heard.person(episode),
        "start": episode.start,
        "end": end,
        "route": None if end is None else episode.route,
        "started_in_period": period.holds(episode.start),
        "ended_in_period": period.holds(end),
        "still_open": end is None,
    }


def episode_row(period: Period, episode: Episode) -> Row:
    """Return the columns that open every row of a step."""
    return {
        "period": period.name,
        "provider_id": episode.provider_id,
        "service_id": episode.service_id,
        "episode": episode.key,
    }


def add_standing(tables: dict[str, list[Row]], period: Period, one: Standing) -> None:
    """Add one episode's and measure's row to every step that it reaches."""
    row = episode_row(period, one.episode) | {
        "measure_id": one.measure.measure,
        "subscale": one.measure.subscale,
        "rater": one.measure.rater,
    }
    tables["applicable"].append(row | {"applicable": one.applicable})
    if one.due:
        tables["due"].append(row | {"with_baseline": one.with_baseline})
    if one.pair is not None:
        pair = {
            "first_day": one.pair.first_day,
            "first": one.pair.first,
            "latest_day": one.pair.latest_day,
            "latest": one.pair.latest,
            "improvement": one.pair.improvement,
        }
        tables["pairs"].append(row | pair)
        tables["classes"].append(row | class_step(one))


def class_step(one: Standing) -> Row:
    """Return what a pair is called; null without a threshold or a comparator."""
    has_need = bool(one.measure.in_need_when)
    has_rule = one.measure.threshold is not None
    return {
        "moved": one.moved,
        "change": one.change,
        "worse_in_first_months": one.worse_in_first_months if has_rule else None,
        "in_need_at_first": one.in_need_at_first if has_need else None,
        "left_need_range": one.left_need_range if has_need else None,
    }


def rates(tables: dict[str, list[Row]]) -> list[Row]:
    """Return every share and rate that carries an interval, with its row's grain."""
    found: list[Row] = []
    for mart, figure in SHARES:
        for row in tables[mart]:
            if row[figure] is not None:
                step: Row = {name: row.get(name) for name in GRAIN}
                step |= {"figure": figure, "value": row[figure]}
                found.append(step | {end: row[f"{figure}_{end}"] for end in ENDS})
    return found
