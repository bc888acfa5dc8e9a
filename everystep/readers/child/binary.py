"""What an .xlsb tells beside its cells: merges, by which ghosts are blanked."""

import struct

from .facts import Facts
from .shape import Merge, Stop
from .xml import Attributes, Parts, walk

_SHEET, _MERGE = 156, 176


def of_book(content: bytes, names: list[str], opened: list[bool]) -> list[Facts]:
    """Return each sheet's merges; for the rest, say that we could not look."""
    found = [Facts(looked=False) for _ in names]
    try:
        parts = Parts(content)
        paths = sheet_paths(parts)
        if len(paths) == len(names):
            for one, path, is_open in zip(found, paths, opened, strict=True):
                if is_open:
                    one.merges = merges(parts.get(path))
    except (Stop, struct.error, IndexError) as told:
        if getattr(told, "reason", "") == "too_large":
            raise
    return found


def sheet_paths(parts: Parts) -> list[str]:
    """Return the sheets' parts, in the book's order."""
    related: dict[str, str] = {}

    def started(name: str, said: Attributes) -> None:
        if name == "Relationship":
            related[said.get("Id", "")] = "xl/" + said.get("Target", "")

    walk(parts.get("xl/_rels/workbook.bin.rels"), started)
    found = []
    for code, said in records(parts.get("xl/workbook.bin")):
        if code == _SHEET:
            length = struct.unpack_from("<I", said, 8)[0]
            key = said[12 : 12 + 2 * length].decode("utf-16-le", "replace")
            found.append(related.get(key, ""))
    return found


def merges(content: bytes) -> list[Merge]:
    """Return a sheet's merged ranges."""
    found = []
    for code, said in records(content):
        if code == _MERGE:
            top, bottom, left, right = struct.unpack_from("<4I", said)
            found.append(((top, left), (bottom, right)))
    return found


def records(content: bytes) -> list[tuple[int, bytes]]:
    """Return a part's records of the kinds that matter here, in order."""
    at, end, found = 0, len(content), []
    while at < end:
        code = content[at]
        at += 1
        if code & 0x80:
            code = (code & 0x7F) | (content[at] & 0x7F) << 7
            at += 1
        size = 0
        for shift in (0, 7, 14, 21):
            part = content[at]
            at += 1
            size |= (part & 0x7F) << shift
            if not part & 0x80:
                break
        if code in (_SHEET, _MERGE):
            found.append((code, content[at : at + size]))
        at += size
    return found
