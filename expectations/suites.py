"""What is promised of each table: warn about a provider's data, block about truth."""

from __future__ import annotations

from expectations.promises import (
    Promise,
    Suite,
    always_there,
    between,
    keyed_by,
    never,
    one_of,
)
from sql.catalogue import described, tables

_STANDINGS = ("current", "superseded", "waiting", "not_read")
_STATUSES = (
    "ok", "rounded", "fewer_than_5", "none_or_nearly", "too_few", "withheld",
    "no_threshold", "not_pooled", "not_collected", "not_due_yet",
)  # fmt: skip

_OWN: dict[str, tuple[Promise, ...]] = {
    "reconciled.submissions": (
        one_of("standing", _STANDINGS, severity="block"),
        never(
            "no_report_stands_before_its_quarter_began",
            "a current report speaks of a quarter",
            "standing = 'current' and period is null",
        ),
    ),
    "reconciled.services": (
        one_of("figures", ("by_quarter", "by_year"), severity="block"),
        never(
            "every_contract_ends_after_it_begins",
            "a contract's last day is after its first",
            "contract_to < contract_from",
            severity="warn",
        ),
    ),
    "reconciled.people": (always_there("person_id", severity="block"),),
    "reconciled.fields": tuple(
        never(
            f"every_{field}_is_known_or_explained",
            f"a blank {field.replace('_', ' ')} has a reason, here or in the register",
            f"field = '{field}' and reason = 'unknown'",
            severity="warn",
            tolerates=field,
        )
        for field in ("gender", "ethnic_group", "place", "postcode", "nhs_number")
    ),
    "reconciled.episodes": (
        always_there("start_date", severity="block"),
        never(
            "no_support_ends_before_it_starts",
            "an episode's last day is not before its first",
            "end_date < start_date",
            severity="warn",
        ),
        between("age_at_start", 0, 110),
    ),
    "reconciled.statements": (
        never(
            "every_statement_is_a_score_or_a_reason",
            "a statement is a score or says why there is none, never both",
            "(score is null) = (reason = '')",
        ),
    ),
    "reconciled.scores": (
        always_there("score", severity="block"),
        never(
            "every_score_has_an_episode",
            "a dated score belongs to an episode",
            "episode_id is null and day is not null",
            severity="warn",
        ),
    ),
    "reconciled.gaps": (always_there("reason", severity="block"),),
    "outcomes.changes": (
        never(
            "each_step_of_the_cascade_is_inside_the_one_before",
            "paired is within due, and due within applicable",
            "(paired and not due) or (due and not applicable)"
            " or (with_baseline and not due)",
        ),
        never(
            "every_pair_has_two_scores",
            "a pair has a first and a latest score",
            "paired and (first_score is null or latest_score is null)",
        ),
        never(
            "a_pair_is_in_its_order",
            "the latest score is after the first",
            "paired and latest_day <= first_day",
        ),
    ),
    "outcomes.soft_outcomes": (
        never(
            "moves_add_up_to_pairs",
            "better, the same and worse add up to pairs",
            "moved_better + stayed_the_same + moved_worse <> paired",
        ),
        never(
            "classes_add_up_to_pairs",
            "reliable classes add up to pairs",
            "reliably_better + no_reliable_difference + reliably_worse <> paired",
        ),
        never(
            "steps_do_not_grow",
            "each step counts at most the one before",
            "applicable > episodes or due > applicable or with_baseline > due"
            " or paired > with_baseline",
        ),
    ),
    "outcomes.hard_outcomes": (
        never(
            "nobody_is_observed_longer_than_the_quarter",
            "person-quarters are at most one for each person and service",
            "person_quarters < 0",
        ),
        between("rate", 0, None, severity="block"),
    ),
    "outcomes.data_gaps": (
        never(
            "known_and_gaps_are_within_what_could_be",
            "what is known and what is not are within what could be",
            "known > could_apply or gap > could_apply - known",
        ),
    ),
}


def _mart(name: str) -> tuple[Promise, ...]:
    """Promise that nothing small is shown and every withheld figure says why."""
    statuses = [one for one in described(name).columns if one.endswith("_status")]
    promises: list[Promise] = []
    for status in statuses:
        figure = status.removesuffix("_status")
        promises.append(
            never(
                f"{figure}_says_how_to_read_it",
                f"`{figure}` is null only where its status says why",
                f"{status} is null"
                f" or ({figure} is null) = ({status} in ('ok', 'rounded'))"
                f" or {status} not in {_STATUSES}",
            )
        )
    if counts := [one for one in statuses if _is_count(name, one)]:
        small = " or ".join(
            f"{figure} < 5 or {figure} % 5 <> 0"
            for figure in (one.removesuffix("_status") for one in counts)
        )
        promises.append(
            never("small_numbers_withheld", "no count below five is shown", small)
        )
    return tuple(promises)


_NOT_COUNTS = (
    "accounted_for", "better_of_paired", "better_of_due_lowest",
    "better_of_due_highest", "mean_first", "mean_latest", "mean_change", "coverage",
    "rate", "person_quarters",
)  # fmt: skip


def _is_count(name: str, status: str) -> bool:
    return status.removesuffix("_status") not in _NOT_COUNTS


def _dictionary() -> tuple[Promise, ...]:
    return (always_there("purpose_id", severity="block"),)


def suite(table: str) -> Suite:
    """Return all that is promised of a table, its key first."""
    promises: tuple[Promise, ...] = (keyed_by(*described(table).key),)
    promises += _OWN.get(table, ())
    if table.startswith("marts."):
        promises += _mart(table)
    if table == "marts.data_dictionary":
        promises += _dictionary()
    return Suite(table, promises)


def suites() -> dict[str, Suite]:
    """Return the suite of every table from ``reconciled`` on."""
    return {table: suite(table) for table in tables()}
