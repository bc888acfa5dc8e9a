"""The inbox as a door: which files have settled, and receiving them into the ledger.

Names are never used as paths of ours; only regular files below the inbox are looked at.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import os
import re
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from everystep import ledger
from everystep.files import write_whole
from everystep.home import Home
from everystep.identity.keys import read_keys

UNSORTED = "unsorted"
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")


@dataclass(frozen=True)
class Seen:
    """One look at a file."""

    path: Path
    size: int
    modified: int

    @property
    def sign(self) -> str:
        """Return what must be the same in two looks for the file to have settled."""
        return f"{self.size}:{self.modified}"


def look(home: Home) -> list[Seen]:
    """Return the regular files in the inbox that nobody holds open, oldest first."""
    if not home.inbox.is_dir():
        return []
    found = sorted(_files(home.inbox), key=lambda seen: (seen.modified, str(seen.path)))
    return [seen for seen in found if not _held(seen.path)]


def _files(folder: Path) -> Iterator[Seen]:
    for item in os.scandir(folder):
        if item.name == "receipts" or item.name.startswith((".", "~$")):
            continue
        if item.is_dir(follow_symlinks=False):
            yield from _files(Path(item.path))
            continue
        about = item.stat(follow_symlinks=False)
        # A link could point outside the inbox, and a second hard link is a way to.
        if stat.S_ISREG(about.st_mode) and about.st_nlink == 1:
            yield Seen(Path(item.path), about.st_size, about.st_mtime_ns)


def _held(path: Path) -> bool:
    # Not Path.exists: it raises where a long name grows longer than names may be.
    return os.path.lexists(path.with_name(f"~${path.name}")) or os.path.lexists(
        path.with_name(f".~lock.{path.name}#")
    )


def settled(home: Home, seconds: float) -> list[Seen]:
    """Return the files that stay the same between two looks ``seconds`` apart."""
    first = {seen.path: seen.sign for seen in look(home)}
    if first:
        time.sleep(seconds)
    return [seen for seen in look(home) if first.get(seen.path) == seen.sign]


def known_providers(home: Home) -> list[str]:
    """Return the providers that the services register names."""
    path = home.registers / "services.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return sorted({row["provider_id"] for row in csv.DictReader(stream)})


def provider_of(home: Home, path: Path, known: list[str]) -> str:
    """Return whose folder a file lies in, never as an unknown folder's own name."""
    parts = path.relative_to(home.inbox).parts
    if len(parts) == 1:
        return UNSORTED
    if parts[0] in known and _SLUG.fullmatch(parts[0]):
        return parts[0]
    return f"unknown-{path_sign(home, home.inbox / parts[0])[:8]}"


def receive(home: Home, seen: list[Seen], as_of: date) -> list[str]:
    """Enter settled files into the ledger as one batch; return the new keys.

    The caller holds the run lock. A file whose bytes this provider sent before is not
    another submission: it is noted as a copy, to be thanked for.
    """
    known, standing = known_providers(home), ledger.entries(home)
    have = {(entry.provider_id, entry.sha256): entry for entry in standing}
    batch = 1 + max((entry.batch for entry in standing), default=0)
    order = 1 + max((entry.received_order for entry in standing), default=0)
    places = {path_sign(home, one.path) for one in seen}
    new: list[str] = []
    for one in seen:
        provider = provider_of(home, one.path, known)
        sha256 = digest(one.path)
        if not sha256:
            continue
        before = have.get((provider, sha256))
        if before is not None and _is_astray(home, before, places):
            have[provider, sha256] = _back(home, before, one)
            new.append(before.key)
            continue
        if before is not None:
            _note_copy(home, before, one)
            continue
        entry = ledger.Submission(
            key=ledger.key_of(provider, as_of, sha256),
            provider_id=provider,
            received_on=as_of.isoformat(),
            received_order=order + len(new),
            batch=batch,
            sha256=sha256,
            size=one.size,
            inbox_place=path_sign(home, one.path),
        )
        have[provider, sha256] = ledger.write(home, entry)
        new.append(entry.key)
    return new


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes; nothing where it cannot be opened now."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def path_sign(home: Home, path: Path) -> str:
    """Return a file's place in the inbox under the key, so that no ledger names it.

    A plain hash would not do: a name or a reference in a file's name falls at once.
    """
    place = os.fsencode(path.relative_to(home.inbox))
    return hmac.digest(_place_key(home.key_file), place, "sha256").hex()


@cache
def _place_key(key_file: Path) -> bytes:
    return read_keys(key_file).for_purpose("inbox places")


def _is_astray(home: Home, entry: ledger.Submission, places: set[str]) -> bool:
    """Say whether a file was taken back, or moved, before it could be sealed."""
    if entry.state == "gone_before_sealing":
        return True
    sealed = ledger.seal_path(home, entry.key).exists()
    return not sealed and entry.inbox_place not in places


def _back(home: Home, entry: ledger.Submission, seen: Seen) -> ledger.Submission:
    """Receive it where it is now."""
    place = path_sign(home, seen.path)
    return ledger.update(
        home, entry.key, state="received", attempts=0, inbox_place=place
    )


def _note_copy(home: Home, entry: ledger.Submission, seen: Seen) -> None:
    if path_sign(home, seen.path) == entry.inbox_place:
        return
    write_whole(home.lake / "archived" / "copies" / f"{entry.key}.seen", b"again\n")


def find(home: Home, entry: ledger.Submission) -> Path | None:
    """Return the inbox file of a submission, if its bytes are still there.

    It may have been moved within its folder, or given another name, since it was seen.
    """
    here = look(home)
    for seen in here:
        if path_sign(home, seen.path) != entry.inbox_place:
            continue
        if digest(seen.path) == entry.sha256:
            return seen.path
    if ledger.seal_path(home, entry.key).exists():
        return None
    known = known_providers(home)
    for seen in here:
        if provider_of(home, seen.path, known) != entry.provider_id:
            continue
        if digest(seen.path) == entry.sha256:
            return seen.path
    return None
