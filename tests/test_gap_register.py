"""A gap that is explained beforehand documents blanks, and invents no value."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from commission import ran

from assets.run import Bench
from everystep.home import Home, NeedsAttention
from everystep.inputs import GAPS
from sql.catalogue import tables

ROW = "elm-homes,elm-outreach,postcode,2026-01-01,,no_fixed_address,outreach,Elm Homes"


def gaps_with(root: Path, *rows: str) -> dict[tuple[str, str], tuple[int, int, int]]:
    """Return Elm's postcodes by quarter and reason: could apply, known, gap."""
    home = Home(root / "home", ran().home.key_file)
    shutil.copytree(ran().home.root, home.root)
    words = "\n".join([",".join(GAPS), *rows]) + "\n"
    (home.registers / "gaps.csv").write_text(words, encoding="utf-8")
    bench = Bench(home)
    for table in tables():
        if not table.startswith("marts."):
            bench.tables.make(table)
    found = bench.tables.rows(
        "select period, reason, could_apply, known, gap from outcomes.data_gaps "
        "where service_id = 'elm-outreach' and about = 'postcode' and gap > 0"
    ).to_pylist()
    bench.close()
    return {
        (row["period"], row["reason"]): (row["could_apply"], row["known"], row["gap"])
        for row in found
    }


@pytest.mark.promise("W62")
def test_one_open_statement_explains_every_later_blank(tmp_path: Path) -> None:
    before = gaps_with(tmp_path / "before")
    after = gaps_with(tmp_path / "after", ROW)

    for period in ("2025-26 Q1", "2025-26 Q2", "2025-26 Q3"):
        assert after[period, "unknown"] == before[period, "unknown"]
    for period in ("2025-26 Q4", "2026-27 Q1", "2026-27 Q2"):
        could, known, blank = before[period, "unknown"]
        stated = before.get((period, "no_fixed_address"), (could, known, 0))[2]
        assert (period, "unknown") not in after
        assert after[period, "no_fixed_address"] == (could, known, blank + stated)


def test_a_reason_that_we_do_not_know_is_said_and_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(NeedsAttention, match="weather"):
        gaps_with(tmp_path, ROW.replace("no_fixed_address", "weather"))
