"""What a provider reads back: every receipt is a golden file, reviewed like code."""

from __future__ import annotations

import ast
import csv
import html
import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from everystep import receipts, wording
from everystep.receipts import Facts, Place, render, visible

HERE = Path(__file__).parent
HOME = Path(receipts.__file__).parent
REFERENCE = HOME / "reference"

WELL_READ = Facts(
    file_name="Acorn Q3 report.xlsx",
    received_on=date(2027, 1, 12),
    fingerprint="3f9a01bc",
    outcome="read",
    period="2026-27 Q3",
    service_name="Acorn mentoring",
    standing="current",
    counts={"people": 41, "scores": 214, "contacts": 120, "events": 1, "states": 38},
    gaps=[
        ("chose_not_to_say", "Chose not to say", 12),
        ("relationship_first", "Relationship first", 7),
        ("unknown", "Not explained", 3),
    ],
    asides=[
        Place(1, 5, 8, 14, "does_not_fit", "people"),
        Place(1, 27, 11, 1, "out_of_range", "scores"),
        Place(2, 6, 4, 41, "unknown_column", "scores"),
        Place(0, -1, 1, 3, "outside_tables", ""),
        Place(1, 2, 8, 41, "ignored", "people"),
    ],
    conflicts=1,
    totals_differ=[("People supported", 977, 41)],
    hidden_sheets=1,
)
RESENT = replace(
    WELL_READ,
    file_name="Acorn Q3 report, corrected.xlsx",
    fingerprint="77aa0c12",
    asides=(),
    conflicts=0,
    totals_differ=(),
    hidden_sheets=0,
    replaced=True,
)
STOPPED = Facts("Q3.xlsx", date(2027, 1, 12), "00ff12ab", "empty")
RECEIPTS = {
    "well-read": WELL_READ,
    "resubmission": RESENT,
    "rows-gone": replace(RESENT, asked_about_vanished=True, standing="waiting"),
    "empty": STOPPED,
    "damaged": replace(STOPPED, outcome="damaged"),
    "unknown-layout": replace(STOPPED, outcome="no_layout", standing="waiting"),
    "another-provider": replace(STOPPED, outcome="another_provider"),
    "second-copy": replace(RESENT, replaced=False, again=True),
    "unknown-folder": replace(STOPPED, outcome="unknown_provider", standing="waiting"),
    "nasty-name": replace(
        STOPPED, file_name="<script>alert(1)</script>\u202exslx.\n\x00&'\".xlsx"
    ),
}
EVERY = {
    **RECEIPTS,
    **{code: replace(STOPPED, outcome=code) for code in wording.OUTCOMES},
}


def _register(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _ours() -> dict[str, re.Pattern[str]]:
    words = [row["avoid"] for row in _register("words.csv") if row["scope"] == "ours"]
    more = ["invalid", "rejected", "missing data", "non-compliant", "refused", "chase"]
    return {
        word: re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
        for word in {*words, *more}
    }


def _blame(text: str) -> list[str]:
    ours = re.sub(r"missing (episode|item)s?", "", text, flags=re.IGNORECASE)
    return [word for word, pattern in _ours().items() if pattern.search(ours)]


def _strings(path: Path) -> list[str]:
    return [
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def _text(page: str) -> str:
    body = re.sub(r"(?s)<style>.*?</style>", " ", page)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def _headings(page: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r"<h2>(.*?)</h2>", page)]


@pytest.mark.parametrize("name", RECEIPTS)
def test_every_receipt_reads_as_it_was_reviewed(name: str) -> None:
    golden = HERE / "golden" / f"receipt-{name}.html"
    page = render(RECEIPTS[name])
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(page.encode())

    assert page.encode() == golden.read_bytes()


def test_no_receipt_was_reviewed_that_is_no_longer_sent() -> None:
    kept = {path.name for path in (HERE / "golden").glob("receipt-*.html")}

    assert kept == {f"receipt-{name}.html" for name in RECEIPTS}


@pytest.mark.parametrize("name", EVERY)
def test_no_receipt_has_a_word_that_carries_blame(name: str) -> None:
    assert _blame(_text(render(EVERY[name]))) == []


def test_no_sentence_of_ours_has_a_word_that_carries_blame() -> None:
    said = [text for text in _strings(HOME / "wording.py") if text != "not_read"]

    assert {text: _blame(text) for text in said if _blame(text)} == {}


def test_blame_is_noticed_where_it_stands() -> None:
    assert _blame("Your file FAILED.") == ["failed"]
    assert _blame("later, translated, a missing episode") == []


def test_no_gap_is_labelled_with_a_word_that_carries_blame() -> None:
    assert [row for row in _register("gap_reasons.csv") if _blame(row["label"])] == []


def test_every_outcome_that_exists_has_words() -> None:
    told = set()
    for module in ("submissions.py", "layouts/read.py", "readers/read.py"):
        source = (HOME / module).read_text(encoding="utf-8")
        told |= set(re.findall(r'(?:Stopped|NotOurs|CouldNotRead)\("(\w+)"', source))
        told |= set(re.findall(r'Triage\("none", "(\w+)"', source))
        told |= set(re.findall(r'reason = "(damaged|took_\w+|too_\w+)"', source))
    told |= {"password_protected", "took_too_long", "looking_into_it", "read"}
    told |= {"two_layouts", "another_provider", "no_layout", "too_large"}

    assert told <= set(wording.OUTCOMES)


def test_every_reason_to_set_cells_aside_has_words() -> None:
    pages = sorted((HOME / "layouts").glob("*.py"))
    source = "".join(page.read_text(encoding="utf-8") for page in pages)
    told = set(re.findall(r'\.aside\([^"]*?(?:"",\s*)?"(\w+)"\s*\)', source))
    told |= set(re.findall(r'reason = "(\w+)" if column else "\w+"', source))
    told |= set(re.findall(r'reason = "\w+" if column else "(\w+)"', source))

    assert told >= {"does_not_fit", "ignored", "outside_tables", "unknown_column"}
    assert told <= set(wording.ASIDE_REASONS)


def test_a_reason_that_is_new_to_wording_is_still_told_kindly() -> None:
    page = render(replace(WELL_READ, asides=[Place(0, 0, 0, 1, "quite_new")]))

    assert wording.OTHER_ASIDE in _text(page)
    assert "quite_new" not in page


def test_an_outcome_that_is_new_to_wording_is_still_acknowledged() -> None:
    page = render(replace(STOPPED, outcome="quite_new"))

    assert wording.OUTCOMES["looking_into_it"] in _text(page)
    assert "quite_new" not in page


@pytest.mark.parametrize("name", EVERY)
def test_a_receipt_thanks_first_and_keeps_its_order(name: str) -> None:
    page = render(EVERY[name])
    order = [
        wording.WHAT_WE_RECEIVED,
        wording.WHAT_WE_COULD_USE,
        wording.WHAT_WE_UNDERSTOOD_AS_A_GAP,
        wording.WHAT_WE_COULD_NOT_READ_YET,
        wording.WHAT_YOU_MAY_DO,
        wording.WHAT_CHANGED,
    ]
    found = _headings(page)

    assert re.findall(r"<h1>(.*?)</h1>", page) == [wording.THANK_YOU]
    assert found == [heading for heading in order if heading in found]
    assert {order[0], order[1], order[4]} <= set(found)


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
    page = _text(render(WELL_READ))

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
    page = _text(render(replace(WELL_READ, asides=(), counts={})))

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
