"""What a rehearsal says, part by part: the same for a terminal and for a page.

An engineer sees sheet names and the report's own headings, to write a layout by. A page
may travel further: it names places, and a report's words only where they are headings
for certain. Neither shows a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from everystep import wording as receipt
from everystep.receipts import by_reason, column_name, visible
from everystep.reference import gap_reasons
from everystep.rehearsal import wording
from everystep.rehearsal.blocks import Block
from everystep.rehearsal.look import SheetSeen
from everystep.rehearsal.next_steps import next_steps, places_of
from everystep.rehearsal.parts import Listener, Listing, Section, quoted
from everystep.rehearsal.rehearse import (
    ColumnSeen,
    Rehearsal,
    TableSeen,
)
from everystep.rehearsal.tally import counts, gaps

__all__ = ["Listener", "Listing", "Section", "quoted", "sections"]

MOST_PLACES = 8


def sections(found: Rehearsal, to: Listener) -> Iterator[Section]:
    """Yield what a rehearsal says, in order."""
    yield _file(found, to)
    yield _understood(found, to)
    if found.tables:
        yield _tables(found, to)
    if found.reading is not None:
        yield from _read(found, to)
    yield next_steps(found, to)


def _file(found: Rehearsal, to: Listener) -> Section:
    looked = found.looked
    kind = wording.KINDS.get(looked.what.kind) or wording.REASON_KINDS.get(
        looked.reason, wording.ANOTHER_KIND
    )
    says = []
    if looked.name_says:
        says.append(wording.misnamed(looked.name_says, kind))
    if found.hidden_sheets:
        says.append(wording.hidden_sheets(found.hidden_sheets))
    says += [
        receipt.REMARKS[code] for code in looked.what.remarks if code in receipt.REMARKS
    ]
    named = [
        (wording.FILE, visible(looked.name)),
        (wording.WHAT_IT_IS, kind),
        (wording.SIZE, wording.size(len(looked.content))),
    ]
    rows = [_sheet(sheet, to) for sheet in found.sheets]
    listings = [Listing(wording.SHEETS, wording.SHEET_HEADINGS, rows)] if rows else []
    return Section(wording.THE_FILE, named=named, after=says, listings=listings)


def _sheet(sheet: SheetSeen, to: Listener) -> tuple[str, ...]:
    there = [
        wording.also(kind, count)
        for kind in wording.ALSO
        for count in [getattr(sheet, kind)]
        if count
    ]
    if not sheet.looked and sheet.kind == "grid":
        there.append(wording.NOT_LOOKED)
    name = _sheet_name(sheet.number, sheet.title, to)
    if sheet.kind == "words":
        return name, wording.lines(sheet.rows), "; ".join(there)
    size = wording.sheet_size(sheet.rows, sheet.columns, sheet.filled)
    return name, size, "; ".join(there)


def _sheet_name(number: int, title: str, to: Listener) -> str:
    # A sheet may be called after a person: on a page it goes by its number.
    if to.is_engineer and title:
        return f"{number}: {visible(title)}"
    return str(number)


def _understood(found: Rehearsal, to: Listener) -> Section:
    heading = wording.UNDERSTOOD
    if found.understood is not None:
        return _by_layout(found, to)
    if found.looked.reason:
        reason = found.looked.reason
        said = receipt.OUTCOMES.get(reason, receipt.OUTCOMES["looking_into_it"])
        return Section(heading, says=[said])
    if found.verdict == "waits":
        return Section(heading, says=_waits(found, to))
    if found.verdict == "not_a_report":
        says = [wording.NO_TABLE[found.reason], wording.KEPT_ALL_THE_SAME]
        return Section(heading, says=says)
    told = wording.NO_LAYOUT if to.is_engineer else wording.NO_LAYOUT_PROVIDER
    says = [told[found.verdict]]
    if to.is_engineer:
        says += _nearest(found)
        if to.drafts:
            says.append(wording.drafts(to.drafts))
        elif not to.layouts_looked_at:
            says.append(wording.NO_LAYOUTS)
    return Section(heading, says=says, listings=[*_shapes(found, to)])


def _shapes(found: Rehearsal, to: Listener) -> Iterator[Listing]:
    titles = _titles(found)
    tables = [_block(one, titles, to) for one in found.blocks]
    if tables:
        yield Listing(wording.BLOCKS, wording.BLOCK_HEADINGS, tables)
    looks = [
        (
            _sheet_name(one.sheet + 1, titles.get(one.sheet + 1, ""), to),
            "; ".join(wording.LOOKS[look] for look in one.looks),
        )
        for one in found.shapes
        if one.looks != ("empty",)
    ]
    if looks and found.verdict != "readable":
        yield Listing(wording.SHAPES, wording.SHAPE_HEADINGS, looks)


def _waits(found: Rehearsal, to: Listener) -> list[str]:
    if not to.is_engineer:
        code = found.reason
        return [receipt.OUTCOMES.get(code, receipt.OUTCOMES["looking_into_it"])]
    if found.reason == "two_layouts":
        names = wording.listed([one.layout for one in found.fitting])
        return [wording.TWO_FIT.format(names=names), wording.TWO_FIT_NEXT]
    says = [wording.WAITS[found.reason]]
    if found.fitting:
        names = wording.listed([one.layout for one in found.fitting])
        says.append(f"{wording.LAYOUT}: {names}.")
    return says


def _nearest(found: Rehearsal) -> list[str]:
    if found.nearest is None:
        return []
    near = found.nearest
    whole = near.here + len(near.not_here)
    says = [wording.NEAREST.format(name=near.layout.layout, here=near.here, all=whole)]
    if near.not_here:
        says.append(
            wording.NEAREST_NOT_HERE.format(names=wording.listed(near.not_here))
        )
    return says


def _block(one: Block, titles: dict[int, str], to: Listener) -> tuple[str, ...]:
    name = _sheet_name(one.sheet + 1, titles.get(one.sheet + 1, ""), to)
    # What stands over two headings may be a title, and a title may name someone.
    said = [tier if to.is_engineer else tier[-1:] for tier in one.headings]
    heads = [visible(" ".join(" / ".join(tier).split())) for tier in said]
    heads += [wording.unsaid(one.unsaid, bool(heads))] if one.unsaid else []
    at, row = one.left, one.header.start
    if one.turned:
        at, row = row, at
    where = f"{name}, from {column_name(at)}{row + 1}"
    return where, str(one.rows), ", ".join(heads)


def _by_layout(found: Rehearsal, to: Listener) -> Section:
    assert found.understood is not None
    layout, reading = found.understood.described, found.understood.reading
    near = found.understood.near
    if to.is_engineer:
        told = wording.NEARLY if near else wording.READ_BY
    else:
        told = wording.NEARLY_PROVIDER if near else wording.READ_BY_PROVIDER
    says = [told.format(name=layout.layout)]
    for table in near.elsewhere if near else ():
        says.append(wording.TABLE_MOVED.format(name=table))
    says += (
        [wording.TABLE_ABSENT.format(name=one) for one in near.absent] if near else []
    )
    services = sorted(set(found.services.values()))
    named = [(wording.PERIOD, reading.period.name)]
    if to.is_engineer:
        named.insert(0, (wording.LAYOUT, f"{layout.layout}: {layout.title}"))
        named += [
            (wording.SERVICE, f"{service} ({provider})")
            for provider, service in found.services.items()
        ]
    elif len(services) == 1:
        named.append((wording.SERVICE, services[0]))
    else:
        named.append((wording.SERVICE, wording.SEVERAL_SERVICES))
    after = [wording.TEXTS_TOO] if layout.texts else []
    asks = any(column.person == "place" for column in layout.columns)
    if to.is_engineer and asks and not to.knows_places:
        after.append(wording.NO_PLACES)
    if found.name_says:
        after.append(receipt.name_says(found.name_says, reading.period.name))
    return Section(wording.UNDERSTOOD, says=says, named=named, after=after)


def _tables(found: Rehearsal, to: Listener) -> Section:
    titles = _titles(found)
    lost = [
        f"{one.name.replace('_', ' ').capitalize()}: "
        + wording.LOST.format(names=wording.listed(_said_of(one.lost, to)))
        for one in found.tables
        if one.lost
    ]
    listings = [_table(one, titles, to) for one in found.tables]
    return Section(wording.TABLES, listings=listings, after=lost)


def _said_of(headings: Sequence[str], to: Listener) -> list[str]:
    """Return a layout's words for columns: an engineer's as the layout has them."""
    return [one if to.is_engineer else one.replace("{n}", "…") for one in headings]


def _titles(found: Rehearsal) -> dict[int, str]:
    return {sheet.number: sheet.title for sheet in found.sheets}


def _read(found: Rehearsal, to: Listener) -> Iterator[Section]:
    reading = found.reading
    assert reading is not None
    counted = counts(reading)
    points = [receipt.counted(kind, n) for kind, n in _in_order(counted) if n]
    says = [receipt.USED if points else receipt.USED_NOTHING_TO_COUNT]
    yield Section(wording.COULD_USE, says=says, points=points)
    yield _gaps(gaps(reading))
    yield _asides(found)
    yield _account(found, _titles(found), to)


def _in_order(counted: dict[str, int]) -> Iterator[tuple[str, int]]:
    for kind in receipt.COUNTED:
        yield kind, counted.get(kind, 0)


def _table(one: TableSeen, titles: dict[int, str], to: Listener) -> Listing:
    sheet = f"sheet {_sheet_name(one.sheet, titles.get(one.sheet, ''), to)}"
    caption = wording.table_caption(one.name, sheet, one.cells, one.rows)
    turned = any(column.place.isdigit() for column in one.columns)
    heads = wording.TURNED_HEADINGS if turned else wording.COLUMN_HEADINGS
    return Listing(caption, heads, [_column(column, to) for column in one.columns])


def _column(column: ColumnSeen, to: Listener) -> tuple[str, str, str]:
    if column.how == "known":
        words = column.words if to.is_engineer else column.heading
        return column.place, visible(words or column.heading), column.meaning
    if column.how == "hidden":
        return column.place, "", wording.HIDDEN_COLUMN
    words = visible(column.words) if to.is_engineer else ""
    if column.how == "resembles":
        said = wording.RESEMBLES.format(heading=column.heading)
        return column.place, words, said
    return column.place, words, wording.UNKNOWN


def _gaps(reasons: dict[str, int]) -> Section:
    if not reasons:
        return Section(wording.GAPS, says=[wording.NO_GAPS])
    known = gap_reasons()
    rows = [
        (known[code]["label"] if code in known else wording.UNKNOWN_GAP, str(count))
        for code, count in reasons.items()
    ]
    heads = (receipt.REASON, receipt.HOW_OFTEN)
    listing = Listing(wording.GAP_CAPTION, heads, rows)
    return Section(wording.GAPS, says=[receipt.GAPS], listings=[listing])


def _asides(found: Rehearsal) -> Section:
    assert found.reading is not None
    asides = places_of(found.reading)
    if not asides:
        return Section(wording.SET_ASIDE, says=[wording.NOTHING_ASIDE])
    places = []
    for reason, here in by_reason(asides):
        told = [
            receipt.place(
                one.sheet + 1, column_name(one.column), one.row + 1, one.cells
            )
            for one in here[:MOST_PLACES]
        ]
        if len(here) > MOST_PLACES:
            told.append(receipt.more_places(len(here) - MOST_PLACES))
        said = receipt.ASIDE_REASONS.get(reason, receipt.OTHER_ASIDE)
        places.append((said, told))
    return Section(wording.SET_ASIDE, says=[wording.ASIDE_MEANS], places=places)


def _account(found: Rehearsal, titles: dict[int, str], to: Listener) -> Section:
    assert found.reading is not None
    rows = [
        (
            _sheet_name(one.sheet + 1, titles.get(one.sheet + 1, ""), to),
            *map(str, (one.cells_in, one.used, one.empty, one.set_aside)),
        )
        for one in found.reading.accounts
    ]
    whole = all(
        one.cells_in == one.used + one.empty + one.set_aside
        for one in found.reading.accounts
    )
    says = [wording.ACCOUNT_ADDS_UP if whole else wording.ACCOUNT_DOES_NOT]
    listing = Listing(wording.ACCOUNT_CAPTION, wording.ACCOUNT_HEADINGS, rows)
    return Section(wording.ACCOUNT, says=says, listings=[listing])
