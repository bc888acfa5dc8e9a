"""How a delimited text is written: its delimiter, and whether quotes mean anything.

The idea is CleverCSV's (van den Burg, Nazábal and Sutton, 2019): the right dialect
gives rows that agree on a width of two or more, and cells that look like what people
put in cells. A wrong one gives ragged rows, or cells that hold the true delimiter.
"""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

MARKS = (",", ";", "\t", "|")
# A mark that no text of ours has, for a text that is one column.
NO_MARK = "\x1f"
_SAMPLE = 1 << 16
_HINT = re.compile(r'"?sep=(.)"?\r?\n', re.I)
_NUMBER = r"[£$€]?\s?[-+]?\d[\d,. ]*%?"
_PLAIN = re.compile(rf'\s*(?:{_NUMBER}|[^,;\t|"]*)\s*')
# Under this, rows that happen to agree are prose with commas in it.
_LEAST = 0.1
# What a dialect is worth under which a quote is neither at a cell's start nor its end.
_LOOSE = 0.3


@dataclass(frozen=True)
class Dialect:
    """How a text is written; ``skip`` characters before its rows are no row."""

    mark: str
    quoted: bool = True
    escaped: bool = False
    skip: int = 0

    def options(self) -> dict[str, Any]:
        """Return the dialect as the csv module names it."""
        return {
            "delimiter": self.mark,
            "quoting": csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE,
            "doublequote": not self.escaped,
            "escapechar": "\\" if self.escaped else None,
        }


def dialect(words: str) -> Dialect:
    """Return the dialect that a text fits best."""
    hint = _HINT.match(words)
    if hint and hint[1] in MARKS:
        return Dialect(hint[1], skip=hint.end())
    sample = words[:_SAMPLE]
    if len(words) > _SAMPLE:
        # The last line may be cut: in the middle of its row, or of its quotes.
        sample = sample[: sample.rfind("\n") + 1] or sample
    if sample.startswith('"'):
        for mark in MARKS:
            if is_all_quoted(sample, mark):
                return Dialect(mark)
    scores = {one: score(sample, one) for one in candidates(sample)}
    best = max(scores, key=lambda one: scores[one], default=None)
    if best is None or scores[best] < _LEAST:
        return Dialect(NO_MARK, quoted=wholly_quoted(sample))
    return best


def candidates(sample: str) -> list[Dialect]:
    """Return the dialects that a text could be in; quotes first, as the usual case."""
    marks = [mark for mark in MARKS if mark in sample]
    found = [Dialect(mark) for mark in marks]
    if '"' in sample:
        if '\\"' in sample:
            found += [Dialect(mark, escaped=True) for mark in marks]
        found += [Dialect(mark, quoted=False) for mark in marks]
    return found


def score(sample: str, known: Dialect) -> float:
    """Return how well the rows agree, times how many cells look like cells."""
    found, is_strict = _rows(sample, known)
    rows = [row for row in found if row]
    rows = [row for row in rows if any(map(str.strip, row))] or rows
    if not rows:
        return 0.0
    widths = Counter(map(len, rows))
    agreeing = sum(
        count * count * (width - 1) / width for width, count in widths.items()
    )
    cells = [cell for row in rows if len(row) > 1 for cell in row]
    plain = sum(_looks_like_a_cell(cell, known) for cell in cells)
    fit = agreeing / len(rows) ** 2 * (plain + 0.1) / (len(cells) + 0.1)
    return fit if is_strict else fit * _LOOSE


def _looks_like_a_cell(cell: str, known: Dialect) -> bool:
    if _PLAIN.fullmatch(cell):
        return True
    # A cell that had to be quoted for its delimiter is as good as any other.
    return known.quoted and known.mark in cell and '"' not in cell


def _rows(sample: str, known: Dialect) -> tuple[list[list[str]], bool]:
    """Return the rows, and whether every quote opened and closed a cell."""
    csv.field_size_limit(_SAMPLE * 4)
    for is_strict in (True, False):
        stream = io.StringIO(sample, newline="")
        try:
            reader = csv.reader(stream, strict=is_strict, **known.options())
            return list(reader), is_strict
        except csv.Error:
            continue
    return [], False


def is_all_quoted(sample: str, mark: str) -> bool:
    """Tell whether every row is quoted cells with this mark between: then no doubt."""
    cell = r'"[^"]*+(?:""[^"]*+)*+"'
    row = rf"{cell}(?:{re.escape(mark)}{cell})++(?:\r?\n|\Z)"
    rows = re.match(rf"(?:{row}|\r?\n)*+", sample)
    # The sample's last row may be cut.
    return rows is not None and rows.end() > 0.9 * len(sample)


def wholly_quoted(sample: str) -> bool:
    """Tell whether the lines of one column are quoted, and not merely quote."""
    lines = [line.strip() for line in sample.splitlines() if line.strip()]
    quoted = sum(len(line) > 1 and line[0] == line[-1] == '"' for line in lines)
    return bool(lines) and 2 * quoted > len(lines)
