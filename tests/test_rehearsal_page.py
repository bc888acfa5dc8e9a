"""A rehearsal's page as people meet it: in a browser, on a phone, in plain words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from archetype_reading import AS_OF, layouts
from axe_playwright_python.base import AXE_FILE_PATH
from browser import a_browser
from playwright.sync_api import BrowserContext, Page
from receipt_cases import blame
from test_receipts_read_easily import JARGON, grade, sentences_of

from everystep import wording as receipt
from everystep.demo.archetypes import (
    a01_decorated,
    a11_monitoring_return,
    a12_word_report,
)
from everystep.layouts.read import Ground
from everystep.rehearsal import wording
from everystep.rehearsal.page import render
from everystep.rehearsal.rehearse import Rehearsal, rehearse
from everystep.rehearsal.told import Listener, sections

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = [1280, 360, 320]
# Reading is as easy as a receipt's, but for what each questionnaire is called.
HARDEST = 8.0


def rehearsals(folder: Path) -> dict[str, Rehearsal]:
    """Return one rehearsal for each thing that a page may have to say."""
    ground = Ground(AS_OF, (), {})
    case_list = a01_decorated.sample(folder).path
    report = a12_word_report.sample(folder).path
    table = folder / "table.csv"
    table.write_text("Ref,Gender,Score\nA1,F,3\nA2,M,4\n")
    photo = folder / "photo.xlsx"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(60))
    empty = folder / "empty.csv"
    empty.write_bytes(b"")
    two = [one for one in layouts() if one.layout == "01-decorated-case-list"]
    two.append(two[0].model_copy(update={"layout": "another"}))
    return {
        "read": rehearse(case_list, layouts(), ground),
        "document": rehearse(report, layouts(), ground),
        "clear": rehearse(table, layouts(), ground),
        "to-describe": rehearse(a11_monitoring_return.sample(folder).path, (), ground),
        "picture": rehearse(photo, layouts(), ground),
        "empty": rehearse(empty, layouts(), ground),
        "two-layouts": rehearse(case_list, two, ground),
    }


NAMES = ["read", "document", "clear", "to-describe", "picture", "empty", "two-layouts"]
each_page = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rehearsal]:
    return rehearsals(tmp_path_factory.mktemp("rehearsals"))


@pytest.fixture(scope="module")
def window() -> Iterator[BrowserContext]:
    with a_browser() as browser:
        # The page's own policy forbids scripts; axe has to get in all the same.
        yield browser.new_context(bypass_csp=True)


@pytest.fixture
def page(
    window: BrowserContext, found: dict[str, Rehearsal], name: str, tmp_path: Path
) -> Iterator[Page]:
    path = tmp_path / "page.html"
    path.write_text(render(found[name]), encoding="utf-8")
    opened = window.new_page()
    opened.goto(path.as_uri())
    yield opened
    opened.close()


@each_page
def test_a_page_can_be_read_by_everyone(page: Page) -> None:
    page.add_script_tag(path=AXE_FILE_PATH)
    for width in (WIDTHS[0], WIDTHS[-1]):
        page.set_viewport_size({"width": width, "height": 800})
        seen = page.evaluate(
            "rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES
        )

        assert seen["passes"]
        assert [(one["id"], one["help"]) for one in seen["violations"]] == []


@each_page
def test_a_page_fits_a_phone(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})

        assert page.evaluate(
            "document.scrollingElement.scrollWidth <= window.innerWidth"
        )


@each_page
def test_a_pages_headings_come_in_order(page: Page) -> None:
    headings = page.locator("h1, h2, h3, h4, h5, h6")
    levels = headings.evaluate_all("all => all.map(one => Number(one.tagName[1]))")

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@each_page
def test_a_page_can_be_read_at_twelve_or_thirteen(
    found: dict[str, Rehearsal], name: str
) -> None:
    blocks = re.findall(r"(?s)<p[^>]*>([^<]+)", render(found[name]))
    told = [one for block in blocks for one in sentences_of(html.unescape(block))]

    assert grade(told) <= HARDEST
    assert [one for one in told if len(one.split()) > 28] == []


@each_page
def test_a_page_says_nothing_in_words_of_our_trade_nor_of_blame(
    found: dict[str, Rehearsal], name: str
) -> None:
    blocks = re.findall(
        r"(?s)<(?:p|li|h\d|th|dd|caption)[^>]*>([^<]+)", render(found[name])
    )
    told = " ".join(map(html.unescape, blocks)).lower()

    assert [word for word in JARGON if re.search(rf"\b{word}", told)] == []
    assert blame(told) == []


@each_page
def test_an_engineer_is_told_without_blame_too(
    found: dict[str, Rehearsal], name: str
) -> None:
    said = " ".join(
        sentence
        for one in sections(found[name], Listener(is_engineer=True))
        for sentence in [*one.says, *one.after, *(place for place, _ in one.places)]
    )

    assert blame(said) == []


def test_every_sentence_of_a_rehearsal_is_free_of_blame() -> None:
    said = [value for value in vars(wording).values() if isinstance(value, str)]
    said += [
        one
        for value in vars(wording).values()
        if isinstance(value, dict)
        for one in map(str, value.values())
    ]

    assert blame(" ".join(said)) == []


def test_a_page_calls_a_column_by_the_number_that_stands_in_it(
    found: dict[str, Rehearsal],
) -> None:
    for one in found.values():
        assert "{n}" not in render(one)


def test_a_page_asks_what_a_receipt_would_ask(found: dict[str, Rehearsal]) -> None:
    """Where cells are set aside that somebody could help with, it does not say that
    nothing is needed."""
    said = html.unescape(render(found["read"]))

    assert receipt.NOTHING_NEEDED not in said
    assert receipt.ABOUT_CELLS.what in said


def test_a_page_asks_nothing_where_a_receipt_would_not(
    found: dict[str, Rehearsal],
) -> None:
    reading = found["read"].reading
    assert reading is not None
    meant = [one for one in reading.asides if one.reason in receipt.LEFT_ALONE]
    understood = replace(
        found["read"].understood, reading=replace(reading, asides=meant)
    )
    said = html.unescape(render(replace(found["read"], understood=understood)))

    assert receipt.NOTHING_NEEDED in said
    assert receipt.ABOUT_CELLS.what not in said
