"""A layout that does not fit is met with its file, its line, and what would fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from everystep.home import NeedsAttention
from everystep.layouts.load import DRAFT, drafts, read_layout, read_layouts

GOOD = """layout: oak-talks
title: Oak House's talks
services: {oak-house: oak-talks}
covers: whole
period: {beside: Quarter}
tables:
  - table: people
    headings: [Ref, Score]
    columns:
      Ref: {person: reference}
      Sex:
        person: gender
        values: {F: female, M: male}
        markers: {PNTS: chose_not_to_say}
      Ended: {episode: route, values: {Done: completed}}
      Score: {score: {measure: swemwbs}, position: start}
      A&E: {event: ae_attendance}
differences:
  - from: 2026-04-01
    rename: {people: {Score: Score now}}
"""
SLIPS = {
    "a word with a slip of the pen": ("    headings:", "    heading:", 8, "headings"),
    "another tool's word": ("position: start", "postion: start", 16, "position"),
    "a kind of cover": ("covers: whole", "covers: all", 4, "'cumulative'"),
    "a field of a person": ("person: gender", "person: sex", 12, "'gender'"),
    "a gap reason": ("chose_not_to_say", "chose_not_say", 11, "chose_not_to_say"),
    "an indicator": ("ae_attendance", "a&e_attendance", 17, "ae_attendance"),
    "a route": ("Done: completed", "Done: complete", 15, "completed"),
    "no role": ("{person: reference}", "{}", 10, "exactly one role (person, score"),
    "two roles": (
        "{person: reference}",
        "{person: reference, contact: phone}",
        10,
        "exactly one role",
    ),
    "a position without its words": (
        "{person: reference}",
        "{form: position}",
        10,
        "lists its words under values",
    ),
    "an answer in someone's own words": (
        "{person: reference}",
        "{answer: {question: safe}}",
        10,
        "stand under values",
    ),
    "items of a measure that has no rule yet": (
        "score: {measure: swemwbs}",
        "item: {measure: swemwbs}",
        16,
        "map its score",
    ),
    "a heading that is not described": (
        "    columns:",
        "    fill_down: [Reff]\n    columns:",
        7,
        "Close to it: Ref.",
    ),
    "a total of something": (
        "    columns:",
        "    totals: {All: peoples}\n    columns:",
        7,
        "Close to it: people",
    ),
    "amounts without their rows": (
        "    columns:",
        "    of: amounts\n    columns:",
        7,
        "lists its rows' labels under rows",
    ),
    "a header too deep": (
        "    columns:",
        "    header_rows: 4\n    columns:",
        9,
        "less than or equal to 3",
    ),
    "a pattern and other parts": (
        "{person: reference}",
        "{split: {pattern: (?P<a>.), parts: {b: {person: reference}}}}",
        10,
        "named groups and the parts",
    ),
    "a season": (
        "covers: whole",
        "covers: whole\nperiod_fixed: Summer",
        5,
        "such as 2025-26 Q4",
    ),
    "a measure": ("measure: swemwbs", "measure: swembws", 16, "swemwbs/total/self"),
    "a reason that is like none": (
        "covers: whole",
        "covers: whole\nmarkers: {away: gone}",
        5,
        "docs/reference/layouts.md",
    ),
    "a route that is like none": ("Done: completed", "Done: zzz", 15, "moved_on"),
    "a way of contact": (
        "    columns:",
        "    each_row: {contact: pigeon}\n    columns:",
        9,
        "in_person",
    ),
    "a day that is none": ("from: 2026-04-01", "from: April", 19, "as 2026-04-01"),
    "a number for words": ("title: Oak House's talks", "title: 7", 2, "in quotes"),
    "a number for a code": ("{F: female,", "{1: female,", 13, "in quotes"),
    "a name with a space": ("layout: oak-talks", "layout: oak talks", 1, "hyphens"),
    "a difference of a heading": ("Score: Score now", "Scroe: S", 20, "Score"),
    "a difference of a table": ("{people: {", "{peple: {", 20, "people"),
    "a difference with a measure that is none": (
        "rename: {people: {Score: Score now}}",
        "add: {people: {Talk: {score: {measure: swembws}}}}",
        20,
        "swemwbs/total/self",
    ),
    "a difference that leaves nothing": (
        "rename: {people: {Score: Score now}}",
        "remove: {people: [Ref, Sex, Ended, Score, A&E]}",
        19,
        "differences.tables.0.headings: there is at least one",
    ),
    "a difference that says a thing twice": (
        "rename: {people: {Score: Score now}}",
        "add: {people: {Both: {split: {pattern: (?P<a>.+), "
        "parts: {a: {event: ae_attendance}}}}}}",
        19,
        "would go unheard",
    ),
    "a part that says what a column says": (
        "{person: reference}",
        "{split: {pattern: (?P<a>.+), parts: {a: {event: ae_attendance}}}}",
        7,
        "the part a of “Ref” says the same as the column “A&E”",
    ),
    "a question that its measure does not have": (
        "      A&E: {event: ae_attendance}",
        "      Q11: {item: {measure: core_10}}",
        7,
        "core_10 has 10 questions, and “Q11” would be number 11",
    ),
    "training in a text of totals": (
        "tables:",
        "texts: [{text: talk, pattern: (?P<n>.+) came, "
        "parts: {n: {training: people}}}]\ntables:",
        6,
        "is of: staff",
    ),
    "supervision in a text of totals": (
        "tables:",
        "texts: [{text: talk, pattern: held (?P<n>.+), each_row: "
        "{supervision: clinical}, parts: {n: {amount: actual, figure: sessions}}}]"
        "\ntables:",
        6,
        "is of: staff",
    ),
    "a measure of its own with a known name": (
        "tables:",
        "measures: [{measure: sdq, name: S, lowest: 0, highest: 9, "
        "direction: lower_is_better}]\ntables:",
        6,
        "name yours otherwise",
    ),
}


def refused(folder: Path, text: str) -> str:
    path = folder / "oak-talks.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NeedsAttention) as told:
        read_layout(path)
    return str(told.value)


def test_the_layout_that_the_slips_are_made_in_is_read(tmp_path: Path) -> None:
    (tmp_path / "oak-talks.yaml").write_text(GOOD, encoding="utf-8")

    assert [one.layout for one in read_layouts(tmp_path)] == ["oak-talks"]


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_met_with_its_file_its_line_and_what_would_fit(
    slip: str, tmp_path: Path
) -> None:
    right, wrong, line, fits = SLIPS[slip]
    assert GOOD.count(right) == 1

    said = refused(tmp_path, GOOD.replace(right, wrong))

    told = [one for one in said.splitlines() if fits in one]
    assert told, said
    assert any(f"layouts/oak-talks.yaml line {line}:" in one for one in told), said


@pytest.mark.parametrize(
    ("left_out", "word"),
    [
        ("title: Oak House's talks\n", "title"),
        ("covers: whole\n", "covers"),
        ("services: {oak-house: oak-talks}\n", "services"),
    ],
)
def test_what_has_to_be_said_is_named(left_out: str, word: str, tmp_path: Path) -> None:
    """There is no line for what is not there."""
    said = refused(tmp_path, GOOD.replace(left_out, ""))

    assert said == f"layouts/oak-talks.yaml: {word}: “{word}” has to be said."


def test_every_slip_is_named_at_once(tmp_path: Path) -> None:
    twice = GOOD.replace("covers: whole", "covers: all").replace("Done: c", "Done: x")

    said = refused(tmp_path, twice).splitlines()

    assert len(said) == 2
    assert all(one.startswith("layouts/oak-talks.yaml line ") for one in said)


def test_what_is_no_yaml_is_met_with_its_line(tmp_path: Path) -> None:
    said = refused(tmp_path, GOOD.replace("covers: whole", "covers: [whole"))

    assert "oak-talks.yaml line " in said


def test_two_descriptions_of_one_heading_are_a_slip(tmp_path: Path) -> None:
    """YAML would quietly let the second take the first one's place."""
    again = GOOD.replace("      Sex:", "      Ref: {contact: phone}\n      Sex:")

    said = refused(tmp_path, again)

    assert "layouts/oak-talks.yaml line 11: “Ref” stands there twice" in said
    assert "also on line 10" in said


