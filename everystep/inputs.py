"""What a run hands to the SQL besides submissions: settings, registers, reference."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pyarrow as pa

from everystep import ledger, reference
from everystep.calendar import quarters_between, year_of
from everystep.home import Home, NeedsAttention
from everystep.layouts.model import Key, Layout

BANDS = (
    "0-4", "5-10", "11-15", "16-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65+",
)  # fmt: skip
GENDERS = ("female", "male", "non_binary")
MODES = ("in_person", "phone", "video", "text", "letter", "remote")
_UNDOCUMENTED = {"unknown", "set_aside", "no_longer_sent"}
_NUMBER = pa.decimal128(9, 4)
_EARLIEST = date(2015, 4, 1)

Rows = Sequence[Mapping[str, object]]


def register(home: Home, name: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """Return a register's rows; raises :class:`NeedsAttention` if it lacks a column."""
    path = home.registers / f"{name}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        absent = [one for one in columns if one not in (reader.fieldnames or [])]
        if absent:
            raise NeedsAttention(
                f"registers/{name}.csv has no column called {', '.join(absent)}."
            )
        return [{key: row[key] or "" for key in columns} for row in reader]


SERVICES = (
    "provider_id", "provider_name", "service_id", "service_name", "place", "started",
    "contract_from", "contract_to", "figures", "is_pilot",
)  # fmt: skip
GAPS = ("provider_id", "service_id", "about", "from", "to", "reason", "note", "said_by")
PURPOSES = ("purpose_id", "why", "reader", "kept_for")


def gap_register(home: Home) -> list[dict[str, str]]:
    """Return the gap register; raises :class:`NeedsAttention` for a reason unknown."""
    rows = register(home, "gaps", GAPS)
    strange = sorted({row["reason"] for row in rows} - set(reference.gap_reasons()))
    if strange:
        raise NeedsAttention(
            f"registers/gaps.csv gives a reason that we do not know: "
            f"{', '.join(strange)}. reference/gap_reasons.csv lists them."
        )
    return rows


def everything(
    home: Home, layouts: Sequence[Layout], as_of: date
) -> dict[str, pa.Table]:
    """Return every input by name, as an Arrow table."""
    services = register(home, "services", SERVICES)
    places = home.settings().places
    groups = published_groups()
    return {
        "settings": _table([{"as_of": as_of}], {"as_of": pa.date32()}),
        "services": _texts(services, SERVICES),
        "ledger": _ledger(home),
        "periods": _periods(as_of),
        "groups": _groups(places, groups),
        "modes": _texts([{"mode": mode} for mode in MODES], ("mode",)),
        "routes": _routes(),
        "ethnic_groups": _texts(
            reference.table("ethnic_groups"), ("id", "label", "published_as")
        ),
        "gap_reasons": _gap_reasons(),
        "measures": _measures(layouts),
        "indicators": _indicators(),
        "gap_register": _texts(gap_register(home), GAPS),
        "purposes": _texts(register(home, "purposes", PURPOSES), PURPOSES),
        **_declared(layouts, services),
    }


def published_groups() -> list[str]:
    """Return the ethnic groups as published, in the census's order."""
    rows = reference.table("ethnic_groups")
    return list(dict.fromkeys(row["published_as"] for row in rows))


def _table(rows: Rows, kinds: Mapping[str, pa.DataType]) -> pa.Table:
    columns = {name: [row.get(name) for row in rows] for name in kinds}
    return pa.table(columns, schema=pa.schema(list(kinds.items())))


def _texts(rows: Rows, columns: Sequence[str]) -> pa.Table:
    return _table(rows, {column: pa.string() for column in columns})


def _ledger(home: Home) -> pa.Table:
    rows = [
        {
            "submission": entry.key,
            "provider_id": entry.provider_id,
            "received_on": date.fromisoformat(entry.received_on),
            "received_order": entry.received_order,
        }
        for entry in ledger.entries(home)
        if entry.state == "pseudonymised"
    ]
    return _table(
        rows,
        {
            "submission": pa.string(),
            "provider_id": pa.string(),
            "received_on": pa.date32(),
            "received_order": pa.int64(),
        },
    )


def _periods(as_of: date) -> pa.Table:
    quarters = quarters_between(_EARLIEST, as_of)
    years = {year_of(quarter.start): None for quarter in quarters}
    rows = [
        {
            "period": period.name,
            "period_kind": period.kind,
            "period_start": period.start,
            "period_end": period.end,
        }
        for period in [*quarters, *years]
    ]
    day = pa.date32()
    return _table(
        rows,
        {
            "period": pa.string(),
            "period_kind": pa.string(),
            "period_start": day,
            "period_end": day,
        },
    )


def _groups(places: Sequence[str], ethnic: Sequence[str]) -> pa.Table:
    known = {
        "age_band": BANDS,
        "gender": GENDERS,
        "ethnic_group": ethnic,
        "place": places,
    }
    rows = [{"breakdown": "all", "breakdown_value": "all"}]
    rows += [
        {"breakdown": breakdown, "breakdown_value": value}
        for breakdown, values in known.items()
        for value in [*values, "gap"]
    ]
    return _texts(rows, ("breakdown", "breakdown_value"))


