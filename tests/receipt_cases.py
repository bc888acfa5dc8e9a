"""The receipts that are reviewed, and how their words are looked at in the tests."""

from __future__ import annotations

import csv
import html
import io
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from openpyxl import load_workbook

from everystep import receipts, wording
from everystep.receipts import Difference, Facts, Place
from everystep.reference import gap_reasons

GOLDEN = Path(__file__).parent / "golden"
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
    counts={
        "people": 41,
        "scores": 214,
        "goal_scores": 17,
        "contacts": 120,
        "events": 1,
        "states": 38,
        "training": 9,
        "supervision": 6,
    },
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
        Place(1, 8, 9, 2, "two_dates", "people"),
        Place(1, 0, 19, 4, "struck_out", "people"),
        Place(1, 9, 8, 12, "hidden", "people"),
    ],
    conflicts=1,
    totals_differ=[("People supported", 977, 41)],
    hidden_sheets=1,
    notes_on_cells=3,
    remarks=("macros",),
    stories=1,
)
RESENT = replace(
    WELL_READ,
    file_name="Acorn Q3 report, corrected.xlsx",
    fingerprint="77aa0c12",
    asides=(),
    conflicts=0,
    totals_differ=(),
    hidden_sheets=0,
    notes_on_cells=0,
    remarks=(),
    stories=0,
    replaced=True,
)
STOPPED = Facts("Q3.xlsx", date(2027, 1, 12), "00ff12ab", "empty")
EVERY_GAP = replace(
    RESENT,
    replaced=False,
    gaps=[
        (code, row["label"], count)
        for count, (code, row) in enumerate(gap_reasons().items(), 1)
        if code != "set_aside"
    ],
)
DRIFT = replace(
    RESENT,
    replaced=False,
    gaps=(),
    differences=[
        Difference("lost_column", "Contacts"),
        Difference("lost_column", "Notes of the worker"),
        Difference("lost_table", "Goals"),
        Difference("renamed_column", "SDQ total", 1, 7, 12),
        Difference("renamed_sheet", "Young people", 1),
        Difference("new_column", "", 1, 7, 14),
    ],
    name_says="2026-27 Q2",
    hidden_rows=2,
    struck_cells=1,
)
ANSWER = replace(STOPPED, file_name="2027-01-12-3f9a01bc.xlsx", outcome="an_answer")
RECEIPTS = {
    "well-read": WELL_READ,
    "nothing-to-say": replace(RESENT, replaced=False, gaps=()),
    "every-gap": EVERY_GAP,
    "drift": DRIFT,
    "resubmission": RESENT,
    "rows-gone": replace(RESENT, asked_about_vanished=True, standing="waiting"),
    "empty": STOPPED,
    "photograph": replace(STOPPED, file_name="IMG_1.jpg", outcome="photograph"),
    "password": replace(STOPPED, outcome="password_protected"),
    "damaged": replace(STOPPED, outcome="damaged"),
    "unknown-layout": replace(STOPPED, outcome="no_layout", standing="waiting"),
    "another-provider": replace(STOPPED, outcome="another_provider"),
    "second-copy": replace(RESENT, replaced=False, again=True),
    "answer": ANSWER,
    "unknown-folder": replace(STOPPED, outcome="unknown_provider", standing="waiting"),
    "nasty-name": replace(
        STOPPED, file_name="<script>alert(1)</script>\u202exslx.\n\x00&'\".xlsx"
    ),
}
EVERY = {
    **RECEIPTS,
    **{code: replace(STOPPED, outcome=code) for code in wording.OUTCOMES},
    "not-looked": replace(
        RESENT, not_looked=True, stories=2, remarks=("macros", "members_left")
    ),
    "superseded": replace(WELL_READ, standing="superseded"),
}


def register(name: str) -> list[dict[str, str]]:
    """Return the rows of a register of ours."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def _ours() -> dict[str, re.Pattern[str]]:
    words = [row["avoid"] for row in register("words.csv") if row["scope"] == "ours"]
    more = ["invalid", "rejected", "missing data", "non-compliant", "refused", "chase"]
    return {
        word: re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
        for word in {*words, *more}
    }


def blame(text: str) -> list[str]:
    """Return the words in a text that carry blame."""
    ours = re.sub(r"missing (episode|item)s?", "", text, flags=re.IGNORECASE)
    return [word for word, pattern in _ours().items() if pattern.search(ours)]


def text_of(page: str) -> str:
    """Return what a page says, without its marks."""
    body = re.sub(r"(?s)<style>.*?</style>", " ", page)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def rows_of(content: bytes) -> dict[str, list[tuple[str, ...]]]:
    """Return a workbook's rows as text, by its sheets' names."""
    book = load_workbook(io.BytesIO(content))
    return {
        sheet.title: [
            tuple("" if cell is None else str(cell) for cell in row)
            for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in book.worksheets
    }


def read_out(content: bytes) -> str:
    """Return a workbook as lines, as it is kept for review."""
    return "".join(
        f"# {title}\n" + "".join(f"{' | '.join(row)}\n" for row in rows)
        for title, rows in rows_of(content).items()
    )
