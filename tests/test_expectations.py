"""Promises about tables, asked of the real Great Expectations over real Parquet."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from expectations import check as asking
from expectations.check import Checker, Finding
from expectations.promises import (
    Promise,
    Suite,
    always_there,
    between,
    keyed_by,
    never,
    one_of,
)

Write = Callable[[str], list[Path]]
CANARY = "Persephone-1987-03-14"

COLUMNS = "person_id, measure_id, score, asked_on, is_baseline, note"
GOOD = "('ana', 'sdq', 12.5, date '2026-05-01', true, 'a: b')"

COMPOUND = Promise(
    name="person_and_measure_once",
    says="A person has one score for a measure.",
    severity="block",
    expectation="ExpectCompoundColumnsToBeUnique",
    settings={"column_list": ["person_id", "measure_id"]},
)
NO_BASELINE_OF_ZERO = never(
    "no_baseline_of_zero",
    "A first score is more than nothing.",
    "is_baseline and score = 0",
)
A_CAST_THAT_RAISES = never("raises", "It raises.", "cast(note as integer) = 1")


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    with Checker({"threads": 1, "memory_limit": "200MB"}) as checker:
        yield checker


@pytest.fixture
def table(tmp_path: Path) -> Write:
    """Write rows as the Parquet of a table."""

    def write(rows: str) -> list[Path]:
        file = tmp_path / f"it's {{one}} :part {len(list(tmp_path.iterdir()))}.parquet"
        with duckdb.connect() as connection:
            values = f"select * from (values {rows}) as rows ({COLUMNS})"
            target = str(file).replace("'", "''")
            connection.execute(f"copy ({values}) to '{target}'")
        return [file]

    return write


def outcomes(findings: list[Finding]) -> dict[str, str]:
    return {finding.promise: finding.outcome for finding in findings}


def outcome(
    checker: Checker, promise: Promise, files: str | list[Path], *gaps: str
) -> str:
    [finding] = checker.check(Suite("reconciled.scores", (promise,)), files, gaps)
    return finding.outcome


@pytest.mark.parametrize(
    ("promise", "row"),
    [
        (keyed_by("person_id"), GOOD),
        (keyed_by("person_id", "measure_id"), GOOD),
        (COMPOUND, GOOD),
        (always_there("score"), "('bo', 'sdq', null, date '2026-05-01', true, '')"),
        (
            one_of("measure_id", ["sdq", "core"]),
            "('bo', 'x', 1, date '2026-05-01', true, '')",
        ),
        (
            one_of("asked_on", [date(2026, 5, 1)]),
            "('bo', 'x', 1, date '2026-05-02', true, '')",
        ),
        (
            one_of("is_baseline", [True]),
            "('bo', 'x', 1, date '2026-05-01', false, '')",
        ),
        (
            between("score", 0, 40),
            "('bo', 'sdq', 40.1, date '2026-05-01', true, '')",
        ),
        (
            between("score", 12.5, None),
            "('bo', 'sdq', 12.4, date '2026-05-01', true, '')",
        ),
        (
            between("asked_on", None, date(2026, 5, 1)),
            "('bo', 'sdq', 1, date '2026-05-02', true, '')",
        ),
        (NO_BASELINE_OF_ZERO, "('bo', 'sdq', 0, date '2026-05-01', true, '')"),
    ],
    ids=lambda value: value.name if isinstance(value, Promise) else "",
)
def test_a_promise_holds_until_a_row_does_not(
    checker: Checker, table: Write, promise: Promise, row: str
) -> None:
    assert outcome(checker, promise, table(GOOD)) == "kept"
    assert outcome(checker, promise, table(f"{GOOD}, {row}")) == "not_kept"


def test_a_finding_says_what_was_promised_and_how_gently(
    checker: Checker, table: Write
) -> None:
    suite = Suite("reconciled.scores", (keyed_by("person_id", "measure_id"),))

    assert checker.check(suite, table(GOOD)) == [
        Finding(
            table="reconciled.scores",
            promise="one_row_for_each_person_id_and_measure_id",
            severity="block",
            outcome="kept",
            says="There is one row for each person_id and measure_id.",
        )
    ]


def test_findings_come_in_the_order_of_the_promises(
    checker: Checker, table: Write
) -> None:
    promises = (
        A_CAST_THAT_RAISES,
        NO_BASELINE_OF_ZERO,
        always_there("no_such_column"),
        between("score", 0, 1),
        keyed_by("person_id"),
        always_there("score"),
    )

    findings = checker.check(Suite("reconciled.scores", promises), table(GOOD))

    assert [finding.promise for finding in findings] == [p.name for p in promises]
    assert list(outcomes(findings).values()) == [
        "broken",
        "kept",
        "broken",
        "not_kept",
        "kept",
        "kept",
    ]


def test_a_key_with_an_empty_part_is_a_key_like_others(
    checker: Checker, table: Write
) -> None:
    row = "('ana', null::varchar, 1, date '2026-05-01', true, '')"

    found = outcome(
        checker, keyed_by("person_id", "measure_id"), table(f"{row}, {row}")
    )

    assert found == "not_kept"


def test_an_empty_cell_is_only_the_business_of_always_there(
    checker: Checker, table: Write
) -> None:
    files = table(
        "('ana', null::varchar, null::double, null::date, null::boolean, null::varchar)"
    )
    promises = (
        one_of("measure_id", ["sdq"]),
        between("score", 0, 40),
        NO_BASELINE_OF_ZERO,
    )

    findings = checker.check(Suite("reconciled.scores", promises), files)

    assert set(outcomes(findings).values()) == {"kept"}


def test_a_table_without_rows_keeps_every_promise(
    checker: Checker, table: Write, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.parquet"
    with duckdb.connect() as connection:
        source = str(table(GOOD)[0]).replace("'", "''")
        connection.execute(f"copy (from '{source}' limit 0) to '{empty}'")
    promises = (
        keyed_by("person_id"),
        COMPOUND,
        always_there("score"),
        one_of("measure_id", ["sdq"]),
        between("score", 0, 40),
        NO_BASELINE_OF_ZERO,
        always_there("no_such_column"),
    )

    findings = checker.check(Suite("reconciled.scores", promises), [empty])

    assert [finding.outcome for finding in findings] == [*["kept"] * 6, "broken"]


@pytest.mark.parametrize(
    "promise",
    [
        A_CAST_THAT_RAISES,
        always_there("no_such_column"),
        keyed_by("no_such_column"),
        never("no_sense", "It makes no sense.", "score >"),
        one_of("measure_id", [1, 2]),
        between("score", "low", None),  # type: ignore[arg-type]
        Promise("unknown", "There is no such thing.", "warn", "ExpectMiracles", {}),
    ],
    ids=lambda promise: promise.name,
)
def test_a_check_that_cannot_be_made_is_broken_and_leaves_the_others_be(
    checker: Checker, table: Write, promise: Promise
) -> None:
    promises = (always_there("score"), promise, one_of("note", ["elsewhere"]))

    findings = checker.check(Suite("reconciled.scores", promises), table(GOOD))

    found = [finding.outcome for finding in findings]
    assert found == ["kept", "broken", "not_kept"]


@pytest.mark.parametrize("source", ["/nowhere/*.parquet", []], ids=["gone", "none"])
def test_a_table_that_is_not_there_leaves_its_promises_broken(
    checker: Checker, source: str | list[Path]
) -> None:
    assert outcome(checker, always_there("score"), source) == "broken"


def test_a_registered_gap_is_tolerated(checker: Checker, table: Write) -> None:
    promise = always_there("score", tolerates="sdq")
    files = table("('ana', 'sdq', null::double, date '2026-05-01', true, '')")

    assert outcome(checker, promise, files) == "not_kept"
    assert outcome(checker, promise, files, "core") == "not_kept"
    assert outcome(checker, promise, files, "core", "sdq") == "tolerated"
    assert outcome(checker, promise, table(GOOD), "sdq") == "kept"


def test_a_registered_gap_does_not_explain_a_broken_check(
    checker: Checker, table: Write
) -> None:
    promise = always_there("no_such_column", tolerates="sdq")

    assert outcome(checker, promise, table(GOOD), "sdq") == "broken"


def test_a_table_of_several_files_is_one_table(
    checker: Checker, table: Write, tmp_path: Path
) -> None:
    files = [*table(GOOD), *table(GOOD)]

    assert outcome(checker, keyed_by("person_id"), files) == "not_kept"
    assert outcome(checker, keyed_by("person_id"), files[:1]) == "kept"
    assert outcome(checker, keyed_by("person_id"), f"{tmp_path}/*.parquet") == (
        "not_kept"
    )


def test_a_table_is_read_afresh_each_time(checker: Checker, table: Write) -> None:
    [file] = table(GOOD)
    promises = (always_there("score"), keyed_by("person_id"), NO_BASELINE_OF_ZERO)
    suite = Suite("reconciled.scores", promises)
    first = checker.check(suite, [file])
    nothing = "('ana', 'sdq', 0, date '2026-05-01', true, '')"
    [other] = table(f"{nothing}, {nothing}")
    other.replace(file)

    second = checker.check(suite, [file])

    assert [finding.outcome for finding in first] == ["kept", "kept", "kept"]
    assert [finding.outcome for finding in second] == ["kept", "not_kept", "not_kept"]


@pytest.mark.parametrize(
    "condition",
    [
        "note = ' :canary'",
        "note = '{batch}'",
        "note like '%: c' or score % 2 = 1",
        "note = '$1' -- and nothing else",
        "score::integer = 3",
        "person_id in (select 'bo' from (select 1) as one join (select 2) on true)",
        "note[:1] = 'b' and {'a':note}.a = ''",
    ],
)
def test_a_condition_is_taken_as_it_is_written(
    checker: Checker, table: Write, condition: str
) -> None:
    promise = never("nothing_like_it", "There is nothing like it.", condition)

    assert outcome(checker, promise, table(GOOD)) == "kept"


@pytest.mark.parametrize("note", [" :canary", "{batch}", "a: c", "$1"])
def test_a_condition_finds_what_it_is_written_for(
    checker: Checker, table: Write, note: str
) -> None:
    files = table(f"('ana', 'sdq', 1, date '2026-05-01', true, '{note}')")
    promise = never("no_such_note", "There is no such note.", f"note = '{note}'")

    assert outcome(checker, promise, files) == "not_kept"


def test_rows_are_counted_in_duckdb_and_stay_there(
    checker: Checker, tmp_path: Path
) -> None:
    """What gives more than a handful of rows to Python is stopped."""
    many = tmp_path / "many.parquet"
    with duckdb.connect() as connection:
        rows = "select i, i % 7 as day from range(5000) as numbers (i)"
        connection.execute(f"copy ({rows}) to '{many}'")
    pulling = Promise(
        name="pulling",
        says="It brings the table to Python.",
        severity="warn",
        expectation="UnexpectedRowsExpectation",
        settings={"unexpected_rows_query": "select * from {batch}"},
    )
    promises = (
        keyed_by("i"),
        pulling,
        always_there("i"),
        never("none", "There is none.", "true"),
    )

    findings = checker.check(Suite("reconciled.many", promises), [many])

    assert asking.MOST_ROWS < 5000
    assert [finding.outcome for finding in findings] == [
        "kept",
        "broken",
        "kept",
        "not_kept",
    ]


def test_nothing_of_what_a_cell_says_is_kept_or_told(
    checker: Checker,
    table: Write,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    row = f"('{CANARY}', '{CANARY}', 1, date '2026-05-01', true, '{CANARY}')"
    promises = (
        A_CAST_THAT_RAISES,
        keyed_by("person_id", "note"),
        keyed_by("note"),
        COMPOUND,
        one_of("note", ["sdq"]),
        one_of("measure_id", [1]),
        between("person_id", 1, 2),
        never("no_notes", "There are no notes.", "note is not null"),
        never("no_dates", "There are no dates.", "error(note)"),
    )
    caplog.set_level(logging.NOTSET)

    findings = checker.check(
        Suite("reconciled.scores", promises), table(f"{row}, {row}")
    )

    assert {finding.outcome for finding in findings} == {"broken", "not_kept"}
    told = [repr(findings), caplog.text, *capfd.readouterr()]
    assert not any(CANARY in text for text in told)
    loggers = [
        logging.getLogger(name)
        for name in logging.root.manager.loggerDict
        if "great_expectations" in name
    ]
    assert loggers
    assert not any(logger.isEnabledFor(logging.CRITICAL) for logger in loggers)


def test_a_suite_has_no_two_promises_of_one_name() -> None:
    with pytest.raises(ValueError, match="score_is_always_there"):
        Suite("reconciled.scores", (always_there("score"), always_there("score")))


ALONE = """
    import socket

    def no_network(*_):
        print("NETWORK")
        raise OSError("There is no network here.")

    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, no_network)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        setattr(socket, name, no_network)

    import sys
    import warnings

    from expectations import check, promises

    assert "great_expectations" not in sys.modules
    filters = list(warnings.filters)
    suite = promises.Suite(
        "reconciled.scores",
        (
            promises.keyed_by("person_id"),
            promises.one_of("note", ["sdq"]),
            promises.never("raises", "It raises.", "cast(note as integer) = 1"),
        ),
    )
    print(*[found.outcome for found in check.check(suite, sys.argv[1])])
    assert warnings.filters == filters
    assert "dagster" not in sys.modules
"""


def test_a_first_check_in_a_process_asks_no_network_and_leaves_no_file(
    table: Write, tmp_path: Path
) -> None:
    [file] = table(GOOD)
    places = {name: tmp_path / name for name in ("HOME", "TMPDIR", "here")}
    for place in places.values():
        place.mkdir()
    house = Path(__file__).parents[1]

    done = subprocess.run(
        [sys.executable, "-B", "-W", "error", "-c", textwrap.dedent(ALONE), file],
        cwd=places["here"],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(places["HOME"]),
            "TMPDIR": str(places["TMPDIR"]),
            "PYTHONPATH": str(house),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("kept not_kept broken\n", "")
    left = [path for place in places.values() for path in place.rglob("*")]
    assert left == []
