"""XML by expat, refusing what a workbook never needs: document types and entities."""

import contextlib
import io
import re
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from .shape import Stop

MOST_UNPACKED = 400 << 20
Attributes = dict[str, str]


def walk(
    content: bytes,
    started: Callable[[str, Attributes], None],
    ended: Callable[[str], None] | None = None,
    words: Callable[[str], None] | None = None,
) -> None:
    """Tell of each element in turn, by its name without a prefix."""

    def start(name: str, attributes: Attributes) -> None:
        started(name.rpartition(":")[2], attributes)

    def end(name: str) -> None:
        if ended:
            ended(name.rpartition(":")[2])

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    if ended:
        parser.EndElementHandler = end
    if words:
        parser.buffer_text = True
        parser.CharacterDataHandler = words
    done = False
    with contextlib.suppress(expat.ExpatError):
        parser.Parse(content, True)
        done = True
    if not done:
        raise Stop("gave_up")


def refuse(*_: object) -> None:
    """Stop at a document type: an entity may unpack to more than there is room for."""
    raise Stop("damaged")


class Parts:
    """The parts of an office file, each unpacked within bounds when asked for."""

    def __init__(self, content: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(content))
        self.names = {
            name.replace("\\", "/").lower(): name for name in self.zip.namelist()
        }
        self.left = MOST_UNPACKED

    def get(self, name: str) -> bytes:
        """Return a part, or nothing where there is none."""
        known = self.names.get(name.lower())
        if known is None:
            return b""
        with self.zip.open(known) as stream:
            found = stream.read(self.left + 1)
        self.left -= len(found)
        if self.left < 0:
            raise Stop("too_large")
        return found

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to: by id, the kind and the part's name."""
        folder, _, stem = part.rpartition("/")
        found: dict[str, tuple[str, str]] = {}

        def started(name: str, said: Attributes) -> None:
            if name == "Relationship" and said.get("TargetMode") != "External":
                kind = said.get("Type", "").rpartition("/")[2]
                target = absolute(folder, said.get("Target", ""))
                found[said.get("Id", "")] = kind, target

        said = self.get(f"{folder}/_rels/{stem}.rels" if folder else "_rels/.rels")
        if said:
            walk(said, started)
        return found


def absolute(folder: str, target: str) -> str:
    """Return the part that a relative reference means."""
    if target.startswith("/"):
        return target[1:]
    parts = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step not in ("", "."):
            parts.append(step)
    return "/".join(parts)


_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})$")


def place(said: str) -> tuple[int, int] | None:
    """Return the row and column, from 0, that ``B7`` names."""
    match = _PLACE.match(said)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def columns_of(first: int, last: int) -> range:
    """Return the columns from 0 that a range from 1 names, within a sheet's width."""
    return range(max(first, 1) - 1, min(last, 16_384))
