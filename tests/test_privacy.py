"""Who someone is stays under seal: canaries are planted, and every byte is searched."""

from __future__ import annotations

import html
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import mkdtemp

import pyarrow.parquet as pq
import pytest
import xlsxwriter
from commission import run

from everystep import ledger, release
from everystep.home import Home
from everystep.identity.keys import make_key_file
from pipelines.making import make_home

ACORN, BEECH = "acorn-trust", "beech-house"
SERVICES = """\
provider_id,provider_name,service_id,service_name,place,started,contract_from,\
contract_to,figures,is_pilot
acorn-trust,Acorn Trust,acorn-families,Acorn Families,Brookmere,2025-04-01,\
2025-04-01,2027-03-31,by_quarter,false
beech-house,Beech House,beech-steps,Beech Steps,Brookmere,2025-04-01,\
2025-04-01,2027-03-31,by_quarter,false
"""
SETTINGS = """\
commission: A small commission
places: [Brookmere]
as_of: 2026-01-20
settle_seconds: 0
"""
HEADINGS = {
    "About the young person": (
        "Ref", "First name", "Surname", "Date of birth", "Gender", "Ethnicity",
        "NHS no.", "Postcode", "Area",
    ),
    "Support": ("Start date", "End date", "How it ended"),
    "Contacts this quarter": ("In person", "Phone", "Video"),
    "SDQ (parent) – start": ("Date", "Total", "Emotional", "Prosocial"),
}  # fmt: skip
BORN = date(2013, 2, 27)


@dataclass(frozen=True)
class Person:
    """Somebody whose every mark is found nowhere else."""

    reference: str
    forename: str
    surname: str
    nhs_number: str
    postcode: str
    born: date = BORN

    @property
    def marks(self) -> tuple[str, ...]:
        """Return what may stand nowhere, in each form that it is likely to take."""
        days = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%Y%m%d")
        spaced = f"{self.nhs_number[:3]} {self.nhs_number[3:6]} {self.nhs_number[6:]}"
        return (
            self.reference,
            self.forename,
            self.surname,
            self.nhs_number,
            spaced,
            self.postcode,
            self.postcode.replace(" ", ""),
            *(self.born.strftime(form) for form in days),
        )


ZEBEDINA = Person("AT-ZQ-90417", "Zebedina", "Quillfeather", "9434765919", "ZE3 9QX")
MORTIMER = Person("BH-MW-51186", "Mortimerus", "Wrenthistle", "9434765870", "KW17 2ZZ")
# The same person as Acorn Trust knows, under Beech House's own reference.
ALSO_HERE = Person("BH-ZQ-77031", "Zebedina", "Quillfeather", "9434765919", "ZE3 9QX")
PEOPLE = (ZEBEDINA, MORTIMER, ALSO_HERE)

GOOD_NAME = "Quillfeather case list.xlsx"
TORN_NAME = "Zebedina Quillfeather torn.xlsx"
NEW_NAME = "AT-ZQ-90417 letters.csv"
UNKNOWN_FOLDER = "family-quillfeather"
SECOND_NAME = "Wrenthistle list.xlsx"
NAMES = (GOOD_NAME, TORN_NAME, NEW_NAME, SECOND_NAME)


def row_of(person: Person) -> list[str | int | date | None]:
    return [
        person.reference, person.forename, person.surname, person.born, "Girl",
        "White: Welsh, English, Scottish, Northern Irish or British",
        person.nhs_number, person.postcode, "Brookmere",
        date(2025, 10, 6), None, None, 2, 1, 0, date(2025, 10, 8), 18, 6, 7,
        f"{person.forename} {person.surname} likes to draw.",
    ]  # fmt: skip