def test_a_part_that_stands_twice_is_named_with_both_its_lines(tmp_path: Path) -> None:
    said = refused(tmp_path, f"{GOOD}differences:\n  - from: 2026-07-01\n")

    assert "line 21: “differences” stands there twice, also on line 18" in said


@pytest.mark.parametrize(
    ("right", "wrong", "near"),
    [
        ("person: reference", "person: referense", "reference"),
        ("person: gender", "person: gendr", "gender"),
        ("covers: whole", "covers: wholly", "whole"),
    ],
)
def test_a_word_that_is_none_of_a_few_is_repeated_beside_those_near_to_it(
    tmp_path: Path, right: str, wrong: str, near: str
) -> None:
    said = refused(tmp_path, GOOD.replace(right, wrong))

    word = wrong.partition(": ")[2]
    assert f"“{word}” is not a word that fits here. Did you mean {near}" in said


def test_what_concerns_the_whole_file_is_told_without_a_stray_word(
    tmp_path: Path,
) -> None:
    said = refused(tmp_path, "[]\n")

    assert "the file:" not in said
    assert said.startswith("layouts/oak-talks.yaml: ")


def test_a_word_of_the_file_is_told_and_never_a_cell_of_a_report(
    tmp_path: Path,
) -> None:
    said = refused(tmp_path, GOOD.replace("F: female", "F: [1, 2]"))

    assert "line 13" in said
    assert "[1, 2]" not in said


