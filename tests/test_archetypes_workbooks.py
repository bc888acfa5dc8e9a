"""Workbooks as providers keep them are read as they are, every cell accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from archetype_reading import adds_up, layouts, read, sheets_of, told_apart

from everystep.demo.archetypes import (
    a01_decorated,
    a02_monthly,
    a03_year_to_date,
    a09_counts,
    a10_states,
    a17_blocks,
    a18_sent_again,
)
from everystep.demo.archetypes.truth import Sample
from everystep.layouts.find import fitting

Write = Callable[[Path, int], Sample]

SAMPLES: dict[str, Write] = {
    "a decorated case list": a01_decorated.sample,
    "a sheet per month": a02_monthly.sample,
    "a year to date": lambda folder, seed: a03_year_to_date.samples(folder, seed)[0],
    "a year to date, put right": a03_year_to_date.sample,
    "counts per person": a09_counts.sample,
    "states at a quarter's end": a10_states.sample,
    "blocks of rows": a17_blocks.sample,
    "a return": lambda folder, seed: a18_sent_again.samples(folder, seed)[0],
    "a return sent again": lambda folder, seed: a18_sent_again.samples(folder, seed)[1],
    "only the corrected rows": a18_sent_again.sample,
}
FIRST, OTHER = 7, 8

each_sample = pytest.mark.parametrize("write", SAMPLES.values(), ids=SAMPLES)


@each_sample
@pytest.mark.parametrize("seed", [FIRST, OTHER])
def test_a_workbook_says_what_is_true_and_no_cell_is_lost(
    write: Write, seed: int, tmp_path: Path
) -> None:
    sample = write(tmp_path, seed)

    assert told_apart(sample, read(sample)) == ""


@each_sample
def test_used_empty_and_set_aside_add_up_on_every_sheet(
    write: Write, tmp_path: Path
) -> None:
    sample = write(tmp_path, FIRST)
    reading = read(sample)
    true = Counter(
        (place[0], fate.partition(":")[0]) for place, fate in sample.fates.items()
    )

    assert adds_up(reading)
    for one in reading.accounts:
        told = (one.used, one.empty, one.set_aside)
        assert told == tuple(
            true[one.sheet, fate] for fate in ("used", "empty", "aside")
        )


@each_sample
def test_no_other_layout_fits_a_workbook(write: Write, tmp_path: Path) -> None:
    sample = write(tmp_path, FIRST)
    sheets, family = sheets_of(sample)

    fits = [one.layout for one in fitting(layouts(), family, sheets)]

    assert fits == [sample.layout]


@each_sample
def test_one_seed_gives_one_workbook(write: Write, tmp_path: Path) -> None:
    first = write(tmp_path / "first", FIRST)
    again = write(tmp_path / "again", FIRST)
    other = write(tmp_path / "other", OTHER)

    assert first.path.read_bytes() == again.path.read_bytes()
    assert first.path.read_bytes() != other.path.read_bytes()
    assert (first.facts, first.fates) == (again.facts, again.fates)


@each_sample
def test_a_layout_is_for_the_services_of_its_sample(
    write: Write, tmp_path: Path
) -> None:
    sample = write(tmp_path, FIRST)

    assert read(sample).service_id == sample.service_id
