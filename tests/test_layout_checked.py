"""A layout held against a report whose headings it knows: what of the cells?"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.cli import main

LAYOUT = """layout: coded-list
title: A list with codes
kind: text
services: {oak-house: oak-talks}
covers: whole
PERIOD
tables:
  - table: people
    headings: [Ref, Sex]
    columns:
      Ref: {person: reference}
      Sex: {person: gender, values: {female: female, male: male}}
      Score: {score: {measure: swemwbs}, position: start}
"""
FIXED = "period_fixed: 2025-26 Q4"


def check(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    rows: list[str],
    layout: str = LAYOUT.replace("PERIOD", FIXED),
) -> tuple[int, str]:
    """Return the exit code of a check against these rows, and what it said."""
    path = folder / "coded.yaml"
    path.write_text(layout, encoding="utf-8")
    report = folder / "report.csv"
    report.write_text("\n".join(["Ref,Sex,Score", *rows]) + "\n", encoding="utf-8")
    code = main(["layout", "check", str(path), "--file", str(report)])
    return code, " ".join(capsys.readouterr().out.split())


def test_known_headings_are_not_said_to_be_cells_that_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ["a,zeta,20", "b,eta,21", "c,female,22"]

    code, said = check(tmp_path, capsys, rows)

    assert code == 1
    assert "Every heading is known." in said
    assert "exactly" not in said
    assert (
        "But 2 of 3 cells of column B (Sex) would be set aside: their words are not "
        "under `values`." in said
    )


def test_no_cell_is_shown_where_it_would_be_set_aside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, said = check(tmp_path, capsys, ["a,zeta,20", "b,eta,21"])

    assert "zeta" not in said


def test_a_few_cells_set_aside_are_told_and_hold_nobody_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ["a,female,20", "b,male,much", "c,female,22"]

    code, said = check(tmp_path, capsys, rows)

    assert code == 0
    assert "1 of 3 cells of column C (Score) would be set aside: they do not" in said


def test_a_report_whose_every_cell_is_understood_gets_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = check(tmp_path, capsys, ["a,female,20", "b,,21"])

    assert (code, said) == (
        0,
        "coded-list fits this report. Every heading is known.",
    )


def test_a_report_that_would_wait_is_not_said_to_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layout = LAYOUT.replace("PERIOD", "period: {beside: Quarter}")

    code, said = check(tmp_path, capsys, ["a,female,20"], layout)

    assert code == 1
    assert "does not say where the quarter stands" in said


def test_without_a_home_nobody_is_told_that_places_are_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layout = LAYOUT.replace("PERIOD", FIXED)
    layout = layout.replace(
        "Score: {score: {measure: swemwbs}, position: start}", "Score: {person: place}"
    )

    code, said = check(tmp_path, capsys, ["a,female,Brookmere"], layout)

    assert code == 0
    assert "Without --home none is known" in said
