"""A text is read as it was written, whatever machine wrote it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everystep.readers import cells_of, triage

Rows = list[list[str | None]]


def read(content: bytes) -> Rows:
    """Return a text's rows, as they come to whoever reads it."""
    assert triage(content).kind == "text"
    [sheet] = cells_of(content, "text")
    return sheet.rows


@pytest.mark.parametrize("text", ["Zoë;12\r\nÉva;9\r\n", "Zoë,12\r\nÉva,9\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_text_is_read_in_its_encoding_and_by_its_mark(
    text: str, encoding: str
) -> None:
    assert read(text.encode(encoding)) == [["Zoë", "12"], ["Éva", "9"]]


def test_bytes_that_windows_does_not_know_are_read_as_an_old_apple_wrote_them() -> None:
    text = "Name,Note\nAndré,Café à côté\nRené,déjà vu à l’hôpital\n"

    assert read(text.encode("mac_roman"))[1] == ["André", "Café à côté"]


def test_line_breaks_in_quotes_stay_in_their_cell() -> None:
    assert read(b'a,b\r\n"one, two\nthree",4\r\n') == [
        ["a", "b"],
        ["one, two\nthree", "4"],
    ]


def test_preamble_lines_do_not_hide_the_delimiter() -> None:
    text = b"""Acorn Trust, quarterly return
Printed 3 May 2026

ref;started;score
A1;02/05/2026;7,5
A2;03/05/2026;8,5
A3;04/05/2026;9
"""
    assert read(text)[3:5] == [
        ["ref", "started", "score"],
        ["A1", "02/05/2026", "7,5"],
    ]


def test_decimal_commas_are_no_delimiter() -> None:
    assert read(b"1,5;2,5\n3,5;4,5\n") == [["1,5", "2,5"], ["3,5", "4,5"]]


def test_a_short_row_does_not_hide_the_delimiter_and_keeps_its_length() -> None:
    rows = read(b"a;b;c\n1;2;3\n4;5\n6;7;8;\n")

    assert rows == [
        ["a", "b", "c"],
        ["1", "2", "3"],
        ["4", "5"],
        ["6", "7", "8", None],
    ]


def test_prose_with_commas_is_one_column() -> None:
    prose = [
        "It was a good quarter for the group.",
        "We met on Mondays, and more people came.",
        "In June, after a pause, we walked, talked and cooked.",
        "Nobody was turned away.",
    ]

    assert read("\n".join(prose).encode()) == [[line] for line in prose]


def test_one_quoted_column_loses_its_quotes_and_nothing_else() -> None:
    assert read(b'"one"\n"two, three"\n') == [["one"], ["two, three"]]


def test_a_quote_that_never_closes_does_not_swallow_the_rows_after_it() -> None:
    rows = read(b'size,count\n"5 inch,3\n6 inch,4\n7 inch,5\n8 inch,6\n')

    assert rows[1:] == [['"5 inch', "3"], ["6 inch", "4"], ["7 inch", "5"],
                        ["8 inch", "6"]]  # fmt: skip


def test_quotes_escaped_by_a_backslash_are_understood() -> None:
    rows = read(rb'"a","she said \"no, thanks\"","c"' b'\n"d","e","f"\n"g","h","i"\n')

    assert rows[0] == ["a", 'she said "no, thanks"', "c"]


def test_a_hint_to_excel_is_followed_and_is_no_row() -> None:
    assert read(b"sep=|\na,b|c\nd|e\n") == [["a,b", "c"], ["d", "e"]]


def test_blank_lines_keep_the_rows_where_they_were() -> None:
    assert read(b"a,b\n\n , \n1,2\n") == [["a", "b"], [], [None, None], ["1", "2"]]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)
CELLS = st.text(" \n,;|\"'" + "abcé12.-", max_size=8).filter(
    lambda cell: not cell or not cell.isspace()
)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_what_is_written_with_any_mark_and_all_quotes_comes_back(
    data: st.DataObject,
) -> None:
    mark = data.draw(st.sampled_from(",;\t|"))
    width = data.draw(st.integers(2, 5))
    row = st.lists(CELLS, min_size=width, max_size=width)
    rows = data.draw(st.lists(row, min_size=2, max_size=8))
    stream = io.StringIO()
    csv.writer(stream, delimiter=mark, quoting=csv.QUOTE_ALL).writerows(rows)

    assert read(stream.getvalue().encode()) == [
        [cell or None for cell in row] for row in rows
    ]


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_words_written_with_any_mark_come_back_without_any_quotes(
    data: st.DataObject,
) -> None:
    mark = data.draw(st.sampled_from(",;\t|"))
    width = data.draw(st.integers(2, 5))
    word = WORDS.filter(lambda said: not set(said) & set(',;\t|"<>{}[]'))
    row = st.lists(word, min_size=width, max_size=width)
    rows = data.draw(st.lists(row, min_size=2, max_size=8))
    text = "".join(mark.join(row) + "\n" for row in rows)

    assert read(text.encode()) == rows
