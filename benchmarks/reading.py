"""Read and map many workbooks, and one long csv, beside the bare readers.

Each way is a whole process of its own; printed are seconds of CPU, its children's too,
without what the same process costs over no files, and the ratios between them. Run
``python benchmarks/reading.py``; ``--files`` and ``--rows`` make it shorter.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

SHEETS, ROWS = 3, 400
_MADE_ON = datetime(2024, 1, 1)
_WORDS = ("DNA", "prefer not to say", "too early", "n/a yet")
HEADINGS = (
    "Ref", "First name", "Surname", "Date of birth", "Gender", "Postcode", "Started",
    "Ended", "How it ended", "In person", "Phone", "Video", "Text",
    *(f"SDQ {at} {what}" for at in ("start", "review 1", "review 2")
      for what in ("date", "total", "emotional", "prosocial")),
)  # fmt: skip
LAYOUT = """
layout: many
title: A long case list
kind: workbook
services: {one: one}
covers: whole
period_fixed: 2025-26 Q3
tables:
  - table: people
    headings: [Ref, Started, SDQ start total]
    columns:
      Ref: {person: reference}
      First name: {person: forename}
      Surname: {person: surname}
      Date of birth: {person: birth_date}
      Gender: {person: gender, values: {F: female, M: male}}
      Postcode: {person: postcode}
      Started: {episode: start}
      Ended: {episode: end}
      How it ended: {episode: route, values: {Goals reached: completed}}
      In person: {contact: in_person}
      Phone: {contact: phone}
      Video: {contact: video}
      Text: {contact: text}
"""


def layout_text() -> str:
    """Return the layout that describes every column of the workbooks."""
    lines = [LAYOUT.rstrip("\n")]
    for at, position in (
        ("start", "start"), ("review 1", "review_1"), ("review 2", "review_2"),
    ):  # fmt: skip
        scale = "{measure: sdq, rater: parent}"
        lines.append(
            f"      SDQ {at} date: {{score_day: {scale}, position: {position}}}"
        )
        for what in ("total", "emotional", "prosocial"):
            scale = f"{{measure: sdq, subscale: {what}, rater: parent}}"
            lines.append(
                f"      SDQ {at} {what}: {{score: {scale}, position: {position}}}"
            )
    return "\n".join(lines) + "\n"


def write_workbooks(folder: Path, count: int) -> None:
    """Write workbooks of three sheets, 400 rows and 25 columns, no two alike."""
    import xlsxwriter

    draw = random.Random(7)
    for number in range(count):
        path = folder / f"{number:03}.xlsx"
        about = {"default_date_format": "dd/mm/yyyy", "constant_memory": False}
        with xlsxwriter.Workbook(path, about) as book:
            book.set_properties({"created": _MADE_ON})
            for at in range(SHEETS):
                sheet = book.add_worksheet(f"Team {at + 1}")
                sheet.write_row(0, 0, HEADINGS)
                for row in range(1, ROWS + 1):
                    for column, cell in enumerate(_person(draw, number, at, row)):
                        if isinstance(cell, date):
                            sheet.write_datetime(row, column, cell)
                        elif cell is not None:
                            sheet.write(row, column, cell)


def _person(
    draw: random.Random, number: int, at: int, row: int
) -> list[str | int | date | None]:
    start = date(2025, 4, 1) + timedelta(days=draw.randrange(200))
    cells: list[str | int | date | None] = [
        f"C{number:03}-{at}-{row:04}",
        f"Fore{draw.randrange(400)}",
        f"Sur{draw.randrange(4000)}",
        date(2005, 1, 1) + timedelta(days=draw.randrange(3000)),
        draw.choice("FM"),
        f"ZZ{draw.randrange(90)} {draw.randrange(9)}AA",
        start,
        None,
        draw.choice(["Goals reached", None]),
        *(draw.randrange(9) for _ in range(4)),
    ]
    for review in range(3):
        cells.append(start + timedelta(days=60 * review))
        for highest in (40, 10, 10):
            marked = draw.random() < 0.1
            cells.append(draw.choice(_WORDS) if marked else draw.randrange(highest + 1))
    return cells


def write_csv(path: Path, rows: int) -> None:
    """Write one long list of text."""
    draw = random.Random(7)
    with path.open("w", encoding="utf-8") as stream:
        stream.write("Ref,Date,Team,Mode,Minutes,Note\n")
        for row in range(rows):
            day = date(2025, 4, 1) + timedelta(days=row % 365)
            mode = draw.choice(("Phone", "In person", "Video"))
            stream.write(
                f"C{row % 9000:05},{day:%d/%m/%Y},Team {row % 7},{mode},{row % 90},"
                f'"Seen, and well"\n'
            )


def fastexcel(files: list[Path]) -> int:
    """Read every sheet of every workbook into Arrow, and no more."""
    import fastexcel as bare

    cells = 0
    for path in files:
        book = bare.read_excel(path)
        for name in book.sheet_names:
            sheet = book.load_sheet(name, header_row=None, dtypes="string")
            batch = sheet.to_arrow()
            cells += batch.num_rows * batch.num_columns
    return cells


def pandas(files: list[Path]) -> int:
    """Read every sheet of every workbook with pandas and openpyxl."""
    import pandas as pd

    cells = 0
    for path in files:
        sheets = pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl")
        cells += sum(sheet.size for sheet in sheets.values())
    return cells


def everystep(files: list[Path]) -> int:
    """Read, map and account for every cell of every workbook."""
    from everystep.home import read_yaml
    from everystep.layouts.choose import understand
    from everystep.layouts.model import Layout
    from everystep.layouts.read import Ground
    from everystep.readers import cells_of, triage

    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as described:
        described.write(layout_text())
        described.flush()
        layout = Layout.model_validate(read_yaml(Path(described.name)))
    ground = Ground(date(2026, 1, 20), (), {})
    cells = 0
    for path in files:
        content = path.read_bytes()
        what = triage(content)
        sheets = cells_of(content, what.kind)
        read = understand([layout], what.family, sheets, "one", ground).reading
        assert len(read.rows) == SHEETS * ROWS
        cells += sum(one.cells_in for one in read.accounts)
    return cells


def duckdb(files: list[Path]) -> int:
    """Read a csv with DuckDB's own reader, told how it is written, on one thread."""
    import duckdb as bare

    rows = 0
    for path in files:
        with bare.connect(config={"threads": 1}) as connection:
            table = connection.execute(
                "select * from read_csv($path, delim = ',', quote = '\"', "
                "header = false, all_varchar = true, auto_detect = false, "
                "columns = {a: 'varchar', b: 'varchar', c: 'varchar', d: 'varchar', "
                "e: 'varchar', f: 'varchar'})",
                {"path": str(path)},
            ).to_arrow_table()
            rows += table.num_rows
    return rows


