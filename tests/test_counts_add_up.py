"""Parts of a quarter add up, whichever file they come in; said again, they do not."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Sequence
from datetime import date

import pyarrow.parquet as pq
import pytest
from commission import run
from openpyxl import Workbook

from everystep.home import Home
from everystep.identity.keys import make_key_file
from everystep.lake import table_path
from pipelines.making import make_home

SETTINGS = """commission: Samples
places: [Brookmere]
as_of: 2026-04-20
settle_seconds: 0
engine: {threads: 1}
"""
HEAD = """layout: {name}
title: A made-up report
services: {{{name}: {name}-s}}
covers: {covers}
period_fixed: 2025-26 Q4
tables:
  - table: rows
    headings: [Ref, {needs}]
"""
LIST = """    each_row: {event: ae_attendance}
    columns: {Ref: {person: reference}, Day: {happened: day}}
"""
MONTHS = """    period_from: sheet
    columns:
      Ref: {person: reference}
      Start: {episode: start}
      Visits: {event: ae_attendance}
      Home: {state: settled_home}
"""
COUNTS = MONTHS.replace("    period_from: sheet\n", "")
LAYOUTS = {
    "birch": ("changes", "Day", LIST),
    "cedar": ("whole", "Home", MONTHS),
    "dogwood": ("whole", "Visits", COUNTS),
    "elder": ("changes", "Visits", COUNTS),
}
TOP = ["Ref", "Start", "Visits", "Home"]
BEGUN, BACK = date(2026, 1, 5), date(2026, 3, 2)
Cells = Sequence[Sequence[object]]
Rows = list[dict[str, object]]


def days(*said: tuple[str, int, int]) -> dict[str, Cells]:
    """Return a list of what happened, each with its person, month and day."""
    lines = [[who, date(2026, month, day)] for who, month, day in said]
    return {"List": [["Ref", "Day"], *lines]}


def month(title: str, *lines: Sequence[object]) -> dict[str, Cells]:
    return {title: [TOP, *lines]}


FILES: list[tuple[str, dict[str, Cells]]] = [
    ("birch", days(("A1", 1, 5), ("A1", 1, 5), ("A1", 1, 9), ("A2", 1, 7))),
    ("birch", days(("A1", 2, 5))),
    ("birch", days(("A2", 1, 7), ("A1", 1, 5), ("A1", 1, 9), ("A1", 1, 5))),
    (
        "cedar",
        month("January", ["A1", BEGUN, 2, "no"], ["A2", BEGUN, 0, "yes"])
        | month(
            "February",
            ["A1", None, 1, "yes"],
            ["A2", BEGUN, "prefer not to say", "yes"],
        ),
    ),
    ("cedar", month("Mar 26", ["A1", BEGUN, 4, "yes"], ["A2", BEGUN, 0, "no"])),
    ("cedar", month("March", ["A1", None, 5, "yes"], ["A2", BEGUN, 0, "no"])),
    (
        "dogwood",
        month(
            "Rows",
            ["A1", BEGUN, 2, "yes"],
            ["A1", BEGUN, 3, "no"],
            ["A2", BEGUN, 2, "yes"],
            ["A2", BACK, 3, "yes"],
            ["A3", BEGUN, 4, "yes"],
            ["A3", None, 4, "yes"],
            ["A4", BEGUN, 0, "yes"],
        ),
    ),
    ("elder", month("Rows", ["A1", BEGUN, 2, "yes"], ["A2", None, 3, "no"])),
    (
        "elder",
        month("Rows", ["A1", date(2026, 1, 7), 2, "yes"], ["A2", BEGUN, 3, "no"]),
    ),
]


def _register(home: Home) -> None:
    home.registers.mkdir()
    same = {
        "place": "Brookmere",
        "programme": "Samples",
        "approach": "support",
        "prevention_type": "secondary",
        "setting": "community",
        "sectors": "voluntary",
        "started": "2025-04-01",
        "contract_from": "2025-04-01",
        "contract_to": "2027-03-31",
        "figures": "by_quarter",
        "is_pilot": "false",
        "phase": "review",
    }
    rows = [
        {
            "provider_id": name,
            "provider_name": name.title(),
            "service_id": f"{name}-s",
            "service_name": name.title(),
            "lead": name,
            "delivered_by": name,
            **same,
        }
        for name in LAYOUTS
    ]
    with (home.registers / "services.csv").open("w", encoding="utf-8") as lines:
        table = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def _send(home: Home, number: int, provider: str, sheets: dict[str, Cells]) -> None:
    book = Workbook()
    for at, (title, lines) in enumerate(sheets.items()):
        sheet = book.create_sheet(title, at)
        for line in lines:
            sheet.append(list(line))
    del book["Sheet"]
    path = home.inbox / provider / f"{number}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    arrived = 1_776_000_000 + 3600 * number
    os.utime(path, (arrived, arrived))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return a home after one run over everything that was sent."""
    root = tmp_path_factory.mktemp("home")
    made = Home(root / "home", root / "key")
    made.root.mkdir()
    (made.root / "everystep.yaml").write_text(SETTINGS, encoding="utf-8")
    make_key_file(made.key_file, seed=7)
    made.layouts.mkdir()
    for name, (covers, needs, table) in LAYOUTS.items():
        head = HEAD.format(name=name, covers=covers, needs=needs)
        (made.layouts / f"{name}.yaml").write_text(head + table, encoding="utf-8")
    _register(made)
    make_home(made)
    for number, (provider, sheets) in enumerate(FILES):
        _send(made, number, provider, sheets)
    assert run(made).succeeded
    return made


