"""A rehearsal: what would be read of a file, told before anything is kept."""

from __future__ import annotations

import json
import os
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from archetype_reading import AS_OF, LAYOUTS, layouts

from everystep.demo.archetypes import (
    a01_decorated,
    a06_outcomes_tool,
    a12_word_report,
    a17_blocks,
)
from everystep.demo.archetypes.truth import Sample
from everystep.home import NeedsAttention
from everystep.layouts.model import Layout
from everystep.layouts.read import Ground
from everystep.rehearsal.codes import as_codes
from everystep.rehearsal.page import render
from everystep.rehearsal.rehearse import Rehearsal, rehearse
from everystep.rehearsal.told import Listener, Section, sections
from pipelines.cli import main

ENGINEER, PROVIDER = Listener(is_engineer=True), Listener(is_engineer=False)


def ground(sample: Sample | None = None) -> Ground:
    return Ground(AS_OF, sample.places if sample else (), {})


def of(path: Path, known: tuple[Layout, ...] = (), provider: str = "") -> Rehearsal:
    return rehearse(path, known, ground(), provider)


def text_of(told: list[Section]) -> str:
    return "\n".join(
        str(vars(one)) if not one.listings else f"{vars(one)} {one.listings}"
        for one in told
    )


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def book(folder: Path, *sheets: list[list[object]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for number, rows in enumerate(sheets, 1):
        sheet = made.create_sheet(f"Sheet{number}")
        for row in rows:
            sheet.append(row)
    path = folder / "book.xlsx"
    made.save(path)
    return path


def test_a_rehearsal_finds_the_layout_that_a_run_would(tmp_path: Path) -> None:
    sample = a01_decorated.sample(tmp_path)

    found = rehearse(sample.path, layouts(), ground(sample))

    assert found.verdict == "read"
    assert found.understood is not None
    assert found.understood.described.layout == sample.layout
    assert found.services == {sample.provider_id: sample.service_id}
    assert found.reading is not None
    assert found.reading.period.name == sample.period


def test_a_rehearsal_tells_what_each_column_was_taken_for(tmp_path: Path) -> None:
    found = of(a01_decorated.sample(tmp_path).path, layouts())

    [table] = found.tables
    meanings = {one.place: one.meaning for one in table.columns}

    assert meanings["E"] == "date of birth"
    assert meanings["U"] == "score of SDQ (parent), total, at review 1"
    assert table.cells.startswith("B6 to A")


def test_every_cell_of_a_rehearsal_is_accounted_for(tmp_path: Path) -> None:
    codes = as_codes(of(a12_word_report.sample(tmp_path).path, layouts()))

    assert codes["accounts"]
    for one in codes["accounts"]:
        assert one["cells_in"] == one["used"] + one["empty"] + one["set_aside"]


@pytest.mark.parametrize(
    "made",
    [a01_decorated, a06_outcomes_tool, a12_word_report, a17_blocks],
    ids=lambda one: one.__name__.rpartition(".")[2],
)
@pytest.mark.parametrize("knows", [True, False], ids=["known", "unknown"])
def test_a_rehearsal_names_nobody(tmp_path: Path, made: object, knows: bool) -> None:
    """Not on the page, nor on a terminal, nor as codes; whether it is known or not."""
    sample: Sample = made.sample(tmp_path)  # type: ignore[attr-defined]
    named = {
        fact.value
        for fact in sample.facts
        if fact.kind == "person"
        and fact.about in ("surname", "forename", "nhs_number", "birth_date")
        and len(fact.value) > 3
    } | {fact.who for fact in sample.facts if fact.who}
    found = rehearse(sample.path, layouts() if knows else (), ground(sample))
    told = render(found) + text_of([*sections(found, ENGINEER)])
    told += json.dumps(as_codes(found))

    assert named
    assert sorted(one for one in named if one in told) == []


def test_the_people_of_a_list_without_headings_are_not_taken_for_headings(
    tmp_path: Path,
) -> None:
    path = written(
        tmp_path, "list.csv", "Amina,Okafor,Leeds\nPiotr,Nowak,Hull\nMay,Reed,York\n"
    )

    found = of(path)

    assert "Okafor" not in render(found)
    assert "Okafor" not in text_of([*sections(found, ENGINEER)])


def test_people_who_head_columns_are_not_named(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Measure", "Okafor, A", "Nowak, P"],
        ["SDQ", 14, 11],
        ["CORE", 3, 9],
    ]

    found = of(book(tmp_path, rows))

    assert "Okafor" not in render(found)
    assert "Okafor" not in text_of([*sections(found, ENGINEER)])


def test_values_are_shown_on_a_terminal_only_where_they_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = a01_decorated.sample(tmp_path)
    page = tmp_path / "page.html"
    asked = ["rehearse", str(sample.path), "--layouts", str(LAYOUTS)]
    surname = next(f.value for f in sample.facts if f.about == "surname")

    assert main(asked) == 0
    without = capsys.readouterr().out
    assert main([*asked, "--values", "--page", str(page)]) == 0
    with_values = capsys.readouterr().out

    assert surname not in without
    assert surname in with_values
    assert surname not in page.read_text(encoding="utf-8")


def test_a_rehearsal_writes_the_page_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    sample = a01_decorated.sample(folder)
    before = sample.path.read_bytes()
    page = tmp_path / "page.html"

    main(["rehearse", str(sample.path), "--page", str(page)])

    assert sorted(folder.rglob("*")) == [sample.path]
    assert sample.path.read_bytes() == before
    assert {one.name for one in tmp_path.iterdir()} == {"reports", "page.html"}


def test_a_page_is_never_written_over_the_report(tmp_path: Path) -> None:
    path = written(tmp_path, "report.csv", "a,b\n1,2\n")

    assert main(["rehearse", str(path), "--page", str(path)]) == 1
    assert path.read_text() == "a,b\n1,2\n"


def test_two_layouts_that_fit_are_named(tmp_path: Path) -> None:
    sample = a06_outcomes_tool.sample(tmp_path)
    one = next(one for one in layouts() if one.layout == sample.layout)
    other = one.model_copy(update={"layout": "another"})

    found = of(sample.path, (one, other))

    assert (found.verdict, found.reason) == ("waits", "two_layouts")
    told = text_of([*sections(found, ENGINEER)])
    assert "another" in told
    assert sample.layout in told


def test_a_report_of_another_provider_waits_for_a_person(tmp_path: Path) -> None:
    found = of(a06_outcomes_tool.sample(tmp_path).path, layouts(), "somebody-else")

    assert (found.verdict, found.reason) == ("waits", "another_provider")
    assert found.needs_a_person


def a_layout(*headings: str) -> Layout:
    columns = {name: {"ignored": "for a test"} for name in headings}
    columns["Ref"] = {"person": "reference"}
    return Layout.model_validate(
        {
            "layout": "small-list",
            "title": "A small list",
            "services": {"acorn-trust": "acorn-families"},
            "covers": "whole",
            "tables": [
                {"table": "people", "headings": ["Ref"], "columns": columns},
                {"table": "more", "headings": ["Not here"], "columns": columns},
            ],
        }
    )


def test_the_nearest_layout_is_named_with_what_it_would_need(tmp_path: Path) -> None:
    path = book(tmp_path, [["Ref", "Day"], ["a", "1 May 2026"], ["b", "2 May 2026"]])

    found = of(path, (a_layout("Day", "How", "Where", "Who"),))

    assert found.verdict == "readable"
    told = text_of([*sections(found, ENGINEER)])
    assert "small-list" in told
    assert "“How”, “Where”, “Who”" in told


@pytest.mark.parametrize(
    ("rows", "verdict", "reason"),
    [
        ([["ref", "score"], ["a", 1], ["b", 2]], "readable", "clear"),
        ([["Return"], ["ref", "score"], ["a", 1]], "needs_layout", "words_above"),
        ([["", "SDQ"], ["ref", "total"], ["a", 1]], "needs_layout", "words_above"),
        (
            [["who", "SDQ"], ["ref", "total"], ["a", 1], ["b", 2]],
            "needs_layout",
            "two_tiers",
        ),
        ([["a", "", "c"], [1, 2, 3], [4, 5, 6]], "needs_layout", "ragged"),
        ([["ref", "s"], ["a", 1], [], ["b", 2]], "needs_layout", "blank_rows"),
        ([["s", "s"], ["a", 1], ["b", 2]], "needs_layout", "same_headings"),
        ([[1, 2, 3], [4, 5, 6]], "needs_layout", "no_headings"),
        ([["only"], ["one"], ["column"]], "needs_layout", "one_column"),
        ([["a", "b"]], "needs_layout", "one_row"),
        ([], "not_a_report", "nothing_inside"),
    ],
)
def test_the_shape_of_an_unknown_workbook_is_told(
    tmp_path: Path, rows: list[list[object]], verdict: str, reason: str
) -> None:
    found = of(book(tmp_path, rows))

    assert (found.verdict, found.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("name", "content", "verdict", "code"),
    [
        ("empty.csv", "", "not_a_report", 1),
        ("data.json", '{"a": [1, 2]}', "not_a_report", 1),
        ("page.html", "<html><body><p>Hello</p></body></html>", "not_a_report", 1),
        ("words.txt", "alpha\nbeta\ngamma\n", "not_a_report", 1),
        (
            "program.py",
            "import os\n\ndef main():\n    return 1\n\nclass A:\nimport re\n",
            "not_a_report",
            1,
        ),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(60), "not_a_report", 1),
        ("broken.xlsx", b"PK\x03\x04" + bytes(60), "corrupt", 1),
        ("broken.pdf", b"%PDF-1.4\n1 0 obj\nstream", "corrupt", 1),
        ("rows.csv", "ref;score\na;1\nb;2\n", "readable", 0),
        ("ragged.csv", "ref,score\na,1,extra\nb\n", "needs_layout", 0),
    ],
)
def test_any_file_is_answered(
    tmp_path: Path, name: str, content: str | bytes, verdict: str, code: int
) -> None:
    path = written(tmp_path, name, content)

    assert of(path).verdict == verdict
    assert main(["rehearse", str(path)]) == code


def test_a_file_with_a_misleading_name_is_met_kindly(tmp_path: Path) -> None:
    path = written(tmp_path, "report.xlsx", "ref,score\na,1\nb,2\n")

    found = of(path)

    assert found.verdict == "readable"
    assert "nothing has to be changed" in text_of([*sections(found, PROVIDER)])


def test_a_zip_is_rehearsed_by_what_is_inside(tmp_path: Path) -> None:
    path = tmp_path / "tables.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("one.csv", "ref,score\na,1\nb,2\n")

    assert of(path).verdict == "readable"


def test_hidden_sheets_are_counted_and_stay_closed(tmp_path: Path) -> None:
    path = book(tmp_path, [["ref", "score"], ["a", 1]], [["name"], ["Amina Okafor"]])
    made = openpyxl.load_workbook(path)
    made.worksheets[1].sheet_state = "hidden"
    made.save(path)

    found = of(path)

    assert found.hidden_sheets == 1
    assert len(found.sheets) == 1
    assert found.verdict == "readable"


@pytest.mark.parametrize("what", ["folder", "nowhere", "~$report.xlsx", "pipe"])
def test_what_is_no_file_is_said_in_words(
    tmp_path: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / what
    if what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    elif what.startswith("~$"):
        path.write_bytes(bytes(165))

    with pytest.raises(NeedsAttention):
        of(path)
    assert main(["rehearse", str(path)]) == 1
    assert capsys.readouterr().out.strip()


def test_codes_hold_no_word_of_the_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book(tmp_path, [["Favourite biscuit", "Score"], ["Hobnob", 1]])

    assert main(["rehearse", str(path), "--json"]) == 0
    said = capsys.readouterr().out

    assert json.loads(said)["verdict"] == "readable"
    assert "biscuit" not in said
    assert "Hobnob" not in said


def test_a_draft_among_the_layouts_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "draft.yaml").write_text("# draft: not confirmed\nlayout: x\n")
    path = written(tmp_path, "report.csv", "ref,score\na,1\nb,2\n")

    assert main(["rehearse", str(path), "--layouts", str(tmp_path)]) == 0


def test_a_rehearsal_stands_on_todays_date_and_no_home(tmp_path: Path) -> None:
    path = written(tmp_path, "report.csv", "ref,score\na,1\nb,2\n")

    found = rehearse(path, (), Ground(date(2026, 1, 1), (), {}))

    assert found.verdict == "readable"


def test_a_report_that_does_not_name_its_quarter_waits_and_its_tables_are_shown(
    tmp_path: Path,
) -> None:
    path = book(tmp_path, [["Ref", "Day"], ["a", "soon"], ["b", "later"]])
    whole = a_layout("Day").model_dump(by_alias=True)
    whole["tables"] = whole["tables"][:1]

    found = of(path, (Layout.model_validate(whole),))

    assert (found.verdict, found.reason) == ("waits", "no_period")
    assert [one.cells for one in found.tables] == ["A1 to B3"]
    assert found.needs_a_person


def test_a_long_list_is_told_to_its_end(tmp_path: Path) -> None:
    rows = "".join(f"A{number},F,{number}\n" for number in range(6_000))
    path = written(tmp_path, "long.csv", f"Ref,Gender,Score\n{rows}")

    [block] = of(path).blocks

    assert block.rows == 6_000


def test_a_name_that_cannot_be_printed_is_no_obstacle(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/report \xff.csv"))
    path.write_text("ref,score\na,1\nb,2\n")

    assert main(["rehearse", str(path), "--page", str(tmp_path / "page.html")]) == 0