def write_case_list(path: Path, provider: str, people: Sequence[Person]) -> None:
    """Write a case list, with names where no layout expects them as well."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        book.set_properties({"created": datetime(2026, 1, 5)})
        cover = book.add_worksheet("Cover")
        for row, (label, text) in enumerate(
            (
                ("Organisation", provider),
                ("Reporting period", "Q3 2025/26"),
            )
        ):
            cover.write_row(row, 1, [label, text])
        cover.write(9, 1, f"Ask about {people[0].forename} {people[0].surname}")
        sheet = book.add_worksheet("Young people")
        column = 0
        for group, headings in HEADINGS.items():
            sheet.merge_range(
                3, column, 3, column + len(headings) - 1, group, book.add_format()
            )
            sheet.write_row(4, column, headings)
            column += len(headings)
        sheet.merge_range(3, column, 4, column, "Comments", book.add_format())
        sheet.merge_range(
            3, column + 1, 4, column + 1, f"For {people[0].surname}", book.add_format()
        )
        rows = [row_of(person) for person in people]
        rows += [misplaced(people[0])]
        for number, cells in enumerate(rows, 5):
            for place, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(number, place, cell)
        sheet.write(5 + len(rows), 0, "Total")
        hidden = book.add_worksheet(f"{people[0].surname} old")
        hidden.write_row(0, 0, people[0].marks)
        hidden.hide()


def misplaced(person: Person) -> list[str | int | date | None]:
    """Return another's row in which this person's marks stand where none belong."""
    cells = row_of(person)
    cells[0] = f"{person.reference}-B"
    cells[4] = f"see {person.surname}"
    cells[5] = person.nhs_number
    cells[8] = person.postcode
    cells[11] = f"{person.forename} will say"
    cells[12] = person.surname
    cells[15] = f"born {person.born:%d/%m/%Y}"
    cells[16] = person.reference
    return cells


def make(root: Path, *providers: str) -> Home:
    """Make a home with the reports of these providers, and nothing done yet."""
    home = make_home(Home(root / "home", root / "key"))
    (home.root / "everystep.yaml").write_text(SETTINGS, encoding="utf-8")
    (home.registers / "services.csv").write_text(SERVICES, encoding="utf-8")
    with as_file(files("everystep.demo") / "layouts" / "case-list.yaml") as layout:
        shutil.copy(layout, home.layouts)
    for provider in providers:
        (home.inbox / provider).mkdir()
    if ACORN in providers:
        write_acorn(home.inbox / ACORN)
    if BEECH in providers:
        path = home.inbox / BEECH / SECOND_NAME
        write_case_list(path, "Beech House", [MORTIMER, ALSO_HERE])
        unknown = home.inbox / UNKNOWN_FOLDER
        unknown.mkdir()
        write_case_list(unknown / "list.xlsx", "Acorn Trust", [ZEBEDINA])
        write_case_list(home.inbox / TORN_NAME, "Acorn Trust", [ZEBEDINA])
    return home


def write_acorn(folder: Path) -> None:
    write_case_list(folder / GOOD_NAME, "Acorn Trust", [ZEBEDINA])
    whole = (folder / GOOD_NAME).read_bytes()
    said = " ".join(ZEBEDINA.marks)
    torn = whole[: len(whole) // 2] + said.encode() + said.encode("utf-16-le")
    (folder / TORN_NAME).write_bytes(torn)
    lines = ["Who,When,What", *(f"{mark},today,a letter" for mark in ZEBEDINA.marks)]
    (folder / NEW_NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")
    for number, path in enumerate(sorted(folder.iterdir())):
        os.utime(path, (1_767_900_000 + number, 1_767_900_000 + number))


@dataclass(frozen=True)
class Searched:
    """A home after its runs, with all that they left anywhere."""

    home: Home
    root: Path
    codes: tuple[int, ...]
    said: bytes


def everystep(home: Home, root: Path) -> tuple[int, bytes]:
    """Run the command line with an instance and a temporary folder of its own."""
    for name in ("dagster", "temporary"):
        (root / name).mkdir(exist_ok=True)
    made = subprocess.run(
        [
            sys.executable, "-m", "pipelines.cli", "run",
            "--home", str(home.root), "--key-file", str(home.key_file),
        ],
        env={
            **os.environ,
            "DAGSTER_HOME": str(root / "dagster"),
            "TMPDIR": str(root / "temporary"),
        },
        cwd=root,
        capture_output=True,
        check=False,
    )  # fmt: skip
    return made.returncode, made.stdout + made.stderr


@cache
def after_everything() -> Searched:
    """Run well, then with a seal that does not open and a promise that is not kept."""
    root = Path(mkdtemp(prefix="everystep-"))
    home = make(root, ACORN, BEECH)
    well = everystep(home, root)

    entry = next(e for e in ledger.entries(home) if e.provider_id == BEECH)
    sealed = ledger.seal_path(home, entry.key)
    whole = sealed.read_bytes()
    sealed.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    ledger.update(home, entry.key, state="received", attempts=0)
    purposes = home.registers / "purposes.csv"
    lines = purposes.read_text(encoding="utf-8").splitlines(keepends=True)
    purposes.write_text(
        "".join(line for line in lines if not line.startswith("contacts,")),
        encoding="utf-8",
    )
    stopped = everystep(home, root)
    return Searched(home, root, (well[0], stopped[0]), well[1] + stopped[1])


@cache
def after_acorn_alone() -> Home:
    root = Path(mkdtemp(prefix="everystep-"))
    home = make(root, ACORN)
    assert run(home).succeeded
    return home


def forms(text: str) -> Iterator[bytes]:
    for one in {text, text.lower(), text.upper()}:
        yield from (one.encode(kind) for kind in ("utf-8", "utf-16-le", "utf-16-be"))


def found_in(content: bytes, marks: Sequence[str]) -> set[str]:
    return {mark for mark in marks if any(form in content for form in forms(mark))}


def contents(path: Path) -> Iterator[bytes]:
    """Return a file's bytes, and what its compression hides."""
    yield path.read_bytes()
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        yield repr(table.schema.metadata).encode()
        for row in table.to_pylist():
            yield "\n".join(str(value) for value in row.values()).encode()
    elif path.suffix == ".db":
        yield from cells_of(path)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            yield from (packed.read(name) for name in packed.namelist())


