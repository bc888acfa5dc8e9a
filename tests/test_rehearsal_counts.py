"""A rehearsal and the receipt that follows it count alike: people, scores and gaps."""

from __future__ import annotations

import csv
import html
import re
import shutil
from pathlib import Path

import pytest
from archetype_reading import AS_OF, LAYOUTS
from commission import run
from small_home import receipts
from test_archetypes_whole_way import SETTINGS, registered

from everystep import wording as receipt
from everystep.demo.archetypes import a01_decorated, a05_survey_export
from everystep.demo.archetypes.truth import Sample
from everystep.home import Home
from everystep.identity.keys import make_key_file
from everystep.layouts.load import read_layouts
from everystep.reference import gap_reasons
from everystep.rehearsal.rehearse import rehearse
from everystep.rehearsal.tally import counts, gaps
from everystep.submissions import ground_of
from pipelines.making import make_home

_ROW = re.compile(r"<tr><th scope=\"row\">([^<]*)</th><td[^>]*>(\d+)</td></tr>")


def a_home(root: Path, samples: list[Sample]) -> Home:
    """Return a home that knows the samples' providers, with their reports inside."""
    made = Home(root / "home", root / "key")
    made.root.mkdir()
    (made.root / "everystep.yaml").write_text(SETTINGS, encoding="utf-8")
    make_key_file(made.key_file, seed=7)
    shutil.copytree(LAYOUTS, made.layouts)
    made.registers.mkdir()
    rows = list(registered(samples))
    with (made.registers / "services.csv").open("w", encoding="utf-8") as lines:
        table = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    make_home(made)
    for sample in samples:
        path = made.inbox / sample.provider_id / sample.path.name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(sample.path, path)
    return made


def told_by_receipts(home: Home) -> dict[str, tuple[set[str], dict[str, int]]]:
    """Return what each provider's receipt counts, and its gaps by their label."""
    found = {}
    for where, page in receipts(home).items():
        points = {html.unescape(one) for one in re.findall(r"<li>([^<]*)</li>", page)}
        reasons = {html.unescape(label): int(n) for label, n in _ROW.findall(page)}
        found[where.partition("/")[0]] = points, reasons
    return found


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Sample]:
    folder = tmp_path_factory.mktemp("samples")
    return [a01_decorated.sample(folder), a05_survey_export.sample(folder)]


@pytest.fixture(scope="module")
def home(samples: list[Sample], tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = a_home(tmp_path_factory.mktemp("home"), samples)
    assert run(made).succeeded
    return made


def test_a_rehearsal_counts_as_the_receipt_after_it(
    home: Home, samples: list[Sample]
) -> None:
    told = told_by_receipts(home)
    ground = ground_of(home, AS_OF)
    for sample in samples:
        found = rehearse(
            sample.path, read_layouts(home.layouts), ground, sample.provider_id
        )
        assert found.reading is not None
        points, reasons = told[sample.provider_id]
        said = counts(found.reading)

        assert reasons
        assert {
            gap_reasons()[one]["label"]: n for one, n in gaps(found.reading).items()
        } == reasons
        for kind, n in said.items():
            assert receipt.counted(kind, n) in points
