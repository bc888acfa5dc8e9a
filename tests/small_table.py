"""A layout of a few lines and a sheet of a few rows, read by the real engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from everystep.layouts.load import read_layout
from everystep.layouts.model import Layout
from everystep.layouts.read import Ground, Reading, read_report
from everystep.readers import Cell, Sheet

AS_OF = date(2026, 4, 20)
HEAD = """layout: small
title: A small report
kind: workbook
services: {oak: oak-talks}
covers: whole
"""
Merge = tuple[tuple[int, int], tuple[int, int]]


def layout_of(body: str, quarter: str = "2025-26 Q3") -> Layout:
    """Return a layout of these tables; of a fixed quarter, unless that is empty."""
    fixed = f"period_fixed: {quarter}\n" if quarter else ""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "small.yaml"
        path.write_text(HEAD + fixed + body, encoding="utf-8")
        return read_layout(path)


def sheet_of(
    rows: Sequence[Sequence[Cell]],
    merges: Sequence[Merge] = (),
    index: int = 0,
    title: str = "One",
) -> Sheet:
    """Return a sheet of these rows."""
    filled = [[cell if cell != "" else None for cell in row] for row in rows]
    return Sheet(index, title, True, filled, list(merges))


def read(layout: Layout, *sheets: Sheet) -> Reading:
    """Return what a report says, with what became of each cell."""
    ground = Ground(AS_OF, ("Brookmere",), {})
    return read_report(layout, [*sheets], "oak", ground, with_fates=True)
