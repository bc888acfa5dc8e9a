"""The made-up reports: all of the made-up commission and no more."""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from demo_reading import (
    Line,
    day_in,
    is_first_version,
    quarter_of,
    read,
    read_c,
    sent_on,
)
from openpyxl import load_workbook

from everystep.demo.journeys import make_world
from everystep.demo.reports import write_reports
from everystep.demo.shown import MARKERS
from everystep.demo.world import Episode, Mention, Quarter, Score, Service, World

REASONS = {marker: reason for reason, marker in MARKERS.items()}
SLOTS = {"start": 15, "review_1": 19, "review_2": 23, "review_3": 27}
SUBSCALES = ("total", "emotional", "prosocial")


@pytest.fixture(scope="module")
def world() -> World:
    return make_world()


@pytest.fixture(scope="module")
def reports(world: World, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_reports(world, tmp_path_factory.mktemp("inbox"))


@pytest.fixture(scope="module")
def lines(world: World, reports: list[Path]) -> list[Line]:
    """Every row of the reports that count, the oldest report first."""
    return [line for path in reports for line in read(world, reports, path)]


def test_the_same_world_gives_the_same_bytes_and_times(
    world: World, reports: list[Path], tmp_path: Path
) -> None:
    time.sleep(2.1)
    again = write_reports(world, tmp_path)

    for first, second in zip(reports, again, strict=True):
        assert first.name == second.name
        assert first.read_bytes() == second.read_bytes()
        assert first.stat().st_mtime == second.stat().st_mtime


def test_each_service_reports_from_the_quarter_in_which_it_started(
    reports: list[Path],
) -> None:
    assert Counter(path.parent.name for path in reports) == {
        "acorn-trust": 6,
        "beech-house": 4,
        "cedar-counselling": 6,
        "dove-recovery": 5,
        "elm-homes": 6,
        "fern-youth": 7,
        "gorse-gathering": 6,
    }


def test_reports_arrive_ten_to_twenty_days_after_their_quarter(
    world: World, reports: list[Path]
) -> None:
    times = [path.stat().st_mtime for path in reports]

    assert times == sorted(times)
    for path in reports:
        waited = sent_on(path) - quarter_of(world, path).end
        assert timedelta(10) <= waited <= timedelta(20)


def test_the_corrected_report_knows_more_than_the_first_one(
    world: World, reports: list[Path]
) -> None:
    corrected = next(path for path in reports if "corrected" in path.name)
    first = corrected.with_stem(corrected.stem.removesuffix("_corrected"))
    quarter, fern = quarter_of(world, corrected), world.services[5]
    before = {one.key: one.cells for one in read_c(fern, quarter, first)}
    after = {one.key: one.cells for one in read_c(fern, quarter, corrected)}

    assert quarter.name == "2025-26 Q2"
    assert len(after.keys() - before.keys()) == 2
    assert not before.keys() - after.keys()
    assert 1 < sum(after[key] != before[key] for key in before) < len(before) / 5


def test_reports_show_only_what_had_happened(lines: list[Line]) -> None:
    for line in lines:
        assert max(_days_in(line)) <= line.quarter.end


def test_reports_list_exactly_those_whom_they_should(
    world: World, lines: list[Line]
) -> None:
    listed: dict[tuple[str, str], set[tuple[str, str, date]]] = {}
    for line in lines:
        report = line.service.service_id, line.quarter.name
        listed.setdefault(report, set()).add(line.key)

    for service in world.services:
        for quarter in world.quarters:
            if quarter.end >= service.started:
                found = listed[service.service_id, quarter.name]
                assert found == _listed(world, service, quarter)


def test_endings_stand_in_reports_from_their_quarter_on(
    world: World, lines: list[Line]
) -> None:
    ends = {
        (one.service_id, one.reference, one.start): one.end for one in world.episodes
    }

    for line in lines:
        end = ends[line.key]
        assert line.end == (end if end and end <= line.quarter.end else None)
        assert bool(line.route) == bool(line.end)


def test_all_scores_and_gaps_of_the_world_are_in_the_reports_and_no_others(
    world: World, lines: list[Line]
) -> None:
    episodes = {one.key: one for one in world.episodes}
    true: set[tuple[Any, ...]] = set()
    for score in world.scores:
        if score.value is not None:
            true.add((_key(episodes[score.episode]), *_as_told(score)))
    for gap in world.gaps:
        if "/" in gap.about:
            subscale = gap.about.split("/")[1]
            said = (subscale, gap.position, gap.day, gap.reason, gap.first_shown)
            true.add((_key(episodes[gap.episode]), *said))

    assert _told(lines) == true


def test_all_that_is_counted_in_the_world_is_in_the_reports_and_nothing_else(
    world: World, lines: list[Line]
) -> None:
    keys = {one.key: _key(one) for one in world.episodes}
    true: set[tuple[Any, ...]] = {
        *(
            (keys[one.episode], one.period, one.indicator, f"{one.events}")
            for one in world.counts
        ),
        *(
            (keys[one.episode], one.period, one.indicator, f"{one.holds}")
            for one in world.states
        ),
        *(
            (keys[one.episode], one.period, one.mode, f"{one.contacts}")
            for one in world.contacts
        ),
        *(
            (keys[one.episode], one.first_shown, one.about, one.reason)
            for one in world.gaps
            if "/" not in one.about
        ),
    }

    assert {told for line in lines for told in _counted(line)} == true


def test_reports_name_and_describe_people_as_their_mentions_do(
    world: World, lines: list[Line]
) -> None:
    mentions = {(one.provider_id, one.reference): one for one in world.mentions}

    for line in lines:
        own = mentions[line.service.provider_id, line.ref]
        assert line.person == _described(own, line.service)
        number = own.nhs_number or MARKERS[own.field_gaps["nhs_number"]]
        assert line.nhs_number.replace(" ", "") == number.replace(" ", "")


def test_summaries_declare_what_the_world_says_they_declare(
    world: World, reports: list[Path]
) -> None:
    found = Counter(
        value
        for path in reports
        if path.parent.name in ("elm-homes", "fern-youth")
        and not is_first_version(reports, path)
        for value in _summary(path)
    )

    assert found == Counter(one.declared for one in world.declared_totals)


def test_text_under_merged_cells_and_old_lists_are_there_to_be_left_alone(
    reports: list[Path],
) -> None:
    path = next(path for path in reports if path.parent.name == "acorn-trust")
    book = load_workbook(path)
    with ZipFile(path) as parts:
        texts = parts.read("xl/sharedStrings.xml").decode()

    assert book.sheetnames == ["Cover", "Young people", "Lists"]
    assert book["Lists"].sheet_state == "hidden"
    assert "C7:E7" in book["Cover"].merged_cells
    assert "AF4:AF5" in book["Young people"].merged_cells
    assert "SDQ old" in texts
    assert "Q4 2024/25" in texts


def _days_in(line: Line) -> list[date]:
    """Return every day that the row names, a birth date aside."""
    found = [line.start, line.end]
    match line.service.report:
        case "a":
            found += [day_in(line.cells[at]) for at in SLOTS.values()]
        case "b":
            found.append(day_in(line.cells[12]))
    return [day for day in found if day]


def _listed(
    world: World, service: Service, quarter: Quarter
) -> set[tuple[str, str, date]]:
    """Return who was open, and in format A whose last score came afterwards."""
    since = quarter.start
    if service.report == "b":
        since = date(since.year - (since.month < 4), 4, 1)
    scored = {
        one.episode
        for one in world.scores
        if service.report == "a" and quarter.start <= one.day <= quarter.end
    }
    return {
        _key(one)
        for one in world.episodes
        if one.service_id == service.service_id and one.start <= quarter.end
        if one.end is None or one.end >= since or one.key in scored
    }


def _key(episode: Episode) -> tuple[str, str, date]:
    return episode.service_id, episode.reference, episode.start


def _as_told(score: Score) -> tuple[Any, ...]:
    return score.subscale, score.position, score.day, score.value


def _told(lines: list[Line]) -> set[tuple[Any, ...]]:
    """Return every score, and every gap with the quarter in which it is first seen."""
    found: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for line in lines:
        slots = _slots(line) if line.service.report == "a" else _forms(line)
        for subscale, position, day, value, reason in slots:
            said = (line.key, subscale, position, day, value, reason)
            if said not in found:
                seen = (value,) if reason is None else (reason, line.quarter.name)
                found[said] = (line.key, subscale, position, day, *seen)
    return set(found.values())


def _slots(line: Line) -> Iterator[tuple[Any, ...]]:
    for position, at in SLOTS.items():
        day, *answers = line.cells[at : at + 4]
        texts = [str(one or "" if one != 0 else 0).strip() for one in answers]
        if not day and not any(texts):
            continue
        for subscale, text in zip(SUBSCALES, texts, strict=True):
            if not text.isdigit():
                yield subscale, position, day_in(day), None, REASONS[texts[0]]
            elif subscale == "emotional" and int(text) > 10:
                yield subscale, position, day_in(day), None, "set_aside"
            else:
                yield subscale, position, day_in(day), Decimal(text), None


def _forms(line: Line) -> Iterator[tuple[Any, ...]]:
    if line.service.report != "b" or not line.cells[11]:
        return
    form, day, status, *items = line.cells[11:24]
    position = "start" if form == "First" else form.lower().replace(" ", "_")
    answers = [int(item) for item in items if item]
    if status != "completed":
        assert not answers
        yield "total", position, day_in(day), None, REASONS[status]
    elif len(answers) < 9:
        yield "total", position, day_in(day), None, "not_scorable"
    else:
        mean = Decimal(10 * sum(answers)) / len(answers)
        value = mean.quantize(Decimal("0.0001"), ROUND_HALF_UP)
        yield "total", position, day_in(day), value, None


def _counted(line: Line) -> Iterator[tuple[Any, ...]]:
    if line.service.report == "b":
        return
    first = {"a": 12, "c": 11}[line.service.report]
    for at, mode in enumerate(line.service.modes, first):
        if line.cells[at] is not None:
            yield line.key, line.quarter.name, mode, f"{line.cells[at]}"
    for at, indicator in enumerate(line.service.indicators, 14):
        cell = "" if line.cells[at] is None else f"{line.cells[at]}"
        told = {"Yes": "True", "No": "False"}.get(cell, REASONS.get(cell, cell))
        yield line.key, line.quarter.name, indicator, told


def _described(mention: Mention, service: Service) -> tuple[Any, ...]:
    """Return who somebody is, in the words of the provider's format."""
    by_format = {
        "a": {"female": "girl", "male": "boy", "non_binary": "non-binary"},
        "b": {"female": "female", "male": "male", "non_binary": "non-binary"},
        "c": {"female": "f", "male": "m", "non_binary": "nb"},
    }
    words = by_format[service.report]
    described = [_word(mention, "gender", words.get(mention.gender or ""))]
    described.append(_word(mention, "ethnic_group", _label(mention.ethnic_group)))
    described.append(_word(mention, "postcode", mention.postcode))
    if "place" in service.fields:
        described.append(_word(mention, "place", mention.place))
    return (mention.forename, mention.surname, mention.birth_date, *described)


def _word(mention: Mention, name: str, value: str | None) -> str:
    text = value or MARKERS[mention.field_gaps[name]]
    return text.lower().replace(" ", "")


def _label(ethnic_group: str | None) -> str | None:
    home = Path(__file__).parent.parent / "everystep/reference/ethnic_groups.csv"
    with home.open(encoding="utf-8") as rows:
        labels = {row["id"]: row["label"] for row in csv.DictReader(rows)}
    return labels[ethnic_group] if ethnic_group else None


def _summary(path: Path) -> list[Any]:
    sheet = load_workbook(path)["Summary"]
    return [row[1] for row in sheet.iter_rows(min_row=8, max_col=2, values_only=True)]