def test_a_draft_is_not_loaded_until_somebody_has_looked(tmp_path: Path) -> None:
    said = refused(tmp_path, f"{DRAFT}\n{GOOD}")

    assert "layouts/oak-talks.yaml is a draft" in said
    assert DRAFT in said


def test_a_draft_holds_up_no_layout_that_is_confirmed(tmp_path: Path) -> None:
    (tmp_path / "ready.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "draft.yaml").write_text(f"{DRAFT}\nlayout: draft\n", encoding="utf-8")

    assert [layout.layout for layout in read_layouts(tmp_path)] == ["oak-talks"]
    assert [path.name for path in drafts(tmp_path)] == ["draft.yaml"]


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(GOOD, encoding="utf-8")

    with pytest.raises(NeedsAttention, match="both called oak-talks"):
        read_layouts(tmp_path)


@pytest.mark.parametrize(
    "columns",
    [
        """      Total on: {score_day: {measure: sdq}, position: start}
      Impact on: {score_day: {measure: sdq, subscale: impact}, position: start}
      Why: {reason_for: {measure: sdq}, position: start}
      Why not: {reason_for: {measure: sdq, subscale: impact}, position: start}
""",
        "      Q{n}: {item: {measure: core_10}}\n",
        "      Q10: {item: {measure: core_10}}\n",
        """      Talk:
        split:
          pattern: (?P<score>\\d+) on (?P<day>.+)
          parts:
            score: {score: {measure: swemwbs}, position: end}
            day: {score_day: {measure: swemwbs}, position: end}
""",
    ],
    ids=["days of two scales", "questions by number", "the last question", "a split"],
)
def test_what_only_looks_like_a_slip_is_read(columns: str, tmp_path: Path) -> None:
    text = GOOD.replace("      A&E:", f"{columns}      A&E:")
    (tmp_path / "oak-talks.yaml").write_text(text, encoding="utf-8")

    assert read_layout(tmp_path / "oak-talks.yaml").layout == "oak-talks"
