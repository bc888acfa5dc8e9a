"""Reports are read as they are: what is true, cell by cell, and no cell untold."""

from __future__ import annotations

import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from everystep.demo.journeys import make_world
from everystep.demo.reports import write_reports
from everystep.demo.world import Episode, Mention, Quarter, World
from everystep.layouts.find import fitting
from everystep.layouts.load import read_layouts
from everystep.layouts.model import Layout
from everystep.layouts.read import Ground, NotOurs, Reading, Row, read_report
from everystep.layouts.values import Read, words
from everystep.readers import Sheet, cells_of, triage

LAYOUTS = Path(__file__).parent.parent / "everystep" / "demo" / "layouts"
Told = Counter[tuple[object, ...]]
Reports = dict[Path, tuple[list[Sheet], Reading]]


@pytest.fixture(scope="module")
def world() -> World:
    return make_world()


@pytest.fixture(scope="module")
def ground(world: World) -> Ground:
    names = {one.provider_id: one.provider_name for one in world.services}
    return Ground(world.as_of, world.places, names)


@pytest.fixture(scope="module")
def layouts() -> list[Layout]:
    return read_layouts(LAYOUTS)


@pytest.fixture(scope="module")
def reports(
    world: World,
    ground: Ground,
    layouts: list[Layout],
    tmp_path_factory: pytest.TempPathFactory,
) -> Reports:
    """Return every file of the made-up commission as it was read."""
    found: Reports = {}
    for path in write_reports(world, tmp_path_factory.mktemp("inbox")):
        content, provider = path.read_bytes(), path.parent.name
        sheets = cells_of(content, triage(content).kind)
        fits = fitting(layouts, triage(content).family, sheets)
        [mine] = [layout for layout in fits if provider in layout.services]
        found[path] = sheets, read_report(mine, sheets, provider, ground)
    return found


def _true_reports(reports: Reports) -> list[tuple[str, Reading]]:
    """Return all but the report that its provider corrected afterwards."""
    return [
        (path.parent.name, reading)
        for path, (_, reading) in reports.items()
        if path.parent.name != "fern-youth"
        or reading.period.name != "2025-26 Q2"
        or path.stem.endswith("corrected")
    ]


def _quarter(world: World, reading: Reading) -> Quarter:
    return next(one for one in world.quarters if one.name == reading.period.name)


def _episodes(world: World, reading: Reading) -> list[tuple[Row, Episode]]:
    known = {
        (one.reference, one.start): one
        for one in world.episodes
        if one.service_id == reading.service_id
    }
    return [
        (row, known[str(row.who["reference"].value), _day(row.episode["start"])])
        for row in reading.rows
    ]


def _day(read: Read) -> date:
    assert isinstance(read.value, date)
    return read.value


def test_every_report_is_read_for_its_own_service_and_quarter(
    reports: Reports, world: World
) -> None:
    read_for = Counter(
        (reading.service_id, reading.period.name) for _, reading in reports.values()
    )
    sent = {
        (service.service_id, quarter.name): 1
        for service in world.services
        for quarter in world.quarters
        if quarter.end >= service.started
    }

    assert read_for == Counter(sent | {("fern-mentoring", "2025-26 Q2"): 2})


def test_scores_are_read_as_they_were_taken(reports: Reports, world: World) -> None:
    for _, reading in _true_reports(reports):
        listed = _episodes(world, reading)
        keys, last = {one.key for _, one in listed}, _quarter(world, reading).end
        said: Told = Counter(
            (episode.key, one.scale, one.day, one.position, one.score)
            for row, episode in listed
            for one in row.statements
            if one.score is not None
        )
        true: Told = Counter(
            (s.episode, (s.measure, s.subscale, s.rater), s.day, s.position, s.value)
            for s in world.scores
            if s.episode in keys and s.day <= last and s.value is not None
        )
        assert said == true


