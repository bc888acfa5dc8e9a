"""How the cells of one column are read, by its role and its report's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from everystep.calendar import read_period
from everystep.layouts import values as v
from everystep.layouts.find import Found
from everystep.layouts.model import Layout
from everystep.layouts.roles import Column
from everystep.readers.read import Cell
from everystep.reference import ethnic_groups, markers, routes

Parse = Callable[[Cell], object | None]


@dataclass(frozen=True)
class Ground:
    """What a reading stands on besides the file: the day, places and names."""

    as_of: date
    places: tuple[str, ...]
    provider_names: dict[str, str]
    """Provider id → name, so that a report naming another provider waits."""


@dataclass(frozen=True)
class Part:
    """One role of a column, and what it says in each row."""

    column: Column
    n: str
    reads: list[v.Read]


def parts_of(
    layout: Layout, found: Found, rows: Sequence[int], at: int, ground: Ground
) -> tuple[list[Part], list[v.Read]]:
    """Return what a column says in each row, part by part, and each whole cell's fate.

    The fate of a cell that says two things is the worse of the two.
    """
    column, n = found.columns[at]
    cells = found.cells(rows, at)
    if column.split is None:
        reads = reads_of(layout, column, cells, ground)
        return [Part(column, n, reads)], reads
    pattern = re.compile(column.split.pattern, re.I)
    matches = [
        pattern.fullmatch(v.words(cell)) if cell is not None else None for cell in cells
    ]
    whole = v.Reader(lambda cell: None, known_markers(layout, column, "measures"))
    alone = [whole[cell] for cell in cells]
    found_parts = []
    for name, part in column.split.parts.items():
        texts: list[Cell] = [match[name] if match else None for match in matches]
        reads = reads_of(layout, part, texts, ground)
        reads = [
            read if match else other
            for read, match, other in zip(reads, matches, alone, strict=True)
        ]
        found_parts.append(Part(part, n, reads))
    each = zip(*(part.reads for part in found_parts), strict=True)
    return found_parts, [_worst(reads) for reads in each]


def _worst(reads: Sequence[v.Read]) -> v.Read:
    for kind in ("aside", "gap", "value"):
        for read in reads:
            if read.kind == kind:
                return read
    return v.BLANK


def reads_of(
    layout: Layout, column: Column, cells: Sequence[Cell], ground: Ground
) -> list[v.Read]:
    """Return what each of a column's cells was taken for."""
    scope, parse = _scope_and_parse(layout, column, cells, ground)
    reader = v.Reader(parse, known_markers(layout, column, scope))
    return list(map(reader.__getitem__, cells))


def known_markers(layout: Layout, column: Column, scope: str) -> Mapping[str, str]:
    """Return the words that stand for a gap in a column, its own before the common."""
    cached = layout.known_markers.get((id(column), scope))
    if cached is not None:
        return cached
    known = markers(scope) if scope else {}
    if column.person in ("forename", "surname"):
        # Na, Dk and Nk are people's names too; a gap is written in longer words.
        known = {marker: code for marker, code in known.items() if len(marker) != 2}
    own = layout.markers | column.markers
    found = {v.plain(key): code for key, code in [*known.items(), *own.items()]}
    layout.known_markers[id(column), scope] = found
    return found


def _scope_and_parse(
    layout: Layout, column: Column, cells: Sequence[Cell], ground: Ground
) -> tuple[str, Parse]:
    """Return in which scope a column's markers count, and how its values are read."""
    said: v.Order = column.dates or layout.dates
    if column.person == "birth_date":
        order = v.order_of(cells, said)
        return "birth_date", lambda cell: _birth_date(cell, order, ground.as_of)
    if column.person:
        return column.person, _person_parse(column, ground)
    if _is_date(column):
        scope = "" if column.episode else "measures"
        return scope, v.dates_in(v.order_of(cells, said))
    if column.score or column.item or column.goal == "score":
        return "measures", _score_parse(layout, column)
    if column.answer:
        return "measures", _answer_parse(column)
    return _other(column)


def _is_date(column: Column) -> bool:
    return bool(
        column.score_day
        or column.episode in ("start", "end")
        or "day"
        in (
            column.form,
            column.goal,
            column.happened,
            column.training,
            column.supervision,
        )
    )


def _score_parse(layout: Layout, column: Column) -> Parse:
    if column.score:
        about = layout.registry[column.score.key]
        return v.as_score(about.score_min, about.score_max)
    if column.item:
        about = layout.registry[column.item.key]
        return v.as_score(about.item_min or Decimal(0), about.item_max, whole=True)
    return v.as_score(Decimal(0), Decimal(10))


def _answer_parse(column: Column) -> Parse:
    answer = column.answer
    if answer and answer.many:
        return v.several_of(column.values, answer.many)
    if answer and answer.option:
        return _truth(column.values)
    return v.one_of(column.values)


def _other(column: Column) -> tuple[str, Parse]:
    if (
        column.contact
        or column.event
        or "count"
        in (
            column.happened,
            column.supervision,
        )
    ):
        return "counts", v.as_count
    if column.supervision == "offered" or column.training == "people":
        return "counts", v.as_count
    if column.state:
        return "measures", _truth(column.values)
    if column.episode == "route":
        examples = {
            word: key
            for key, row in routes().items()
            for word in row["examples_in_reports"].split("; ")
        }
        return "", v.one_of(examples | column.values)
    if column.amount:
        return "counts", v.as_amount
    if column.staff == "reference" or column.episode == "reference":
        return "", v.as_identifier
    if column.names == "period":
        return "", lambda cell: read_period(v.words(cell))
    if column.reason_for or column.form:
        return "measures", v.one_of(column.values) if column.values else v.as_text
    if column.happened:
        return "counts", v.one_of(column.values)
    return "", v.one_of(column.values) if column.values else v.as_text


def _truth(values: Mapping[str, str]) -> Parse:
    own = v.one_of(values)

    def parse(cell: Cell) -> bool | None:
        said = own(cell)
        return v.as_truth(cell) if said is None else said == "yes"

    return parse


def _person_parse(column: Column, ground: Ground) -> Parse:
    match column.person:
        case "gender":
            return v.one_of(column.values)
        case "ethnic_group":
            return v.one_of(ethnic_groups() | column.values)
        case "place":
            return v.one_of({place: place for place in ground.places} | column.values)
        case "reference" | "family_reference" | "nhs_number" | "upn" | "postcode":
            return v.as_identifier
        case _:
            return v.as_text


def _birth_date(cell: Cell, order: v.Order, as_of: date) -> object | None:
    found = v.dates_in(order)(cell)
    if not isinstance(found, date) or found <= as_of:
        return found
    if isinstance(cell, str) and not re.search(r"\d{4}", cell):
        # A two-digit year that would lie ahead is of the century before.
        return found.replace(year=found.year - 100)
    # Nobody is born yet on a day that is to come.
    return None
