"""From a table as it lies on a sheet to rows that say who and what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from everystep.calendar import Period, read_period
from everystep.layouts import values as v
from everystep.layouts.account import Ledger, under_merges
from everystep.layouts.cells import Ground, Part, parts_of
from everystep.layouts.find import Found
from everystep.layouts.model import EachRow, Key, Layout
from everystep.layouts.occasions import Slot, form_of, goal_score
from everystep.layouts.says import Answered, Count, Done, Row, Statement

_BLANKS: list[v.Read] = []


@dataclass
class _Parts:
    """A table's columns, sorted by what they are for."""

    who: dict[str, list[v.Read]] = field(default_factory=dict)
    staff: dict[str, list[v.Read]] = field(default_factory=dict)
    episode: dict[str, list[v.Read]] = field(default_factory=dict)
    form: dict[str, list[v.Read]] = field(default_factory=dict)
    names: dict[str, list[v.Read]] = field(default_factory=dict)
    happened: dict[str, list[v.Read]] = field(default_factory=dict)
    training: dict[str, list[v.Read]] = field(default_factory=dict)
    supervision: dict[str, list[v.Read]] = field(default_factory=dict)
    story: dict[str, list[v.Read]] = field(default_factory=dict)
    counts: list[tuple[str, str, list[v.Read]]] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    items: dict[Key, dict[int, tuple[int, list[v.Read]]]] = field(default_factory=dict)
    goals: list[Part] = field(default_factory=list)
    answers: list[Part] = field(default_factory=list)


def rows_of(layout: Layout, found: Found, ground: Ground, ledger: Ledger) -> list[Row]:
    """Return a table's rows, and note in the ledger what became of each cell."""
    numbers = _records(layout, found, ledger)
    _cover(found, numbers, ledger)
    parts = _read_columns(layout, found, numbers, ground, ledger)
    sorted_ = _sorted(layout, parts)
    period = read_period(found.period_words) if found.period_words else None
    rows = [
        _row(found, number, at, sorted_, layout, ledger)
        for at, number in enumerate(numbers)
    ]
    for at, row in enumerate(rows):
        row.period = _period_of(sorted_, at) or period
        if row.period and period:
            # A month's count is a part of its quarter's.
            for count in row.counts:
                count.adds = True
    return rows


def _records(layout: Layout, found: Found, ledger: Ledger) -> list[int]:
    """Return the rows of a body that hold a record and may be read."""
    filled = [
        row
        for row in found.body
        if any(found.cell(row, column) is not None for column in found.span)
    ]
    kept = []
    for row in filled:
        places = [
            found.place(row, column)
            for column in found.span
            if found.cell(row, column) is not None
        ]
        if reason := _left_alone(layout, found, places):
            for place in places:
                ledger.aside(*place, found.table.table, reason)
        elif _belongs(found, row):
            kept.append(row)
    return kept


def _left_alone(
    layout: Layout, found: Found, places: Sequence[tuple[int, int, int]]
) -> str:
    sheet = found.sheet
    if sheet.struck and all(place[1:] in sheet.struck for place in places):
        return "struck_out"
    if not sheet.hidden_rows or layout.hidden_rows == "read" or found.table.turned:
        return ""
    return "hidden" if all(place[1] in sheet.hidden_rows for place in places) else ""


def _belongs(found: Found, row: int) -> bool:
    for heading, wanted in found.table.only_where.items():
        column = found.table.column(heading)
        at = next((at for at, (one, _) in found.columns.items() if one is column), None)
        said = v.words(found.cell(row, at)).casefold() if at is not None else ""
        if said not in {v.plain(word) for word in wanted}:
            return False
    return True


def _cover(found: Found, numbers: Sequence[int], ledger: Ledger) -> None:
    """Note the header as used, and that blanks of the body are cells too."""
    for row in found.header:
        for column in found.span:
            if found.cell(row, column) is not None:
                ledger.use(*found.place(row, column))
    columns = [
        column
        for column in found.span
        if column in found.columns or found.heading_of(column)
    ]
    if found.table.turned:
        ledger.covers(found.sheet.index, columns, numbers)
    else:
        ledger.covers(found.sheet.index, numbers, columns)
    under = under_merges(found.sheet)
    for row in numbers:
        for column in columns:
            place = found.place(row, column)
            if found.cell(row, column) is None and place[1:] not in under:
                ledger.empty(*place)


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
    table = found.table.table
    parts: list[Part] = []
    for at in found.span:
        column = found.columns.get(at, (None, ""))[0]
        if column is None or column.ignored is not None:
            reason = "ignored" if column else "unknown_column"
            if not column and found.place(0, at)[2] in found.sheet.hidden_columns:
                reason = "hidden"
            if column or found.heading_of(at):
                for row in numbers:
                    if found.cell(row, at) is not None:
                        ledger.aside(*found.place(row, at), table, reason)
            continue
        above = _above(found, numbers, at, down) if at in down else numbers
        rows = sorted({*numbers, *above})
        some, whole = parts_of(layout, found, rows, at, ground)
        if found.sheet.struck or found.sheet.hidden_columns or found.sheet.hidden_rows:
            some, whole = _without(layout, found, rows, at, some, whole)
        said = dict(zip(rows, whole, strict=True))
        for row in numbers:
            if said[row].kind == "aside":
                ledger.aside(*found.place(row, at), table, str(said[row].value))
            elif said[row].kind != "blank":
                ledger.use(*found.place(row, at))
        if rows != numbers or above != numbers:
            index = {row: one for one, row in enumerate(rows)}
            some = [
                Part(one.column, one.n, at, [one.reads[index[row]] for row in above])
                for one in some
            ]
        parts += some
    return parts


