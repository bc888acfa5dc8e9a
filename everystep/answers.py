"""What a provider answers: knowing a receipt's workbook when it comes back.

Reading what was answered belongs to a later version; here it is only told apart from a
report.
"""

from __future__ import annotations

import zipfile
import zlib
from contextlib import suppress
from io import BytesIO
from lzma import LZMAError

MARK = "everystep_receipt"
"""The document property that ties a workbook to the file whose receipt it is."""

# Where workbooks carry such properties: Excel's, and LibreOffice's own kind.
_CARRIED_IN = ("docProps/custom.xml", "meta.xml")
_MOST_BYTES = 100_000
NOT_A_SOUND_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
)


def is_answer(content: bytes) -> bool:
    """Say whether this is a receipt's workbook that came back, whatever its name."""
    # Names stand plainly in a zip: most files are told apart without opening them.
    if not content.startswith(b"PK\x03\x04"):
        return False
    if all(name.encode() not in content for name in _CARRIED_IN):
        return False
    with suppress(*NOT_A_SOUND_ZIP), zipfile.ZipFile(BytesIO(content)) as packed:
        return any(_is_marked(packed, name) for name in _CARRIED_IN)
    return False


def _is_marked(packed: zipfile.ZipFile, name: str) -> bool:
    if name not in packed.namelist():
        return False
    with packed.open(name) as stream:
        # Bounded, whatever the zip's directory says of the size.
        return f'name="{MARK}"'.encode() in stream.read(_MOST_BYTES)
