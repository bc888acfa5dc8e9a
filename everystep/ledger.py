"""What was received and what became of it: one small file for each submission.

No name of a file or folder is written here; those are inside the seal.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from everystep.files import write_whole
from everystep.home import Home

ATTEMPTS = 3


@dataclass(frozen=True)
class Submission:
    """One file as received."""

    key: str
    provider_id: str
    received_on: str
    received_order: int
    batch: int
    sha256: str
    size: int
    inbox_place: str
    """Which file of the inbox it was, under the key: a place and not a name."""
    attempts: int = 0
    state: str = "received"
    """``received``, then ``pseudonymised`` once a reading of it stands in the lake."""
    read_with: str = ""
    """A stamp of the layouts and settings that it was last read with."""

    again: bool = False
    """Whether it is to be read again; what was read stands meanwhile."""

    @property
    def unread(self) -> bool:
        """Whether it was not read yet, or is to be read again."""
        return self.state == "received" or self.again

    @property
    def open_to_work(self) -> bool:
        """Whether a run still has to read it."""
        return self.unread and self.attempts < ATTEMPTS


def folder(home: Home) -> Path:
    """Return where the ledger is kept."""
    return home.lake / "archived" / "submissions"


def entries(home: Home) -> list[Submission]:
    """Return every submission, in the order in which they were received."""
    found = [
        Submission(**json.loads(path.read_text(encoding="utf-8")))
        for path in folder(home).rglob("*.json")
        if not path.name.startswith(".")
    ]
    return sorted(found, key=lambda entry: entry.received_order)


def entry(home: Home, key: str) -> Submission:
    """Return one submission's entry."""
    path = folder(home) / f"{key}.json"
    return Submission(**json.loads(path.read_text(encoding="utf-8")))


def write(home: Home, submission: Submission) -> Submission:
    """Write an entry whole."""
    content = json.dumps(asdict(submission), indent=1, sort_keys=True) + "\n"
    write_whole(folder(home) / f"{submission.key}.json", content.encode())
    return submission


def update(home: Home, key: str, **changes: object) -> Submission:
    """Change what is said of one submission."""
    return write(home, replace(entry(home, key), **changes))  # type: ignore[arg-type]


def seal_path(home: Home, key: str) -> Path:
    """Return where the sealed original of a submission is."""
    return home.sealed / "originals" / f"{key}.sealed"


def key_of(provider_id: str, received_on: date, sha256: str) -> str:
    """Return a submission's key: provider, day and the first of its hash."""
    return f"{provider_id}/{received_on.isoformat()}/{sha256[:8]}"
