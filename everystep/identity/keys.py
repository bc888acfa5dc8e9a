"""The commission's secret, and the sub-keys that each purpose gets from it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from everystep.home import NeedsAttention

PURPOSES = frozenset(
    {
        "tokens",
        "record keys",
        "person ids",
        "shown ids",
        "cell noise",
        "sealing",
        "key id",
        "inbox places",
        "headings",
    }
)


@dataclass(frozen=True)
class Keys:
    """Derives sub-keys; the secret itself is never shown."""

    secret: bytes

    def __repr__(self) -> str:
        return "Keys(…)"

    def for_purpose(self, purpose: str, epoch: int = 1) -> bytes:
        """Return the 32-byte sub-key of a purpose and epoch (HKDF-SHA256, RFC 5869)."""
        if purpose not in PURPOSES:
            raise KeyError(purpose)
        info = frame("everystep", "commission", purpose, str(epoch))
        return HKDF(SHA256(), 32, salt=None, info=info).derive(self.secret)

    @property
    def key_id(self) -> str:
        """Return a name for this key that tells nothing of it."""
        return hmac.digest(self.for_purpose("key id"), b"name", "sha256").hex()[:16]


def frame(*parts: str) -> bytes:
    """Return parts joined so that no two different lists give the same bytes."""
    framed = bytearray()
    for part in parts:
        content = part.encode()
        framed += len(content).to_bytes(4, "big") + content
    return bytes(framed)


def keyed(key: bytes, *parts: str) -> str:
    """Return 16 bytes of HMAC-SHA256 over framed parts, as 32 hex characters."""
    return hmac.digest(key, frame(*parts), "sha256")[:16].hex()


def read_keys(path: Path) -> Keys:
    """Return a file's keys; raises :class:`NeedsAttention` where there is none."""
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        secret = b""
    if len(secret) != 32:
        raise NeedsAttention(
            "The key file that EVERYSTEP_KEY_FILE names does not hold 64 hex "
            "characters. Without the key nothing sealed can be opened: look for "
            "the copy that is kept elsewhere."
        )
    return Keys(secret)


def make_key_file(path: Path, seed: int | None = None) -> None:
    """Write a new secret; ``seed`` is for the made-up commission only."""
    if path.exists():
        return
    secret = (
        secrets.token_bytes(32)
        if seed is None
        else hashlib.sha256(b"everystep made-up commission %d" % seed).digest()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(secret.hex() + "\n", encoding="ascii")
