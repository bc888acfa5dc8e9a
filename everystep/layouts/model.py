"""The shape of a layout file. Unknown words are met with a sentence, not a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, field_validator, model_validator

from everystep.calendar import read_quarter
from everystep.layouts.roles import (
    Column,
    Kept,
    OwnMeasure,
    Scale,
    Strict,
    groups_agree,
    measure_of,
    near,
)
from everystep.reference import (
    Measure,
    gap_reasons,
    indicators,
    measures,
    practices,
)

Key = tuple[str, str, str]
FIGURES = ("people", "started", "ended", "contacts", "staff_trained", "sessions")
"""What a report may state of itself besides indicators and modes of contact."""
_MODES = ("in_person", "phone", "video", "text", "letter", "remote")
FIGURES_KNOWN = frozenset({*FIGURES, *_MODES, *indicators()})


class Label(Strict):
    """A cell that stands to the right of a label."""

    sheet: str = "*"
    """The name of the sheet that the label stands on, as a pattern."""
    beside: str
    """The label: the words to its right are meant, or those after its colon."""


class EachRow(Strict):
    """What each row of a list stands for, where no column says so."""

    event: str | None = None
    """An event, by the id of its indicator."""
    contact: str | None = None
    """A contact, by how it was held."""
    training: str | None = None
    """A day of training, by the id of the practice."""
    supervision: str | None = None
    """Supervision, by its kind."""

    @model_validator(mode="after")
    def _one(self) -> EachRow:
        said = (self.event, self.contact, self.training, self.supervision)
        if sum(one is not None for one in said) != 1:
            raise ValueError("a row is one thing: an event, a contact, …")
        for name, known, what in (
            (self.event, indicators(), "indicator"),
            (self.contact, _MODES, "way of contact"),
            (self.training, practices(), "practice"),
        ):
            if name is not None and name not in known:
                raise ValueError(near(name, known, what))
        return self


class Table(Strict):
    """Where one table is and what its columns are."""

    table: str
    """Its name in this layout."""
    of: Literal["people", "staff", "answers", "amounts"] = "people"
    """Whom a row is about: a person, a member of staff, nobody in particular
    (answers without a name), or a figure of the report's own."""
    sheet: str = "*"
    """The sheet's name, as a pattern; a table may stand on several sheets."""
    headings: Annotated[list[str], Field(min_length=1)]
    """Words that stand in its header; it is found by them, wherever it starts."""
    header_rows: Annotated[int, Field(ge=1, le=3)] = 1
    """How many rows the header has; the words of its rows are joined by `` / ``."""
    turned: bool = False
    """Headings down the side, and a column for each record."""
    side_by_side: bool = False
    """The same headings stand again beside the first ones."""
    may_be_absent: bool = False
    """The report is this one without the table too."""
    several: bool = False
    """The same headings stand again further down the sheet."""
    until: list[str] = []
    """Words in the first filled cell that end the table (a totals row is set aside)."""
    fill_down: list[str] = []
    """Headings whose cell counts for the rows below too, until the next one."""
    only_where: dict[str, list[str]] = {}
    """Heading → words: rows that say something else belong to another table."""
    period_from: Literal["report", "sheet", "above"] = "report"
    """Where the rows' month or quarter stands: the sheet's name, or the words above."""
    each_row: EachRow | None = None
    """What each row stands for, where no column says so."""
    columns: dict[str, Column] = {}
    """Heading → what the column is; ``{n}`` in a heading stands for a number."""
    totals: dict[str, str] = {}
    """For a table of declared totals: its labels, and the figure that each declares."""
    rows: dict[str, str] = {}
    """For a table of amounts: its labels, and the figure that each row states."""
    ignored_rows: dict[str, str] = {}
    """Labels of rows that are not read, and why."""

    @model_validator(mode="after")
    def _fits_itself(self) -> Table:
        for figure in [*self.totals.values(), *self.rows.values()]:
            if figure not in FIGURES_KNOWN:
                raise ValueError(near(figure, FIGURES_KNOWN, "figure"))
        if self.of == "amounts" and not self.rows:
            raise ValueError("a table of amounts lists its rows' labels under rows")
        for heading in [*self.fill_down, *self.only_where]:
            if self.column(heading) is None:
                raise ValueError(near(heading, self.columns, "heading"))
        if not (self.columns or self.totals):
            raise ValueError("a table says what its columns are, under columns")
        self._says_each_thing_once()
        self._asks_what_is_there()
        return self

    def _says_each_thing_once(self) -> None:
        """Hold a split cell's parts apart from the columns beside it.

        Of two plain columns that say the same, the first counts and the other is set
        aside; a part of a cell has no such turn, and one would be heard for the other.
        """
        plain = {
            says: heading
            for heading, column in self.columns.items()
            if (says := column.says)
        }
        for heading, column in self.columns.items():
            parts = column.split.parts if column.split else {}
            for name, part in parts.items():
                if other := plain.get(part.says):
                    raise ValueError(
                        f"the part {name} of “{heading}” says the same as the column "
                        f"“{other}”: one of the two would go unheard"
                    )

    def _asks_what_is_there(self) -> None:
        """Hold a question that has a number of its own to those of its measure."""
        for heading, column in self.every_column:
            if column.item is None or "{n}" in heading:
                continue
            about = measures().get(column.item.key)
            said = re.findall(r"\d+", column.number or heading)
            most = about.n_items if about else None
            if most and len(said) == 1 and int(said[0]) > most:
                raise ValueError(
                    f"{column.item.measure} has {most} questions, and “{heading}” "
                    f"would be number {int(said[0])}"
                )

    def column(self, heading: str) -> Column | None:
        """Return what a heading of a report is, if this table says so."""
        wanted = " ".join(heading.split()).casefold()
        for name, column in self.columns.items():
            if pattern_of(" ".join(name.split()).casefold()).fullmatch(wanted):
                return column
        return self.columns.get(heading)

    @property
    def every_column(self) -> Iterator[tuple[str, Column]]:
        """Yield each heading and what it is; a split cell's parts one by one."""
        for heading, column in self.columns.items():
            if column.split is None:
                yield heading, column
            else:
                yield from ((heading, part) for part in column.split.parts.values())


