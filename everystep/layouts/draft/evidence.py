"""What a column's cells look like, measured before anyone asks what they mean.

Only shares and shapes leave this module, and a few words of coded columns: never the
cells of a column that could say who someone is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise

from everystep.layouts.draft.gaps import perhaps_gaps
from everystep.layouts.draft.vocabulary import canonical
from everystep.layouts.values import as_date, as_decimal, plain, words
from everystep.readers.read import Cell
from everystep.reference import ethnic_groups, gap_reasons, routes, table

ENOUGH_TO_LOOK_AT = 400
"""Cells of a column that are looked at; a draft needs no more."""
MOST_WORDS = 20
MOST = 10**12

_WEIGHTS = range(10, 1, -1)
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_TEN_DIGITS = re.compile(r"\d{3}[ -]?\d{3}[ -]?\d{4}")
_UPN = re.compile(r"[A-Z]\d{11}[A-Z0-9]", re.I)
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.I)
_OUTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?( ?\d)?", re.I)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.I)
_PHONE = re.compile(r"(?:\+44|0)[\d ()-]{9,14}")
_UUID = re.compile(r"(?:uuid:)?[0-9a-f]{8}-[0-9a-f-]{20,}", re.I)
_STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*|\d\d/\d\d/\d{4} \d\d:\d\d.*")
_CODE = re.compile(
    r"[A-Z]{1,6}[-/_ .]?\d{2,8}[A-Z]?|\d{2,4}[-/]\d{2,8}|[A-Z]\d{4,}", re.I
)
_NAME = re.compile(
    r"(?:Mc|Mac|O['’]|D['’]|de |van |al-)?[A-ZÀ-Ý][a-zà-ÿ'’]+"
    r"(?:[- ][A-ZÀ-Ý][a-zà-ÿ'’]+)?|[A-Z]{3,}(?:['-][A-Z]+)?"
)
_COMMA_NAME = re.compile(r"[A-ZÀ-Ý][\w'’ -]+, ?[A-ZÀ-Ý][\w'’ -]+")
_FULL_NAME = re.compile(r"[A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’-]*\.?){1,3}")
_SCORE_AND_DAY = re.compile(
    r"\d{1,3}(?:\.\d)?\s*\(?(?:on )?\d{1,2}[/. -]\w+[/. -]\d{2,4}\)?"
)
_UPPER_NAME = re.compile(r"[A-Z][A-Z'’ -]+ [A-Z][a-z'’]+.*")
_DAY = r"\d{1,2}[/. -]\w{1,9}(?:[/. -]\d{2,4})?"
_TWO_DAYS = re.compile(rf"{_DAY}\s*(?:-|–|to|→)\s*(?:{_DAY}|\w+|)")
_COUNT_MORE = re.compile(r"\d{1,3}\s*\(.+\)")
_CODE_MORE = re.compile(r"[A-Z]{1,5}[-/]?\d{2,8}\s*[/,|(–-]\s*[A-Za-z][\w .'-]*\)?")
_TWO_COUNTS = re.compile(r"\d{1,3}\s*[+&/,]\s*\d{1,3}")
_OF_TOP = re.compile(r"(\d+(?:\.\d)?) ?/ ?(\d+)")
_PERCENT = re.compile(r"-?\d+(?:\.\d+)?%")
_SMALL = re.compile(r"<\s?\d{1,2}|\*|\[?[cz]\]?")
_PERIOD = re.compile(
    r"(?:q(?:tr|uarter)? ?[1-4]\b.*)|(?:20\d\d[-/]\d\d(?:\d\d)? ?q[1-4])|"
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -]?(?:20)?\d\d)",
    re.I,
)

YES_NO = frozenset(("yes", "no", "y", "n", "true", "false", "✓", "✔", "x", "0", "1"))


@dataclass(frozen=True)
class Profile:
    """What a column's cells look like; shares are of the filled ones, markers aside."""

    filled: int = 0
    rows: int = 0
    distinct: int = 0
    shares: Mapping[str, float] = field(default_factory=dict)
    lowest: float | None = None
    """The least number and the greatest, without the odd three in a hundred."""
    highest: float | None = None
    whole: bool = False
    first_day: date | None = None
    middle_day: date | None = None
    last_day: date | None = None
    length: float = 0.0
    tops: int | None = None
    """The number after the stroke, where cells say ``7/10``."""
    counted: Mapping[str, int] = field(default_factory=dict)
    """How often each cell's words stand there; kept here, never written down whole."""
    counts_up: bool = False
    """Whether its numbers are those of the rows, one more each time."""
    days: tuple[date | None, ...] = ()
    """Each row's day, to compare columns with; it goes no further."""
    odd: Mapping[str, int] = field(default_factory=dict)
    """Short words among numbers or dates, which may say why something is not there."""
    marks: str = ""
    """The mark between several answers in one cell, if there is one."""
    gaps: tuple[str, ...] = ()
    """Numbers far from all the others that often stand for a gap: 99, 999, -1."""

    def share(self, kind: str) -> float:
        """Return the share of filled cells that are of a kind."""
        return self.shares.get(kind, 0.0)

    @property
    def coded(self) -> bool:
        """Whether few different words stand in many cells."""
        if not self.filled:
            return False
        few = self.distinct <= min(MOST_WORDS, 0.6 * self.filled)
        return few and self.length < 60 and self.share("date") < 0.3

    @property
    def is_distinct(self) -> bool:
        """Whether nearly every cell differs from the others."""
        return self.filled >= 3 and self.distinct >= 0.9 * self.filled


