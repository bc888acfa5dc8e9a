"""The cell ledger blocks a release where a cell of any sheet is not accounted for."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from commission import run
from small_home import small_home

from everystep import ledger, release
from everystep.lake import schema, submission_path


def _edited(path: Path, entity: str, **changes: int) -> None:
    rows = pq.read_table(path).to_pylist()
    rows[0] |= {name: rows[0][name] + by for name, by in changes.items()}
    pq.write_table(pa.Table.from_pylist(rows, schema=schema(entity)), path)


@pytest.mark.parametrize(
    ("entity", "changes"),
    [
        ("sheets", {"cells_used": 1}),
        ("readings", {"cells_set_aside": -1}),
        ("sheets", {"cells_in": 1, "cells_empty": 1}),
    ],
)
def test_a_cell_that_is_not_accounted_for_stops_the_release(
    tmp_path: Path, entity: str, changes: dict[str, int]
) -> None:
    home = small_home(tmp_path)
    assert run(home).succeeded
    before = release.current(home)
    entry = ledger.entries(home)[0]
    _edited(submission_path(home, entity, entry.key), entity, **changes)

    assert not run(home).succeeded
    assert release.current(home) == before
