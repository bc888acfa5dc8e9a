"""Each receipt as people meet it: on a screen, on a phone, read out and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from browser import a_browser
from playwright.sync_api import BrowserContext, Page, Route
from receipt_cases import GOLDEN, RECEIPTS

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = [1280, 360, 320]
each_receipt = pytest.mark.parametrize("name", RECEIPTS)


@pytest.fixture(scope="module")
def window() -> Iterator[BrowserContext]:
    with a_browser() as browser:
        # The page's own policy forbids scripts; axe has to get in all the same.
        yield browser.new_context(bypass_csp=True)


class Opened:
    """A receipt that is open in a browser, and all that it asked the network for."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.asked: list[str] = []
        page.route("**/*", self._answer)
        page.goto(path.as_uri())

    def _answer(self, route: Route) -> None:
        self.asked.append(route.request.url)
        if len(self.asked) == 1:
            route.continue_()
        else:
            route.abort()


@pytest.fixture
def opened(window: BrowserContext, name: str) -> Iterator[Opened]:
    page = window.new_page()
    yield Opened(page, GOLDEN / f"receipt-{name}.html")
    page.close()


@each_receipt
def test_a_receipt_can_be_read_by_everyone(opened: Opened) -> None:
    opened.page.add_script_tag(path=AXE_FILE_PATH)
    for width in (WIDTHS[0], WIDTHS[-1]):
        opened.page.set_viewport_size({"width": width, "height": 800})
        found = opened.page.evaluate(
            "rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES
        )

        assert found["passes"]
        assert [(one["id"], one["help"]) for one in found["violations"]] == []


@each_receipt
def test_a_receipt_fits_every_screen_and_can_be_read_without_zooming(
    opened: Opened,
) -> None:
    for width in WIDTHS:
        opened.page.set_viewport_size({"width": width, "height": 800})

        assert opened.page.evaluate(
            "document.scrollingElement.scrollWidth <= window.innerWidth"
        )
        assert opened.page.evaluate(SMALLEST_TEXT) >= 16


@each_receipt
def test_a_receipts_headings_come_in_order(opened: Opened) -> None:
    headings = opened.page.locator("h1, h2, h3, h4, h5, h6")
    levels = headings.evaluate_all("all => all.map(one => Number(one.tagName[1]))")

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@each_receipt
def test_a_receipt_asks_the_network_for_nothing(opened: Opened) -> None:
    assert opened.asked == [opened.page.url]


@each_receipt
def test_a_receipt_prints_in_black_on_white(opened: Opened) -> None:
    opened.page.emulate_media(media="print")
    inks, papers = opened.page.evaluate(COLOURS)

    assert set(papers) <= {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}
    assert set(inks) == {"rgb(0, 0, 0)"}
    assert opened.page.evaluate(SMALLEST_TEXT) >= 16


SMALLEST_TEXT = """() => Math.min(...[...document.body.querySelectorAll("*")]
    .filter(one => [...one.childNodes].some(
        node => node.nodeType === Node.TEXT_NODE && node.textContent.trim()))
    .map(one => parseFloat(getComputedStyle(one).fontSize)))"""
COLOURS = """() => {
    const all = [...document.body.querySelectorAll("*")].map(
        one => getComputedStyle(one));
    return [all.map(one => one.color), all.map(one => one.backgroundColor)];
}"""
