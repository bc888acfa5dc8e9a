"""What a file is, told from its bytes with the standard library, before any parser.

Never from its name: a report is renamed more often than it is converted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from everystep.readers import ole
from everystep.readers.packed import Packed, Unfit

_FAMILIES = {
    "xlsx": "workbook",
    "xls": "workbook",
    "xlsb": "workbook",
    "ods": "workbook",
    # What case systems export under the name of an .xls.
    "html": "workbook",
    "spreadsheetml": "workbook",
    "text": "text",
    "docx": "document",
    "pdf": "document",
}
_PICTURES = (
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"II*\x00",
    b"MM\x00*",
    b"BM",
)
_APPLE_PICTURES = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")
# BIFF 2 to 5 without a wrapper, as some old systems still export.
_BARE_XLS = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00\x00\x05",
)
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MARKUP = re.compile(
    rb"<(\?xml|!doctype|!--|html|head|body|svg|table|[a-z][\w.-]*:[a-z])", re.I
)
_CLOSED = re.compile(rb"<([a-z][\w.-]*)(\s[^<>]*)?>.*</\1\s*>\s*$", re.I | re.S)
_JSON = re.compile(rb'(\{\s*("|\})|\[\s*([\[{"\]\d-]|true|false|null))')
# Of a zip's member: why what belongs to the report cannot be had.
_STOPPING = ("password_protected", "damaged", "too_large")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class Triage:
    """What a file is, or ``none`` and why nothing here can be read.

    A remark is a fact that a receipt may mention: ``macros`` (never run) or
    ``members_left`` (a zip held files of other kinds).
    """

    kind: str
    reason: str = ""
    remarks: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    """Of a zip, the kinds of its members that can be read."""

    @property
    def family(self) -> str:
        """``workbook``, ``text``, ``document`` or ``none``; a zip's by its members."""
        if self.kind != "zip":
            return _FAMILIES.get(self.kind, "none")
        families = {_FAMILIES[kind] for kind in self.members}
        return families.pop() if len(families) == 1 else "workbook"