class Text(Strict):
    """Sentences of a document, found under a heading or by their pattern."""

    text: str
    """Its name in this layout."""
    under: str = ""
    """The heading that they stand under, as the document words it."""
    story: bool = False
    """Someone's story: it stays under lock, and only that it is there goes further."""
    pattern: str = ""
    """A regular expression whose named groups are read like columns."""
    parts: dict[str, Column] = {}
    """Named group → what it says, like a column."""
    of: Literal["staff", "amounts"] = "amounts"
    """Whether the pattern tells of staff, or of totals."""
    each_row: EachRow | None = None
    """What each place stands for, where no part says so."""
    ignored: str | None = None
    """Why these sentences are not read."""

    @model_validator(mode="after")
    def _one_way(self) -> Text:
        ways = (self.story, bool(self.pattern), self.ignored is not None)
        if sum(ways) != 1:
            raise ValueError("a text is a story, has a pattern, or is ignored and why")
        if not (self.under or self.pattern):
            raise ValueError("a text is found under a heading or by a pattern")
        if self.pattern:
            groups_agree(self.pattern, set(self.parts))
        for part in self.parts.values():
            if part.amount and part.figure not in FIGURES_KNOWN:
                raise ValueError(near(part.figure, FIGURES_KNOWN, "figure"))
        if self._tells_of_staff and self.of != "staff":
            raise ValueError(
                "a text that tells of training or supervision is of: staff"
            )
        return self

    @property
    def _tells_of_staff(self) -> bool:
        each = self.each_row
        fixed = each is not None and (each.training or each.supervision)
        return bool(fixed) or any(
            part.training or part.supervision or part.staff
            for part in self.parts.values()
        )


