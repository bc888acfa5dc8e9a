"""Delimited text: its encoding, and its rows by the dialect that fits them best."""

import csv
import io
from collections.abc import Iterator

from .dialect import Dialect, dialect
from .shape import Found

# Where cp1252 has marks that hardly stand in a report, older machines have letters.
_DOUBTFUL = bytes({*range(0x81, 0xA0)} - {0x85, *range(0x91, 0x98), 0x99})
_OTHERS = ["cp1252", "mac_roman", "cp850"]


def sheets(content: bytes, kind: str, most_cells: int) -> Iterator[Found]:
    """Give a text as one sheet; every row as long as it was written."""
    words = decoded(content).replace("\x00", "")
    known = dialect(words)
    yield Found("text", list(rows(words[known.skip :], known)))


def rows(words: str, known: Dialect) -> Iterator[list[str]]:
    """Give a text's rows."""
    # A quoted cell may be long, and a field limit would lose its row.
    csv.field_size_limit(len(words) + 1)
    return csv.reader(io.StringIO(words, newline=""), **known.options())


def decoded(content: bytes) -> str:
    """Return text read as UTF-16 with a mark, else UTF-8, else as old machines wrote.

    That is cp1252, unless what it makes of the bytes is doubtful.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        is_doubtful = content.translate(None, _DOUBTFUL) != content
    known = guessed(content) if is_doubtful else "cp1252"
    return content.decode(known, errors="replace")


def guessed(content: bytes) -> str:
    """Return the likeliest encoding of a text that cp1252 may not have written."""
    from charset_normalizer import from_bytes

    best = from_bytes(content[: 1 << 18], cp_isolation=_OTHERS).best()
    return best.encoding if best else "cp1252"
