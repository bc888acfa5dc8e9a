"""Samples of the archetypes beside how they were read, each of them read once."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archetype_reading import read, sheets_of

from everystep.demo.archetypes import (
    a11_monitoring_return,
    a12_word_report,
    a13_pdf_report,
    a15_training_register,
    a19_split_cells,
    a20_new_form,
    a21_side_by_side,
    a22_zip_of_tables,
    a23_family_cards,
    a24_two_services,
)
from everystep.demo.archetypes.truth import Sample
from everystep.layouts.facts import Fact, facts
from everystep.layouts.read import Reading
from everystep.readers import Sheet

Write = Callable[..., Sample]
SAMPLES: dict[str, Write] = {
    "monitoring return": a11_monitoring_return.sample,
    "word": a12_word_report.sample,
    "pdf": a13_pdf_report.sample,
    "training register": a15_training_register.sample,
    "two things in a cell": a19_split_cells.sample,
    "new form": a20_new_form.sample,
    "form before": a20_new_form.sample_before,
    "side by side": a21_side_by_side.sample,
    "zip": a22_zip_of_tables.sample,
    "family cards": a23_family_cards.sample,
    "two services": a24_two_services.sample,
}


@dataclass(frozen=True)
class Told:
    """A sample and how it was read."""

    sample: Sample
    content: bytes
    family: str
    sheets: list[Sheet]
    reading: Reading

    @property
    def facts(self) -> list[Fact]:
        return facts(self.reading)

    def about(self, kind: str, about: str) -> list[Fact]:
        """Return the facts of one kind about one thing."""
        return [one for one in self.facts if (one.kind, one.about) == (kind, about)]


@cache
def told(name: str) -> Told:
    """Return a sample and how it was read."""
    with tempfile.TemporaryDirectory() as folder:
        sample = SAMPLES[name](Path(folder))
        sheets, family = sheets_of(sample)
        content = sample.path.read_bytes()
        return Told(sample, content, family, sheets, read(sample))
