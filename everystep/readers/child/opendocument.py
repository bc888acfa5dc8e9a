"""What an .ods shows and calamine does not tell, from its content.xml."""

import re
from dataclasses import dataclass, field

from .facts import Facts
from .marks import PLAIN, Look, Said
from .shape import Stop
from .xml import Attributes, Parts, walk

_MOST_REPEATED = 16_384
# A cell that stands there more often than this is a blank tail.
_MOST_MARKED = 10_000


def of_book(content: bytes, names: list[str], opened: list[bool]) -> list[Facts]:
    """Return the facts of each sheet, or that we could not look."""
    try:
        book = _Book()
        walk(Parts(content).get("content.xml"), book.started, book.ended, book.words)
    except Stop as told:
        if told.reason != "gave_up":
            raise
        book = _Book()
    if [name for name, _ in book.tables] != names:
        return [Facts(looked=False) for _ in names]
    return [facts for _, facts in book.tables]


@dataclass
class _Book:
    """Walks a book's content, counting rows and columns as they repeat."""

    tables: list[tuple[str, Facts]] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    struck: set[str] = field(default_factory=set)
    style: str = ""
    row: int = 0
    column: int = 0
    columns_seen: int = 0
    rows_here: int = 1
    is_percent: bool = False
    shown: list[str] = field(default_factory=list)
    looks: dict[str, Look] = field(default_factory=dict)
    places: list[tuple[int, int]] = field(default_factory=list)
    """Where the cell that is open stands: once, unless its row or itself repeats."""
    text: Said | None = None
    """What the cell says that is open, if it says words."""
    spans: list[Look] = field(default_factory=list)
    is_marked: bool = False
    depth: int = 0

    def started(self, name: str, said: Attributes) -> None:
        match name:
            case "style":
                self.style = said.get("style:name", "")
            case "table-properties" if said.get("table:display") == "false":
                self.hidden.add(self.style)
            case "text-properties":
                line = said.get("style:text-line-through-style", "none")
                if line != "none" or said.get("style:text-line-through-type"):
                    self.struck.add(self.style)
                self.looks[self.style] = look_of(said, self.style in self.struck)
            case "table":
                self.depth += 1
                facts = Facts(merges=[])
                facts.is_hidden = said.get("table:style-name", "") in self.hidden
                self.tables.append((said.get("table:name", ""), facts))
                self.row = self.columns_seen = 0
            case "annotation" if self.tables:
                self.tables[-1][1].comments += 1
                # What a comment says is not what its cell says.
                self.spans.append(Look(hidden=True))
            case "span":
                style = said.get("text:style-name", "")
                self.spans.append(self.looks.get(style, PLAIN).over(self.look()))
            case "p" | "line-break" | "s" | "tab" if self.text:
                blank = "\n" if name in ("p", "line-break") else " "
                self.text.add(blank if self.text.runs else "", self.look())
            case _ if self.tables:
                self.within(name, said, self.tables[-1][1])

    def within(self, name: str, said: Attributes, facts: Facts) -> None:
        hidden = said.get("table:visibility", "visible") != "visible"
        match name:
            case "table-column":
                here = repeated(said, "columns")
                if hidden:
                    last = self.columns_seen + here
                    facts.hidden_columns += range(self.columns_seen, last)
                self.columns_seen += here
            case "table-row":
                self.column, self.rows_here = 0, repeated(said, "rows")
                if hidden:
                    facts.hidden_rows += range(self.row, self.row + self.rows_here)
            case "table-cell" | "covered-table-cell":
                self.cell(said, facts)

    def cell(self, said: Attributes, facts: Facts) -> None:
        at, here = (self.row, self.column), repeated(said, "columns")
        times = here * self.rows_here
        self.places = [
            (self.row + down, self.column + step)
            for down in range(self.rows_here if times < _MOST_MARKED else 1)
            for step in range(here if times < _MOST_MARKED else 1)
        ]
        wide = int(said.get("table:number-columns-spanned", 1))
        high = int(said.get("table:number-rows-spanned", 1))
        if facts.merges is not None and (wide > 1 or high > 1):
            facts.merges.append((at, (at[0] + high - 1, at[1] + wide - 1)))
        if said.get("table:style-name", "") in self.struck and times < _MOST_MARKED:
            facts.struck += self.places
        kind = said.get("office:value-type")
        self.is_percent, self.shown = kind == "percentage", []
        self.text = Said() if kind == "string" else None
        self.spans, self.is_marked = [], False
        self.column += here

    def words(self, said: str) -> None:
        if self.is_percent:
            self.shown.append(said)
        elif self.text is not None:
            look = self.look()
            self.is_marked |= look != PLAIN and not look.hidden
            self.text.add(said, look)

    def look(self) -> Look:
        """Return how words look here."""
        return self.spans[-1] if self.spans else PLAIN

    def take_text(self, facts: Facts) -> None:
        """Keep what a cell says of which a part is struck, raised or lowered."""
        if self.text is None or not self.is_marked:
            return
        told, is_struck = self.text.told()
        if is_struck:
            facts.struck += self.places
        else:
            facts.texts |= dict.fromkeys(self.places, told)

    def ended(self, name: str) -> None:
        if name in ("span", "annotation") and self.spans:
            self.spans.pop()
        elif name == "table-row":
            self.row += self.rows_here
        elif name == "table-cell" and self.text is not None and self.tables:
            self.take_text(self.tables[-1][1])
            self.text = None
        elif name == "table-cell" and self.is_percent and self.tables:
            # The shown text is kept beside the number, so no format need be read.
            said = "".join(self.shown).strip()
            if said.endswith("%"):
                self.tables[-1][1].texts |= dict.fromkeys(self.places, said)
            self.is_percent = False


def look_of(said: Attributes, struck: bool) -> Look:
    """Return how a style's words look: raised is said by a word or by a share."""
    height = said.get("style:text-position", "").split(" ")[0]
    share = float(height[:-1]) if re.fullmatch(r"-?\d+(\.\d+)?%", height) else 0.0
    raised, lowered = height == "super" or share > 0, height == "sub" or share < 0
    place = "raised" if raised else "lowered" if lowered else ""
    return Look(struck=struck, place=place)


def repeated(said: Attributes, what: str) -> int:
    """Return how often a row, cell or column stands there; blank tails are long."""
    times = int(said.get(f"table:number-{what}-repeated", 1))
    return times if what == "rows" else min(times, _MOST_REPEATED)
