"""What a provider reads back: every receipt is a golden file, reviewed like code."""

from __future__ import annotations

import ast
import html
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from receipt_cases import (
    ANSWER,
    DRIFT,
    EVERY,
    GOLDEN,
    HOME,
    RECEIPTS,
    STOPPED,
    WELL_READ,
    blame,
    register,
    text_of,
)

from everystep import receipts, wording
from everystep.receipt_page import render
from everystep.receipts import Difference, Place, visible


def _strings(path: Path) -> list[str]:
    return [
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def _headings(page: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r"<h2>(.*?)</h2>", page)]


@pytest.mark.parametrize("name", RECEIPTS)
def test_every_receipt_reads_as_it_was_reviewed(name: str) -> None:
    """``UPDATE_GOLDEN=1`` writes them anew, to be read aloud again."""
    golden = GOLDEN / f"receipt-{name}.html"
    page = render(RECEIPTS[name])
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.write_bytes(page.encode())

    assert page.encode() == golden.read_bytes()


def test_no_receipt_was_reviewed_that_is_no_longer_sent() -> None:
    kept = {path.name for path in (GOLDEN).glob("receipt-*.html")}

    assert kept == {f"receipt-{name}.html" for name in RECEIPTS}


@pytest.mark.parametrize("name", EVERY)
def test_no_receipt_has_a_word_that_carries_blame(name: str) -> None:
    assert blame(text_of(render(EVERY[name]))) == []


def test_no_sentence_of_ours_has_a_word_that_carries_blame() -> None:
    said = [
        text
        for page in sorted(HOME.glob("wording*.py"))
        for text in _strings(page)
        if text != "not_read"
    ]

    assert {text: blame(text) for text in said if blame(text)} == {}


def test_blame_is_noticed_where_it_stands() -> None:
    assert blame("Your file FAILED.") == ["failed"]
    assert blame("later, translated, a missing episode") == []


def test_no_gap_is_labelled_with_a_word_that_carries_blame() -> None:
    assert [row for row in register("gap_reasons.csv") if blame(row["label"])] == []


def test_every_outcome_that_exists_has_words() -> None:
    told = set()
    modules = [*HOME.glob("layouts/*.py"), *HOME.rglob("readers/**/*.py")]
    for module in [HOME / "submissions.py", *modules]:
        source = module.read_text(encoding="utf-8")
        told |= set(re.findall(r'(?:Stopped|NotOurs|CouldNotRead)\("(\w+)"', source))
        told |= set(re.findall(r'Triage\("none", "(\w+)"', source))
        told |= set(re.findall(r'reason = "(damaged|took_\w+|too_\w+)"', source))
    told |= {"password_protected", "took_too_long", "looking_into_it", "read"}
    told |= {"two_layouts", "another_provider", "no_layout", "too_large"}

    assert told <= set(wording.OUTCOMES)


def test_every_reason_to_set_cells_aside_has_words() -> None:
    pages = sorted((HOME / "layouts").glob("*.py"))
    source = "".join(page.read_text(encoding="utf-8") for page in pages)
    call = r'(?:aside|\.back)\((?:[^"()]|\([^"()]*\))*"(\w+)"\s*\)'
    told = set(re.findall(call, source))
    told |= set(re.findall(r'(?:Read\("aside"|_code\(""), "(\w+)"\)', source))
    for pair in re.findall(r'reason = "(\w+)" if column else "(\w+)"', source):
        told |= set(pair)

    assert told >= {"does_not_fit", "ignored", "outside_tables", "unknown_column"}
    assert told <= set(wording.ASIDE_REASONS)


def test_a_reason_that_is_new_to_wording_is_still_told_kindly() -> None:
    page = render(replace(WELL_READ, asides=[Place(0, 0, 0, 1, "quite_new")]))

    assert wording.OTHER_ASIDE in text_of(page)
    assert "quite_new" not in page


def test_an_outcome_that_is_new_to_wording_is_still_acknowledged() -> None:
    page = render(replace(STOPPED, outcome="quite_new"))

    assert wording.OUTCOMES["looking_into_it"] in text_of(page)
    assert "quite_new" not in page


