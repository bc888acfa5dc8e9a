"""The drafter on whole reports: how often it is right, and what it keeps to itself."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from drafting import (
    as_sent,
    held_out,
    lines,
    measured,
    names,
    report,
    share,
    unseen,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from everystep.home import NeedsAttention, read_yaml
from everystep.layouts.draft import draft, to_yaml
from everystep.layouts.draft.evidence import marker_words
from everystep.layouts.draft.shapes import LEAST_CONFIDENCE
from everystep.layouts.find import fits, tables
from everystep.layouts.load import read_layout
from everystep.layouts.model import Layout
from everystep.layouts.values import words
from everystep.readers.read import Cell, Sheet

FIRST, AMONG_THREE, SURE = 0.80, 0.90, 0.90
each_report = pytest.mark.parametrize("name", names())
_MAY_BE_SHOWN = ("gender", "ethnic_group", "place")


def drafted(name: str) -> str:
    """Return the layout that the drafter would write for a report it has not met."""
    return to_yaml(unseen(name), "a-draft", "acorn-trust", "acorn-families")


def test_the_right_answer_is_mostly_first_and_nearly_always_among_three() -> None:
    judged = measured()
    print("\n".join(lines(judged)))

    assert len(judged) > 400
    assert share(judged, "first") >= FIRST
    assert share(judged, "among") >= AMONG_THREE


def test_the_same_holds_of_the_columns_that_are_read() -> None:
    read = [one for one in measured() if one.truth != "ignored"]

    assert share(read, "first") >= FIRST
    assert share(read, "among") >= AMONG_THREE


def test_a_confident_proposal_is_right() -> None:
    sure = [one for one in measured() if one.confidence >= 0.8]

    assert share(sure, "first") >= SURE


def test_confidence_means_about_what_it_says() -> None:
    bands = (0.0, 0.3, 0.5, 0.8, 0.9, 1.01)
    found = [
        share([one for one in measured() if low <= one.confidence < high], "first")
        for low, high in pairwise(bands)
    ]

    # One column is three in a hundred of the smallest band: so much may be chance.
    assert all(higher > lower - 0.03 for lower, higher in pairwise(found))
    assert found[0] < 0.5 < found[2]


@each_report
def test_a_draft_fits_the_schema(name: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "a-draft.yaml"
    path.write_text(drafted(name), encoding="utf-8")

    layout = Layout.model_validate(read_yaml(path))

    assert layout.services == {"acorn-trust": "acorn-families"}


@each_report
def test_a_draft_finds_its_own_tables_again(name: str) -> None:
    layout = Layout.model_validate(YAML(typ="safe").load(drafted(name)))

    assert fits(layout, report(name).sheets)


@each_report
def test_a_table_names_a_person_and_a_day_of_support_once(name: str) -> None:
    for one in unseen(name).tables:
        named = [
            (column.best.role, column.best.column[column.best.role])
            for column in one.columns
            if column.best and column.best.confidence >= LEAST_CONFIDENCE
            if column.best.role in ("person", "episode", "form")
        ]

        assert len(named) == len(set(named))


@each_report
def test_nothing_is_read_with_a_draft_until_someone_confirms_it(
    name: str,
    tmp_path,  # type: ignore[no-untyped-def]
) -> None:
    path = tmp_path / "a-draft.yaml"
    path.write_text(drafted(name), encoding="utf-8")

    with pytest.raises(NeedsAttention, match="draft"):
        read_layout(path)


@each_report
def test_a_draft_says_nothing_of_anyone(name: str) -> None:
    sent = report(name)
    layout = as_sent(sent)
    written = drafted(name)
    headings = " ".join(
        heading for one in tables(layout, sent.sheets) for heading in one.headings
    )

    shown = {
        text
        for found in tables(layout, sent.sheets)
        for at, (column, _) in found.columns.items()
        if column.staff in ("name", "reference")
        or column.goal == "text"
        or column.story == "text"
        or column.episode == "reference"
        or (column.person and column.person not in _MAY_BE_SHOWN)
        or column.split
        for row in found.body
        for text in [words(found.cell(row, at))]
        if len(text) > 2
        and text.casefold() not in marker_words()
        and text not in headings
        and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", written)
    }

    assert shown == set()


def test_the_same_report_gives_the_same_draft() -> None:
    sent = report(names()[0])
    known = held_out(sent.layout)

    again = draft(sent.sheets, sent.name, (), known)

    assert again == draft(sent.sheets, sent.name, (), known)


cells = st.one_of(
    st.none(),
    st.sampled_from(["Ref", "Date", "Yes", "DNA", "Total", "SDQ start", "Q1", "a: b"]),
    st.text(max_size=12),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.dates(),
)


@settings(max_examples=60)
@given(st.lists(st.lists(cells, max_size=6), max_size=14), st.text(max_size=8))
def test_any_sheet_gives_a_draft_that_fits_the_schema(
    rows: list[list[Cell]], title: str
) -> None:
    sheet = Sheet(0, title, True, rows, [])

    written = to_yaml(draft([sheet], "any"), "a-draft", "acorn-trust", "acorn")

    Layout.model_validate(YAML(typ="safe").load(written))


def test_a_long_workbook_is_drafted_while_one_waits() -> None:
    header: list[Cell] = [f"Measure {at} score at review" for at in range(25)]
    rows = [header, *([float(at * row % 41) for at in range(25)] for row in range(400))]
    sheets = [Sheet(at, f"Sheet {at}", True, list(rows), []) for at in range(3)]

    before = time.process_time()
    draft(sheets, "long")

    assert time.process_time() - before < 5