@cache
def marker_words() -> dict[str, str]:
    """Return the words that commonly stand for a gap, with the reason of each."""
    found: dict[str, str] = {}
    for code, row in gap_reasons().items():
        for said in row["examples_in_reports"].split("; "):
            one = re.sub(r"\s*\(as the whole cell\)", "", said).strip().casefold()
            if one and one != "(blank)":
                found.setdefault(one, code)
    return found


@cache
def value_words(kind: str) -> dict[str, str]:
    """Return words of a kind of coded column, canonical, with what each means to us.

    Where we have no code of our own for them, the meaning is empty.
    """
    found: dict[str, str] = {}
    for row in table("heading_synonyms"):
        role, _, code = row["role"].partition(".")
        if role == f"value:{kind}":
            found.setdefault(as_value(row["words"]), code)
    if kind == "route":
        for code, row in routes().items():
            for said in [*row["examples_in_reports"].split("; "), row["label"]]:
                found.setdefault(as_value(said), code)
    if kind == "ethnic":
        for label, code in ethnic_groups().items():
            found[as_value(label)] = code
    return found


def is_word(kind: str) -> Callable[[str], bool]:
    """Return whether a cell's words are among those of a kind of coded column."""
    known = value_words(kind)
    return lambda text: as_value(text) in known


def as_value(text: str) -> str:
    """Return a cell's words in one form; capitals inside a word say nothing here."""
    return canonical(text.casefold())


def _ethnic(text: str) -> bool:
    if as_value(text) in value_words("ethnic"):
        return True
    parts = re.split(r"\s*[-–:/,]\s*|\s+or\s+|\s+and\s+", text)
    family = {"white", "black", "asian", "mixed", "arab", "roma", "traveller"}
    return bool(family & set(re.findall(r"[a-z]+", text))) and len(parts) <= 6


def nhs_checks(text: str) -> bool:
    """Whether ten digits keep the NHS number's modulus-11 check (NHS Data Dictionary).

    Kept apart from :mod:`everystep.identity`, which layouts may not see.
    """
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{10}", digits) or len(set(digits)) == 1:
        return False
    weighed = zip(digits, _WEIGHTS, strict=False)
    check = 11 - sum(int(digit) * weight for digit, weight in weighed) % 11
    return check != 10 and check % 11 == int(digits[9])


def upn_checks(text: str) -> bool:
    """Whether a unique pupil number keeps its check letter (DfE: weights 2 to 13)."""
    shut = re.sub(r"\s+", "", text).upper()
    if not re.fullmatch(r"[A-Z][0-9]{12}", shut):
        return False
    weighed = sum(int(digit) * weight for weight, digit in enumerate(shut[1:], 2))
    return _UPN_LETTERS[weighed % 23] == shut[0]


_TESTS: dict[str, Callable[[str], object]] = {
    "nhs": nhs_checks,
    "nhs_shape": _TEN_DIGITS.fullmatch,
    "upn_shape": _UPN.fullmatch,
    "upn": upn_checks,
    "postcode": _POSTCODE.fullmatch,
    "outcode": _OUTCODE.fullmatch,
    "email": _EMAIL.fullmatch,
    "phone": _PHONE.fullmatch,
    "uuid": _UUID.fullmatch,
    "stamp": _STAMP.fullmatch,
    "code": _CODE.fullmatch,
    "name": _NAME.fullmatch,
    "comma_name": _COMMA_NAME.fullmatch,
    "full_name": _FULL_NAME.fullmatch,
    "score_day": _SCORE_AND_DAY.fullmatch,
    "percent": _PERCENT.fullmatch,
    "upper_name": _UPPER_NAME.fullmatch,
    "two_days": _TWO_DAYS.fullmatch,
    "count_more": _COUNT_MORE.fullmatch,
    "code_more": _CODE_MORE.fullmatch,
    "two_counts": _TWO_COUNTS.fullmatch,
    "small": _SMALL.fullmatch,
    "period": _PERIOD.fullmatch,
    "yes_no": lambda text: text.casefold() in YES_NO,
    "ethnic": lambda text: _ethnic(text.casefold()),
    "position": lambda text: _position(text) != "",
    "long": lambda text: len(text) > 40,
}


