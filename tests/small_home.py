"""A commission of two providers and four reports, small enough to be run many times."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import mkdtemp

from openpyxl import Workbook, load_workbook

from everystep.demo.journeys import make_world
from everystep.demo.registers import write_registers
from everystep.demo.reports import write_reports
from everystep.home import Home
from everystep.identity.keys import make_key_file
from pipelines.making import make_home

AS_OF = date(2026, 4, 20)
BEECH, GORSE = "beech-house", "gorse-gathering"
REPORTS = (
    f"{GORSE}/Gorse circle Q3 25-26.xlsx",
    f"{BEECH}/BeechHouse_SDQ_Q3_25-26.xlsx",
    f"{GORSE}/Gorse circle Q4 25-26.xlsx",
    f"{BEECH}/BeechHouse_SDQ_Q4_25-26.xlsx",
)
GOOD = REPORTS[3]
"""The report that lies beside each bad one, and is to be read whatever that one is."""

_SETTINGS = f"""commission: A small commission
places: [Brookmere, Castleholm, Thornley]
as_of: {AS_OF.isoformat()}
settle_seconds: 0
engine: {{threads: THREADS}}
"""


@cache
def written() -> Path:
    """Return a folder with every report of the made-up commission; made once."""
    folder = Path(mkdtemp(prefix="everystep-reports-"))
    write_reports(make_world(seed=7, scale=1), folder)
    return folder


def small_home(
    root: Path,
    reports: tuple[str, ...] = REPORTS,
    threads: int = 2,
    providers: tuple[str, ...] = (BEECH, GORSE),
) -> Home:
    """Return a home with these reports in its inbox, and nothing done yet."""
    home = Home(root / "home", root / "key")
    home.root.mkdir(parents=True)
    settings = _SETTINGS.replace("THREADS", str(threads))
    (home.root / "everystep.yaml").write_text(settings, encoding="utf-8")
    make_key_file(home.key_file, seed=7)
    with as_file(files("everystep.demo") / "layouts") as layouts:
        shutil.copytree(layouts, home.layouts)
    world = make_world(seed=7, scale=1)
    services = tuple(s for s in world.services if s.provider_id in providers)
    write_registers(replace(world, services=services), home.registers)
    make_home(home)
    for provider in providers:
        (home.inbox / provider).mkdir()
    for report in reports:
        drop(home, report)
    return home


def drop(home: Home, report: str, to: str = "") -> Path:
    """Put one of the written reports into the inbox, at its own time of arrival."""
    path = home.inbox / (to or report)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(written() / report, path)
    return path


def again(home: Home, report: str, keep: float, renamed: bool = False) -> Path:
    """Drop a report again with this share of its people, under another name.

    ``renamed`` gives each person a reference that nobody has met.
    """
    source = written() / report
    path = (home.inbox / report).with_stem(f"{source.stem} again")
    book: Workbook = load_workbook(source)
    sheet = book["Young people"]
    last = next(
        row
        for row in range(6, sheet.max_row + 1)
        if sheet.cell(row, 1).value == "Total"
    )
    people = [row for row in range(6, last) if sheet.cell(row, 1).value]
    gone = people[round(len(people) * keep) :]
    if gone:
        sheet.delete_rows(gone[0], len(gone))
    if renamed:
        for row in people[: len(people) - len(gone)]:
            sheet.cell(row, 1).value = f"NEW-{row}"
    book.save(path)
    about = source.stat()
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns + 10**12))
    return path


def receipts(home: Home) -> dict[str, str]:
    """Return every receipt's words, by where it lies in the inbox."""
    return {
        path.relative_to(home.inbox).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(home.inbox.rglob("*.html"))
    }
