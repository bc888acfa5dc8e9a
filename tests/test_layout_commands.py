"""Layouts listed, checked and drafted, and what to paste when a report changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from archetype_reading import AS_OF, LAYOUTS, adds_up

from everystep.demo.archetypes import a01_decorated, a08_events_list
from everystep.demo.archetypes.truth import Sample
from everystep.layouts.choose import understand
from everystep.layouts.facts import Fact, facts
from everystep.layouts.load import DRAFT, read_layout
from everystep.layouts.read import Ground
from everystep.readers import cells_of, triage
from pipelines.cli import main

EVENTS = "08-events-list.yaml"


def home(folder: Path, *names: str) -> Path:
    made = folder / "home"
    (made / "layouts").mkdir(parents=True)
    for name in names:
        shutil.copy(LAYOUTS / name, made / "layouts" / name)
    return made


def renamed(sample: Sample, folder: Path, names: dict[str, str]) -> Path:
    """Return the sample with headings written anew, wherever they stand."""
    made = openpyxl.load_workbook(sample.path)
    for sheet in made.worksheets:
        for row in sheet.iter_rows(max_row=8):
            for cell in row:
                if cell.value in names:
                    cell.value = names[cell.value]  # type: ignore[index]
    path = folder / "changed.xlsx"
    made.save(path)
    return path


def proposal_in(said: str) -> str:
    """Return the lines to paste out of what the command printed."""
    start = said.index("# A proposal")
    return said[start : said.index("With it,")]


def read(path: Path, layout: Path, sample: Sample) -> tuple[list[Fact], bool]:
    """Return the facts of a report, and whether it was read exactly."""
    content = path.read_bytes()
    what = triage(content)
    sheets = cells_of(content, what.kind)
    ground = Ground(AS_OF, sample.places, {})
    done = understand(
        [read_layout(layout)], what.family, sheets, sample.provider_id, ground
    )
    assert adds_up(done.reading)
    return facts(done.reading), done.near is None


def test_a_renamed_heading_is_proposed_pasted_and_then_read_exactly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And so is the old report, by the same layout."""
    sample = a08_events_list.sample(tmp_path)
    names = {"What happened": "What has happened", "D.o.B.": "Date of birth"}
    changed = renamed(sample, tmp_path, names)
    layout = home(tmp_path, EVENTS) / "layouts" / EVENTS
    before, _ = read(sample.path, layout, sample)
    lost, exact = read(changed, layout, sample)
    assert not exact
    assert lost != before

    code = main(["layout", "check", str(layout), "--file", str(changed)])
    said = capsys.readouterr().out

    assert code == 1
    assert '"What happened": "What has happened"' in said
    pasted = layout.read_text(encoding="utf-8") + proposal_in(said)
    layout.write_text(pasted, encoding="utf-8")
    assert read(changed, layout, sample) == (before, True)
    assert read(sample.path, layout, sample) == (before, True)


def test_a_family_of_headings_is_renamed_as_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = a01_decorated.sample(tmp_path)
    made = openpyxl.load_workbook(sample.path)
    for sheet in made.worksheets:
        for row in sheet.iter_rows(max_row=8):
            for cell in row:
                if isinstance(cell.value, str) and "– review" in cell.value:
                    cell.value = cell.value.replace("– review", "– reviewed")
    path = tmp_path / "changed.xlsx"
    made.save(path)
    layout = LAYOUTS / "01-decorated-case-list.yaml"

    main(["layout", "check", str(layout), "--file", str(path)])
    said = capsys.readouterr().out

    assert "review {n}" in said
    assert "reviewed {n}" in said


def test_a_check_writes_nothing(tmp_path: Path) -> None:
    sample = a08_events_list.sample(tmp_path)
    deployment = home(tmp_path, EVENTS)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    main(["layout", "check", "--home", str(deployment), "--file", str(sample.path)])

    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before


