"""The marts of the made-up commission equal its truth exactly, before protection.

The truth is worked out from the world that the reports were written from, by plain
Python that shares no code with the SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache

import pytest
from commission import ran

from everystep.demo.journeys import make_world
from everystep.demo.truth import truth

Row = Mapping[str, object]
GRAINS = {
    "people_supported": (
        "period", "provider_id", "service_id", "breakdown", "breakdown_value",
    ),
    "contacts": ("period", "provider_id", "service_id", "mode"),
    "soft_outcomes": (
        "period", "provider_id", "service_id", "basis", "measure_id", "subscale",
        "rater", "breakdown", "breakdown_value",
    ),
    "hard_outcomes": (
        "period", "provider_id", "service_id", "indicator_id", "breakdown",
        "breakdown_value",
    ),
    "data_gaps": ("period", "provider_id", "service_id", "about", "reason"),
    "reconciliation": ("period", "service_id", "figure"),
}  # fmt: skip
FIGURES = {
    "data_gaps": ("could_apply", "known", "gap"),
    "reconciliation": ("declared", "recomputed"),
}


@cache
def true_rows(mart: str) -> dict[tuple[object, ...], Row]:
    rows = truth(make_world())[mart]
    return by_grain(mart, rows)


def by_grain(mart: str, rows: Iterable[Row]) -> dict[tuple[object, ...], Row]:
    grain = GRAINS[mart]
    found = {tuple(row[name] for name in grain): row for row in rows}
    assert found, mart
    return found


def same(ours: object, theirs: object) -> bool:
    if isinstance(ours, float | Decimal) and isinstance(theirs, float | Decimal):
        return abs(float(ours) - float(theirs)) < 1e-9
    if ours is None or theirs is None:
        return ours is theirs
    return ours == theirs or abs(float(str(ours)) - float(str(theirs))) < 1e-9


@pytest.mark.parametrize("mart", sorted(GRAINS))
def test_every_exact_figure_equals_the_truth(mart: str) -> None:
    ours = by_grain(mart, ran().table(f"outcomes.{mart}"))
    if mart == "data_gaps":
        ours = {key: row for key, row in ours.items() if row["gap"]}
    theirs = true_rows(mart)

    differing = []
    for key in sorted(ours.keys() | theirs.keys(), key=str):
        if key not in ours or key not in theirs:
            differing.append((key, "only ours" if key in ours else "only the truth's"))
            continue
        for figure in FIGURES.get(mart) or set(ours[key]) - set(GRAINS[mart]):
            if not same(ours[key][figure], theirs[key][figure]):
                pair = (ours[key][figure], theirs[key][figure])
                differing.append((key, f"{figure}: {pair}"))

    assert not differing, f"{len(differing)} of {len(theirs)}: {differing[:6]}"