def test_gaps_are_read_with_their_reasons(reports: Reports, world: World) -> None:
    for _, reading in _true_reports(reports):
        listed = _episodes(world, reading)
        keys, now = {one.key for _, one in listed}, reading.period.name
        said: Told = Counter(
            (episode.key, "/".join(one.scale), one.day, one.position, one.reason)
            for row, episode in listed
            for one in row.statements
            if one.score is None
        )
        true: Told = Counter(
            (gap.episode, gap.about, gap.day, gap.position, gap.reason)
            for gap in world.gaps
            if gap.episode in keys and "/" in gap.about and gap.first_shown <= now
        )
        assert said == true


def test_everyone_open_in_the_time_that_a_report_covers_is_read(
    reports: Reports, world: World
) -> None:
    for _, reading in _true_reports(reports):
        quarter = _quarter(world, reading)
        year = quarter.start.year - (quarter.start.month < 4)
        so_far = reading.layout.covers == "cumulative"
        since = date(year, 4, 1) if so_far else quarter.start
        due = {
            one.key
            for one in world.episodes
            if one.service_id == reading.service_id
            and one.start <= quarter.end
            and (one.end is None or one.end >= since)
        }
        assert due <= {episode.key for _, episode in _episodes(world, reading)}


def test_endings_are_read_once_they_have_come(reports: Reports, world: World) -> None:
    for _, reading in _true_reports(reports):
        last = _quarter(world, reading).end
        for row, episode in _episodes(world, reading):
            ended = episode.end is not None and episode.end <= last
            true = (episode.end, episode.route) if ended else (None, None)
            assert (row.episode["end"].value, row.episode["route"].value) == true


def test_people_are_read_as_their_provider_writes_them(
    reports: Reports, world: World
) -> None:
    mentions = {(one.provider_id, one.reference): one for one in world.mentions}
    for provider, reading in _true_reports(reports):
        for row in reading.rows:
            true = mentions[provider, str(row.who["reference"].value)]
            assert _name(row) == (true.surname, true.forename)
            assert row.who["birth_date"].value == true.birth_date
            for field in reading.layout.fields:
                assert _said(row.who[field]) == _true(true, field)


def _name(row: Row) -> tuple[str, str]:
    if "surname_comma_forename" in row.who:
        surname, _, forename = str(row.who["surname_comma_forename"].value).partition(
            ", "
        )
        return surname, forename
    return str(row.who["surname"].value), str(row.who["forename"].value)


def _said(read: Read) -> tuple[str, str]:
    if read.kind == "value":
        return "value", str(read.value).replace(" ", "").upper()
    return "gap", str(read.value or "unknown")


def _true(mention: Mention, field: str) -> tuple[str, str]:
    if field in mention.field_gaps:
        return "gap", mention.field_gaps[field]
    return "value", str(getattr(mention, field)).replace(" ", "").upper()


def test_contacts_are_read_as_they_were(reports: Reports, world: World) -> None:
    for _, reading in _true_reports(reports):
        listed = _episodes(world, reading)
        keys = {episode.key for _, episode in listed}
        said: Told = Counter(
            (episode.key, one.about, one.read.value)
            for row, episode in listed
            for one in row.counts
            if one.entity == "contacts" and one.read.kind == "value"
        )
        true: Told = Counter(
            (one.episode, one.mode, one.contacts)
            for one in world.contacts
            if one.period == reading.period.name and one.episode in keys
        )
        assert said == true


def test_counts_and_states_are_read_with_their_gaps(
    reports: Reports, world: World
) -> None:
    for _, reading in _true_reports(reports):
        now, listed = reading.period.name, _episodes(world, reading)
        keys = {episode.key for _, episode in listed}
        said: Told = Counter(
            (episode.key, one.about, one.read.kind == "value", one.read.value or 0)
            for row, episode in listed
            for one in row.counts
            if one.entity in ("events", "states")
        )
        assert said == _hard_truth(world, now, keys)