def _above(found: Found, numbers: Sequence[int], at: int, down: set[int]) -> list[int]:
    """Return, for each row, the row whose cell of a filled-down column counts for it.

    A block begins wherever a column that says whom it is about is filled, in a row of
    any table; nothing is ever carried from one block into the next.
    """
    side = [
        column
        for column in down
        if found.columns[column][0].person or found.columns[column][0].staff
    ]
    above: dict[int, int] = {}
    start = last = found.body.start
    for row in found.body:
        if any(found.cell(row, column) is not None for column in side):
            start = last = row
        if found.cell(row, at) is not None:
            last = row
        above[row] = start if at in side else last
    return [above[row] for row in numbers]


def _without(
    layout: Layout,
    found: Found,
    numbers: Sequence[int],
    at: int,
    parts: list[Part],
    whole: list[v.Read],
) -> tuple[list[Part], list[v.Read]]:
    """Return a column without the cells that are crossed out or hidden."""
    sheet = found.sheet
    reasons = []
    for row in numbers:
        _, real_row, real_column = found.place(row, at)
        hidden = layout.hidden_rows == "aside" and (
            real_column in sheet.hidden_columns or real_row in sheet.hidden_rows
        )
        struck = (real_row, real_column) in sheet.struck
        reasons.append("hidden" if hidden else "struck_out" if struck else "")

    def kept(reads: list[v.Read]) -> list[v.Read]:
        return [
            v.Read("aside", reason) if reason and read.kind != "blank" else read
            for reason, read in zip(reasons, reads, strict=True)
        ]

    return [Part(p.column, p.n, p.at, kept(p.reads)) for p in parts], kept(whole)


def _sorted(layout: Layout, parts: Sequence[Part]) -> _Parts:
    found = _Parts()
    slots: dict[tuple[str, str, str], dict[str, Part]] = {}
    for part in parts:
        column, reads = part.column, part.reads
        for name in (
            "staff",
            "episode",
            "form",
            "names",
            "happened",
            "training",
            "supervision",
            "story",
        ):
            if said := getattr(column, name):
                getattr(found, name)[said] = reads
        if column.person:
            found.who[column.person] = reads
        elif column.contact:
            found.counts.append(("contacts", column.contact, reads))
        elif column.event:
            found.counts.append(("events", column.event, reads))
        elif column.state:
            found.counts.append(("states", column.state, reads))
        elif column.item:
            items = found.items.setdefault(column.item.key, {})
            items[int(part.n or 0)] = (part.at, reads)
        elif column.goal:
            found.goals.append(part)
        elif column.answer:
            found.answers.append(part)
        for kind in ("score", "score_day", "reason_for"):
            if scale := getattr(column, kind):
                position = column.position.replace("{n}", part.n)
                group = slots.setdefault((scale.measure, scale.rater, position), {})
                group[scale.subscale if kind == "score" else f"({kind})"] = part
    _share(slots)
    found.slots = [_slot(*key, group) for key, group in slots.items()]
    return found


def _share(slots: dict[tuple[str, str, str], dict[str, Part]]) -> None:
    """Let one date, or one column of reasons, speak for every scale of an occasion."""
    for kind in ("(score_day)", "(reason_for)"):
        by_position: dict[str, list[Part]] = {}
        for (_, _, position), group in slots.items():
            if kind in group:
                by_position.setdefault(position, []).append(group[kind])
        for (_, _, position), group in slots.items():
            shared = by_position.get(position, [])
            if kind not in group and len(shared) == 1:
                group[kind] = shared[0]


def _slot(measure: str, rater: str, position: str, group: dict[str, Part]) -> Slot:
    day, reason = group.pop("(score_day)", None), group.pop("(reason_for)", None)
    scores = {name: (part.at, part.reads) for name, part in group.items()}
    return Slot(
        measure,
        rater,
        position,
        scores,
        day.reads if day else None,
        reason.reads if reason else None,
    )


def _period_of(parts: _Parts, at: int) -> Period | None:
    read = parts.names["period"][at] if "period" in parts.names else v.BLANK
    return read.value if isinstance(read.value, Period) else None


def _at(columns: dict[str, list[v.Read]], at: int) -> dict[str, v.Read]:
    return {name: reads[at] for name, reads in columns.items()}