def cells(files: list[Path]) -> int:
    """Read a csv into cells as a run would."""
    from everystep.readers import cells_of, triage

    rows = 0
    for path in files:
        content = path.read_bytes()
        rows += len(cells_of(content, triage(content).kind)[0].rows)
    return rows


WAYS = {one.__name__: one for one in (fastexcel, pandas, everystep, duckdb, cells)}


def _one(way: str, files: list[Path]) -> None:
    from everystep.readers import server

    done = WAYS[way](files)
    server.end_all()
    used = [
        resource.getrusage(who)
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    cpu = sum(one.ru_utime + one.ru_stime for one in used)
    print(done, cpu, used[1].ru_maxrss / 1024)


def _measured(way: str, files: list[Path]) -> tuple[int, float, float]:
    said = subprocess.run(
        [sys.executable, __file__, "--way", way, *map(str, files)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    return int(said[0]), float(said[1]), float(said[2])


def main() -> None:
    """Print what each way costs, and the ratios that matter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--rows", type=int, default=400_000)
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("paths", nargs="*", type=Path)
    given = parser.parse_args()
    if given.way:
        _one(given.way, given.paths)
        return
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where)
        write_workbooks(folder, given.files)
        files = sorted(folder.glob("*.xlsx"))
        cost = _table(("fastexcel", "pandas", "everystep"), files)
        print(f"everystep / fastexcel: {cost['everystep'] / cost['fastexcel']:.2f}")
        print(f"pandas / everystep: {cost['pandas'] / cost['everystep']:.1f}")
        if given.rows:
            long = folder / "long.csv"
            write_csv(long, given.rows)
            cost = _table(("duckdb", "cells"), [long])
            print(f"cells / duckdb: {cost['cells'] / cost['duckdb']:.2f}")


def _table(ways: tuple[str, ...], files: list[Path]) -> dict[str, float]:
    cost = {}
    for way in ways:
        _, nothing, _ = _measured(way, [])
        done, cpu, memory = _measured(way, files)
        cost[way] = cpu - nothing
        print(
            f"{way:10} {done:>12,} read  {cost[way]:7.2f} CPU-s beside {nothing:.2f} "
            f"to start  {memory:5.0f} MB in a child"
        )
    return cost


if __name__ == "__main__":
    main()
