"""Writing so that a reader, or a crash, never meets half a file."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path


def write_whole(home: Path, content: bytes) -> None:
    """Write a file beside its home and move it in, whole or not at all."""
    home.parent.mkdir(parents=True, exist_ok=True)
    beside = home.with_name(f".{home.name}.new")
    with beside.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    move_in(beside, home)


def move_in(beside: Path, home: Path) -> None:
    """Put a finished file or folder where readers look for it."""
    home.parent.mkdir(parents=True, exist_ok=True)
    os.replace(beside, home)  # noqa: PTH105 - one name for every move, so that tests can stop at each
    _settle(home.parent)


def flush(path: Path) -> None:
    """Have a written file on the disk before anything says that it is there."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def _settle(folder: Path) -> None:
    # Without this a power cut may forget the move although the file is there.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def fresh_folder(folder: Path) -> Path:
    """Return an empty folder of that name, whatever an earlier attempt left there."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder
