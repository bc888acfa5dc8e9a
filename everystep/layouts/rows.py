"""From a table as it lies on a sheet to rows that say who and what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from everystep.calendar import Period, month_of, read_period
from everystep.layouts import values as v
from everystep.layouts.account import Ledger
from everystep.layouts.cells import Ground, Part, parts_of
from everystep.layouts.find import Found
from everystep.layouts.happenings import happened
from everystep.layouts.model import EachRow, Layout
from everystep.layouts.occasions import form_of, goal_score
from everystep.layouts.parts import Parts, each_row, in_parts
from everystep.layouts.records import (
    cover,
    described,
    records,
    rows_above,
    without,
)
from everystep.layouts.says import Answered, Count, Row, Statement
from everystep.layouts.unheard import heard


def rows_of(layout: Layout, found: Found, ground: Ground, ledger: Ledger) -> list[Row]:
    """Return a table's rows, and note in the ledger what became of each cell."""
    numbers = records(layout, found, ledger)
    cover(found, numbers, ledger)
    parts = in_parts(_read_columns(layout, found, numbers, ground, ledger))
    period = read_period(found.period_words) if found.period_words else None
    month = month_of(found.period_words)
    rows = _people(found, numbers, parts)
    forms = each_row(parts.form, len(rows))
    for slot in parts.slots:
        for row, said in zip(rows, slot.says(forms), strict=True):
            row.statements += said
    for at, row in enumerate(rows):
        _say(row, parts, at, forms[at], layout, found.table.each_row)
        row.period = _period_of(parts, at) or period
        row.month = month if row.period is None else 0
        if of := month or _month_named(parts, found, numbers[at]):
            row.is_of_month(of)
    return heard(found, numbers, rows, parts, ledger)


def _month_named(parts: Parts, found: Found, row: int) -> int:
    """Return the month that a row names, where it names no quarter, or nought."""
    if "period" not in parts.names:
        return 0
    cells = [
        found.cell(row, at)
        for at, (column, _) in found.columns.items()
        if column.names == "period"
    ]
    months = (
        cell.month if isinstance(cell, date) else month_of(v.words(cell))
        for cell in cells
    )
    return next((one for one in months if one), 0)


def _read_columns(
    layout: Layout,
    found: Found,
    numbers: Sequence[int],
    ground: Ground,
    ledger: Ledger,
) -> list[Part]:
    down = {
        at
        for heading in found.table.fill_down
        for at, (column, _) in found.columns.items()
        if column is found.table.column(heading)
    }
    sheet = found.sheet
    look = bool(sheet.struck or sheet.hidden_columns or sheet.hidden_rows)
    parts: list[Part] = []
    for at in described(found):
        column = found.columns.get(at, (None, ""))[0]
        if (
            column is None
            or column.ignored is not None
            or _is_beyond(layout, found, at)
        ):
            _note(found, numbers, at, _unread(found, at, numbers), ledger)
            continue
        above = rows_above(found, numbers, at, down) if at in down else numbers
        rows = numbers if above is numbers else sorted({*numbers, *above})
        some, whole = parts_of(layout, found, rows, at, ground)
        if look:
            some, whole = without(layout, found, rows, at, some, whole)
        if above is not numbers:
            index = {row: one for one, row in enumerate(rows)}
            whole = [whole[index[row]] for row in numbers]
            some = [
                Part(one.column, one.n, [one.reads[index[row]] for row in above])
                for one in some
            ]
        _note(found, numbers, at, whole, ledger)
        parts += some
    return parts


def _is_beyond(layout: Layout, found: Found, at: int) -> bool:
    """Return whether a column is an item that its questionnaire does not have."""
    column, n = found.columns[at]
    items = layout.registry[column.item.key].n_items if column.item else None
    return bool(items and n and int(n) > items)


def _unread(found: Found, at: int, numbers: Sequence[int]) -> list[v.Read]:
    """Return the fates of a column that is not read."""
    described = found.columns[at][0] if at in found.columns else None
    is_ignored = described is not None and described.ignored is not None
    reason = "ignored" if is_ignored else "unknown_column"
    if reason != "ignored" and found.place(0, at)[2] in found.sheet.hidden_columns:
        reason = "hidden"
    aside = v.Read("aside", reason)
    return [v.BLANK if cell is None else aside for cell in found.cells(numbers, at)]