_CODED = ("gender", "route", "mode", "attended", "status", "housing", "working",
          "agreement", "supervision")  # fmt: skip


def _position(text: str) -> str:
    found = value_words("position")
    said = as_value(text)
    return found.get(said) or found.get(re.sub(r" ?\d+$", "", said), "")


def profile(cells: Sequence[Cell]) -> Profile:
    """Return what a column's cells look like."""
    sample = [cell for cell in cells if words(cell)][:ENOUGH_TO_LOOK_AT]
    said = [(cell, words(cell)) for cell in sample]
    counted = Counter(text for _, text in said)
    real = [one for one in said if one[1].casefold() not in marker_words()]
    if not real:
        shares = {"marker": 1.0} if said else {}
        return Profile(len(said), len(cells), len(counted), shares, counted=counted)
    texts = [text for _, text in real]
    days = sorted(day for cell, _ in real for day in [_day(cell)] if day)
    numbers = [
        one for cell, text in real for one in [_number(cell, text)] if one is not None
    ]
    shares = _shares(texts)
    shares["date"] = len(days) / len(real)
    shares["number"] = len(numbers) / len(real)
    shares["marker"] = 1 - len(real) / len(said)
    gaps = perhaps_gaps(numbers)
    ranked = sorted(one for one in numbers if one not in gaps)
    return Profile(
        filled=len(real),
        rows=len(cells),
        distinct=len({text.casefold() for text in texts}),
        shares=shares,
        lowest=ranked[len(ranked) // 33] if ranked else None,
        highest=ranked[-1 - len(ranked) // 33] if ranked else None,
        whole=all(one.is_integer() for one in numbers),
        first_day=days[0] if days else None,
        middle_day=days[len(days) // 2] if days else None,
        last_day=days[-1] if days else None,
        length=sum(map(len, texts)) / len(real),
        tops=_tops(texts),
        counted=counted,
        counts_up=_counts_up(numbers),
        days=tuple(_day(cell) for cell in cells[:ENOUGH_TO_LOOK_AT]),
        odd=_odd(said, shares),
        marks=_marks(texts),
        gaps=tuple(f"{one:g}" for one in gaps),
    )


def _shares(texts: Sequence[str]) -> dict[str, float]:
    tests = {**_TESTS, **{kind: is_word(kind) for kind in _CODED}}
    return {
        kind: sum(bool(test(text)) for text in texts) / len(texts)
        for kind, test in tests.items()
    }


def _tops(texts: Sequence[str]) -> int | None:
    """Return what most cells are out of: 10 where they say ``7/10``."""
    found = Counter(
        int(top[2]) for text in texts for top in [_OF_TOP.fullmatch(text)] if top
    )
    return found.most_common(1)[0][0] if found else None


def _counts_up(numbers: Sequence[float]) -> bool:
    steps = [two - one == 1 for one, two in pairwise(numbers)]
    return len(steps) >= 4 and sum(steps) > 0.8 * len(steps)


def _day(cell: Cell) -> date | None:
    # A bare number is a date only to a date column; here it would make counts of days.
    if isinstance(cell, float | bool):
        return None
    text = words(cell)
    return None if re.fullmatch(r"\d+(\.\d+)?", text) else as_date(cell)


def _number(cell: Cell, text: str) -> float | None:
    found = _OF_TOP.fullmatch(text)
    number = as_decimal(found[1] if found else cell)
    # A greater one is no score and no count, only a slip or a code.
    return None if number is None or abs(number) > MOST else float(number)


def _odd(said: list[tuple[Cell, str]], shares: Mapping[str, float]) -> dict[str, int]:
    if max(shares["date"], shares["number"]) < 0.5:
        return {}
    strange = Counter(
        text
        for cell, text in said
        if not _day(cell)
        and _number(cell, text) is None
        and len(text) <= 30
        and len(text.split()) <= 5
    )
    return dict(strange)


def _marks(texts: list[str]) -> str:
    """Return the mark that parts several short answers in a cell, if they recur."""
    for mark in (";", "|", " / ", ","):
        many = [text for text in texts if mark in text]
        if len(many) < max(2, len(texts) * 0.1):
            continue
        parts = Counter(
            plain(part) for text in texts for part in text.split(mark) if part.strip()
        )
        total = sum(parts.values())
        if len(parts) <= MOST_WORDS and total >= 2.5 * len(parts):
            return mark.strip()
    return ""
