"""What streams an OLE file holds (old Office, and the wrapper of locked new ones).

Enough of the compound file format to tell by name and first records what a file is;
nothing here reads a cell.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_BOF, _FILEPASS, _EOF = 0x0809, 0x002F, 0x000A
# The names that matter, for files whose directory has gone with their second half.
_TELLING = ("EncryptedPackage", "WordDocument", "Workbook", "Book")


@dataclass
class _Compound:
    content: bytes
    size: int
    chain: list[int] = field(default_factory=list)

    def sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        return self.content[start : start + self.size]

    def stream(self, start: int, most: int) -> bytes:
        """Return a stream's bytes, up to ``most``; a chain may run in a circle."""
        found, number = b"", start
        while number < len(self.chain) and len(found) < most:
            found += self.sector(number)
            number = self.chain[number]
        return found[:most]


def streams(content: bytes) -> dict[str, bytes]:
    """Return the streams' names, each with the first bytes of what it holds.

    Of a file that is cut short, the telling names that its bytes still hold.
    """
    try:
        return _directory(_opened(content))
    except (struct.error, IndexError, UnicodeDecodeError):
        return {}


def telling_names(content: bytes) -> set[str]:
    """Return the names of streams by which a file is known, however broken it is."""
    found = {name for name in _TELLING if name.encode("utf-16-le") in content}
    return found


def _opened(content: bytes) -> _Compound:
    shift = struct.unpack_from("<H", content, 30)[0]
    if shift not in (9, 12):
        raise struct.error("not a sector size")
    book = _Compound(content, 1 << shift)
    [next_list, lists] = struct.unpack_from("<II", content, 68)
    numbers = list(struct.unpack_from("<109I", content, 76))
    while next_list < _END and lists:
        more = struct.unpack(f"<{book.size // 4}I", book.sector(next_list))
        numbers += more[:-1]
        next_list, lists = more[-1], lists - 1
    for number in numbers:
        if number >= _END or len(book.sector(number)) < book.size:
            continue
        book.chain += struct.unpack(f"<{book.size // 4}I", book.sector(number))
    return book


def _directory(book: _Compound) -> dict[str, bytes]:
    start = struct.unpack_from("<I", book.content, 48)[0]
    cutoff = struct.unpack_from("<I", book.content, 56)[0]
    listed = book.stream(start, 1 << 20)
    found = {}
    for at in range(0, len(listed) - 127, 128):
        entry = listed[at : at + 128]
        length = struct.unpack_from("<H", entry, 64)[0]
        if not 2 <= length <= 64:
            continue
        name = entry[: length - 2].decode("utf-16-le")
        first, size = struct.unpack_from("<II", entry, 116)
        # A small stream lies in a stream of its own kind; its words do not matter here.
        found[name] = book.stream(first, 4096) if size >= cutoff else b""
    return found


def asks_for_a_password(workbook: bytes) -> bool:
    """Tell whether an .xls stream's first records say that the rest is encrypted."""
    at = 0
    while at + 4 <= len(workbook):
        code, length = struct.unpack_from("<HH", workbook, at)
        if code in (_FILEPASS, _EOF) or (at == 0 and code != _BOF):
            return bool(code == _FILEPASS)
        at += 4 + length
    return False
