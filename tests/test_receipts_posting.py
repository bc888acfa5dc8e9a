"""Where receipts lie: in their provider's own folder, and never written over."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from small_home import BEECH, GORSE, REPORTS, small_home
from stopped_at import carry_out

from everystep import inbox
from everystep import wording_points as words
from everystep.answers import is_answer
from everystep.home import Home


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = small_home(tmp_path_factory.mktemp("posted"), REPORTS[2:])
    carry_out(home)
    return home


@pytest.fixture
def home(posted: Home, tmp_path: Path) -> Home:
    """Return a copy of a home in which every report has its receipt."""
    shutil.copytree(posted.root, tmp_path / "home")
    return Home(tmp_path / "home", posted.key_file)


def lying(home: Home, suffix: str, provider: str = "*") -> list[Path]:
    return sorted(home.inbox.glob(f"{provider}/receipts/*{suffix}"))


def write_in(path: Path) -> bytes:
    """Answer in a workbook where it lies, as a person does; return its bytes."""
    book = load_workbook(path)
    sheet = book[words.POINTS]
    sheet.cell(2, words.COLUMNS.index(words.YOUR_WORDS) + 1).value = "It is meant."
    book.save(path)
    return path.read_bytes()


def state(paths: list[Path]) -> dict[Path, tuple[int, bytes]]:
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in paths}


def test_beside_every_page_lies_a_workbook_of_the_same_name(posted: Home) -> None:
    pages, workbooks = lying(posted, ".html"), lying(posted, ".xlsx")

    assert len(pages) == 2
    assert [one.with_suffix("") for one in pages] == [
        one.with_suffix("") for one in workbooks
    ]
    assert all(is_answer(one.read_bytes()) for one in workbooks)


def test_a_receipt_that_says_the_same_is_left_alone(home: Home) -> None:
    before = state([*lying(home, ".html"), *lying(home, ".xlsx")])

    carry_out(home)

    assert state([*before]) == before


def test_a_receipt_that_is_gone_is_written_again(home: Home) -> None:
    [workbook] = lying(home, ".xlsx", BEECH)
    before = workbook.read_bytes()
    workbook.unlink()

    carry_out(home)

    assert workbook.read_bytes() == before


def test_words_written_where_the_workbook_lies_are_never_written_over(
    home: Home,
) -> None:
    [workbook] = lying(home, ".xlsx", BEECH)
    answered = write_in(workbook)

    carry_out(home)

    assert workbook.read_bytes() == answered


@pytest.mark.parametrize("lock", ["~${}", ".~lock.{}#"])
def test_a_workbook_that_somebody_has_open_is_left_until_they_are_done(
    home: Home, lock: str
) -> None:
    [workbook] = lying(home, ".xlsx", BEECH)
    held = workbook.with_name(lock.format(workbook.name))
    held.write_bytes(b"open")
    workbook.unlink()

    carry_out(home)
    assert not workbook.exists()

    held.unlink()
    carry_out(home)
    assert workbook.exists()


def test_what_somebody_put_in_its_place_is_left_there(home: Home) -> None:
    [first], [second] = lying(home, ".xlsx", BEECH), lying(home, ".xlsx", GORSE)
    first.write_bytes(b"Walks, talks")
    second.unlink()
    second.mkdir()

    carry_out(home)

    assert first.read_bytes() == b"Walks, talks"
    assert second.is_dir()


def test_a_workbook_is_received_from_the_inbox_and_never_from_the_receipts(
    home: Home,
) -> None:
    [workbook] = lying(home, ".xlsx", BEECH)
    assert inbox.look(home) == []

    write_in(workbook)
    dropped = shutil.copy2(workbook, home.inbox / BEECH / workbook.name)

    assert [seen.path for seen in inbox.look(home)] == [dropped]


def test_a_workbook_is_the_same_byte_by_byte_whoever_else_reports(
    posted: Home, tmp_path: Path
) -> None:
    alone = small_home(tmp_path, REPORTS[3:], providers=(BEECH,))
    carry_out(alone)

    [here], [there] = lying(posted, ".xlsx", BEECH), lying(alone, ".xlsx", BEECH)
    assert here.read_bytes() == there.read_bytes()
    assert lying(posted, ".xlsx", GORSE)


def test_a_workbook_names_places_and_nobody(posted: Home) -> None:
    for path in lying(posted, ".xlsx"):
        sheet = load_workbook(io.BytesIO(path.read_bytes()))[words.POINTS]
        said = {str(cell.value) for row in sheet.rows for cell in row}
        name = next(iter(REPORTS[2:])).rpartition("/")[2]

        assert name not in said
        assert not [one for one in said if one.startswith(("BH-", "GG-"))]
