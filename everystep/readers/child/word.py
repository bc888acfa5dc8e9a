"""Word documents: words in reading order, then each table.

What was deleted with its change tracked is not text; what was inserted is. Nor is what
is hidden or struck through, beside what stands.
"""

import io
from collections.abc import Collection, Iterator
from typing import Any

import docx

from .looks import Looks
from .marks import Look, Said
from .shape import Found, Merge, Stop, clipped

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _TBL, _TR, _TC = _W + "p", _W + "tbl", _W + "tr", _W + "tc"
_BOX = _W + "txbxContent"
# What these hold is not what a reader sees: deleted, moved away, or said once already.
_UNSEEN = {
    _W + "del",
    _W + "moveFrom",
    _W + "instrText",
    _W + "delText",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_BREAKS = {
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "tab": "\t",
    _W + "noBreakHyphen": "-",
}
_BESIDE = (_BOX, _W + "pPr", _W + "rPr")
_WIDEST = 500


def sheets(content: bytes, kind: str, most_cells: int) -> Iterator[Found]:
    """Give the words outside tables as one sheet, and each table as one."""
    document: Any = None
    try:
        document = docx.Document(io.BytesIO(content))
    except MemoryError:
        raise
    # python-docx meets a broken file with whatever its next step happens to raise.
    except Exception:  # noqa: BLE001
        document = None
    if document is None:
        raise Stop("damaged")
    words = Found("words", [], kind="words")
    tables: list[Any] = []
    styles = document.styles.element
    looks, headings = Looks(styles), _heading_styles(styles)
    _take(document.element.body, words, tables, looks, headings)
    for part in _edges(document):
        _take(part, words, tables, looks)
    grids = []
    for table in tables:
        grids += _grids(table, looks)
    rows = [row for one in [words, *grids] for row in one.rows]
    if not any(map(any, rows)):
        raise Stop("nothing_inside")
    yield words
    for number, grid in enumerate(grids, 1):
        grid.title = f"table {number}"
        yield grid


def _edges(document: Any) -> Iterator[Any]:
    """Give each header and footer once, though every section may point to it."""
    seen = set()
    for rel in document.part.rels.values():
        if rel.is_external or rel.reltype.rpartition("/")[2] not in (
            "header",
            "footer",
        ):
            continue
        element = getattr(rel.target_part, "element", None)
        if element is not None and id(element) not in seen:
            seen.add(id(element))
            yield element


def _heading_styles(styles: Any) -> set[str]:
    """Return the ids of styles that make a heading, by name or outline level."""
    found = set()
    for style in styles.iter(_W + "style"):
        name = style.find(_W + "name")
        said = (name.get(_W + "val") or "").lower() if name is not None else ""
        level = style.find(f"{_W}pPr/{_W}outlineLvl")
        is_heading = said.startswith(("heading", "title", "subtitle"))
        if is_heading or (level is not None and level.get(_W + "val") != "9"):
            found.add(style.get(_W + "styleId"))
    return found


def _take(
    element: Any,
    words: Found,
    tables: list[Any],
    looks: Looks,
    headings: Collection[str] = (),
) -> None:
    """Add what an element holds, in reading order."""
    for child in element:
        if child.tag == _TBL:
            tables.append(child)
        elif child.tag == _P:
            style = child.find(f"{_W}pPr/{_W}pStyle")
            named = style.get(_W + "val") if style is not None else ""
            said = Said()
            text_of(child, said, looks.paragraph(named), looks)
            text, is_struck = said.told()
            if text.strip():
                if named in headings:
                    words.headings.append(len(words.rows))
                if is_struck:
                    words.struck.append((len(words.rows), 0))
                words.rows.append([text.strip()])
            for box in _boxes(child):
                _take(box, words, tables, looks, headings)
        elif child.tag not in _UNSEEN and isinstance(child.tag, str):
            # Content controls, and whatever else may stand around a paragraph.
            _take(child, words, tables, looks, headings)


def _boxes(element: Any) -> Iterator[Any]:
    """Give the text boxes that hang on a paragraph; they are read after it."""
    for child in element:
        if child.tag == _BOX:
            yield child
        elif child.tag not in _UNSEEN:
            yield from _boxes(child)


def text_of(element: Any, said: Said, look: Look, looks: Looks) -> None:
    """Add what a paragraph says, without what was deleted or hangs on it."""
    for child in element:
        if child.tag == _W + "t":
            said.add(child.text or "", look)
        elif child.tag in _BREAKS:
            said.add(_BREAKS[child.tag], look)
        elif child.tag == _W + "checkBox":
            said.add(_ticked(child), look)
        elif child.tag == _W + "r":
            text_of(child, said, looks.run(child, look), looks)
        elif child.tag not in _UNSEEN and child.tag not in _BESIDE:
            text_of(child, said, look, looks)


def _ticked(box: Any) -> str:
    """Return an old form's tick box as newer forms write it."""
    said = box.find(_W + "checked")
    if said is None:
        said = box.find(_W + "default")
    ticked = said is not None and said.get(_W + "val", "1") not in ("0", "false")
    return "☒" if ticked else "☐"


def _grids(table: Any, looks: Looks) -> list[Found]:
    """Return a table, and after it the tables that stand in its cells."""
    inner: list[Any] = []
    grid = Found("", [])
    open_merges: dict[int, tuple[int, int, int]] = {}
    for row in _children(table, _TR):
        _row(row, grid, open_merges, inner, looks)
    grid.merges += _closed(open_merges, set())
    grid.merges = clipped(grid.rows, sorted(grid.merges))
    found = [grid]
    for one in inner:
        found += _grids(one, looks)
    return found


def _children(element: Any, tag: str) -> Iterator[Any]:
    """Give a table's rows or a row's cells, through content controls around them."""
    for child in element:
        if child.tag == tag:
            if not _is_deleted(child):
                yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "customXml", _W + "ins"):
            yield from _children(child, tag)


