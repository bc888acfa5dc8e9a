"""What an .xlsx shows and calamine does not tell, from its sheets' and styles' XML.

Formula errors, percent formats, hidden rows and columns, what is struck through or
raised, and how many comments there are. A sheet is walked only where a scan of its
bytes finds a trace of any: most have none, and speed counts.
"""

import re
from dataclasses import dataclass, field

from . import rich, scan
from .shape import Merge, Stop
from .xml import Attributes, Parts, columns_of, place, walk

_COMMENT = re.compile(rb"<(?:\w+:)?comment[\s>]")
_STYLE_FREE = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.|_.')
_PERCENT_IN_EXCEL = {9: 0, 10: 2}


@dataclass
class Facts:
    """What is known of one sheet beside its cells."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: dict[tuple[int, int], int] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    struck: list[tuple[int, int]] = field(default_factory=list)
    comments: int = 0
    looked: bool = True
    is_hidden: bool = False
    is_old: bool = False
    merges: list[Merge] | None = None
    """Where the parser does not know them."""


@dataclass
class Styles:
    """Which of a book's cell styles mean something: by number, as cells name them."""

    percents: dict[str, int] = field(default_factory=dict)
    struck: set[str] = field(default_factory=set)
    texts: rich.Texts = field(default_factory=dict)
    """The shared texts that are not what their runs say when joined."""

    def numbers(self) -> list[str]:
        """Return every style that means something."""
        return sorted({*self.percents, *self.struck})

    def trace(self) -> re.Pattern[bytes] | None:
        """Return what a sheet's bytes hold where a cell has one of these styles."""
        if not self.numbers():
            return None
        these = "|".join(self.numbers()).encode()
        return re.compile(rb"""s\s*=\s*["'](?:%s)["']""" % these)


def of_book(content: bytes, names: list[str], opened: list[bool]) -> list[Facts]:
    """Return the facts of each sheet, in the book's order.

    Where a book is not put together as expected, nothing is claimed to have been seen.
    """
    unseen = [Facts(looked=False) for _ in names]
    try:
        parts = Parts(content)
        paths = sheet_paths(parts)
        if [name for name, _ in paths] != names:
            return unseen
        styles = styles_of(parts.get("xl/styles.xml"))
        styles.texts = rich.shared(parts.get(shared_path(parts)))
        return [
            of_sheet(parts, path, styles) if is_open else Facts()
            for (_, path), is_open in zip(paths, opened, strict=True)
        ]
    except Stop as told:
        if told.reason != "gave_up":
            raise
        return unseen


def sheet_paths(parts: Parts) -> list[tuple[str, str]]:
    """Return the sheets' names and parts, in the book's order."""
    related = parts.related("xl/workbook.xml")
    found: list[tuple[str, str]] = []

    def started(name: str, said: Attributes) -> None:
        if name == "sheet":
            key = next((said[one] for one in said if one.endswith(":id")), "")
            found.append((said.get("name", ""), related.get(key, ("", ""))[1]))

    walk(parts.get("xl/workbook.xml"), started)
    return found


def shared_path(parts: Parts) -> str:
    """Return the part in which a book keeps its texts."""
    for kind, target in parts.related("xl/workbook.xml").values():
        if kind == "sharedStrings":
            return target
    return "xl/sharedStrings.xml"


def styles_of(content: bytes) -> Styles:
    """Return the styles of cells that are percentages or struck through."""
    if b"strike" not in content and b"cellXfs" not in content:
        return Styles()
    formats = {str(key): said for key, said in _PERCENT_IN_EXCEL.items()}
    fonts: list[bool] = []
    found, inside, count = Styles(), [""], 0

    def started(name: str, said: Attributes) -> None:
        nonlocal count
        if name in ("fonts", "cellXfs", "cellStyleXfs", "dxfs"):
            inside[0] = name
        elif name == "numFmt":
            decimals = percent_decimals(said.get("formatCode", ""))
            if decimals is not None:
                formats[said.get("numFmtId", "")] = decimals
        elif name == "font" and inside[0] == "fonts":
            fonts.append(False)
        elif name == "strike" and inside[0] == "fonts" and fonts:
            fonts[-1] = said.get("val", "1") not in ("0", "false")
        elif name == "xf" and inside[0] == "cellXfs":
            font = int(said.get("fontId", "0"))
            if font < len(fonts) and fonts[font]:
                found.struck.add(str(count))
            if said.get("numFmtId", "0") in formats:
                found.percents[str(count)] = formats[said["numFmtId"]]
            count += 1

    walk(content, started)
    return found


