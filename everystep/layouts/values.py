"""How one cell is read, by the kind of its column, as a person would read it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from everystep.readers.read import Cell

Kind = Literal["value", "gap", "blank", "aside"]


@dataclass(frozen=True)
class Read:
    """What a cell was taken for: a value, a gap and its reason, blank, or set aside."""

    kind: Kind
    value: object = None


_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
BLANK = Read("blank")
ASIDE = Read("aside")


def words(cell: Cell) -> str:
    """Return a cell's text with spaces, widths and dashes as a person reads them."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return " ".join(text.split())


def plain(text: str) -> str:
    """Return words in the form in which headings, codes and markers are compared."""
    return words(text).casefold()


def reader(
    parse: Callable[[Cell], object | None], markers: Mapping[str, str]
) -> Callable[[Cell], Read]:
    """Return how a column's cells are read; each different text is read once."""
    reasons = {plain(marker): code for marker, code in markers.items()}
    seen: dict[tuple[type, Cell], Read] = {}

    def read(cell: Cell) -> Read:
        key = (type(cell), cell)
        if key not in seen:
            seen[key] = _read(cell, parse, reasons)
        return seen[key]

    return read


def _read(
    cell: Cell, parse: Callable[[Cell], object | None], markers: Mapping[str, str]
) -> Read:
    text = words(cell)
    if not text:
        return BLANK
    if reason := markers.get(text.casefold()):
        return Read("gap", reason)
    value = parse(cell)
    return ASIDE if value is None else Read("value", value)


def as_text(cell: Cell) -> str | None:
    """Return a cell's words."""
    return words(cell) or None


_RAISED = re.compile(r"[⁰¹²³⁴-⁹₀-₉]")
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
# A float of Excel's may be written as 1e-05; nobody types that, and it is a number.
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]\d{1,3})?")


def as_decimal(cell: Cell) -> Decimal | None:
    """Return a number as it stands: ``2.9`` is not two, ``½`` is a half.

    ``14²`` is a footnote to some people and a square to others, so it is no number.
    """
    if isinstance(cell, bool | date) or _RAISED.search(str(cell)):
        return None
    text = re.sub(r"(\d) ?1⁄2$", r"\1.5", words(cell)).replace("1⁄2", "0.5")
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def as_count(cell: Cell) -> int | None:
    """Return a whole number from nought up, below a million."""
    number = as_decimal(cell)
    if number is None or not 0 <= number < 1_000_000 or number % 1:
        return None
    return int(number)


_YES = frozenset({"yes", "y", "true", "✓", "✔", "1"})
_NO = frozenset({"no", "n", "false", "0"})


def as_truth(cell: Cell) -> bool | None:
    """Return what a yes or a no says."""
    text = words(cell).casefold()
    return True if text in _YES else False if text in _NO else None


_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_TIME = r"(?:,? \d{1,2}:\d{2}(?::\d{2})?)?"
_NUMERIC = re.compile(rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}|\d{{2}}){_TIME}")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_WORDED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? (\d{4}|\d{2})", re.I)
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_EPOCH = date(1899, 12, 30)


def as_date(cell: Cell) -> date | None:
    """Return a date, day first, also from an Excel serial or a month's name.

    Two-digit years are of this century; only dates from 1900 to 2099 are read.
    """
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float):
        return _EPOCH + timedelta(days=int(cell)) if 3653 < cell < 73051 else None
    text = words(cell)
    if _SERIAL.fullmatch(text):
        return as_date(float(text))
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(text):
        return _day(_year(found[3]), int(found[2]), int(found[1]))
    if found := _WORDED.fullmatch(text):
        return _day(_year(found[3]), _month(found[2].casefold()), int(found[1]))
    return None


def _month(name: str) -> int:
    """Return a month by its name, in full or cut short; nought if there is none."""
    known = (at for at, month in enumerate(_MONTHS, 1) if month.startswith(name))
    return 9 if name == "sept" else next(known, 0)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if 1900 <= year <= 2099 else None


def one_of(values: Mapping[str, str]) -> Callable[[Cell], str | None]:
    """Return how a coded cell is read, by a list of its words and what they mean."""
    known = {plain(key): value for key, value in values.items()}
    return lambda cell: known.get(words(cell).casefold())