class Difference(Strict):
    """What changed in a report, and from which day on."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    since: Annotated[date, Field(alias="from")]
    """The first day of the quarter from which on the report is so."""
    add: dict[str, dict[str, Column]] = {}
    """Table → headings that are new, and what each is."""
    modify: dict[str, dict[str, Column]] = {}
    """Table → headings that now mean something else."""
    rename: dict[str, dict[str, str]] = {}
    """Table → a heading as it was, and as it is now."""
    remove: dict[str, list[str]] = {}
    """Table → headings that are no longer there."""
    sheets: dict[str, str] = {}
    """Table → the name of the sheet that it stands on now."""


class Layout(Strict):
    """How one existing report is read."""

    layout: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    """Its id: lower case, digits and hyphens."""
    title: str
    """What people call the report."""
    kind: Literal["workbook", "text", "document"] | None = None
    """What kind of file it is; any, where this is left out."""
    services: Annotated[dict[str, str], Field(min_length=1)]
    """Provider → the service that its report speaks of."""
    covers: Literal["whole", "cumulative", "changes"]
    """What a newer report does to an older one: it replaces its quarter (of a file for
    each month, its month), or its year from April on, or it adds and replaces
    nothing."""
    period: Label | None = None
    """A label whose neighbour names the quarter; without it the newest day counts."""
    period_fixed: str = ""
    """The one quarter that this report speaks of, where it does not say so itself."""
    names_provider: Label | None = None
    """A label whose neighbour names the provider: with another's name, it waits."""
    not_with: list[str] = []
    """Words that never stand in this report: with them, it is another one."""
    dates: Literal["day_first", "month_first"] = "day_first"
    """How dates are written, where a column's own dates leave it open."""
    hidden_rows: Literal["aside", "read"] = "aside"
    """Whether rows and columns that are hidden are read."""
    review_after_days: int = 90
    """How long support lasts before a second score is due."""
    markers: dict[str, str] = {}
    """Words in the place of an answer → the reason for the gap, in any column."""
    measures: list[OwnMeasure] = []
    """Scales of the provider's own."""
    tables: list[Table] = []
    """Where its tables are; all that may not be absent are found, or it is another."""
    texts: list[Text] = []
    """What stands in the sentences of a document."""
    differences: list[Difference] = []
    """What changed in the report over the years, and since when."""

    @field_validator("markers")
    @classmethod
    def _name_reasons(cls, said: dict[str, str]) -> dict[str, str]:
        for reason in said.values():
            if reason not in gap_reasons():
                raise ValueError(near(reason, gap_reasons(), "gap reason"))
        return said

    @field_validator("period_fixed")
    @classmethod
    def _names_a_quarter(cls, said: str) -> str:
        if said and read_quarter(said) is None:
            raise ValueError("a fixed period is a quarter such as 2025-26 Q4")
        return said

    @model_validator(mode="after")
    def _knows_its_measures(self) -> Layout:
        if not (self.tables or self.texts):
            raise ValueError("a layout says where at least one table or text is")
        names = [table.table for table in self.tables]
        if len(names) != len(set(names)):
            raise ValueError("two tables have the same name")
        for scale in self.scales:
            if scale.key not in self.registry:
                known = {"/".join(key) for key in self.registry}
                raise ValueError(near("/".join(scale.key), known, "measure"))
        return self

    @cached_property
    def registry(self) -> dict[Key, Measure]:
        """Return the measures that this report may speak of, its own among them."""
        own = {
            (one.measure, area, one.rater): measure_of(one, area, words)
            for one in self.measures
            for area, words in one.subscales.items()
        }
        return {**measures(), **own}

    @cached_property
    def columns(self) -> list[Column]:
        """Return every column that is described anywhere, and text parts too."""
        columns = [column for table in self.tables for _, column in table.every_column]
        return columns + [part for text in self.texts for part in text.parts.values()]

    @cached_property
    def known_markers(self) -> dict[tuple[int, str], dict[str, str]]:
        """Hold the words for gaps of each column, once they have been looked up."""
        return {}

    @property
    def scales(self) -> list[Scale]:
        """Return the measures that this report has columns for, in order, once each."""
        found = {
            scale.key: scale
            for column in self.columns
            for scale in [column.score or column.item]
            if scale
        }
        return list(found.values())

    @property
    def people_scales(self) -> list[Scale]:
        """Return the measures that this report has for the people it supports."""
        found = {
            scale.key: scale
            for table in self.tables
            if table.of == "people"
            for _, column in table.every_column
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
            if table.of == "people"
            for _, column in table.every_column
            for indicator in [column.event or column.state]
            if indicator
        }
        return list(found)

    @property
    def fields(self) -> list[str]:
        """Return the fields of a person that can be known or a gap."""
        here = {column.person for column in self.columns if column.person}
        return [field for field in Kept if field in here]


def pattern_of(heading: str) -> re.Pattern[str]:
    """Return the pattern for a heading in which ``{n}`` stands for a number."""
    parts = [re.escape(part) for part in heading.casefold().split("{n}")]
    return re.compile(r"(\d+)".join(parts))
