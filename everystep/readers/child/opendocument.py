"""What an .ods shows and calamine does not tell, from its content.xml."""

from dataclasses import dataclass, field

from .facts import Facts
from .shape import Stop
from .xml import Attributes, Parts, walk

_MOST_REPEATED = 16_384


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
    percent: tuple[int, int] | None = None
    shown: list[str] = field(default_factory=list)
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
            case "table":
                self.depth += 1
                facts = Facts(merges=[])
                facts.is_hidden = said.get("table:style-name", "") in self.hidden
                self.tables.append((said.get("table:name", ""), facts))
                self.row = self.columns_seen = 0
            case "annotation" if self.tables:
                self.tables[-1][1].comments += 1
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
        wide = int(said.get("table:number-columns-spanned", 1))
        high = int(said.get("table:number-rows-spanned", 1))
        if facts.merges is not None and (wide > 1 or high > 1):
            facts.merges.append((at, (at[0] + high - 1, at[1] + wide - 1)))
        if said.get("table:style-name", "") in self.struck and here < 100:
            facts.struck += [(self.row, self.column + step) for step in range(here)]
        is_percent = said.get("office:value-type") == "percentage"
        self.percent, self.shown = (at if is_percent else None), []
        self.column += here

    def words(self, said: str) -> None:
        if self.percent is not None:
            self.shown.append(said)

    def ended(self, name: str) -> None:
        if name == "table-row":
            self.row += self.rows_here
        elif name == "table-cell" and self.percent is not None and self.tables:
            # The shown text is kept beside the number, so no format need be read.
            said = "".join(self.shown).strip()
            if said.endswith("%"):
                self.tables[-1][1].texts[self.percent] = said
            self.percent = None


def repeated(said: Attributes, what: str) -> int:
    """Return how often a row, cell or column stands there; blank tails are long."""
    times = int(said.get(f"table:number-{what}-repeated", 1))
    return times if what == "rows" else min(times, _MOST_REPEATED)