def percent_decimals(code: str) -> int | None:
    """Return a percent format's decimals; of any other format, nothing."""
    first = _STYLE_FREE.sub("", code).split(";")[0]
    if "%" not in first:
        return None
    return sum(first.partition(".")[2].count(digit) for digit in "0#?")


def of_sheet(parts: Parts, path: str, styles: Styles) -> Facts:
    """Return the facts of one sheet."""
    content = parts.get(path)
    found = Facts(comments=comments(parts, path))
    is_marked = rich.may_be_in(content, styles.texts)
    if not is_marked and not has_trace(content, styles):
        return found
    if is_marked or not scan.of_sheet(content, styles, found):
        found = Facts(comments=found.comments)
        _Sheet(found, styles).walk(content)
    return found


def has_trace(content: bytes, styles: Styles) -> bool:
    """Tell whether a sheet may hold anything of note: most do not, and speed counts."""
    trace = styles.trace()
    return (
        (trace is not None and trace.search(content) is not None)
        or b"hidden" in content
        or b'"e"' in content
        or b"'e'" in content
        # In two bytes a letter no scan would find anything.
        or b"\x00" in content[:200]
    )


def comments(parts: Parts, path: str) -> int:
    """Return how many comments a sheet has; they are counted and never read."""
    folder, _, stem = path.rpartition("/")
    if f"{folder}/_rels/{stem}.rels".lower() not in parts.names:
        return 0
    return sum(
        len(_COMMENT.findall(parts.get(target)))
        for kind, target in parts.related(path).values()
        if kind == "comments"
    )


class _Sheet:
    """Walks a sheet, keeping count of where it is: places need not be written."""

    def __init__(self, found: Facts, styles: Styles) -> None:
        self.found, self.styles = found, styles
        self.row, self.column = -1, -1
        self.kind = ""
        self.value: list[str] = []
        self.in_value = False
        self.own_text: rich.Runs | None = None

    def walk(self, content: bytes) -> None:
        walk(content, self.started, self.ended, self.words)

    def started(self, name: str, said: Attributes) -> None:
        if self.own_text:
            self.own_text.started(name, said)
        elif name == "c":
            self.cell(said)
        elif name == "is":
            self.own_text = rich.Runs()
        elif name == "row":
            self.row = int(said.get("r", self.row + 2)) - 1
            self.column = -1
            if truth(said.get("hidden")):
                self.found.hidden_rows.append(self.row)
        elif name == "col" and truth(said.get("hidden")):
            first, last = int(said.get("min", 1)), int(said.get("max", 1))
            self.found.hidden_columns += columns_of(first, last)
        elif name == "v":
            self.in_value = True

    def cell(self, said: Attributes) -> None:
        at = place(said["r"]) if "r" in said else None
        self.row, self.column = at or (self.row, self.column + 1)
        style = said.get("s", "")
        if style in self.styles.percents:
            decimals = self.styles.percents[style]
            self.found.percents[self.row, self.column] = decimals
        if style in self.styles.struck:
            self.found.struck.append((self.row, self.column))
        self.kind, self.value = said.get("t", ""), []

    def ended(self, name: str) -> None:
        if name == "is" and self.own_text:
            self.take(self.own_text.told())
            self.own_text = None
        elif self.own_text:
            self.own_text.ended(name)
        elif name == "v":
            self.in_value = False
        elif name == "c" and self.kind in ("e", "s"):
            said = "".join(self.value).strip()
            if self.kind == "s":
                self.take(self.styles.texts.get(said))
            else:
                self.take(((said or "#ERROR")[:20], False))
            self.kind = ""

    def take(self, told: tuple[str, bool] | None) -> None:
        """Keep what a cell says that the parser would not tell."""
        at = self.row, self.column
        if told and told[1]:
            self.found.struck.append(at)
        elif told:
            self.found.texts[at] = told[0]

    def words(self, said: str) -> None:
        if self.own_text:
            self.own_text.words(said)
        elif self.in_value and self.kind in ("e", "s"):
            self.value.append(said)


def truth(said: str | None) -> bool:
    """Tell whether an attribute says yes."""
    return said in ("1", "true", "t")