def _is_deleted(row: Any) -> bool:
    return row.find(f"{_W}trPr/{_W}del") is not None


def _row(
    row: Any,
    grid: Found,
    open_merges: dict[int, tuple[int, int, int]],
    inner: list[Any],
    looks: Looks,
) -> None:
    """Add a row's cells; a merged one is given once, where it begins."""
    at = len(grid.rows)
    if row.find(f"{_W}trPr/{_W}hidden") is not None:
        grid.hidden_rows.append(at)
    cells: list[Any] = [None] * min(_number(row, "trPr", "gridBefore", 0), _WIDEST)
    going_on = set()
    for cell in _children(row, _TC):
        left, wide = len(cells), min(_number(cell, "tcPr", "gridSpan", 1), _WIDEST)
        down = cell.find(f"{_W}tcPr/{_W}vMerge")
        said, is_struck = _cell_text(cell, inner, looks)
        if (
            down is not None
            and down.get(_W + "val") != "restart"
            and (left in open_merges)
        ):
            top, _, right = open_merges[left]
            open_merges[left] = top, at, right
            going_on.add(left)
            said = ""
        else:
            grid.merges += _closed(open_merges, going_on, only=left)
            if is_struck:
                grid.struck.append((at, left))
            open_merges[left] = at, at, left + wide - 1
            going_on.add(left)
        cells += [said or None] + [None] * (wide - 1)
    grid.merges += _closed(open_merges, going_on)
    grid.rows.append(cells)


def _closed(
    open_merges: dict[int, tuple[int, int, int]],
    going_on: set[int],
    only: int | None = None,
) -> list[Merge]:
    """Close the merges that this row does not go on with."""
    found = []
    for left in [*open_merges] if only is None else [only]:
        if left in open_merges and left not in going_on:
            top, bottom, right = open_merges.pop(left)
            if (top, left) != (bottom, right):
                found.append(((top, left), (bottom, right)))
    return found


def _number(element: Any, holder: str, name: str, otherwise: int) -> int:
    said = element.find(f"{_W}{holder}/{_W}{name}")
    value = said.get(_W + "val") if said is not None else None
    return int(value) if value and value.isdigit() else otherwise


def _cell_text(cell: Any, inner: list[Any], looks: Looks) -> tuple[str, bool]:
    """Return a cell's paragraphs, a line each; tables in it are kept for after.

    And whether all that it says is struck through; else only what stands is returned.
    """
    lines = Found("", [], kind="words")
    _take(cell, lines, inner, looks)
    struck = {row for row, _ in lines.struck}
    all_struck = bool(struck) and len(struck) == len(lines.rows)
    standing = [
        row[0] for at, row in enumerate(lines.rows) if all_struck or at not in struck
    ]
    return "\n".join(standing), all_struck
