"""What there is to do: settled files are received, and unread submissions make batches.

The command line, the sensor and the nightly refresh all ask here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from everystep import inbox, ledger
from everystep.home import Home
from everystep.identity.keys import read_keys
from everystep.submissions import reading_stamp, welcome

RANGE_START = "dagster/asset_partition_range_start"
RANGE_END = "dagster/asset_partition_range_end"


@dataclass(frozen=True)
class Batch:
    """Submissions that were received together and still have to be read."""

    keys: tuple[str, ...]
    attempt: int
    read_with: str
    """A stamp of the layouts and settings that it would be read with."""

    @property
    def tags(self) -> dict[str, str]:
        """Return the run tags that name the range; it goes by the order of adding."""
        return {RANGE_START: self.keys[0], RANGE_END: self.keys[-1]}

    @property
    def run_key(self) -> str:
        """Return a key that is new for another attempt at the same files."""
        said = "|".join((self.read_with, *self.keys)).encode()
        return f"{hashlib.sha256(said).hexdigest()[:16]}-{self.attempt}"


def receive_settled(home: Home, as_of: date) -> list[str]:
    """Enter what has settled into the ledger; the caller holds the lock."""
    seen = inbox.settled(home, home.settings().settle_seconds)
    return inbox.receive(home, seen, as_of)


def look_again(home: Home) -> list[str]:
    """Ask again for every file that was read by other layouts or settings than today's.

    A layout that a person has written since may fit a file that none knew.
    """
    welcome(home, read_keys(home.key_file))
    now = reading_stamp(home)
    other = [
        entry for entry in ledger.entries(home) if entry.read_with not in ("", now)
    ]
    for entry in other:
        if entry.state in ("received", "pseudonymised"):
            ledger.update(home, entry.key, again=True, attempts=0)
    return [entry.key for entry in other]


def batches(home: Home) -> list[Batch]:
    """Return what is received and not read yet, as it was received together."""
    unread: dict[int, list[ledger.Submission]] = {}
    stamp = reading_stamp(home)
    for entry in ledger.entries(home):
        if entry.open_to_work:
            unread.setdefault(entry.batch, []).append(entry)
    return [
        Batch(
            tuple(entry.key for entry in entries),
            max(entry.attempts for entry in entries) + 1,
            stamp,
        )
        for _, entries in sorted(unread.items())
    ]
