"""Originals under lock, each under the hash of its bytes.

A sealed file is: magic, the wrapped data key, then frames of AES-256-GCM. The first
frame holds what the provider called the file, because a name may name a person.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from everystep.files import write_whole
from everystep.identity.keys import Keys

MAGIC = b"EVRYSTP1"
FRAME = 1 << 20
_NONCE, _TAG, _KEY = 12, 16, 32
_WRAPPED = _NONCE + _KEY + _TAG


class SealBroken(Exception):
    """A sealed original does not open: another key, or its bytes changed."""


@dataclass(frozen=True)
class Original:
    """What was received, as it was."""

    name: str
    folder: str
    content: bytes


def seal(keys: Keys, path: Path, submission: str, original: Original) -> str:
    """Seal an original, read it back, and return the SHA-256 of its bytes.

    A seal that is there already and opens to the same bytes is left as it is.
    """
    digest = hashlib.sha256(original.content).hexdigest()
    if not _holds(keys, path, submission, digest):
        write_whole(path, b"".join(_sealed(keys, submission, digest, original)))
    if not _holds(keys, path, submission, digest):
        raise SealBroken(submission)
    return digest


def unseal(keys: Keys, path: Path, submission: str) -> Original:
    """Return the original; raises :class:`SealBroken` where it does not open whole."""
    try:
        opened = _opened(keys, path.read_bytes(), submission)
    except (InvalidTag, ValueError, KeyError):
        opened = None
    if opened is None:
        raise SealBroken(submission)
    return opened


def _holds(keys: Keys, path: Path, submission: str, digest: str) -> bool:
    if not path.exists():
        return False
    try:
        found = unseal(keys, path, submission).content
    except SealBroken:
        return False
    return hashlib.sha256(found).hexdigest() == digest


def _frames(content: bytes) -> Iterator[tuple[int, bool, bytes]]:
    count = max(1, -(-len(content) // FRAME))
    for index in range(count):
        yield index, index == count - 1, content[index * FRAME : (index + 1) * FRAME]


def _about(submission: str, digest: str, index: int, last: bool) -> bytes:
    # Bound to each frame, so that a truncated or re-ordered file does not open.
    return f"{submission}|{digest}|{index}|{last}".encode()


def _sealed(
    keys: Keys, submission: str, digest: str, original: Original
) -> Iterator[bytes]:
    data_key = AESGCM.generate_key(256)
    wrapping, nonce = AESGCM(keys.for_purpose("sealing")), os.urandom(_NONCE)
    yield MAGIC + bytes.fromhex(digest)
    yield nonce + wrapping.encrypt(nonce, data_key, submission.encode())
    named = json.dumps({"name": original.name, "folder": original.folder}).encode()
    yield _frame(data_key, named, _about(submission, digest, -1, False))
    for index, last, part in _frames(original.content):
        yield _frame(data_key, part, _about(submission, digest, index, last))


def _frame(key: bytes, content: bytes, about: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    locked = nonce + AESGCM(key).encrypt(nonce, content, about)
    return len(locked).to_bytes(4, "big") + locked


def _opened(keys: Keys, stored: bytes, submission: str) -> Original | None:
    head = len(MAGIC) + 32
    if stored[: len(MAGIC)] != MAGIC:
        return None
    digest, wrapped = stored[len(MAGIC) : head].hex(), stored[head : head + _WRAPPED]
    wrapping = AESGCM(keys.for_purpose("sealing"))
    key = AESGCM(
        wrapping.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], submission.encode())
    )
    locked = list(_unframed(stored[head + _WRAPPED :]))
    if len(locked) < 2:
        return None
    named = json.loads(_open(key, locked[0], _about(submission, digest, -1, False)))
    parts = [
        _open(key, part, _about(submission, digest, index, index == len(locked) - 2))
        for index, part in enumerate(locked[1:])
    ]
    return Original(named["name"], named["folder"], b"".join(parts))


def _unframed(stored: bytes) -> Iterator[bytes]:
    place = 0
    while place < len(stored):
        length = int.from_bytes(stored[place : place + 4], "big")
        if len(stored) < place + 4 + length:
            raise ValueError("a frame is cut short")
        yield stored[place + 4 : place + 4 + length]
        place += 4 + length


def _open(key: AESGCM, locked: bytes, about: bytes) -> bytes:
    return key.decrypt(locked[:_NONCE], locked[_NONCE:], about)
