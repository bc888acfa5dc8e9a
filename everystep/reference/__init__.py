"""Facts that come from others: measures, indicators, gap reasons, routes, words.

Their sources and "not verified" marks stand in the files and travel with them.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files


def table(name: str) -> list[dict[str, str]]:
    """Return a reference table's rows as text."""
    content = (files(__name__) / f"{name}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(content.splitlines()))


def _number(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


@dataclass(frozen=True)
class Measure:
    """One instrument × subscale × rater, as the registry knows it."""

    measure_id: str
    subscale: str
    rater: str
    name: str
    level: str
    n_items: int | None
    item_min: Decimal | None
    item_max: Decimal | None
    score_min: Decimal | None
    score_max: Decimal | None
    direction: str
    reliable_change: Decimal | None
    in_need_when: str
    age_from: int | None
    age_to: int | None
    min_gap_days: int
    domain: str
    outcome_id: str
    threshold_set: str
    verified: str
    licence: str
    source: str


# The domain and the Home Office outcome of each measure, assigned once (domains.csv
# gives the pairs). Measures that no report of ours carries yet are assigned with them.
_DOMAINS = {
    ("sdq", "emotional"): ("regulation", "b3"),
    ("sdq", "conduct"): ("behaviour", "b5"),
    ("sdq", ""): ("behaviour", "b5"),
    ("core_10", ""): ("symptoms", "b3"),
    ("swemwbs", ""): ("wellbeing", "b4"),
    ("phq_9", ""): ("symptoms", "b3"),
    ("gad_7", ""): ("symptoms", "b3"),
}


def _measure(row: dict[str, str]) -> Measure:
    identity, subscale = row["measure_id"], row["subscale_id"]
    domain, outcome = _DOMAINS.get((identity, subscale)) or _DOMAINS.get(
        (identity, ""), ("not_assigned_yet", "")
    )
    gap = row["min_gap_days_suggested"]
    return Measure(
        measure_id=identity,
        subscale=subscale,
        rater=row["rater_id"],
        name=row["instrument"],
        level=row["respondent_level"],
        n_items=int(row["n_items"]) if row["n_items"].isdigit() else None,
        item_min=_number(row["item_min"]),
        item_max=_number(row["item_max"]),
        score_min=_number(row["score_min"]),
        score_max=_number(row["score_max"]),
        direction=row["direction"],
        reliable_change=_number(row["reliable_change_min_inclusive"]),
        in_need_when=row["in_need_when"],
        age_from=int(row["age_from"]) if row["age_from"].isdigit() else None,
        age_to=int(row["age_to"]) if row["age_to"].isdigit() else None,
        min_gap_days=int(gap) if gap.isdigit() else 0,
        domain=domain,
        outcome_id=outcome,
        threshold_set="everystep-2026-01",
        verified=row["verified"],
        licence=row["licence"],
        source=row["source"],
    )


@cache
def measures() -> dict[tuple[str, str, str], Measure]:
    """Return the registry by measure, subscale and rater."""
    found = [_measure(row) for row in table("instruments")]
    return {(one.measure_id, one.subscale, one.rater): one for one in found}


@cache
def gap_reasons() -> dict[str, dict[str, str]]:
    """Return the reasons for a gap, by code."""
    return {row["code"]: row for row in table("gap_reasons")}


@cache
def markers(scope: str) -> dict[str, str]:
    """Return the words that stand for a gap in columns of one kind, with their reasons.

    ``scope`` is ``measures``, ``counts`` or a person's field; a marker counts only
    where ``gap_reasons.csv`` says so.
    """
    found: dict[str, str] = {}
    for code, row in gap_reasons().items():
        scopes = {one.strip() for one in row["only_in"].split(";")} - {""}
        if scopes and scope not in scopes:
            continue
        for words in row["examples_in_reports"].split("; "):
            marker = re.sub(r"\s*\(as the whole cell\)", "", words).strip().casefold()
            if marker and marker != "(blank)":
                found[marker] = code
        # Who writes a reason as we name it means that reason.
        found.setdefault(row["label"].casefold(), code)
    return found


@cache
def routes() -> dict[str, dict[str, str]]:
    """Return the ways in which support ends, by id."""
    return {row["id"]: row for row in table("routes")}


@cache
def ethnic_groups() -> dict[str, str]:
    """Return the census's labels (any case) with our ids."""
    return {row["label"].casefold(): row["id"] for row in table("ethnic_groups")}


@cache
def indicators() -> dict[str, dict[str, str]]:
    """Return the hard indicators, by id."""
    return {row["id"]: row for row in table("indicators")}


@cache
def practices() -> dict[str, dict[str, str]]:
    """Return the practices of a trauma-informed organisation, by id."""
    return {row["id"]: row for row in table("practices")}