def cells_of(path: Path) -> Iterator[bytes]:
    database = sqlite3.connect(path)
    try:
        names = database.execute("select name from sqlite_master where type = 'table'")
        for (name,) in names.fetchall():
            for row in database.execute(f'select * from "{name}"'):
                yield from (unpacked(cell) for cell in row if cell is not None)
    finally:
        database.close()


def unpacked(cell: object) -> bytes:
    if not isinstance(cell, bytes):
        return str(cell).encode()
    try:
        return zlib.decompress(cell)
    except zlib.error:
        return cell


def without_its_own_name(path: Path, content: bytes) -> bytes:
    """Return a receipt without the name of its file, which its sender gave."""
    if path.suffix != ".html":
        return content
    for name in NAMES:
        content = content.replace(html.escape(name).encode(), b"")
    return content


def left(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


MARKS = tuple(sorted({mark for person in PEOPLE for mark in person.marks}))


def test_each_way_of_ending_was_met() -> None:
    searched = after_everything()
    outcomes = {
        row["outcome"]
        for path in (searched.home.lake / "pseudonymised" / "readings").rglob(
            "*.parquet"
        )
        for row in pq.read_table(path).to_pylist()
    }

    assert searched.codes == (0, 1)
    assert {"read", "no_layout", "unknown_provider", "beside_the_folders"} <= outcomes
    assert len(outcomes) == 5
    assert release.current(searched.home)


def test_the_search_finds_what_is_there() -> None:
    torn = (ZEBEDINA.surname + " ").encode("utf-16-le") + b"AT-ZQ-90417"

    assert found_in(torn, MARKS) == {"Quillfeather", "AT-ZQ-90417"}


def test_nobody_can_be_found_in_any_file_that_is_left() -> None:
    searched = after_everything()
    found = {
        (path.relative_to(searched.root).as_posix(), mark)
        for path in left(searched.root)
        for content in contents(path)
        for mark in found_in(without_its_own_name(path, content), MARKS)
    }

    assert found == set()
    assert any(path.suffix == ".db" for path in left(searched.root / "dagster"))


def test_nobody_is_named_by_a_file_or_folder_of_ours() -> None:
    searched = after_everything()
    ours = [
        path.relative_to(searched.root).as_posix()
        for path in searched.root.rglob("*")
        if UNKNOWN_FOLDER not in path.relative_to(searched.root).parts
    ]

    assert {mark for path in ours for mark in found_in(path.encode(), MARKS)} == set()


def test_nobody_is_said_on_the_terminal() -> None:
    searched = after_everything()

    assert searched.said
    assert found_in(searched.said, (*MARKS, UNKNOWN_FOLDER, *NAMES)) == set()


def test_no_folder_or_file_name_of_a_sender_is_kept_beside_the_seal_and_receipts() -> (
    None
):
    searched = after_everything()
    names = (UNKNOWN_FOLDER, *NAMES)
    found = {
        (path.relative_to(searched.root).as_posix(), name)
        for path in left(searched.root)
        if path.suffix != ".html"
        for content in contents(path)
        for name in found_in(content, names)
    }

    assert found == set()


def test_no_day_of_birth_is_kept_as_a_date() -> None:
    searched = after_everything()
    kept = {
        (path.name, column)
        for path in searched.home.root.rglob("*.parquet")
        for row in pq.read_table(path).to_pylist()
        for column, value in row.items()
        if value == BORN
    }

    assert kept == set()


def receipts(home: Home, folder: str) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in left(home.inbox / folder / "receipts")
    }


@pytest.mark.parametrize(
    ("folder", "others"),
    [
        (ACORN, ("Beech", "beech", SECOND_NAME, *MORTIMER.marks[:7], "BH-ZQ")),
        (BEECH, ("Acorn", "acorn", GOOD_NAME, TORN_NAME, NEW_NAME, "AT-ZQ")),
        (UNKNOWN_FOLDER, ("Beech", "Acorn", GOOD_NAME, SECOND_NAME)),
    ],
)
def test_a_receipt_says_nothing_of_another_provider(
    folder: str, others: tuple[str, ...]
) -> None:
    found = receipts(after_everything().home, folder)

    assert found
    assert not {one for page in found.values() for one in found_in(page, others)}


def test_a_receipt_is_the_same_byte_by_byte_whoever_else_reports() -> None:
    together = receipts(after_everything().home, ACORN)
    alone = receipts(after_acorn_alone(), ACORN)

    assert len(alone) == 6
    assert together == alone


def test_what_was_received_is_left_under_seal_only() -> None:
    home = after_everything().home
    waiting = [path for path in left(home.inbox) if path.parent.name != "receipts"]

    assert waiting == []
    assert len(left(home.sealed / "originals")) == 6


def test_the_seal_and_the_key_are_for_their_owner_only(tmp_path: Path) -> None:
    home = after_everything().home
    make_key_file(tmp_path / "key")

    assert home.sealed.stat().st_mode & 0o077 == 0
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
