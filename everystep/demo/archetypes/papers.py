"""Reports that are documents: paragraphs and tables, as Word or as PDF.

What the paragraphs and tables say stands with each sample.
"""

from __future__ import annotations

import textwrap
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph as WordParagraph
from fpdf import FPDF

from everystep.demo.archetypes.grids import Grid, as_text
from everystep.demo.archetypes.truth import Fact, Pen

OUTSIDE = "aside:outside_tables"
_MADE_ON = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
_ZIPPED_ON = (2026, 1, 12, 9, 0, 0)
WIDE = 92
"""Letters in a line of a PDF."""


@dataclass(frozen=True)
class Paragraph:
    """Words of a document, in parts that each have a fate of their own."""

    parts: tuple[tuple[str, str], ...]
    """Words and their fate, one after the other."""
    is_heading: bool = False

    @property
    def text(self) -> str:
        """Return the paragraph's words."""
        return "".join(words for words, _ in self.parts)

    def fate(self, first: int, last: int) -> str:
        """Return the fate of the letters from ``first`` up to ``last``.

        Whoever reads a part of a line has read the line.
        """
        at, found = 0, OUTSIDE
        for words, fate in self.parts:
            if at < last and first < at + len(words) and found != "used":
                found = fate if fate != OUTSIDE else found
            at += len(words)
        return found


@dataclass
class Paper:
    """A document that is being written."""

    pen: Pen
    blocks: list[Paragraph | Grid] = field(default_factory=list)
    changed: dict[str, str] = field(default_factory=dict)
    """Words that somebody put in with "track changes", and those they struck for it."""

    def heading(self, text: str, fate: str = OUTSIDE) -> None:
        """Write a heading."""
        self.blocks.append(Paragraph(((text, fate),), is_heading=True))

    def say(self, text: str, fate: str = OUTSIDE) -> None:
        """Write a paragraph, all of one fate."""
        self.blocks.append(Paragraph(((text, fate),)))

    def tell(self, *parts: tuple[str, str], facts: Iterable[Fact] = ()) -> None:
        """Write a paragraph whose parts have their own fates, and what it says."""
        self.blocks.append(Paragraph(parts))
        self.pen.facts.extend(facts)

    def table(self) -> Grid:
        """Return a new table; the words are sheet nought, and tables follow."""
        number = 1 + sum(isinstance(block, Grid) for block in self.blocks)
        grid = Grid(self.pen, number, f"table {number}")
        self.blocks.append(grid)
        return grid


def write_docx(path: Path, paper: Paper, header: str, footer: str) -> None:
    """Write a Word document whose bytes depend on nothing but what is in it."""
    document = Document()
    row = 0
    for block in paper.blocks:
        if isinstance(block, Grid):
            _word_table(document, block)
            continue
        style = "Heading 1" if block.is_heading else "Normal"
        _word_paragraph(document.add_paragraph(style=style), block.text, paper.changed)
        paper.pen.cell((0, row, 0), block.fate(0, len(block.text)))
        row += 1
    section = document.sections[0]
    section.header.paragraphs[0].text = header
    section.footer.paragraphs[0].text = footer
    paper.pen.cells([(0, row, 0), (0, row + 1, 0)], OUTSIDE)
    about = document.core_properties
    about.author, about.last_modified_by, about.revision = "office", "office", 3
    about.created = about.modified = _MADE_ON
    _save(document, path)


def _word_paragraph(place: WordParagraph, text: str, changed: dict[str, str]) -> None:
    for put_in, struck in changed.items():
        if put_in in text:
            before, after = text.split(put_in, 1)
            place.add_run(before)
            place._p.append(_change("del", "delText", struck))
            place._p.append(_change("ins", "t", put_in))
            place.add_run(after)
            return
    place.add_run(text)