def _note(
    found: Found,
    numbers: Sequence[int],
    at: int,
    reads: Sequence[v.Read],
    ledger: Ledger,
) -> None:
    """Tell the ledger what became of a column's cells."""
    sheet, table = found.sheet, found.table
    at_once = isinstance(numbers, range) and not (table.turned or sheet.merges)
    if (
        at_once
        and isinstance(numbers, range)
        and ledger.column(sheet.index, at, numbers, table.table, reads)
    ):
        return
    for row, read in zip(numbers, reads, strict=True):
        place = found.place(row, at)
        if read.kind == "aside":
            ledger.aside(*place, table.table, str(read.value))
        elif read.kind != "blank":
            ledger.use(*place)
        elif place[1:] not in sheet.under_merges:
            ledger.empty(*place)


def _period_of(parts: Parts, at: int) -> Period | None:
    read = parts.names["period"][at] if "period" in parts.names else v.BLANK
    return read.value if isinstance(read.value, Period) else None


def _people(found: Found, numbers: Sequence[int], parts: Parts) -> list[Row]:
    """Return a row for each record, with whom it is about and nothing said yet."""
    first, of = found.span.start, found.table.of
    places = [found.place(number, first) for number in numbers]
    turned = found.table.turned
    sides = zip(
        *(
            each_row(columns, len(places))
            for columns in (parts.who, parts.episode, parts.staff)
        ),
        strict=True,
    )
    return [
        Row(sheet, column if turned else row, of, who, episode, staff)
        for (sheet, row, column), (who, episode, staff) in zip(
            places, sides, strict=True
        )
    ]


def _say(
    row: Row,
    parts: Parts,
    at: int,
    form: dict[str, v.Read],
    layout: Layout,
    each: EachRow | None,
) -> None:
    """Add to a row all that its columns say, besides scores side by side."""
    for key, items in parts.items.items():
        answers = {item: reads[at] for item, reads in items.items()}
        if said := form_of(key, layout.registry[key], answers, form):
            row.statements.append(said)
    row.counts = [
        Count(entity, about, reads[at]) for entity, about, reads in parts.counts
    ]
    if parts.goals:
        row.goals = _goals(parts, at, form)
    if parts.answers:
        row.answers = _answers(parts, at)
    if each or parts.happened or parts.training or parts.supervision:
        happened(row, parts, at, each)
    if "text" in parts.story and parts.story["text"][at].kind == "value":
        permission = parts.story.get("permission")
        row.story = permission[at] if permission else v.BLANK
    if "service" in parts.names:
        service = parts.names["service"][at]
        row.service_id = str(service.value) if service.kind == "value" else ""


def _goals(parts: Parts, at: int, form: dict[str, v.Read]) -> list[Statement]:
    """Return each goal's scores; several goals of one row go by their number."""
    texts: dict[str, str] = {}
    days: dict[tuple[str, str], v.Read] = {}
    scores: list[tuple[str, str, v.Read]] = []
    for part in parts.goals:
        number = part.column.number.replace("{n}", part.n)
        position = part.column.position.replace("{n}", part.n)
        read = part.reads[at]
        if part.column.goal == "text" and read.kind == "value":
            texts[number] = v.plain(str(read.value))
        elif part.column.goal == "day":
            days[number, position] = read
        elif part.column.goal == "score":
            scores.append((number, position, read))
    said = [
        goal_score(
            read,
            days.get((number, position), form.get("day", v.BLANK)),
            position,
            texts.get(number) or f"goal {number or 1}",
        )
        for number, position, read in scores
    ]
    return [one for one in said if one]


def _answers(parts: Parts, at: int) -> list[Answered]:
    """Return the answers of a row; the options of one question are one answer."""
    chosen: dict[str, list[tuple[str, v.Read]]] = {}
    found: dict[str, Answered] = {}
    for part in parts.answers:
        answer, read = part.column.answer, part.reads[at]
        if answer is None:
            continue
        if answer.option:
            chosen.setdefault(answer.question, []).append((answer.option, read))
        known = found.get(answer.question)
        if known is None or (known.read.kind == "blank" and not answer.option):
            found[answer.question] = Answered(
                answer.question, answer.principle or "", answer.voice, read
            )
    for question, options in chosen.items():
        found[question].read = _chosen(options)
    return list(found.values())


def _chosen(options: Sequence[tuple[str, v.Read]]) -> v.Read:
    reads = [read for _, read in options]
    if all(read.kind == "blank" for read in reads):
        return v.BLANK
    for kind in ("aside", "gap"):
        for read in reads:
            if read.kind == kind:
                return read
    ids = sorted(option for option, read in options if read.value is True)
    return v.Read("value", ";".join(ids))