@pytest.mark.parametrize("name", EVERY)
def test_a_receipt_thanks_first_and_keeps_its_order(name: str) -> None:
    page = render(EVERY[name])
    order = [
        wording.WHAT_WE_RECEIVED,
        wording.WHAT_WE_COULD_USE,
        wording.WHAT_WE_UNDERSTOOD_AS_A_GAP,
        wording.WHAT_WE_COULD_NOT_READ_YET,
        wording.WHAT_WE_LEFT_ALONE,
        wording.WHAT_YOU_MAY_DO,
        wording.WHAT_CHANGED,
    ]
    found = _headings(page)

    assert re.findall(r"<h1>(.*?)</h1>", page) == [wording.THANK_YOU]
    assert found == [heading for heading in order if heading in found]
    assert {order[0], order[1], wording.WHAT_YOU_MAY_DO} <= set(found)


@pytest.mark.parametrize("name", EVERY)
def test_a_receipt_offers_at_most_three_things_or_says_nothing_is_needed(
    name: str,
) -> None:
    page = render(EVERY[name])
    offered = page.count(wording.HOW_LONG)

    assert offered <= 3
    assert page.count(wording.WHY) == offered
    assert (wording.NOTHING_NEEDED in page) == (offered == 0)


def test_a_second_copy_and_an_older_version_ask_for_nothing() -> None:
    assert wording.NOTHING_NEEDED in render(replace(WELL_READ, again=True))
    assert wording.NOTHING_NEEDED in render(replace(WELL_READ, standing="superseded"))


@pytest.mark.parametrize("name", EVERY)
def test_a_receipt_stands_alone_and_suits_a_screen_reader_and_a_phone(
    name: str,
) -> None:
    page = render(EVERY[name])

    assert '<html lang="en-GB">' in page
    assert 'name="viewport" content="width=device-width' in page
    assert re.findall(r"(?i)\b(?:src|href|url|@import)\b\s*[=(]|https?:", page) == []
    assert "<script" not in page


def test_a_receipt_has_no_red() -> None:
    page = render(WELL_READ)
    colours = [
        tuple(int(code[at : at + 2], 16) for at in (0, 2, 4))
        for code in re.findall(r"#([0-9a-f]{6})\b", page)
    ]

    assert colours
    assert all(red <= max(green, blue) for red, green, blue in colours)
    assert not re.search(r"(?i)\b(red|crimson|rgb|hsl)\b", page)


def test_a_place_is_named_as_a_spreadsheet_shows_it() -> None:
    page = text_of(render(WELL_READ))

    assert "sheet 2, column F: 14 cells, first in row 9" in page
    assert "sheet 2, column AB, row 12" in page
    assert "sheet 1: 3 cells, first in row 2" in page


@pytest.mark.parametrize(
    ("column", "letters"), [(-1, ""), (0, "A"), (25, "Z"), (26, "AA"), (702, "AAA")]
)
def test_columns_are_lettered_past_z(column: int, letters: str) -> None:
    assert receipts.column_name(column) == letters


def test_many_places_are_told_without_a_long_list() -> None:
    asides = [Place(0, at, 1, 1, "does_not_fit") for at in range(20)]
    page = render(replace(WELL_READ, asides=asides))

    assert "and 8 more places" in page


def test_a_total_is_never_quoted_back() -> None:
    page = render(WELL_READ)

    assert "People supported" in page
    assert "977" not in page


def test_a_name_cannot_act_or_disguise_itself() -> None:
    page = render(RECEIPTS["nasty-name"])

    assert "&lt;script&gt;" in page
    assert "\u202e" not in page and "\x00" not in page
    assert "‹U+202E›" in page and "‹U+000A›" in page and "‹U+0000›" in page


@pytest.mark.parametrize("field", ["file_name", "service_name", "period"])
def test_whatever_is_named_is_escaped(field: str) -> None:
    facts = replace(WELL_READ, **{field: "<b>&\u2066"})  # type: ignore[arg-type]

    assert "<b>" not in render(facts)
    assert "&lt;b&gt;&amp;‹U+2066›" in render(facts)