def triage(content: bytes) -> Triage:
    """Tell what bytes are: a kind that is read, or ``none`` with a reason."""
    if not content:
        return _none("empty")
    if content[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _zip(content)
    if content[:8] == ole.MAGIC:
        return _ole(content)
    if b"%PDF-" in content[:1024]:
        return Triage("pdf")
    if _is_picture(content):
        return _none("photograph")
    if content[:4] in _BARE_XLS or content[:6] in _BARE_XLS:
        return Triage("xls")
    return _text(content)


def _none(reason: str) -> Triage:
    return Triage("none", reason)


def _is_picture(content: bytes) -> bool:
    if content[:2] == b"BM":
        # Many a csv begins with these two letters; a bitmap says its own length.
        return content[2:6] == len(content).to_bytes(4, "little")
    webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    apple = content[4:8] == b"ftyp" and content[8:12] in _APPLE_PICTURES
    return webp or apple or content.startswith(_PICTURES)


def _ole(content: bytes) -> Triage:
    streams = ole.streams(content)
    names = streams.keys() or ole.telling_names(content)
    if "EncryptedPackage" in names or "EncryptedPackage" in ole.telling_names(content):
        return _none("password_protected")
    if "WordDocument" in names:
        return _none("old_word")
    if not {"Workbook", "Book"} & names:
        return _none("other_kind" if streams or not any(content[8:]) else "damaged")
    first = streams.get("Workbook") or streams.get("Book") or b""
    if ole.asks_for_a_password(first):
        return _none("password_protected")
    macros = any(name.startswith("_VBA_PROJECT") for name in names)
    return Triage("xls", remarks=("macros",) if macros else ())


def _zip(content: bytes) -> Triage:
    try:
        packed = Packed(content)
        return _office(packed) or _files(packed)
    except Unfit as told:
        return _none(told.reason)


def _office(packed: Packed) -> Triage | None:
    names = {name.lower() for name in packed.names}
    macros = any(name.endswith("vbaproject.bin") for name in names)
    remarks = ("macros",) if macros else ()
    for name, kind in (
        ("xl/workbook.bin", "xlsb"),
        ("xl/workbook.xml", "xlsx"),
        ("word/document.xml", "docx"),
    ):
        if name in names:
            return _unless_locked(packed, Triage(kind, remarks=remarks))
    if "mimetype" in names and "content.xml" in names:
        if not packed.read("mimetype", 1 << 16).startswith(_ODS):
            return _none("other_kind")
        return _unless_locked(packed, Triage("ods"))
    if "[content_types].xml" not in names:
        return None
    said = packed.read("[Content_Types].xml", 1 << 22)
    if b"spreadsheetml" in said:
        return _unless_locked(packed, Triage("xlsx", remarks=remarks))
    is_word = b"wordprocessingml" in said
    return Triage("docx", remarks=remarks) if is_word else _none("other_kind")


def _unless_locked(packed: Packed, known: Triage) -> Triage:
    locked = packed.is_locked
    if known.kind == "ods" and "META-INF/manifest.xml" in packed.names:
        manifest = packed.read("META-INF/manifest.xml", 1 << 22)
        locked = locked or b"encryption-data" in manifest
    return _none("password_protected") if locked else known


def _files(packed: Packed) -> Triage:
    if packed.is_locked:
        return _none("password_protected")
    found = [known for _, _, known in members_of(packed)]
    kinds = tuple(one.kind for one in found if one.kind != "none")
    if not kinds:
        return _none("nothing_inside")
    remarks = {remark for one in found for remark in one.remarks}
    if len(kinds) < len(found):
        remarks.add("members_left")
    return Triage("zip", remarks=tuple(sorted(remarks)), members=kinds)


def members_of(packed: Packed) -> list[tuple[str, bytes, Triage]]:
    """Return a zip's members and what each is.

    A member of a kind that is not read is left; one that would be read, were it not
    locked or broken, stops the whole: half a report is not a report.
    """
    found = [(name, content, _inner(content)) for name, content in packed.files()]
    for _, _, known in found:
        if known.reason in _STOPPING:
            raise Unfit(known.reason)
    return found


def _inner(content: bytes) -> Triage:
    """Tell what a zip's member is; a zip within a zip is not opened."""
    if content[:4] != b"PK\x03\x04":
        return triage(content)
    try:
        return _office(Packed(content)) or _none("other_kind")
    except Unfit as told:
        return _none(told.reason)


def _text(content: bytes) -> Triage:
    start = content[:65536]
    if start[:2] in _MARKS:
        words = start.decode("utf-16", errors="replace").encode()
    elif b"\x00" in start:
        return _none("other_kind")
    else:
        words = start.removeprefix(b"\xef\xbb\xbf")
    words = words.strip()
    if not words:
        return _none("empty" if not content[65536:].strip() else "other_kind")
    return _markup(words, content) or Triage("text")


def _markup(words: bytes, content: bytes) -> Triage | None:
    if words[:5] == b"{\\rtf":
        return _none("not_a_table")
    if _JSON.match(words) and content.rstrip(b"\x00 \r\n\t")[-1:] in (b"}", b"]"):
        return _none("not_a_table")
    if not words.startswith(b"<"):
        return None
    bare = content.lstrip(b"\xef\xbb\xbf \r\n\t")
    if not (_MARKUP.match(words) or _CLOSED.match(bare)):
        return None
    if b"urn:schemas-microsoft-com:office:spreadsheet" in words[:4096]:
        return Triage("spreadsheetml")
    return Triage("html") if _has_table(words) else _none("not_a_table")


def _has_table(words: bytes) -> bool:
    """Tell a page that is a table from any other: rows of more than one cell."""
    start = words.lower()
    is_page = not start.startswith(b"<?xml") or b"<html" in start
    table = start.find(b"<table")
    cells = len(re.findall(rb"<t[dh][\s>]", start))
    rows = len(re.findall(rb"<tr[\s>]", start))
    return is_page and table >= 0 and rows > 1 and cells >= 2 * rows
