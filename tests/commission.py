"""The made-up commission, run once for all tests that read what came of it."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq

from everystep import release
from everystep.home import Home
from everystep.lake import table_path
from pipelines.making import make_demo
from pipelines.run import Outcome, run_once


@dataclass(frozen=True)
class Ran:
    """A home after its run."""

    home: Home
    outcome: Outcome

    def table(self, name: str) -> list[dict[str, object]]:
        """Return a table of the lake."""
        rows: list[dict[str, object]] = pq.read_table(
            table_path(self.home, name)
        ).to_pylist()
        return rows

    def mart(self, name: str) -> list[dict[str, object]]:
        """Return a mart of the newest release."""
        folder = release.folder(self.home, self.outcome.release_id)
        rows: list[dict[str, object]] = pq.read_table(
            folder / f"{name}.parquet"
        ).to_pylist()
        return rows


def run(home: Home, as_of: date | None = None) -> Outcome:
    """Run a home as the command line does, without its words."""
    return run_once(home, as_of, lambda said: None, lambda done, steps: None)


@cache
def ran() -> Ran:
    """Return the made-up commission after its run; made once."""
    root = Path(tempfile.mkdtemp(prefix="everystep-"))
    home = Home(root / "home", root / "key")
    make_demo(home, seed=7, scale=1)
    outcome = run(home)
    assert outcome.succeeded
    return Ran(home, outcome)
