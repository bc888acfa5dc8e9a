"""How one cell is read, by the kind of its column, as a person would read it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple

from everystep.readers.read import Cell

Kind = Literal["value", "gap", "blank", "aside"]


class Read(NamedTuple):
    """What a cell was taken for: a value, a gap and its reason, blank, or set aside.

    ``value`` is the value, or the code of the reason.
    """

    kind: Kind
    value: object = None


_AS_READ = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-") | dict.fromkeys(
    # Marks that nobody sees: two references that look alike are alike.
    (
        0xAD,
        0x200B,
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),
        0x2060,
        *range(0x2066, 0x206A),
        0xFEFF,
    )
)
BLANK = Read("blank")
ASIDE = Read("aside", "does_not_fit")
TWO_DATES = Read("aside", "two_dates")
OUT_OF_RANGE = Read("aside", "out_of_range")
Order = Literal["day_first", "month_first", "unclear"]


def words(cell: Cell) -> str:
    """Return a cell's text with spaces, widths and dashes as a person reads them."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell)
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_AS_READ)
    return " ".join(text.split())


def plain(text: str) -> str:
    """Return words in the form in which headings, codes and markers are compared."""
    return words(text).casefold()


class Reader(dict[Cell, Read]):
    """How a column's cells are read; each different cell is read once.

    ``parse`` gives a value, a :class:`Read`, or nothing where a cell does not fit;
    ``markers`` are plain words.
    """

    def __init__(
        self, parse: Callable[[Cell], object | None], markers: Mapping[str, str]
    ) -> None:
        super().__init__()
        self._parse = parse
        self._reasons = markers

    def __missing__(self, cell: Cell) -> Read:
        self[cell] = read = self._read(cell)
        return read

    def _read(self, cell: Cell) -> Read:
        text = words(cell)
        if not text:
            return BLANK
        if reason := self._reasons.get(text.casefold()):
            return Read("gap", reason)
        if self._parse is as_text:
            return Read("value", text)
        value = self._parse(cell)
        if isinstance(value, Read):
            return value
        return ASIDE if value is None else Read("value", value)


def as_text(cell: Cell) -> str | None:
    """Return a cell's words."""
    return words(cell) or None


def as_identifier(cell: Cell) -> str | None:
    """Return a reference or number; with a raised mark, ``A1²`` could be two."""
    return None if _RAISED.search(str(cell)) else as_text(cell)


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
_TIME = r"(?:,? \d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?)?"
_NUMERIC = re.compile(
    rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}|\d{{2}}){_TIME}", re.I
)
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\d{1,2}:\d{2}\S*)?")
_WORDED = re.compile(
    r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -]([a-z]{3,9})\.?,?"
    rf"[ -](\d{{4}}|\d{{2}}){_TIME}",
    re.I,
)
_WEEK = re.compile(r"(?:w/?c|week commencing|week beginning|w/?b)\.? ?", re.I)
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_EPOCH = date(1899, 12, 30)


def as_date(cell: Cell, order: Order = "day_first") -> date | None:
    """Return a date, also from an Excel serial, a month's name or a week's first day.

    Two-digit years are of this century; only dates from 1900 to 2099 are read. A date
    that fits one order only is read in it; one that fits both goes by ``order``, and
    is not read where that is unclear.
    """
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float):
        return _EPOCH + timedelta(days=int(cell)) if 3653 < cell < 73051 else None
    text = _WEEK.sub("", words(cell), count=1)
    if _SERIAL.fullmatch(text):
        return as_date(float(text))
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(text):
        return _in_order(_year(found[3]), int(found[1]), int(found[2]), order)
    if found := _WORDED.fullmatch(text):
        return _day(_year(found[3]), _month(found[2].casefold()), int(found[1]))
    return None


def _in_order(year: int, first: int, second: int, order: Order) -> date | None:
    day_first, month_first = _day(year, second, first), _day(year, first, second)
    if day_first is None or month_first is None or first == second:
        return day_first or month_first
    if order == "unclear":
        return None
    return day_first if order == "day_first" else month_first


def dates_in(order: Order) -> Callable[[Cell], object | None]:
    """Return how a date's cell is read, an unclear one set aside as just that."""

    def parse(cell: Cell) -> object | None:
        found = as_date(cell, order)
        if found is None and order == "unclear" and as_date(cell) is not None:
            return TWO_DATES
        return found

    return parse


def order_of(cells: Iterable[Cell], said: Order) -> Order:
    """Return how a column writes its dates, by those that fit one order only.

    Its own majority comes before what its layout says; where as many speak for the one
    as for the other, it is unclear.
    """
    day_first = month_first = 0
    for cell in cells:
        if isinstance(cell, str) and (found := _NUMERIC.fullmatch(words(cell))):
            first, second = int(found[1]), int(found[2])
            day_first += first > 12 >= second
            month_first += second > 12 >= first
    if day_first == month_first:
        return "unclear" if day_first else said
    return "day_first" if day_first > month_first else "month_first"


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
    """Return how a coded cell is read, by a list of its words and what they mean.

    A word that ends in ``*`` stands for every cell that starts with it.
    """
    known = {plain(key): value for key, value in values.items()}
    starts = {key[:-1]: value for key, value in known.items() if key.endswith("*")}

    def parse(cell: Cell) -> str | None:
        said = words(cell).casefold()
        if said in known:
            return known[said]
        return next(
            (value for start, value in starts.items() if said.startswith(start)), None
        )

    return parse


def several_of(values: Mapping[str, str], mark: str) -> Callable[[Cell], str | None]:
    """Return how a cell with several coded answers is read: ids in order, with ``;``.

    One answer that is not known sets the cell aside: half an answer is none.
    """
    one = one_of(values)

    def parse(cell: Cell) -> str | None:
        said = [part for part in words(cell).split(mark.strip() or " ") if part.strip()]
        found = [one(part) for part in said]
        if not found or None in found:
            return None
        return ";".join(sorted({answer for answer in found if answer}))

    return parse


_OUT_OF = re.compile(r"(.+?) ?(?:/|out of) ?(\d+)")


_MOST_STORED = 100_000
_FOUR_PLACES = Decimal("0.0001")


def as_score(
    lowest: Decimal | None, highest: Decimal | None, *, whole: bool = False
) -> Callable[[Cell], object | None]:
    """Return how a score's cell is read: also ``3/10``, where ten is the highest.

    A score outside its range is set aside as just that: a range is never stretched.
    Scores have four places, as they are stored.
    """

    def parse(cell: Cell) -> object | None:
        number = as_decimal(cell)
        if number is None:
            found = _OUT_OF.fullmatch(words(cell))
            if found and highest is not None and Decimal(found[2]) == highest:
                number = as_decimal(found[1])
        if number is None:
            return None
        if (
            abs(number) >= _MOST_STORED
            or (lowest is not None and number < lowest)
            or (highest is not None and number > highest)
            or (whole and number % 1)
        ):
            return OUT_OF_RANGE
        return number.quantize(_FOUR_PLACES, ROUND_HALF_UP)

    return parse


_FEWER = re.compile(r"(?:<|fewer than|less than|under) ?\d+", re.I)
_WITHHELD = frozenset({"*", "[c]", "c", "supp", "suppressed"})


def as_amount(cell: Cell) -> object | None:
    """Return a total, or that its report keeps it back (``<5``, ``*``)."""
    text = words(cell).casefold()
    if text in _WITHHELD or _FEWER.fullmatch(text):
        return Read("gap", "small_number_hidden")
    return as_count(cell)
