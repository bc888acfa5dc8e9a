"""What somebody filled in on a PDF's form: it is not among the words of its pages."""

from typing import Any

from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

_TICKED, _UNTICKED = "☒", "☐"


def answers(page: Any) -> list[dict[str, Any]]:
    """Return the answers as words that stand where their fields do."""
    found = []
    for note in page.annots:
        about = note["data"]
        text = _answer(about) if _name(about.get("Subtype")) == "Widget" else ""
        if text:
            middle = (note["top"] + note["bottom"]) / 2
            word = {"text": text, "x0": note["x0"], "x1": note["x1"]}
            found.append(word | {"top": middle - 4, "bottom": middle + 4})
    return [word | {"fontname": ""} for word in found]


def _answer(about: dict[str, Any]) -> str:
    parent = resolve1(about.get("Parent")) or {}
    kind = _name(about.get("FT") or parent.get("FT"))
    if kind == "Btn":
        state = _name(about.get("AS"))
        return _TICKED if state not in ("", "Off") else _UNTICKED if state else ""
    value = resolve1(about.get("V") or parent.get("V"))
    values = value if isinstance(value, list) else [value]
    return " ".join(" ".join(_text(resolve1(one)).split()) for one in values).strip()


def _text(value: Any) -> str:
    return decode_text(value) if isinstance(value, bytes) else _name(value)


def _name(value: Any) -> str:
    if isinstance(value, PSLiteral):
        return str(value.name)
    return value if isinstance(value, str) else ""


def put_in_tables(
    words: list[dict[str, Any]], tables: list[tuple[Any, list[list[str | None]]]]
) -> None:
    """Put the answers that stand in a table's cells there."""
    for table, rows in tables:
        for line, row in zip(table.rows, rows, strict=False):
            for at, box in enumerate(line.cells):
                inside = [word["text"] for word in words if box and within(word, box)]
                if inside:
                    row[at] = " ".join([row[at] or "", *inside]).strip()


def within(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    """Tell whether the middle of a word is in a box."""
    across = (word["x0"] + word["x1"]) / 2
    down = (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])
