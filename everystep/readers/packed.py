"""What a zip holds, and what it may unpack to: asked before anything is unpacked."""

from __future__ import annotations

import contextlib
import io
import zipfile
import zlib
from collections.abc import Iterator

MOST_UNPACKED = 400 << 20
MOST_MEMBERS = 5_000
# Sheets of blank formatted cells pack a hundredfold; what packs denser, and large, is
# made to be large. Deflate cannot do more than 1,032.
MOST_RATIO = 250
_SMALL = 30 << 20
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    NotImplementedError,
    OSError,
    EOFError,
    RuntimeError,
)


class Unfit(Exception):
    """A zip is not to be opened; ``reason`` is a code that wording knows."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Packed:
    """A zip whose list of members promises to stay within bounds."""

    def __init__(self, content: bytes) -> None:
        opened = None
        with contextlib.suppress(*_UNREADABLE):
            opened = zipfile.ZipFile(io.BytesIO(content))
        # Raised out here, or the parser's own error would come along with its words.
        if opened is None:
            raise Unfit("damaged")
        self._zip = opened
        self.members = [
            one for one in self._zip.infolist() if not one.filename.endswith("/")
        ]
        self.names = {one.filename.replace("\\", "/") for one in self.members}
        self.is_locked = any(one.flag_bits & 1 for one in self.members)
        self._check()

    def _check(self) -> None:
        unpacked = sum(one.file_size for one in self.members)
        dense = any(
            one.file_size > _SMALL
            and one.file_size > MOST_RATIO * max(one.compress_size, 1)
            for one in self.members
        )
        if unpacked > MOST_UNPACKED or len(self.members) > MOST_MEMBERS or dense:
            raise Unfit("too_large")

    def read(self, member: zipfile.ZipInfo | str, most: int = MOST_UNPACKED) -> bytes:
        """Return a member's bytes; never more than the list of members promised.

        ``zipfile`` stops at the promised size, and a member that goes on is damaged.
        """
        found = None
        with (
            contextlib.suppress(KeyError, *_UNREADABLE),
            self._zip.open(member) as stream,
        ):
            found = stream.read(most + 1)
        if found is None:
            raise Unfit("damaged")
        if len(found) > most:
            raise Unfit("too_large")
        return found

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Give each member that a person put there, with its bytes."""
        left = MOST_UNPACKED
        for one in self.members:
            name = one.filename.replace("\\", "/")
            # What an Apple computer or a file that stood open leaves beside the files.
            stem = name.rsplit("/", 1)[-1]
            if name.startswith("__MACOSX/") or stem.startswith((".", "~$")):
                continue
            content = self.read(one, left)
            left -= len(content)
            yield name, content
