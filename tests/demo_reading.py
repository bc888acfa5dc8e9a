"""The made-up reports, read back cell by cell, by nothing that is under test."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from everystep.demo.world import Quarter, Service, World


@dataclass(frozen=True)
class Line:
    """One row of a report, read back: the episode it is about, and its cells."""

    service: Service
    quarter: Quarter
    ref: str
    start: date
    end: date | None
    route: str | None
    person: tuple[Any, ...]
    nhs_number: str
    cells: tuple[Any, ...]

    @property
    def key(self) -> tuple[str, str, date]:
        return self.service.service_id, self.ref, self.start


def sent_on(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()


def quarter_of(world: World, path: Path) -> Quarter:
    return [one for one in world.quarters if one.end < sent_on(path)][-1]


def is_first_version(reports: list[Path], path: Path) -> bool:
    return path.with_stem(f"{path.stem}_corrected") in reports


def read(world: World, reports: list[Path], path: Path) -> Iterator[Line]:
    service = next(s for s in world.services if s.provider_id == path.parent.name)
    reader = {"a": _read_a, "b": _read_b, "c": read_c}[service.report]
    if not is_first_version(reports, path):
        yield from reader(service, quarter_of(world, path), path)


def _read_a(service: Service, quarter: Quarter, path: Path) -> Iterator[Line]:
    book = load_workbook(path)
    assert book["Cover"]["C5"].value == service.provider_name
    rows = [*book["Young people"].iter_rows(min_row=6, values_only=True)]
    assert rows[-1][0] == "Total"
    assert rows[-1][3] == f"n = {len(rows) - 2}"
    for row in rows[:-2]:
        cells = tuple(None if cell == "" else cell for cell in row)
        start, end = day_in(cells[9]), day_in(cells[10])
        person = (cells[1], cells[2], day_in(cells[3]), *_words(cells, 4, 5, 7, 8))
        yield Line(
            service,
            quarter,
            str(cells[0]),
            _there(start),
            end,
            str(cells[11]) if cells[11] else None,
            person,
            str(cells[6] or ""),
            cells,
        )


def _read_b(service: Service, quarter: Quarter, path: Path) -> Iterator[Line]:
    text = path.read_bytes().decode("cp1252")
    rows = [*csv.reader(StringIO(text, newline=""))]
    assert rows[1] == ["Report period", quarter.name]
    assert rows[-1] == ["End of export", f"{len(rows) - 6} rows"]
    for cells in rows[5:-1]:
        assert len(cells) == len(rows[4])
        person = (cells[2], cells[1], day_in(cells[3]), *_words(cells, 4, 5, 7))
        yield Line(
            service,
            quarter,
            cells[0],
            date.fromisoformat(cells[8]),
            date.fromisoformat(cells[9]) if cells[9] else None,
            cells[10] or None,
            person,
            cells[6],
            tuple(cells),
        )


def read_c(service: Service, quarter: Quarter, path: Path) -> Iterator[Line]:
    sheet = load_workbook(path)[f"People {quarter.name[-2:]}"]
    rows = [*sheet.iter_rows(min_row=4, values_only=True)]
    assert rows[-1][0] == "TOTAL"
    for cells in rows[:-1]:
        surname, forename = str(cells[1]).split(", ")
        person = (forename, surname, day_in(cells[2]), *_words(cells, 3, 4, 6, 7))
        start, end = day_in(cells[8]), day_in(cells[9])
        yield Line(
            service,
            quarter,
            str(cells[0]),
            _there(start),
            end,
            str(cells[10]) if cells[10] else None,
            person,
            str(cells[5] or ""),
            cells,
        )


def _words(cells: Any, *columns: int) -> list[str]:
    return [str(cells[at] or "").lower().replace(" ", "") for at in columns]


def _there(day: date | None) -> date:
    assert day is not None
    return day


def day_in(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if not cell:
        return None
    day, month, year = (int(part) for part in str(cell).split("/"))
    return date(year if year > 99 else 2000 + year, month, day)