def test_a_new_column_is_proposed_and_left_for_someone_to_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = a08_events_list.sample(tmp_path)
    made = openpyxl.load_workbook(sample.path)
    made["Hospital"]["D1"] = "Favourite biscuit"
    made["Hospital"]["D2"] = "Hobnob"
    path = tmp_path / "changed.xlsx"
    made.save(path)

    main(["layout", "check", str(LAYOUTS / EVENTS), "--file", str(path)])
    said = capsys.readouterr().out

    assert '"Favourite biscuit": {"ignored":' in said
    assert "Hobnob" not in said


def test_a_sheet_with_a_new_name_is_proposed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = a08_events_list.sample(tmp_path)
    made = openpyxl.load_workbook(sample.path)
    made["Contact log"].title = "Contacts"
    path = tmp_path / "changed.xlsx"
    made.save(path)

    main(["layout", "check", str(LAYOUTS / EVENTS), "--file", str(path)])

    assert 'contacts: "Contacts"' in capsys.readouterr().out


def test_a_report_that_no_layout_is_near_to_leads_to_the_drafter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "other.csv"
    path.write_text("alpha,beta\n1,2\n3,4\n")

    code = main(["layout", "check", str(LAYOUTS / EVENTS), "--file", str(path)])

    assert code == 1
    assert "everystep layout draft" in capsys.readouterr().out


def test_a_layout_that_does_not_fit_together_is_told_by_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "layout.yaml"
    path.write_text(
        (LAYOUTS / EVENTS).read_text(encoding="utf-8").replace("headings:", "headngs:"),
        encoding="utf-8",
    )

    code = main(["layout", "check", str(path)])
    said = capsys.readouterr().out

    assert code == 1
    assert "line" in said
    assert "Did you mean headings" in said


def test_layouts_that_fit_together_are_said_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["layout", "check", "--home", str(home(tmp_path, EVENTS))]) == 0
    assert "fits together" in capsys.readouterr().out


def test_a_list_says_whose_report_each_layout_reads_and_which_are_drafts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deployment = home(tmp_path, EVENTS)
    (deployment / "layouts" / "new.yaml").write_text(f"{DRAFT}\nlayout: new\n")

    assert main(["layout", "list", "--home", str(deployment)]) == 0
    said = capsys.readouterr().out

    assert "maple-youth" in said
    assert "a draft, not confirmed yet" in " ".join(said.split())


def test_a_draft_is_not_held_against_a_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = a08_events_list.sample(tmp_path)
    draft = tmp_path / "elder.yaml"
    draft.write_text(f"{DRAFT}\nlayout: elder\n")

    code = main(["layout", "check", str(draft), "--file", str(sample.path)])

    assert code == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "One file there, elder.yaml, is a draft and was not looked at." in said
    assert "There is no layout" not in said


def test_a_draft_is_written_once_and_never_over_another_file(tmp_path: Path) -> None:
    sample = a08_events_list.sample(tmp_path)
    out = tmp_path / "drafted.yaml"
    asked = ["layout", "draft", str(sample.path), "--out", str(out)]

    assert main([*asked, "--provider", "maple-youth", "--service", "maple"]) == 0
    first = out.read_text(encoding="utf-8")
    assert first.startswith(DRAFT)
    assert main(asked) == 1

    assert out.read_text(encoding="utf-8") == first


def test_a_draft_goes_to_the_homes_layouts_or_to_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = a08_events_list.sample(tmp_path)
    deployment = home(tmp_path)

    assert main(["layout", "draft", str(sample.path)]) == 0
    assert capsys.readouterr().out.startswith(DRAFT)
    assert main(["layout", "draft", str(sample.path), "--home", str(deployment)]) == 0

    [written] = (deployment / "layouts").glob("*.yaml")
    assert DRAFT in written.read_text(encoding="utf-8")


def test_a_file_without_cells_is_met_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "photo.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(60))

    assert main(["layout", "draft", str(path)]) == 1
    assert "picture" in capsys.readouterr().out
