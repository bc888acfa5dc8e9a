"""The tables of a page in HTML, as a browser would show them."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from .marks import PLAIN, Look, Said
from .shape import Found, Stop

_WIDEST = 16_384
_LOOKS = {
    "s": Look(struck=True),
    "strike": Look(struck=True),
    "del": Look(struck=True),
    "sup": Look(place="raised"),
    "sub": Look(place="lowered"),
    "script": Look(hidden=True),
    "style": Look(hidden=True),
    "template": Look(hidden=True),
}
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|mso-hide\s*:\s*all", re.I
)
_STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.I)
_PLACE = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.I)
# They end where they begin, so nothing is within them.
_VOID = {"br", "hr", "img", "input", "col", "wbr", "meta", "link", "area", "base"}
_GROUPS = ("thead", "tbody", "tfoot")


class Grid:
    """A table as it is written: cells go where the ones above leave room."""

    def __init__(self) -> None:
        self.found = Found("", [], looked=False)
        self.taken: dict[int, int] = {}
        self.column = 0

    def row(self, *, hidden: bool = False) -> None:
        """Begin a row; what reaches down from above has one row less to go."""
        if hidden:
            self.found.hidden_rows.append(len(self.found.rows))
        self.found.rows.append([])
        self.taken = {at: left - 1 for at, left in self.taken.items() if left > 1}
        self.column = 0

    def cell(self, value: Any, wide: int, high: int, *, struck: bool) -> None:
        """Put a cell in the first place that is free."""
        if not self.found.rows:
            self.row()
        while self.taken.get(self.column, 0) > 0:
            self.column += 1
        put(self.found.rows[-1], self.column, value)
        at = len(self.found.rows) - 1, self.column
        if struck:
            self.found.struck.append(at)
        if wide > 1 or high > 1:
            end = at[0] + high - 1, at[1] + wide - 1
            self.found.merges.append((at, end))
        if high > 1:
            self.taken |= {at[1] + step: high for step in range(wide)}
        self.column += wide


def put(row: list[Any], column: int, value: Any) -> None:
    """Put a value in a row, which grows as far as it must."""
    if column >= _WIDEST:
        raise Stop("too_large")
    row += [None] * (column + 1 - len(row))
    row[column] = value


@dataclass
class _Open:
    """A table that is open, and the cell of it that is, if any."""

    grid: Grid
    outside: int
    """How many marks were open where the table began."""
    group: Look = PLAIN
    row: Look = PLAIN
    said: Said | None = None
    spans: tuple[int, int] = (1, 1)


class Page(HTMLParser):
    """Takes the tables out of a page; what stands outside them is its frame."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Grid] = []
        self.open: list[_Open] = []
        self.marks: list[tuple[str, Look]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a tag that opens something."""
        about = {name: said or "" for name, said in attrs}
        look = _look(tag, about)
        if tag == "table":
            self._table(look)
        elif self.open and tag in ("tr", "td", "th"):
            self.finish()
            if tag == "tr":
                self.open[-1].row = look.over(self.open[-1].group)
                self.open[-1].grid.row(hidden=self.open[-1].row.hidden)
            else:
                self._cell(tag, look, about)
        elif self.open and tag in _GROUPS:
            self.finish()
            self.open[-1].group = look
        else:
            self._mark(tag, look)

    def _mark(self, tag: str, look: Look) -> None:
        if tag in ("br", "p", "div") and self.open and self.open[-1].said:
            self.open[-1].said.add("\n")
        # One within another of its name, or the inner one's end would end the outer.
        counts = look != PLAIN or any(tag == name for name, _ in self.marks)
        # Outside the tables, a paragraph is often not closed.
        if counts and tag not in _VOID and (self.open or tag != "p"):
            self.marks.append((tag, look))

    def _table(self, look: Look) -> None:
        self.tables.append(Grid())
        if look.over(self._look()).hidden:
            self.tables[-1].found.shown = False
        self.open.append(_Open(self.tables[-1], len(self.marks)))

    def _cell(self, tag: str, look: Look, about: dict[str, str]) -> None:
        table = self.open[-1]
        # A row that is hidden is told as such; its cells say what they say.
        row = Look(struck=table.row.struck)
        self.marks.append((tag, look.over(row)))
        table.said = Said()
        table.spans = _span(about.get("colspan")), _span(about.get("rowspan"))

    def handle_endtag(self, tag: str) -> None:
        """Take a tag that closes something."""
        if self.open and tag in ("td", "th", "tr", "table"):
            self.finish()
            if tag == "table":
                self.open.pop()
            return
        first = self.open[-1].outside if self.open else 0
        for at in range(len(self.marks) - 1, first - 1, -1):
            if self.marks[at][0] == tag:
                del self.marks[at]
                return

    def handle_data(self, data: str) -> None:
        """Take words."""
        if self.open and self.open[-1].said is not None:
            look = self._look(self.open[-1].outside)
            self.open[-1].said.add(" ".join(data.split(" ")), look)

    def _look(self, first: int = 0) -> Look:
        look = PLAIN
        for _, one in self.marks[first:]:
            look = one.over(look)
        return look

    def finish(self) -> None:
        """End the cell that is open: not every page closes what it opens."""
        table = self.open[-1]
        del self.marks[table.outside :]
        if table.said is not None:
            text, is_struck = table.said.told()
            lines = text.replace("\r", "").split("\n")
            said = "\n".join(" ".join(line.split()) for line in lines).strip()
            table.grid.cell(said or None, *table.spans, struck=is_struck)
            table.said = None


def _look(tag: str, about: dict[str, str]) -> Look:
    style = about.get("style", "")
    look = _LOOKS.get(tag, PLAIN)
    place = _PLACE.search(style)
    return Look(
        struck=look.struck or _STRUCK.search(style) is not None,
        hidden=look.hidden or "hidden" in about or _HIDDEN.search(style) is not None,
        place=look.place
        or ("" if place is None else "raised" if place[1] == "super" else "lowered"),
    )


def _span(said: str | None) -> int:
    return min(int(said), 1000) or 1 if said and said.isdigit() else 1
