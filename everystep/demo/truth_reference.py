"""The facts the oracle rests on, read straight from ``everystep/reference``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

NOT_DOCUMENTED = ("unknown", "set_aside", "no_longer_sent")


@dataclass(frozen=True)
class Measure:
    """One instrument, subscale and rater, as the registry knows it."""

    measure: str
    subscale: str
    rater: str
    better: int
    """1 where a higher score is better, -1 where a lower one is."""
    threshold: Decimal | None
    in_need_when: str
    age_from: int | None
    age_to: int | None
    min_gap: int

    @property
    def about(self) -> str:
        """Return its name in layouts and gaps, as ``sdq/total/parent``."""
        return f"{self.measure}/{self.subscale}/{self.rater}"

    def subscales(self) -> list[str]:
        """Return the names of all the instrument's subscales by the same rater."""
        return [
            f"{self.measure}/{row['subscale_id']}/{self.rater}"
            for row in table("instruments")
            if (row["measure_id"], row["rater_id"]) == (self.measure, self.rater)
        ]

    def in_need(self, score: Decimal) -> bool:
        """Tell whether the score lies where the measure says that help is needed."""
        sign, edge = self.in_need_when.split()
        if sign == ">=":
            return score >= Decimal(edge)
        if sign == ">":
            return score > Decimal(edge)
        if sign == "<=":
            return score <= Decimal(edge)
        if sign == "<":
            return score < Decimal(edge)
        raise ValueError(f"The comparator {sign!r} is not one of >=, >, <= and <.")


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a reference file."""
    text = resources.files("everystep") / "reference" / f"{name}.csv"
    return tuple(csv.DictReader(text.read_text(encoding="utf-8").splitlines()))


@cache
def measure(about: str) -> Measure:
    """Return the registry's entry for ``measure/subscale/rater``."""
    for row in table("instruments"):
        named = (row["measure_id"], row["subscale_id"], row["rater_id"])
        if "/".join(named) == about:
            return Measure(
                *named,
                better={"higher_better": 1, "higher_worse": -1}[row["direction"]],
                threshold=decimal(row["reliable_change_min_inclusive"]),
                in_need_when=row["in_need_when"],
                age_from=whole(row["age_from"]),
                age_to=whole(row["age_to"]),
                min_gap=int(row["min_gap_days_suggested"]),
            )
    raise KeyError(f"The registry of measures has no {about}.")


def decimal(text: str) -> Decimal | None:
    """Return the number, or none for an empty cell."""
    return Decimal(text) if text else None


def whole(text: str) -> int | None:
    """Return the whole number, or none for an empty cell."""
    return int(text) if text else None


@cache
def leaves(reason: str) -> str:
    """Return what a gap with this reason leaves: nothing, ``due`` or ``applicable``."""
    for row in table("gap_reasons"):
        if row["code"] == reason:
            return row["leaves"]
    raise KeyError(f"The table of gap reasons has no {reason}.")


def documented(reason: str) -> bool:
    """Tell whether somebody said why."""
    return reason not in NOT_DOCUMENTED


@cache
def is_handover(route: str | None) -> bool:
    """Tell whether an ending by this route hands the person on."""
    return any(
        row["id"] == route and row["is_handover"] == "yes" for row in table("routes")
    )


@cache
def indicator_kind(indicator: str) -> str:
    """Return ``event`` or ``state``."""
    for row in table("indicators"):
        if row["id"] == indicator:
            return row["kind"]
    raise KeyError(f"The registry of indicators has no {indicator}.")


@cache
def published_ethnic_group(group: str) -> str:
    """Return the label under which an ethnic group is published."""
    for row in table("ethnic_groups"):
        if row["id"] == group:
            return row["published_as"]
    raise KeyError(f"The table of ethnic groups has no {group}.")
