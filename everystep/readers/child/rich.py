"""Texts of an .xlsx that are made of runs, where a run is struck, raised or lowered."""

import re

from .marks import PLAIN, Look, Said
from .xml import Attributes, walk

_PLACES = {"superscript": "raised", "subscript": "lowered"}
# So many that to look for each costs more than to walk the sheet.
_MANY = 200
Texts = dict[str, tuple[str, bool]]
"""By number, what such a text says and whether all of it is struck through."""


class Runs:
    """Puts one text together from the elements that it is made of."""

    def __init__(self) -> None:
        self._said, self._plain = Said(), ""
        self._look = PLAIN
        self._is_text = self._is_sound = False

    def started(self, name: str, said: Attributes) -> None:
        """Take an element's start."""
        if name == "r":
            self._look = PLAIN
        elif name == "strike":
            is_on = said.get("val", "1") not in ("0", "false")
            self._look = Look(struck=is_on, place=self._look.place)
        elif name == "vertAlign":
            place = _PLACES.get(said.get("val", ""), "")
            self._look = Look(struck=self._look.struck, place=place)
        elif name == "rPh":
            self._is_sound = True
        elif name == "t":
            self._is_text = not self._is_sound

    def ended(self, name: str) -> None:
        """Take an element's end."""
        if name == "rPh":
            self._is_sound = False
        elif name == "t":
            self._is_text = False

    def words(self, said: str) -> None:
        """Take words."""
        if self._is_text:
            self._plain += said
            self._said.add(said, self._look)

    def told(self) -> tuple[str, bool] | None:
        """Return the text, and whether it is struck; nothing of one like any other."""
        text, is_struck = self._said.told()
        return (text, is_struck) if is_struck or text != self._plain else None


def shared(content: bytes) -> Texts:
    """Return the shared texts in which something is struck, raised or lowered."""
    found: Texts = {}
    if not may_be_marked(content):
        return found
    count, text = 0, Runs()

    def started(name: str, said: Attributes) -> None:
        nonlocal text
        if name == "si":
            text = Runs()
        text.started(name, said)

    def ended(name: str) -> None:
        nonlocal count
        text.ended(name)
        if name == "si":
            if told := text.told():
                found[str(count)] = told
            count += 1

    walk(content, started, ended, lambda said: text.words(said))
    return found


def may_be_marked(content: bytes) -> bool:
    """Tell whether a part may hold marked runs; of letters in two bytes, it may."""
    return b"strike" in content or b"vertAlign" in content or b"\x00" in content[:200]


def may_be_in(content: bytes, texts: Texts) -> bool:
    """Tell whether a sheet may hold a marked text, shared or of its own."""
    if may_be_marked(content):
        return True
    if not texts or not (b'"s"' in content or b"'s'" in content):
        return False
    these = "|".join(texts).encode()
    return (
        len(texts) > _MANY or re.search(rb">\s*(?:%s)\s*<" % these, content) is not None
    )