def rows_of(home: Home, table: str, provider: str) -> Rows:
    rows: Rows = pq.read_table(table_path(home, table)).to_pylist()
    return [row for row in rows if row["provider_id"] == provider]


def counted(home: Home, table: str, provider: str) -> Counter[tuple[object, ...]]:
    """Return how often each value or reason stands in a table of the lake."""
    found = rows_of(home, f"reconciled.{table}", provider)
    return Counter(
        (row["value"] if row["value"] is not None else row["reason"],) for row in found
    )


def test_lists_of_one_quarter_in_two_files_add_up_and_one_sent_again_does_not(
    home: Home,
) -> None:
    assert counted(home, "events", "birch") == Counter([(4,), (1,)])


def test_months_in_files_of_their_own_add_up_and_each_replaces_itself(
    home: Home,
) -> None:
    standing = [
        row["standing"] for row in rows_of(home, "reconciled.submissions", "cedar")
    ]

    assert sorted(map(str, standing)) == ["current", "current", "superseded"]
    assert counted(home, "events", "cedar")[8,] == 1


def test_a_month_that_is_not_known_leaves_its_quarter_not_known(home: Home) -> None:
    assert counted(home, "events", "cedar") == Counter([(8,), ("chose_not_to_say",)])


def test_the_last_month_s_word_stands_though_its_row_leaves_the_start_blank(
    home: Home,
) -> None:
    assert counted(home, "states", "cedar") == Counter([(1,), (0,)])
    assert all(row["episode_id"] for row in rows_of(home, "reconciled.states", "cedar"))


def test_two_counts_of_one_person_and_quarter_are_told_and_none_is_picked(
    home: Home,
) -> None:
    told = rows_of(home, "reconciled.conflicts", "dogwood")

    assert {(row["about"], row["values"]) for row in told} == {
        ("two_counts_of_one_quarter", 2),
        ("two_states_of_one_quarter", 2),
    }
    assert counted(home, "events", "dogwood")["set_aside",] == 1


def test_counts_of_two_episodes_both_count_and_the_same_count_counts_once(
    home: Home,
) -> None:
    assert counted(home, "events", "dogwood") == Counter(
        [("set_aside",), (2,), (3,), (4,), (0,)]
    )


def test_a_start_that_is_put_right_counts_nothing_twice(home: Home) -> None:
    assert (
        sum(
            int(str(row["value"]))
            for row in rows_of(home, "outcomes.observed", "elder")
            if row["indicator_id"] == "ae_attendance"
        )
        == 5
    )


@pytest.mark.parametrize("provider", ["cedar", "dogwood", "elder"])
def test_an_episode_and_quarter_has_one_count_and_one_state(
    provider: str, home: Home
) -> None:
    found = Counter(
        (row["episode_id"], row["indicator_id"])
        for row in rows_of(home, "outcomes.observed", provider)
    )

    assert found
    assert set(found.values()) == {1}