def _hard_truth(world: World, now: str, keys: set[int]) -> Told:
    counts = [(c.episode, c.indicator, c.events, c.period) for c in world.counts]
    states = [(s.episode, s.indicator, s.holds, s.period) for s in world.states]
    true: Told = Counter(
        (episode, about, True, value or 0)
        for episode, about, value, period in [*counts, *states]
        if period == now and episode in keys
    )
    true.update(
        (gap.episode, gap.about, False, 0 if gap.reason == "unknown" else gap.reason)
        for gap in world.gaps
        if "/" not in gap.about and gap.first_shown == now and gap.episode in keys
    )
    return true


def test_declared_totals_are_read_as_declared_also_where_they_differ(
    reports: Reports, world: World
) -> None:
    for _, reading in _true_reports(reports):
        assert reading.declared == {
            one.figure: one.declared
            for one in world.declared_totals
            if one.service_id == reading.service_id
            and one.period == reading.period.name
        }


def test_every_cell_is_used_empty_or_set_aside(reports: Reports) -> None:
    for sheets, reading in reports.values():
        for account in reading.accounts:
            parts = account.used + account.empty + account.set_aside
            filled = sum(
                bool(words(cell))
                for row in sheets[account.sheet].rows
                for cell in row
            )  # fmt: skip
            assert account.cells_in == parts
            assert account.cells_in - account.empty == filled
        told = sum(one.cells for one in reading.asides)
        assert told == sum(account.set_aside for account in reading.accounts)


def test_only_what_nobody_can_use_is_set_aside(reports: Reports, world: World) -> None:
    found = Counter(
        aside.reason
        for path, (_, reading) in reports.items()
        for aside in reading.asides
        if path.parent.name == "acorn-trust" or aside.reason != "out_of_range"
    )

    assert set(found) == {"ignored", "outside_tables", "out_of_range"}
    set_aside = {gap.about for gap in world.gaps if gap.reason == "set_aside"}
    assert set_aside == {"sdq/emotional/parent"}


def test_hidden_sheets_and_text_under_merges_are_never_read(reports: Reports) -> None:
    for path, (sheets, reading) in reports.items():
        cells = [str(cell) for sheet in sheets for row in sheet.rows for cell in row]
        for old in ("Peggy Oldlist", "SDQ old", "Client details", "Q4 2024/25"):
            assert old not in cells
        is_case_list = reading.layout.layout == "case-list"
        assert reading.hidden_sheets == int(is_case_list), path.name


def test_the_ghosts_that_are_not_read_are_in_the_files(reports: Reports) -> None:
    path = next(path for path in reports if path.parent.name == "acorn-trust")
    with zipfile.ZipFile(path) as packed:
        strings = packed.read("xl/sharedStrings.xml").decode()

    assert all(old in strings for old in ("Peggy Oldlist", "SDQ old", "Q4 2024/25"))


def test_a_report_that_names_another_provider_waits(
    reports: Reports, ground: Ground
) -> None:
    for path, (sheets, reading) in reports.items():
        if reading.layout.layout == "case-list":
            other = "beech-house"
            if path.parent.name == other:
                other = "acorn-trust"
            with pytest.raises(NotOurs, match="another_provider"):
                read_report(reading.layout, sheets, other, ground)


def test_a_report_for_whom_a_layout_does_not_speak_waits(
    reports: Reports, ground: Ground
) -> None:
    sheets, reading = next(iter(reports.values()))

    with pytest.raises(NotOurs, match="another_provider"):
        read_report(reading.layout, sheets, "nobody-known", ground)


def test_a_report_without_its_period_waits(reports: Reports, ground: Ground) -> None:
    sheets, reading = next(
        pair for pair in reports.values() if pair[1].layout.layout == "core-10-export"
    )
    without = [
        Sheet(one.index, one.title, one.shown, one.rows[4:], one.merges)
        for one in sheets
    ]

    with pytest.raises(NotOurs, match="no_period"):
        read_report(reading.layout, without, "cedar-counselling", ground)
