"""Nothing that is received is lost, whatever happens while it is taken in."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from small_home import BEECH, GORSE, REPORTS, again, drop, receipts, small_home
from stopped_at import carry_out, what_stands

from everystep import ledger, release
from everystep.home import Home
from everystep.identity.keys import read_keys
from everystep.lake import table_path
from everystep.sealed.originals import unseal
from pipelines import work

HERE = Path(__file__).parent
COMMAND = Path(sys.executable).with_name("everystep")


def started(home: Home) -> subprocess.Popen[str]:
    """Start a run from the command line, as a person or a timer does."""
    return subprocess.Popen(
        [COMMAND, "run", "--home", home.root, "--key-file", home.key_file],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def marts(home: Home) -> dict[str, bytes]:
    """Return the tables of the one release that stands, by release and name."""
    folders = list((home.marts / "releases").iterdir())
    assert [folder.name for folder in folders] == [release.current(home)]
    return {
        path.relative_to(home.marts).as_posix(): path.read_bytes()
        for path in sorted(folders[0].rglob("*"))
        if path.suffix in (".parquet", ".csv")
    }


def standing(home: Home) -> dict[str, str]:
    """Return how each submission stands, by what its provider called the file."""
    keys = read_keys(home.key_file)
    rows = pq.read_table(table_path(home, "reconciled.submissions")).to_pylist()
    return {
        unseal(
            keys, ledger.seal_path(home, row["submission"]), row["submission"]
        ).name: (row["standing"])
        for row in rows
    }


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return a home whose one run met nothing on its way."""
    home = small_home(tmp_path_factory.mktemp("uninterrupted"))
    carry_out(home)
    return home


def test_a_run_that_stops_at_any_write_leaves_no_trace_once_it_is_run_again() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", HERE / "stopped_at.py"],
        capture_output=True,
        text=True,
        # A forked child must not inherit half a pool of threads.
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["traces"] == []


def test_a_killed_run_is_made_good_by_the_next(
    tmp_path: Path, uninterrupted: Home
) -> None:
    home = small_home(tmp_path)
    run = started(home)
    while run.poll() is None and not (home.lake / "reconciled").exists():
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.communicate()
    assert run.returncode == -signal.SIGKILL
    assert not (home.marts / "current.json").exists()

    run = started(home)
    said, _ = run.communicate()
    assert run.returncode == 0, said
    assert marts(home) == marts(uninterrupted)
    assert receipts(home) == receipts(uninterrupted)


def test_two_runs_at_once_do_not_meet(tmp_path: Path, uninterrupted: Home) -> None:
    home = small_home(tmp_path)
    runs = [started(home), started(home)]
    said = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert sum("Another run is under way" in words for words in said) == 1
    assert marts(home) == marts(uninterrupted)
    assert receipts(home) == receipts(uninterrupted)


def test_running_again_changes_nothing(uninterrupted: Home) -> None:
    home = uninterrupted
    before = what_stands(home)
    written = {path: path.stat().st_mtime_ns for path in home.inbox.rglob("*.html")}
    in_release = {
        path: path.stat().st_mtime_ns for path in (home.marts / "releases").rglob("*")
    }
    carry_out(home)
    assert what_stands(home) == before
    assert len(written) == len(REPORTS)
    for path, when in {**written, **in_release}.items():
        assert path.stat().st_mtime_ns == when


def test_figures_do_not_depend_on_how_many_threads_make_them(tmp_path: Path) -> None:
    made = []
    for threads in (1, 4):
        home = small_home(tmp_path / str(threads), threads=threads)
        carry_out(home)
        made.append((marts(home), receipts(home)))
    assert made[0] == made[1]


def test_a_report_that_was_put_right_takes_the_place_of_the_first(
    tmp_path: Path,
) -> None:
    home = small_home(tmp_path, REPORTS[3:])
    carry_out(home)
    first = release.current(home)
    again(home, REPORTS[3], keep=0.95)
    carry_out(home)
    assert standing(home) == {
        "BeechHouse_SDQ_Q4_25-26.xlsx": "superseded",
        "BeechHouse_SDQ_Q4_25-26 again.xlsx": "current",
    }
    assert release.current(home) != first
    assert release.folder(home, first).is_dir()


def test_a_report_with_few_of_the_people_changes_those_and_lets_the_others_stand(
    tmp_path: Path,
) -> None:
    home = small_home(tmp_path, REPORTS[3:])
    carry_out(home)
    before = people(home)
    again(home, REPORTS[3], keep=0.4)
    carry_out(home)
    assert set(standing(home).values()) == {"current"}
    assert people(home) == before


def test_a_report_about_people_whom_nobody_knows_waits_for_a_person(
    tmp_path: Path,
) -> None:
    home = small_home(tmp_path, REPORTS[3:])
    carry_out(home)
    before = people(home)
    again(home, REPORTS[3], keep=1, renamed=True)
    carry_out(home)
    assert standing(home)["BeechHouse_SDQ_Q4_25-26 again.xlsx"] == "waiting"
    assert standing(home)["BeechHouse_SDQ_Q4_25-26.xlsx"] == "current"
    assert people(home) == before


def test_a_file_that_was_moved_before_it_was_sealed_is_found_where_it_is(
    tmp_path: Path,
) -> None:
    home = small_home(tmp_path, REPORTS[3:])
    assert work.receive_settled(home, home.as_of())
    path = home.inbox / REPORTS[3]
    path.rename(path.with_name("moved.xlsx"))
    carry_out(home)
    assert standing(home) == {"moved.xlsx": "current"}
    assert len(receipts(home)) == 1


def test_a_file_that_was_taken_back_is_told_so_and_read_when_it_comes_again(
    tmp_path: Path,
) -> None:
    home = small_home(tmp_path, REPORTS[2:])
    assert work.receive_settled(home, home.as_of())
    (home.inbox / REPORTS[3]).unlink()
    carry_out(home)
    told = [words for path, words in receipts(home).items() if BEECH in path]
    assert len(told) == 1
    assert "no copy of it" in told[0]

    drop(home, REPORTS[3])
    carry_out(home)
    assert standing(home) == {Path(report).name: "current" for report in REPORTS[2:]}
    told = [words for path, words in receipts(home).items() if BEECH in path]
    assert len(told) == 1
    assert "no copy of it" not in told[0]
    assert any(GORSE in path for path in receipts(home))


def people(home: Home) -> list[dict[str, object]]:
    """Return the people of each service and period, before any protection."""
    rows: list[dict[str, object]] = pq.read_table(
        table_path(home, "outcomes.people_counts")
    ).to_pylist()
    return rows
