"""Receipts in plain words: for anyone who is twelve, or tired, or in a hurry."""

from __future__ import annotations

import html
import re

import pytest
from receipt_cases import EVERY, rows_of

from everystep import wording
from everystep import wording_points as words
from everystep.receipt_page import render
from everystep.receipt_workbook import workbook

HARDEST = 8.0
JARGON = [
    "parse", "layout", "schema", "dataset", "submission", "pipeline", "null", "query",
    "validation", "field", "record key", "pseudonym", "metadata", "drift", "mart",
    "sidecar", "upload", "format", "syntax", "encoding", "file type", "boolean",
]  # fmt: skip


def syllables(word: str) -> int:
    """Return about how many syllables a word has: its groups of vowels.

    A silent e at the end is no syllable of its own (`note`), and -le is (`table`);
    a past tense in -ed only after t or d (`counted`, not `named`).
    """
    plain = word.lower()
    groups = len(re.findall(r"[aeiouy]+", plain))
    if re.search(r"[^aeiouyl]e$|[aeiouy]le$|[^aeioutdy]ed$", plain):
        groups -= 1
    return max(groups, 1)


def grade(sentences: list[str]) -> float:
    """Return the Flesch–Kincaid grade: years at school that reading takes, about.

    0.39 × words in a sentence + 11.8 × syllables in a word − 15.59. An age is the grade
    and five years.
    """
    found = [re.findall(r"[A-Za-z’']+", sentence) for sentence in sentences]
    found = [one for one in found if one]
    said = [word for one in found for word in one]
    return (
        0.39 * len(said) / len(found)
        + 11.8 * sum(syllables(word) for word in said) / len(said)
        - 15.59
    )


def sentences_of(text: str) -> list[str]:
    """Return a text's sentences; a colon before a list ends one."""
    return [one for one in re.split(r"(?<=[.?!:])\s+", text.strip()) if one]


def page_sentences(name: str) -> list[str]:
    """Return what a page says, besides headings, lists and tables."""
    page = render(EVERY[name])
    blocks = re.findall(r"(?s)<p[^>]*>([^<]+)", page)
    told = [html.unescape(block) for block in blocks]
    return [one for block in told for one in sentences_of(block)]


def workbook_sentences(name: str) -> list[str]:
    rows = rows_of(workbook(EVERY[name]))
    told = [cell for row in rows[words.POINTS][1:] for cell in row[3:6]]
    told += [cell for row in rows[words.HOW_TO_ANSWER] for cell in row]
    return [one for block in told for one in sentences_of(block)]


@pytest.mark.parametrize("name", EVERY)
def test_a_page_can_be_read_at_twelve_or_thirteen(name: str) -> None:
    assert grade(page_sentences(name)) <= HARDEST


@pytest.mark.parametrize("name", EVERY)
def test_a_workbook_can_be_read_at_twelve_or_thirteen(name: str) -> None:
    assert grade(workbook_sentences(name)) <= HARDEST


@pytest.mark.parametrize(
    "code", [code for code, said in wording.OUTCOMES.items() if said]
)
def test_what_became_of_a_file_can_be_read_at_twelve_or_thirteen(code: str) -> None:
    helps = wording.OUTCOME_SUGGESTIONS.get(code)
    told = sentences_of(wording.OUTCOMES[code])
    told += sentences_of(helps.what) + sentences_of(helps.why) if helps else []

    assert grade(told) <= HARDEST


@pytest.mark.parametrize("name", EVERY)
def test_no_sentence_is_long(name: str) -> None:
    told = [*page_sentences(name), *workbook_sentences(name)]

    assert [one for one in told if len(one.split()) > 28] == []


@pytest.mark.parametrize("name", EVERY)
def test_nothing_is_said_in_words_of_our_trade(name: str) -> None:
    told = " ".join([*page_sentences(name), *workbook_sentences(name)]).lower()

    assert [word for word in JARGON if re.search(rf"\b{word}", told)] == []


@pytest.mark.parametrize(
    ("word", "count"),
    [("note", 1), ("table", 2), ("counted", 2), ("named", 1), ("quarter", 2)],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_hard_words_and_long_sentences_read_harder() -> None:
    plain = "We read it. Thank you. All is safe with us."
    hard = "Notwithstanding organisational considerations, identification necessitates."

    assert grade(sentences_of(plain)) < 3 < 20 < grade(sentences_of(hard))
