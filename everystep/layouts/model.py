"""The shape of a layout file. Unknown words are met with a sentence, not a guess."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from everystep.calendar import read_quarter
from everystep.home import NeedsAttention, explain, read_yaml
from everystep.layouts.scoring import SCORED_FROM_ITEMS
from everystep.reference import gap_reasons, indicators, measures, routes

PersonField = Literal[
    "reference",
    "forename",
    "surname",
    "surname_comma_forename",
    "birth_date",
    "gender",
    "ethnic_group",
    "nhs_number",
    "upn",
    "postcode",
    "place",
]
Mode = Literal["in_person", "phone", "video", "text", "letter", "remote"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Scale(_Strict):
    """Which measure a column belongs to."""

    measure: str
    subscale: str = "total"
    rater: str = "self"

    @model_validator(mode="after")
    def _known(self) -> Scale:
        if self.key not in measures():
            raise ValueError("this measure, subscale and rater are not in the registry")
        return self

    @property
    def key(self) -> tuple[str, str, str]:
        """Return the registry's key."""
        return self.measure, self.subscale, self.rater


class Column(_Strict):
    """What one column is: exactly one role, and how its words are read."""

    person: PersonField | None = None
    episode: Literal["reference", "start", "end", "route"] | None = None
    score: Scale | None = None
    score_day: Scale | None = None
    reason_for: Scale | None = None
    """A column that says why a score is not there."""
    item: Scale | None = None
    form: Literal["day", "position", "status"] | None = None
    contact: Mode | None = None
    event: str | None = None
    state: str | None = None
    ignored: str | None = None
    """Why this column is not read; its cells are set aside with that reason."""
    position: str = ""
    values: dict[str, str] = {}
    markers: dict[str, str] = {}

    @model_validator(mode="after")
    def _one_role(self) -> Column:
        roles = [
            self.person,
            self.episode,
            self.score,
            self.score_day,
            self.reason_for,
            self.item,
            self.form,
            self.contact,
            self.event,
            self.state,
            self.ignored,
        ]
        if sum(role is not None for role in roles) != 1:
            raise ValueError("a column has exactly one role (person, score, event, …)")
        if self.item is not None and self.item.measure not in SCORED_FROM_ITEMS:
            raise ValueError("this measure is not scored from items yet; map its score")
        for indicator in (self.event, self.state):
            if indicator is not None and indicator not in indicators():
                raise ValueError("this indicator is not in reference/indicators.csv")
        if unknown := set(self.markers.values()) - set(gap_reasons()):
            raise ValueError(f"no such gap reason: {', '.join(sorted(unknown))}")
        if self.form == "position" and not self.values:
            # Read as it stands, a word here would reach the lake with its scores.
            raise ValueError("a form's position lists its words under values")
        if self.episode == "route" and set(self.values.values()) - set(routes()):
            raise ValueError("a route is one of reference/routes.csv")
        return self


class Label(_Strict):
    """A cell that stands to the right of a label."""

    sheet: str = "*"
    beside: str


class Table(_Strict):
    """Where one table is and what its columns are."""

    table: str
    sheet: str = "*"
    headings: Annotated[list[str], Field(min_length=1)]
    """Words that stand in its header; it is found by them, wherever it starts."""
    header_rows: Annotated[int, Field(ge=1, le=3)] = 1
    until: list[str] = []
    """Words in the first column that end the table (a totals row is set aside)."""
    columns: dict[str, Column] = {}
    totals: dict[str, str] = {}
    """For a table of declared totals: its labels, and the figure that each declares."""


class Layout(_Strict):
    """How one existing report is read."""

    layout: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: str
    kind: Literal["workbook", "text"]
    services: dict[str, str]
    """Provider → the service that its report speaks of."""
    covers: Literal["whole", "cumulative", "changes"]
    period: Label | None = None
    period_fixed: str = ""
    """The one quarter that this report speaks of, where it does not say so itself."""
    names_provider: Label | None = None
    dates: Literal["day_first"] = "day_first"
    review_after_days: int = 90
    markers: dict[str, str] = {}
    tables: Annotated[list[Table], Field(min_length=1)]

    @field_validator("period_fixed")
    @classmethod
    def _names_a_quarter(cls, said: str) -> str:
        if said and read_quarter(said) is None:
            raise ValueError("a fixed period is a quarter such as 2025-26 Q4")
        return said

    @property
    def scales(self) -> list[Scale]:
        """Return the measures that this report has columns for, in order, once each."""
        found = {
            scale.key: scale
            for table in self.tables
            for column in table.columns.values()
            for scale in [column.score or column.item]
            if scale
        }
        return list(found.values())

    @property
    def indicators(self) -> list[str]:
        """Return the hard indicators that this report has columns for."""
        found = {
            indicator: None
            for table in self.tables
            for column in table.columns.values()
            for indicator in [column.event or column.state]
            if indicator
        }
        return list(found)

    @property
    def fields(self) -> list[str]:
        """Return the fields of a person that can be known or a gap."""
        asked = ("gender", "ethnic_group", "place", "postcode", "nhs_number", "upn")
        here = {
            column.person
            for table in self.tables
            for column in table.columns.values()
            if column.person
        }
        return [field for field in asked if field in here]


def pattern_of(heading: str) -> re.Pattern[str]:
    """Return the pattern for a heading in which ``{n}`` stands for a number."""
    parts = [re.escape(part) for part in heading.casefold().split("{n}")]
    return re.compile(r"(\d+)".join(parts))


def read_layouts(folder: Path) -> list[Layout]:
    """Return the layouts of a folder by file name; raises :class:`NeedsAttention`."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found.append(Layout.model_validate(read_yaml(path)))
            continue
        except ValidationError as problem:
            said = explain(problem, f"layouts/{path.name}")
        raise NeedsAttention(said)
    return found


def fingerprint(folder: Path) -> str:
    """Return one hash over all layouts: others may read what these could not."""
    whole = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()
