"""``status``, ``query`` and a run that stops: each says what there is to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from commission import ran

from everystep import inputs, ledger
from everystep.home import Home
from everystep.lake import schema, submission_path, write_rows
from pipelines.cli import main
from pipelines.making import make_home
from pipelines.standing import next_step, outcomes, standing, unread
from pipelines.work import batches

READ, EMPTY, PICTURE, LOCKED = "read", "empty", "photograph", "password_protected"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = make_home(Home(tmp_path / "home", tmp_path / "key"))
    settings = "commission: A small commission\nas_of: 2026-05-01\nsettle_seconds: 0\n"
    (made.root / "everystep.yaml").write_text(settings, encoding="utf-8")
    return made


def received(home: Home, outcome: str, state: str = "pseudonymised") -> str:
    """Enter a file into the ledger, with a reading of this outcome; return its key."""
    order = len(ledger.entries(home)) + 1
    key = ledger.key_of("acorn-trust", date(2026, 4, 20), f"{order:08x}")
    ledger.write(
        home,
        ledger.Submission(
            key=key,
            provider_id="acorn-trust",
            received_on="2026-04-20",
            received_order=order,
            batch=1,
            sha256=f"{order:064x}",
            size=1,
            inbox_place="",
            state=state,
        ),
    )
    if outcome:
        path = submission_path(home, "readings", key)
        kinds = schema("readings")
        row: dict[str, object] = dict.fromkeys(kinds.names)
        row |= {"submission": key, "outcome": outcome}
        path.parent.mkdir(parents=True, exist_ok=True)
        write_rows(path, kinds, [row])
    return key


def test_status_says_what_was_read_and_what_waits_in_words(home: Home) -> None:
    for outcome in (READ, READ, EMPTY, PICTURE, LOCKED):
        received(home, outcome)
    waiting = [received(home, "no_layout") for _ in range(2)]
    new = received(home, "", state="received")

    first, *waits = standing(home)

    assert first == (
        "2 read · 1 waits for the next run · 2 wait for a layout · "
        "3 could not be read (1 empty, 1 picture, 1 locked)"
    )
    assert [line.strip().partition(":")[0] for line in waits] == [*waiting, new]
    assert "everystep layout draft" in waits[0]
    assert "the next `everystep run` reads it" in waits[-1]


def test_what_an_unknown_folder_brought_is_named_by_its_receipt_alone(
    home: Home,
) -> None:
    key = received(home, "unknown_provider")

    said = "\n".join(standing(home))

    assert "1 waits for a line in registers/services.csv" in said
    assert f"fingerprint {key[-8:]} lies in that folder" in said
    assert said.endswith(next_step(key, "unknown_provider"))


def test_a_file_that_stopped_or_left_is_told_apart_from_a_new_one(home: Home) -> None:
    left = received(home, "", state="gone_before_sealing")
    stopped = received(home, "", state="received")
    ledger.update(home, stopped, attempts=1)
    received(home, "", state="welcomed")

    assert outcomes(home) == {left: "gone_before_sealing", stopped: "looking_into_it"}
    assert set(unread(home)) == {left, stopped}
    assert batches(home)
    assert next(standing(home)) == (
        "1 waits for a person to look · 1 left the inbox before being taken in"
    )


def test_a_home_with_nothing_in_it_says_so(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status", "--home", str(home.root)]) == 0
    assert "Nothing has been received yet." in capsys.readouterr().out


@pytest.mark.parametrize("command", [["status"], ["query", "select 1"]])
def test_without_a_home_it_is_said_how_to_name_one(
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EVERYSTEP_HOME", raising=False)

    assert main(command) == 1
    said = capsys.readouterr().out
    assert "Say where the home is, with --home or in EVERYSTEP_HOME." in said
    assert list(tmp_path.iterdir()) == []


def asked(question: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main(["query", "--home", str(ran().home.root), question])
    return code, capsys.readouterr().out


@pytest.mark.parametrize(
    "question",
    [
        "select 1;",
        "with one as (select 1) from one",
        "from purposes",
        "describe purposes",
        "show tables",
        "summarize purposes",
        "explain select 1",
        "pivot (select 1 as a, 2 as b) on a using sum(b)",
    ],
)
def test_every_kind_of_question_is_answered(
    question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(question, capsys)[0] == 0


@pytest.mark.parametrize(
    "order",
    ["create table x as select 1", "drop table purposes", "set threads = 1",
     "copy (select 1) to 'x'", "select 1; select 2", ""],
)  # fmt: skip
def test_what_is_no_question_is_told_so_kindly(
    order: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = asked(order, capsys)

    assert code == 1
    assert said.strip() == "Only questions can be asked here (select …), one at a time."


def test_a_table_that_is_not_there_is_answered_with_those_that_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, said = asked("from people_helped", capsys)

    assert code == 1
    assert "people_helped does not exist" in said
    assert "The tables are: " in said
    assert "people_supported" in said


def a_run(home: Home) -> list[str]:
    return ["run", "--home", str(home.root), "--key-file", str(home.key_file)]


def test_a_run_that_stops_says_at_which_step_and_nothing_of_the_error_s_words(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> pa.Table:
        raise ValueError("Zebedina")

    monkeypatch.setattr(inputs, "_periods", broken)

    assert main(a_run(home)) == 1
    said = capsys.readouterr().out
    assert "It stopped at " in said
    assert "(ValueError)." in said
    assert "Zebedina" not in said


def test_a_run_that_stops_for_a_layout_says_our_own_sentence(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    (home.layouts / "talks.yaml").write_text("layout: talks\n", encoding="utf-8")

    assert main(a_run(home)) == 1
    said = capsys.readouterr().out
    assert "It stopped before its first step: layouts/talks.yaml" in said


def test_a_run_whose_figures_do_not_hold_says_which_promise(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    path = home.registers / "purposes.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = "".join(line for line in lines if not line.startswith("contacts,"))
    path.write_text(kept, encoding="utf-8")

    assert main(a_run(home)) == 1
    said = capsys.readouterr().out
    assert "It stopped at marts/data_dictionary: " in said
    assert "“purpose_id_is_always_there” does not hold." in said