def test_a_label_is_escaped() -> None:
    facts = replace(WELL_READ, gaps=[("x", "<i>", 1)], totals_differ=[("<i>", 1, 2)])

    assert "<i>" not in render(facts)


def test_names_in_any_script_stay_as_they_are() -> None:
    assert visible("Żółw – תמיכה – 支援 – é.xlsx") == "Żółw – תמיכה – 支援 – é.xlsx"


def test_a_name_that_is_no_text_can_still_be_shown() -> None:
    page = render(replace(STOPPED, file_name=os.fsdecode(b"Q3\xff.xlsx")))

    assert "‹U+DCFF›" in page.encode().decode()


def test_what_left_before_it_was_taken_in_is_not_said_to_be_kept() -> None:
    page = render(replace(STOPPED, outcome="gone_before_sealing"))

    assert wording.KEPT_SAFE not in page


def test_gaps_count_against_no_one_and_are_not_added_up() -> None:
    page = text_of(render(replace(WELL_READ, asides=(), counts={})))

    assert "None of these counts against anyone" in page
    assert not re.search(r"\b22\b", page)


def test_another_copy_of_the_facts_gives_the_same_page() -> None:
    assert render(WELL_READ) == render(
        replace(WELL_READ, asides=list(reversed(WELL_READ.asides)))
    )


def test_the_template_says_nothing_of_its_own() -> None:
    source = (HOME / "templates" / "receipt.html.j2").read_text(encoding="utf-8")
    bare = re.sub(r"(?s)<style>.*?</style>|\{[{%].*?[%}]\}|<[^>]+>", "", source)

    assert bare.replace(".", "").split() == []


def test_what_is_no_longer_there_is_asked_about_once_and_kindly() -> None:
    page = text_of(render(DRIFT))

    assert "We no longer see the columns “Contacts” and “Notes of the worker”." in page
    assert page.count(wording.IS_THAT_MEANT) == 2
    assert "Figures of earlier reports stand as they are." in page
    assert "the table “Goals”. Is that meant? Figures of earlier" in page
    assert "There is a column that we have not met before." in page


def test_a_new_column_is_told_once() -> None:
    differences = [Difference("new_column", "", 1, 7, 14)]
    page = text_of(render(replace(WELL_READ, differences=differences)))

    assert "There is a column" not in page
    assert wording.ASIDE_REASONS["unknown_column"] in page


def test_a_name_that_hints_at_another_quarter_is_asked_about() -> None:
    page = text_of(render(DRIFT))

    assert "hints at 2026-27 Q2, and the report speaks of 2026-27 Q3." in page
    assert wording.NAME_GOES_UNUSED in page


@pytest.mark.parametrize(
    ("field", "reason"), [("hidden_rows", "hidden"), ("struck_cells", "struck_out")]
)
def test_what_its_places_tell_is_not_told_again_as_a_number(
    field: str, reason: str
) -> None:
    counted = replace(STOPPED, outcome="read", **{field: 2})  # type: ignore[arg-type]
    placed = replace(counted, asides=[Place(0, 1, 2, 2, reason)])

    assert re.search(r"2 (rows or columns|cells) are", text_of(render(counted)))
    assert not re.search(r"2 (rows or columns|cells) are", text_of(render(placed)))


def test_what_could_help_is_told_before_what_is_left_alone_on_purpose() -> None:
    page = text_of(render(WELL_READ))
    reasons = ["does_not_fit", "two_dates", "struck_out", "ignored"]
    told = [page.index(wording.ASIDE_REASONS[reason]) for reason in reasons]

    assert told == sorted(told)


def test_a_story_is_kept_under_lock() -> None:
    page = text_of(render(WELL_READ))

    assert "1 story" in page
    assert wording.STORIES_KEPT in page


def test_what_is_kept_of_an_answer_is_said_as_it_is_today() -> None:
    page = text_of(render(ANSWER))

    assert wording.THANKS_ANSWER in page
    assert "Nothing of it is shown to the commissioner." in page
    assert wording.NOTHING_NEEDED in page


def test_a_remark_that_is_new_to_wording_stays_unsaid() -> None:
    assert "quite_new" not in render(replace(WELL_READ, remarks=("quite_new",)))