def _change(what: str, tag: str, words: str) -> BaseOxmlElement:
    return parse_xml(
        f'<w:{what} {nsdecls("w")} w:id="7" w:author="office"'
        f' w:date="2026-01-09T10:00:00Z"><w:r><w:{tag}>{words}</w:{tag}></w:r>'
        f"</w:{what}>"
    )


def _word_table(document: WordDocument, grid: Grid) -> None:
    rows = grid.rows
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for row, column, row_to, column_to in grid.merges:
        table.cell(row, column).merge(table.cell(row_to, column_to))
    for row, cells in enumerate(rows):
        for place, cell in zip(table.rows[row].cells, cells, strict=True):
            if cell is not None:
                place.text = as_text(cell)


def _save(document: WordDocument, path: Path) -> None:
    packed = BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _ZIPPED_ON)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))


def write_pdf(
    path: Path, paper: Paper, header: str, widths: dict[int, list[int]]
) -> None:
    """Write a PDF with ruled tables; ``widths`` are of each table's columns, in mm."""
    sheet = _Sheet(paper, header)
    for block in paper.blocks:
        if isinstance(block, Grid):
            sheet.table(block, widths[block.sheet])
        else:
            sheet.paragraph(block)
    sheet.pdf.output(str(path))


@dataclass
class _Sheet:
    """The page that is being filled, and the line that comes next."""

    paper: Paper
    header: str
    pdf: FPDF = field(default_factory=FPDF)
    row: int = 0

    def __post_init__(self) -> None:
        self.pdf.set_creation_date(_MADE_ON)
        self.pdf.set_auto_page_break(False)
        self.pdf.set_title(self.header)
        self.turn()

    def turn(self) -> None:
        """Begin a page, under its header."""
        self.pdf.add_page()
        self.pdf.set_y(12)
        self.line(self.header, OUTSIDE)
        self.pdf.set_y(self.pdf.get_y() + 4)

    def line(self, text: str, fate: str, size: int = 10, bold: bool = False) -> None:
        """Write a line of words."""
        self.pdf.set_font("Helvetica", "B" if bold else "", size)
        self.pdf.text(14, self.pdf.get_y() + 4, text)
        self.pdf.set_y(self.pdf.get_y() + 6)
        self.paper.pen.cell((0, self.row, 0), fate)
        self.row += 1

    def paragraph(self, block: Paragraph) -> None:
        """Write a paragraph line by line; a heading stands out by its size."""
        if self.pdf.get_y() > 262:
            self.turn()
        if block.is_heading:
            self.pdf.set_y(self.pdf.get_y() + 5)
            self.line(block.text, block.fate(0, len(block.text)), 14, bold=True)
            return
        for text, first in _lines(block.text):
            self.line(text, block.fate(first, first + len(text)))
        self.pdf.set_y(self.pdf.get_y() + 3)

    def table(self, grid: Grid, widths: list[int]) -> None:
        """Write a ruled table, its header again after a page's end."""
        rows = grid.rows
        for cells in rows:
            texts = ["" if cell is None else as_text(cell) for cell in cells]
            if self.pdf.get_y() > 264:
                self.turn()
                self._cells([str(cell) for cell in rows[0]], widths)
            self._cells(texts, widths)
        self.pdf.set_y(self.pdf.get_y() + 5)

    def _cells(self, texts: list[str], widths: list[int]) -> None:
        self.pdf.set_font("Helvetica", "", 9)
        top, left = self.pdf.get_y(), 14
        high = 6 * max(text.count("\n") + 1 for text in texts)
        for text, wide in zip(texts, widths, strict=True):
            self.pdf.rect(left, top, wide, high)
            for number, part in enumerate(text.split("\n")):
                self.pdf.text(left + 1, top + 4 + 5 * number, part)
            left += wide
        self.pdf.set_y(top + high)


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Yield a paragraph's lines, each with the place of its first letter."""
    at = 0
    for line in textwrap.wrap(text, WIDE, break_on_hyphens=False):
        at = text.index(line, at)
        yield line, at
        at += len(line)
