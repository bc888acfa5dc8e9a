"""Labels and the words beside them: which quarter a report is of, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from everystep.calendar import read_quarter
from everystep.layouts.draft.vocabulary import Vocabulary
from everystep.layouts.model import Label
from everystep.layouts.values import words
from everystep.readers.read import Cell, Sheet

LOOK_FOR_LABELS = 40
_LABELS = re.compile(
    r"(?:reporting |report )?(?:period|quarter|qtr|date)|organi[sz]ation|provider|"
    r"charity|agency|project|service|completed by|prepared by|contact|contract|"
    r"name of .*|report(?:ed)? .*|submitted by|version|lead|author|generated.*|"
    r"exported.*|from|to|for the (?:period|quarter)|(?:term|year) ?/ ?quarter|"
    r"run .*|printed.*|programme|manager|email|date .*|year",
    re.I,
)
NAMES_PERIOD = re.compile(
    r"(?:q(?:tr|uarter)? ?[1-4]\b.*|[a-z]{3,9}\.? ?(?:[-–]|to) ?[a-z]{3,9}\.? \d{2,4}|"
    r"\d{1,2}/\d{1,2}/\d{2,4}.*)", re.I,
)  # fmt: skip
PERIOD = re.compile(
    r"(?:reporting |report |return |contract )?(?:period|quarter|qtr)"
    r"(?: covered| reported| ending)?|period of report|quarter/year|"
    r"for the (?:period|quarter)",
    re.I,
)
PROVIDER = re.compile(
    r"(?:name of )?(?:your )?(?:organi[sz]ation|provider|charity|agency)(?: name)?|"
    r"(?:delivery|lead) (?:partner|organi[sz]ation|provider)|submitted by|from",
    re.I,
)


def label_of(sheets: Sequence[Sheet], wanted: re.Pattern[str]) -> Label | None:
    """Return the label of a cell that names the report's quarter, or its provider."""
    best: tuple[int, Label] | None = None
    for sheet in sheets:
        if not sheet.shown:
            continue
        for row in sheet.rows[:LOOK_FOR_LABELS]:
            for at, cell in enumerate(row[:30]):
                label, beside_it = _said(cell, row[at + 1 : at + 6])
                if not beside_it or not wanted.fullmatch(label):
                    continue
                worth = _worth(wanted, beside_it)
                if worth and (best is None or worth > best[0]):
                    title = "*" if sheet.kind == "words" else sheet.title
                    best = worth, Label(sheet=title, beside=label)
    return best[1] if best else None


def _said(cell: Cell, right: Sequence[Cell]) -> tuple[str, str]:
    """Return a label and the words beside it, or after its colon."""
    if not isinstance(cell, str):
        return "", ""
    text = words(cell)
    if len(text) > 80:
        return "", ""
    label, colon, after = text.partition(":")
    if colon and after.strip():
        return label.strip(), after.strip()
    beside_it = next((words(one) for one in right if words(one)), "")
    return text.rstrip(" :"), beside_it


def _worth(wanted: re.Pattern[str], text: str) -> int:
    if wanted is PROVIDER:
        return 1 if re.search(r"[A-Za-z]{3}", text) and len(text) < 80 else 0
    if read_quarter(text):
        return 3
    named = re.search(r"q(?:uarter)?\s?[1-4]|20\d\d|jan|apr|jul|oct", text, re.I)
    return 2 if named and len(text) < 60 else 0


def are_labels(said: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a row's words are labels and what they label rather than headings."""
    if not 1 < len(said) <= 6:
        return False
    pairs = list(zip(said[0::2], said[1::2], strict=False))
    labelled = [(one, two) for one, two in pairs if _is_label(one)]
    if any(read_quarter(two) or NAMES_PERIOD.fullmatch(two) for _, two in labelled):
        return True
    if len(said) > 2:
        return sum(one.endswith(":") for one, _ in pairs) >= len(pairs)
    if not labelled:
        return False
    return said[0].endswith(":") or not vocabulary.known(said[1])


def _is_label(text: str) -> bool:
    return text.endswith(":") or bool(_LABELS.fullmatch(text.rstrip(" :")))