def _routes() -> pa.Table:
    rows = [
        {"id": row["id"], "is_handover": row["is_handover"] == "yes"}
        for row in reference.routes().values()
    ]
    return _table(rows, {"id": pa.string(), "is_handover": pa.bool_()})


def _gap_reasons() -> pa.Table:
    rows = [
        {**row, "documented": code not in _UNDOCUMENTED}
        for code, row in reference.gap_reasons().items()
    ]
    texts = {name: pa.string() for name in ("code", "label", "leaves", "belongs_to")}
    return _table(rows, {**texts, "documented": pa.bool_()})


def _measures(layouts: Sequence[Layout]) -> pa.Table:
    rows = []
    for one in _registry(layouts).values():
        comparator, _, value = one.in_need_when.partition(" ")
        low, high = one.score_min, one.score_max
        known_range = high - low if high is not None and low is not None else None
        rows.append(
            {
                **vars(one),
                "need_comparator": comparator or None,
                "need_value": Decimal(value) if value else None,
                "score_range": known_range,
            }
        )
    text, whole = pa.string(), pa.int32()
    return _table(
        rows,
        {
            **{
                name: text
                for name in (
                    "measure_id", "subscale", "rater", "name", "level", "direction",
                    "in_need_when", "domain", "outcome_id", "threshold_set", "verified",
                    "licence", "source", "need_comparator",
                )
            },
            **{name: whole for name in ("age_from", "age_to", "min_gap_days")},
            **{
                name: _NUMBER
                for name in (
                    "score_min", "score_max", "reliable_change", "need_value",
                    "score_range",
                )
            },
        },
    )  # fmt: skip


def _indicators() -> pa.Table:
    columns = (
        "name", "kind", "unit", "direction", "early_expectation", "domain",
        "outcome_id", "level", "note",
    )  # fmt: skip
    rows = [
        {"indicator_id": identity, **row}
        for identity, row in reference.indicators().items()
    ]
    return _texts(rows, ("indicator_id", *columns))


def _registry(layouts: Sequence[Layout]) -> dict[Key, reference.Measure]:
    """Return the registry with the scales of providers' own.

    Raises :class:`NeedsAttention` where two layouts mean different things by one id.
    """
    found = dict(reference.measures())
    for layout in layouts:
        for key, measure in layout.registry.items():
            if found.setdefault(key, measure) != measure:
                raise NeedsAttention(
                    f"Two layouts describe {key[0]} in different ways: give one of "
                    "the scales another id."
                )
    return found


def _declared(
    layouts: Sequence[Layout], services: Sequence[Mapping[str, str]]
) -> dict[str, pa.Table]:
    """Return which measures, indicators and fields each service's reports hold."""
    registered = {(row["provider_id"], row["service_id"]) for row in services}
    scales: list[tuple[str, str, str, str, str]] = []
    indicators: list[tuple[str, str, str]] = []
    fields: list[tuple[str, str, str]] = []
    review: dict[tuple[str, str], int] = {}
    for layout in layouts:
        for owner in layout.services.items():
            if owner not in registered:
                continue
            review.setdefault(owner, layout.review_after_days)
            scales += [(*owner, *scale.key) for scale in layout.people_scales]
            indicators += [(*owner, name) for name in layout.indicators]
            fields += [(*owner, name) for name in layout.fields]
    total = ("all", "all")
    by_scale = ("provider_id", "service_id", "measure_id", "subscale", "rater")
    anywhere = scales + [(*total, *one[2:]) for one in scales]
    by_indicator = ("provider_id", "service_id", "indicator_id")
    with_total = indicators + [(*total, one[2]) for one in indicators]
    abouts = [(*one[:2], f"{one[2]}:{one[4]}", "occasion") for one in anywhere]
    abouts += [(*one, "episodes") for one in with_total]
    abouts += [(*one, "people") for one in fields]
    abouts += [(*total, one[2], "people") for one in fields]
    days = [
        {"provider_id": owner[0], "service_id": owner[1], "review_after_days": count}
        for owner, count in review.items()
    ]
    text = pa.string()
    return {
        "declared_measures": _tuples(scales, by_scale),
        "declared_anywhere": _tuples(anywhere, by_scale),
        "declared_indicators": _tuples(with_total, by_indicator),
        "declared_fields": _tuples(fields, ("provider_id", "service_id", "field")),
        "declared_abouts": _tuples(
            abouts, ("provider_id", "service_id", "about", "unit")
        ),
        "review_days": _table(
            days,
            {"provider_id": text, "service_id": text, "review_after_days": pa.int32()},
        ),
    }


def _tuples(rows: Sequence[tuple[str, ...]], columns: Sequence[str]) -> pa.Table:
    distinct = dict.fromkeys(rows)
    return _texts([dict(zip(columns, row, strict=True)) for row in distinct], columns)
