"""What a rehearsal says of the next step: files, drafts, and commands to type."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from archetype_reading import LAYOUTS
from test_rehearsal import written

from everystep.demo.archetypes import a01_decorated, a12_word_report
from pipelines.cli import main


def test_a_file_that_is_not_there_is_told_with_the_place_that_was_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "folder" / "nowhere.xlsx"

    assert main(["rehearse", str(path)]) == 1
    assert str(path) in capsys.readouterr().out


def test_what_drafts_is_told_of_a_folder_without_a_word_of_rehearsing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["layout", "draft", str(tmp_path)]) == 1
    said = capsys.readouterr().out

    assert "is a folder" in said
    assert "rehearse" not in said


@pytest.mark.parametrize("command", [["rehearse"], ["layout", "draft"]])
def test_files_are_looked_at_one_at_a_time(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*command, "a.csv", "b.csv"])

    assert stopped.value.code == 2
    assert "One file at a time, please." in capsys.readouterr().err


def test_a_draft_that_was_not_looked_at_is_said_to_be_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "layouts"
    folder.mkdir()
    (folder / "elder.yaml").write_text("# draft: not confirmed\nlayout: x\n")
    path = written(tmp_path, "report.csv", "ref,score\na,1\nb,2\n")

    main(["rehearse", str(path), "--layouts", str(folder)])
    said = " ".join(capsys.readouterr().out.split())

    assert "No layouts were looked at" not in said
    assert "One file there, elder.yaml, is a draft and was not looked at." in said


def test_the_next_command_is_written_as_this_one_was_called(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.argv", [".venv/bin/everystep"])
    (tmp_path / "layouts").mkdir()
    path = written(tmp_path, "report.csv", "ref,score\na,1\nb,2\n")

    main(["rehearse", str(path), "--home", str(tmp_path), "--provider", "oak-house"])
    said = capsys.readouterr().out

    command = f".venv/bin/everystep layout draft {path} --provider oak-house"
    assert f"{command} --home {tmp_path}" in said


def test_a_layout_from_elsewhere_is_put_into_the_home_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = a12_word_report.sample(tmp_path)
    home = tmp_path / "home"
    shutil.copytree(LAYOUTS, home / "layouts")

    main(["rehearse", str(sample.path), "--layouts", str(LAYOUTS)])
    elsewhere = " ".join(capsys.readouterr().out.split())
    main(["rehearse", str(sample.path), "--home", str(home)])
    at_home = " ".join(capsys.readouterr().out.split())

    assert "Put this layout into your home’s layouts/" in elsewhere
    assert "Put this layout" not in at_home
    assert "it is read by the next run" in at_home


def test_the_next_command_can_be_typed_as_it_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = a01_decorated.sample(tmp_path)

    main(["rehearse", str(sample.path), "--layouts", str(LAYOUTS)])
    said = capsys.readouterr().out
    [line] = [one for one in said.splitlines() if "everystep layout check" in one]

    assert f"{LAYOUTS}/*.yaml --file '{sample.path}'" in line
