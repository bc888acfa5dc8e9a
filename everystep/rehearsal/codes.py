"""A rehearsal as codes and numbers, for programs: no cell, no heading, no name.

The words for people are in :mod:`everystep.rehearsal.told`.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from everystep.rehearsal.rehearse import Rehearsal
from everystep.rehearsal.tally import counts, gaps


def as_codes(found: Rehearsal) -> dict[str, Any]:
    """Return what a rehearsal found, ready for JSON."""
    looked = found.looked
    said: dict[str, Any] = {
        "verdict": found.verdict,
        "reason": found.reason,
        "kind": looked.what.kind,
        "family": looked.what.family,
        "bytes": len(looked.content),
        "remarks": list(looked.what.remarks),
        "named_otherwise": bool(looked.name_says),
        "hidden_sheets": found.hidden_sheets,
        # A sheet may be called after a person.
        "sheets": [_without(asdict(one), "title") for one in found.sheets],
        "looks": {one.sheet + 1: list(one.looks) for one in found.shapes},
        "tables_found": [
            {
                "sheet": one.sheet + 1,
                "header": [one.header.start + 1, one.header.stop],
                "turned": one.turned,
                "rows": one.rows,
            }
            for one in found.blocks
        ],
        "layout": None,
        "fitting": [one.layout for one in found.fitting],
        "nearest": found.nearest.layout.layout if found.nearest else None,
    }
    if found.understood is None or found.reading is None:
        return said
    reading = found.reading
    return said | {
        "layout": found.understood.described.layout,
        "exact": found.understood.near is None,
        "services": dict(found.services),
        "period": reading.period.name,
        "tables": [
            {
                "table": one.name,
                "sheet": one.sheet,
                "cells": one.cells,
                "rows": one.rows,
                "known": sum(column.how == "known" for column in one.columns),
                "unknown": sum(column.how != "known" for column in one.columns),
                "lost": list(one.lost),
            }
            for one in found.tables
        ],
        "counts": counts(reading),
        "gaps": gaps(reading),
        "set_aside": [vars(one) for one in reading.asides],
        "accounts": [vars(one) for one in reading.accounts],
    }


def _without(said: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key != name}
