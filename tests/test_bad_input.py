"""Whatever arrives is kept, explained and in nobody's way."""

from __future__ import annotations

import html
import io
import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook
from small_home import BEECH, GOOD, GORSE, REPORTS, drop, receipts, small_home, written
from stopped_at import carry_out

from everystep import ledger, wording
from everystep.home import Home
from everystep.identity.keys import read_keys
from everystep.lake import submission_path, table_path
from everystep.sealed.originals import Original, unseal
from pipelines.cli import main

CEDAR = "cedar-counselling"
FORMS = f"{CEDAR}/cedar_core10_export_2025-26_Q4.csv"


@dataclass(frozen=True)
class Bad:
    """A file that gives no rows: what it holds, where it goes and what it is called."""

    outcome: str
    place: str
    content: Callable[[], bytes]


def report() -> bytes:
    return (written() / REPORTS[0]).read_bytes()


def cut_short() -> bytes:
    return report()[:3000]


@cache
def broken_inside() -> bytes:
    """Return a workbook whose packing is whole and whose sheets are not."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(report())) as whole,
        zipfile.ZipFile(stream, "w") as broken,
    ):
        for name in whole.namelist():
            content = whole.read(name)
            broken.writestr(name, content[:40] if name.endswith(".xml") else content)
    return stream.getvalue()


@cache
def without_its_sheet() -> bytes:
    book = load_workbook(written() / REPORTS[1])
    del book["Young people"]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def words(said: str) -> Callable[[], bytes]:
    return lambda: f"Thing,Count\n{said},3\n".encode()


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
BAD = {
    "no layout": Bad("no_layout", f"{BEECH}/Our own list.csv", words("Walks")),
    "an unknown folder": Bad("unknown_provider", "hazel-hub/list.csv", words("Talks")),
    "beside the folders": Bad("beside_the_folders", "A report.xlsx", report),
    "nothing in it": Bad("empty", f"{BEECH}/empty.xlsx", lambda: b""),
    "blank lines only": Bad("empty", f"{BEECH}/blank.csv", lambda: b" \r\n\r\n"),
    "cut short": Bad("damaged", f"{GORSE}/cut.xlsx", cut_short),
    "broken inside": Bad("damaged", f"{GORSE}/broken.xlsx", broken_inside),
    "no such sheet": Bad("no_layout", f"{BEECH}/renamed.xlsx", without_its_sheet),
    "another provider's": Bad("another_provider", f"{BEECH}/of gorse.xlsx", report),
    "a picture": Bad("photograph", f"{GORSE}/IMG_1.jpg", lambda: b"\xff\xd8\xff\xe0"),
    "a password": Bad("password_protected", f"{GORSE}/locked.xlsx", lambda: LOCKED),
    "a longest name": Bad("no_layout", f"{GORSE}/{'x' * 251}.csv", words("Long")),
    "a long name": Bad("no_layout", f"{GORSE}/{'y' * 244}.csv", words("Longish")),
    "steps in its name": Bad(
        "no_layout", f"{GORSE}/up\\..\\..\\..%2f..%2fkey.csv", words("Steps")
    ),
    "a turning name": Bad("no_layout", f"{GORSE}/list\u202excod.csv", words("Turned")),
    "markup in its name": Bad(
        "no_layout", f"{GORSE}/<script>alert(1)<&script>.csv", words("Markup")
    ),
    "a name in other bytes": Bad(
        "no_layout", f"{GORSE}/{os.fsdecode(b'r' + bytes([0xE9]))}.csv", words("Bytes")
    ),
    "line ends in its name": Bad("no_layout", f"{GORSE}/a\nb.csv", words("Lines")),
    "a deeper folder": Bad("no_layout", f"{GORSE}/2026/Q4/deep.csv", words("Deep")),
}  # fmt: skip


@dataclass(frozen=True)
class Met:
    """A home after a run that met every bad file at once, beside one good report."""

    home: Home
    good_alone: Home
    originals: dict[str, tuple[ledger.Submission, Original]]
    """What was sealed, by its folder and name."""


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Met:
    root = tmp_path_factory.mktemp("bad")
    alone = small_home(root / "alone", (GOOD,))
    carry_out(alone)
    home = small_home(root / "met", (GOOD,))
    for bad in BAD.values():
        path = home.inbox / bad.place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bad.content())
    drop(home, GOOD, f"{BEECH}/the same again.xlsx")
    (home.inbox / BEECH / "~$of somebody who types.xlsx").write_bytes(b"typing")
    (root / "outside.csv").write_bytes(b"Thing,Count\nOutside,3\n")
    (home.inbox / GORSE / "link.csv").symlink_to(root / "outside.csv")
    (home.inbox / GORSE / "folder").symlink_to(root)
    carry_out(home)
    keys, originals = read_keys(home.key_file), {}
    for entry in ledger.entries(home):
        original = unseal(keys, ledger.seal_path(home, entry.key), entry.key)
        originals[f"{original.folder}/{original.name}"] = entry, original
    return Met(home, alone, originals)


def of(met: Met, bad: Bad) -> tuple[ledger.Submission, Original]:
    parts = Path(bad.place).parts
    folder = parts[0] if len(parts) > 1 else ""
    return met.originals[f"{folder}/{parts[-1]}"]


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_file_that_cannot_be_used_is_kept_under_seal(met: Met, bad: Bad) -> None:
    _, original = of(met, bad)
    assert original.content == bad.content()
    assert not os.path.lexists(met.home.inbox / bad.place)


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_file_that_cannot_be_used_is_explained(met: Met, bad: Bad) -> None:
    entry, original = of(met, bad)
    reading = pq.read_table(submission_path(met.home, "readings", entry.key))
    assert reading.column("outcome").to_pylist() == [bad.outcome]
    folder = met.home.inbox / original.folder / "receipts"
    receipt = folder / f"{entry.received_on}-{entry.sha256[:8]}.html"
    said = receipt.read_text(encoding="utf-8")
    assert wording.OUTCOMES[bad.outcome] in html.unescape(said)
    assert "<script" not in said
    assert "\u202e" not in said


def test_nothing_else_is_held_up(met: Met) -> None:
    alone = pq.read_table(table_path(met.good_alone, "outcomes.people_counts"))
    here = pq.read_table(table_path(met.home, "outcomes.people_counts"))
    assert here.num_rows
    assert here.equals(alone)
    for mart in ("soft_outcomes", "people_supported", "contacts", "hard_outcomes"):
        shown = pq.read_table(table_path(met.home, f"marts.{mart}"))
        assert shown.equals(pq.read_table(table_path(met.good_alone, f"marts.{mart}")))


def test_each_file_has_one_receipt_and_a_second_copy_its_own(met: Met) -> None:
    names = [Path(path).name for path in receipts(met.home)]
    assert len(names) == len(met.originals) + 1 == len(BAD) + 2
    entry, _ = met.originals[GOOD]
    assert f"{entry.received_on}-{entry.sha256[:8]}-again.html" in names


def test_what_somebody_is_still_typing_in_is_left_alone(met: Met) -> None:
    lock = met.home.inbox / BEECH / "~$of somebody who types.xlsx"
    assert lock.read_bytes() == b"typing"


def test_a_link_out_of_the_inbox_is_not_followed(met: Met) -> None:
    link = met.home.inbox / GORSE / "link.csv"
    assert link.is_symlink()
    assert link.read_bytes() == b"Thing,Count\nOutside,3\n"
    assert all(b"Outside" not in one.content for _, one in met.originals.values())


def test_no_name_of_a_file_leaves_the_seal(met: Met) -> None:
    for path in (met.home.lake, met.home.sealed, met.home.marts):
        for one in path.rglob("*"):
            for bad in BAD.values():
                assert Path(bad.place).stem not in one.name
    for entry, original in met.originals.values():
        said = (ledger.folder(met.home) / f"{entry.key}.json").read_text("utf-8")
        assert original.name not in said


def test_a_score_out_of_range_is_set_aside_and_the_rest_is_read(tmp_path: Path) -> None:
    home = small_home(tmp_path, ())
    path = drop(home, GOOD)
    book = load_workbook(path)
    sheet = book["Young people"]
    tiers = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=10)]
    at = next(n for n, row in enumerate(tiers, 1) if "Total" in row)
    column = tiers[at - 1].index("Total") + 1
    row = next(
        n for n in range(at + 1, 99) if isinstance(sheet.cell(n, column).value, int)
    )
    sheet.cell(row, column).value = 41
    book.save(path)
    carry_out(home)

    [entry] = ledger.entries(home)
    asides = pq.read_table(submission_path(home, "set_aside", entry.key)).to_pylist()
    out = [one for one in asides if one["reason"] == "out_of_range"]
    assert [(one["row"], one["column"]) for one in out] == [(row - 1, column - 1)]
    scores = pq.read_table(submission_path(home, "scores", entry.key)).to_pylist()
    assert scores
    assert all(one["row"] != row - 1 or one["subscale"] != "total" for one in scores)
    [said] = receipts(home).values()
    assert wording.ASIDE_REASONS["out_of_range"] in html.unescape(said)
    assert "41" not in said.replace(entry.sha256[:8], "")


def test_the_command_says_what_to_do_about_a_new_report_and_then_reads_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = small_home(tmp_path, (GOOD, FORMS), providers=(BEECH, CEDAR))
    layout = home.layouts / "core-10-export.yaml"
    layout.rename(tmp_path / layout.name)
    run = ["run", "--home", str(home.root), "--key-file", str(home.key_file)]

    assert main(run) == 0
    said = capsys.readouterr().out
    [line] = [line for line in said.splitlines() if f"  {CEDAR}/" in line]
    assert "no layout knows this report yet" in line
    assert "layouts/<name>.yaml" in line

    shutil.copy(tmp_path / layout.name, layout)
    assert main(run) == 0
    said = capsys.readouterr().out
    assert CEDAR not in said
    rows = pq.read_table(table_path(home, "reconciled.submissions")).to_pylist()
    assert {row["provider_id"]: row["standing"] for row in rows} == {
        BEECH: "current",
        CEDAR: "current",
    }
