"""Lines of words on a page, and the columns that they evidently stand in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# A gap this many times a line's height parts two cells; a space is about a quarter.
_GAP = 1.2
_FEWEST_LINES = 3


@dataclass(eq=False)
class Line:
    """Words on one line, in the parts that wide gaps leave."""

    top: float
    bottom: float
    parts: list[tuple[float, float, str]]
    is_bold: bool

    @property
    def text(self) -> str:
        """Return the whole line."""
        return " ".join(text for _, _, text in self.parts)


@dataclass
class Evident:
    """Lines whose parts stand in the same columns."""

    lines: list[Line]
    columns: list[tuple[float, float]]

    def rows(self) -> list[list[str | None]]:
        """Return a row for each line, blank where it has nothing in a column."""
        found = []
        for line in self.lines:
            row: list[str | None] = [None] * len(self.columns)
            for left, right, text in line.parts:
                at = next(
                    at
                    for at, column in enumerate(self.columns)
                    if column[0] <= left and right <= column[1]
                )
                row[at] = f"{row[at]} {text}" if row[at] else text
            found.append(row)
        return found


def lines_of(words: list[Any]) -> list[Line]:
    """Return words as lines from the top, each in parts from the left."""
    lines: list[list[Any]] = []
    for word in sorted(words, key=lambda one: (one["top"], one["x0"])):
        middle = (word["top"] + word["bottom"]) / 2
        if lines and lines[-1][0]["top"] <= middle <= lines[-1][0]["bottom"]:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_line(sorted(line, key=lambda one: one["x0"])) for line in lines]


def _line(words: list[Any]) -> Line:
    top = min(word["top"] for word in words)
    bottom = max(word["bottom"] for word in words)
    gap = _GAP * (words[0]["bottom"] - words[0]["top"])
    parts: list[tuple[float, float, str]] = []
    for word in words:
        if parts and word["x0"] - parts[-1][1] < gap:
            left, _, text = parts[-1]
            parts[-1] = left, word["x1"], f"{text} {word['text']}"
        else:
            parts.append((word["x0"], word["x1"], word["text"]))
    bold = all("bold" in word["fontname"].lower() for word in words)
    return Line(top, bottom, parts, bold)


def evident_tables(lines: list[Line]) -> Iterator[Evident]:
    """Give the runs of lines that stand in columns; nothing where it is doubtful."""
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and len(line.parts) > 1:
            run.append(line)
            continue
        columns = _columns(run)
        if len(run) >= _FEWEST_LINES and _fits(run, columns):
            yield Evident(run, columns)
        run = []


def _columns(run: list[Line]) -> list[tuple[float, float]]:
    """Return the spans that the parts of all lines cover together."""
    columns: list[tuple[float, float]] = []
    for left, right, _ in sorted(part for line in run for part in line.parts):
        if columns and left <= columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], right)
        else:
            columns.append((left, right))
    return columns


def _fits(run: list[Line], columns: list[tuple[float, float]]) -> bool:
    """Tell whether most lines have a part in each column, and none has two in one."""
    full = sum(len(line.parts) == len(columns) for line in run)
    return len(columns) > 1 and 2 * full > len(run)