def _row(
    found: Found,
    number: int,
    at: int,
    parts: _Parts,
    layout: Layout,
    ledger: Ledger,
) -> Row:
    sheet, real_row, _ = found.place(number, found.span.start)
    if found.table.turned:
        real_row = found.place(number, found.span.start)[2]
    row = Row(sheet, real_row, found.table.of)
    row.who, row.episode = _at(parts.who, at), _at(parts.episode, at)
    row.staff = _at(parts.staff, at)

    def back(column: int) -> None:
        place = found.place(number, column)
        ledger.back(*place, found.table.table, "out_of_range")

    form = _at(parts.form, at)
    for slot in parts.slots:
        said = slot.says(at, layout.registry, back, form)
        if form:
            said = [_as_form(one, form) for one in said]
        row.statements += said
    for key, items in parts.items.items():
        answers = {item: (column, all_[at]) for item, (column, all_) in items.items()}
        one = form_of(key, layout.registry[key], answers, form, back)
        if one:
            row.statements.append(one)
    row.counts = [
        Count(entity, about, reads[at]) for entity, about, reads in parts.counts
    ]
    row.goals = _goals(parts, at, form, back)
    row.answers = _answers(parts, at)
    _happenings(row, parts, at, found.table.each_row)
    if "text" in parts.story and parts.story["text"][at].kind == "value":
        row.story = parts.story.get("permission", [v.BLANK] * (at + 1))[at]
    service = parts.names["service"][at] if "service" in parts.names else v.BLANK
    row.service_id = str(service.value) if service.kind == "value" else ""
    return row


def _as_form(said: Statement, form: dict[str, v.Read]) -> Statement:
    """Return a score with the day and name of the form that its row is."""
    day, position = form.get("day", v.BLANK), form.get("position", v.BLANK)
    if said.day is None and isinstance(day.value, date):
        said.day = day.value
    if not said.position and position.kind == "value":
        said.position = str(position.value)
    return said


def _goals(
    parts: _Parts, at: int, form: dict[str, v.Read], back: object
) -> list[Statement]:
    """Return each goal's scores; several goals of one row go by their number."""
    texts: dict[str, str] = {}
    days: dict[tuple[str, str], v.Read] = {}
    for part in parts.goals:
        number = part.column.number.replace("{n}", part.n)
        position = part.column.position.replace("{n}", part.n)
        if part.column.goal == "text" and part.reads[at].kind == "value":
            texts[number] = v.plain(str(part.reads[at].value))
        if part.column.goal == "day":
            days[number, position] = part.reads[at]
    found = []
    for part in parts.goals:
        if part.column.goal != "score":
            continue
        number = part.column.number.replace("{n}", part.n)
        position = part.column.position.replace("{n}", part.n)
        goal = texts.get(number) or f"goal {number or 1}"
        day = days.get((number, position), form.get("day", v.BLANK))
        said = goal_score(
            part.reads[at],
            day,
            position,
            goal,
            lambda part=part: back(part.at),  # type: ignore[misc, operator]
        )
        if said:
            found.append(said)
    return found


def _answers(parts: _Parts, at: int) -> list[Answered]:
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


def _happenings(row: Row, parts: _Parts, at: int, each: EachRow | None) -> None:
    """Add what a row of a list stands for: an event, a contact, a day of training."""
    each = each or EachRow.model_construct()
    happened = _at(parts.happened, at)
    day = happened.get("day", v.BLANK)
    number = happened.get("count", v.Read("value", 1))
    for entity, kind, fixed in (
        ("events", "event", each.event),
        ("contacts", "contact", each.contact),
    ):
        about = happened.get(kind, v.BLANK)
        name = str(about.value) if about.kind == "value" else fixed
        if name:
            # An event whose day is not known is of the report's own quarter.
            on = day.value if isinstance(day.value, date) else None
            row.counts.append(Count(entity, name, number, on, adds=True))
    trained = _at(parts.training, at)
    if trained or each.training:
        _done(row, "training", trained, "practice", each.training, "attended")
    supervised = _at(parts.supervision, at)
    if supervised or each.supervision:
        _done(row, "supervision", supervised, "kind", each.supervision, "count")


def happenings(row: Row, parts: Sequence[Part], each: EachRow | None) -> None:
    """Add what a sentence stands for, as a row of a list would."""
    found = _Parts()
    for part in parts:
        for name in ("happened", "training", "supervision", "staff"):
            if said := getattr(part.column, name):
                getattr(found, name)[said] = part.reads
    row.staff = _at(found.staff, 0)
    _happenings(row, found, 0, each)


def _done(
    row: Row,
    entity: str,
    reads: dict[str, v.Read],
    name: str,
    fixed: str | None,
    how: str,
) -> None:
    about = reads.get(name, v.BLANK)
    what = str(about.value) if about.kind == "value" else fixed
    day = reads.get("day", v.BLANK).value
    default = v.Read("value", "attended" if entity == "training" else 1)
    said = reads.get("people") or reads.get(how) or default
    if what and said.kind != "blank":
        found = day if isinstance(day, date) else None
        row.done.append(Done(entity, what, found, said))
