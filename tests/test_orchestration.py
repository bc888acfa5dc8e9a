"""What starts a run, what a run leaves, and what stops one: on a real instance."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import dagster as dg
import pytest
from small_home import receipts, small_home

from assets.checks import CHECKS
from assets.run import Workshop, lock_of
from everystep import ledger, release
from everystep.home import Home
from everystep.lake import table_path
from everystep.submissions import reading_stamp
from pipelines import work
from pipelines.definitions import defs, inbox_sensor, nightly_refresh
from pipelines.making import make_home
from sql.catalogue import HERE, described, tables

ROOT = HERE.parent
SETTINGS = "commission: A small commission\nas_of: 2026-01-20\nsettle_seconds: 0\n"
LAYOUT = ROOT / "everystep" / "demo" / "layouts" / "case-list.yaml"
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.local_temp(mkdtemp(prefix="everystep-")) as made:
        yield made


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    made = make_home(Home(tmp_path / "home", tmp_path / "key"))
    (made.root / "everystep.yaml").write_text(SETTINGS, encoding="utf-8")
    monkeypatch.setenv("EVERYSTEP_HOME", str(made.root))
    monkeypatch.setenv("EVERYSTEP_KEY_FILE", str(made.key_file))
    return made


def drop(home: Home, *names: str) -> None:
    for name in names:
        (home.inbox / "acorn").mkdir(exist_ok=True)
        (home.inbox / "acorn" / name).write_text(f"Report,{name}\n", encoding="utf-8")


def tick(instance: dg.DagsterInstance) -> dg.SensorResult:
    """Let the sensor look once, and add the partitions that it asks for."""
    with dg.build_sensor_context(instance=instance) as context:
        said = inbox_sensor(context)
    assert isinstance(said, dg.SensorResult)
    for asked in said.dynamic_partitions_requests or []:
        instance.add_dynamic_partitions(
            asked.partitions_def_name, list(asked.partition_keys)
        )
    return said


def requests(said: dg.SensorResult) -> list[dg.RunRequest]:
    return list(said.run_requests or [])


def test_the_definitions_can_be_loaded() -> None:
    dg.Definitions.validate_loadable(defs)


def test_the_workspace_can_be_opened(tmp_path: Path, home: Home) -> None:
    dagster = str(Path(sys.executable).with_name("dagster"))
    opened = subprocess.run(
        [dagster, "definitions", "validate", "-w", str(ROOT / "workspace.yaml")],
        env={**os.environ, "DAGSTER_HOME": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        check=False,
    )

    assert opened.returncode == 0, opened.stderr


def test_a_burst_of_files_asks_for_one_run(
    home: Home, instance: dg.DagsterInstance
) -> None:
    drop(home, *(f"{number}.csv" for number in range(6)))

    [request] = requests(tick(instance))

    keys = [entry.key for entry in ledger.entries(home)]
    assert instance.get_dynamic_partitions("submissions") == keys
    assert len(keys) == 6
    assert request.tags[work.RANGE_START] == keys[0]
    assert request.tags[work.RANGE_END] == keys[-1]


def test_a_look_at_an_empty_inbox_asks_for_nothing(
    home: Home, instance: dg.DagsterInstance
) -> None:
    said = tick(instance)

    assert requests(said) == []
    assert said.skip_reason


def test_nothing_is_taken_in_while_a_run_is_under_way(
    home: Home, instance: dg.DagsterInstance
) -> None:
    drop(home, "1.csv")

    with lock_of(home):
        holder = subprocess.run(
            [
                sys.executable,
                "-c",
                "import sys, dagster as dg\n"
                "from pipelines.definitions import inbox_sensor\n"
                "with dg.DagsterInstance.ephemeral() as instance:\n"
                "    said = inbox_sensor(dg.build_sensor_context(instance=instance))\n"
                "sys.exit(0 if said.skip_reason and not said.run_requests else 1)",
            ],
            capture_output=True,
            check=False,
        )

    assert holder.returncode == 0, holder.stderr
    assert ledger.entries(home) == []
    assert len(requests(tick(instance))) == 1


def test_another_look_at_the_same_files_is_the_same_request(
    home: Home, instance: dg.DagsterInstance
) -> None:
    drop(home, "1.csv", "2.csv")

    [first], [second] = requests(tick(instance)), requests(tick(instance))

    assert first.run_key == second.run_key


def test_files_that_came_later_are_a_batch_of_their_own(
    home: Home, instance: dg.DagsterInstance
) -> None:
    drop(home, "1.csv")
    tick(instance)
    drop(home, "2.csv")

    first, second = requests(tick(instance))

    assert first.tags[work.RANGE_END] != second.tags[work.RANGE_START]
    assert first.run_key != second.run_key


def test_what_a_killed_run_left_is_asked_for_again_until_the_third_attempt(
    home: Home, instance: dg.DagsterInstance
) -> None:
    drop(home, "1.csv")
    keys = {requests(tick(instance))[0].run_key}
    [entry] = ledger.entries(home)

    for attempts in (1, 2):
        ledger.update(home, entry.key, attempts=attempts)
        [request] = requests(tick(instance))
        keys.add(request.run_key)
    ledger.update(home, entry.key, attempts=3)

    assert len(keys) == 3
    assert requests(tick(instance)) == []


def test_a_run_that_ended_before_its_first_file_is_asked_for_again(
    home: Home, instance: dg.DagsterInstance
) -> None:
    drop(home, "1.csv")
    keys = set()

    for _ in range(ledger.ATTEMPTS):
        [request] = requests(tick(instance))
        keys.add(request.run_key)
        instance.create_run_for_job(
            defs.resolve_job_def("everything"),
            tags=dict(request.tags),
            status=dg.DagsterRunStatus.FAILURE,
        )

    assert len(keys) == ledger.ATTEMPTS
    assert requests(tick(instance)) == []


def test_a_layout_that_came_later_is_another_request_for_the_same_file(
    home: Home, instance: dg.DagsterInstance
) -> None:
    drop(home, "1.csv")
    [first] = requests(tick(instance))
    [entry] = ledger.entries(home)
    ledger.update(home, entry.key, state="pseudonymised", read_with=reading_stamp(home))
    assert requests(tick(instance)) == []
    shutil.copy(LAYOUT, home.layouts)

    [second] = requests(tick(instance))

    assert second.tags[work.RANGE_START] == entry.key
    assert second.run_key != first.run_key


def test_a_file_that_was_read_is_not_asked_for(
    home: Home, instance: dg.DagsterInstance
) -> None:
    drop(home, "1.csv", "2.csv")
    tick(instance)
    first, second = ledger.entries(home)
    ledger.update(home, first.key, state="pseudonymised", read_with=reading_stamp(home))

    [request] = requests(tick(instance))

    assert request.tags[work.RANGE_START] == second.key


@dataclass(frozen=True)
class Ran:
    """A home on an instance of its own, and the run that the sensor asked for."""

    home: Home
    instance: dg.DagsterInstance
    result: dg.ExecuteInProcessResult


def execute(
    home: Home, instance: dg.DagsterInstance, job: str, tags: dict[str, str]
) -> dg.ExecuteInProcessResult:
    workshop = Workshop(home=str(home.root), key_file=str(home.key_file))
    return defs.resolve_job_def(job).execute_in_process(
        instance=instance,
        tags=tags,
        resources={"workshop": workshop},
        run_config=QUIET,
        raise_on_error=False,
    )


@pytest.fixture(scope="module")
def asked_for() -> Iterator[Ran]:
    home = small_home(Path(mkdtemp(prefix="everystep-")))
    folder = mkdtemp(prefix="everystep-")
    with (
        dg.DagsterInstance.local_temp(folder) as instance,
        pytest.MonkeyPatch().context() as patch,
    ):
        patch.setenv("EVERYSTEP_HOME", str(home.root))
        patch.setenv("EVERYSTEP_KEY_FILE", str(home.key_file))
        [request] = requests(tick(instance))
        result = execute(home, instance, "everything", dict(request.tags))
        yield Ran(home, instance, result)


def test_the_run_that_was_asked_for_makes_a_release_and_receipts(
    asked_for: Ran,
) -> None:
    assert asked_for.result.success
    assert release.current(asked_for.home)
    assert len(receipts(asked_for.home)) == 4
    assert work.batches(asked_for.home) == []


def test_every_table_was_made_with_its_rows_and_columns(asked_for: Ran) -> None:
    for name in tables():
        event = asked_for.instance.get_latest_materialization_event(
            dg.AssetKey(name.split("."))
        )
        assert event is not None
        assert event.asset_materialization is not None
        said = event.asset_materialization.metadata
        shown = said["dagster/column_schema"].value
        assert isinstance(said["dagster/row_count"].value, int)
        assert [one.name for one in shown.columns] == list(described(name).columns)
        assert all(one.type and one.description for one in shown.columns)


def test_every_promise_was_asked_after_and_blocking_ones_held(asked_for: Ran) -> None:
    said = asked_for.result.get_asset_check_evaluations()
    blocking = [one for one in said if one.severity == dg.AssetCheckSeverity.ERROR]
    asked = defs.resolve_asset_graph().asset_check_keys

    assert {one.asset_check_key for one in said} == set(asked)
    assert all(one.passed for one in blocking)


def test_a_refresh_leaves_the_release_as_it_is(asked_for: Ran) -> None:
    before = stamped(asked_for.home)

    result = execute(asked_for.home, asked_for.instance, nightly_refresh.job_name, {})

    assert result.success
    assert stamped(asked_for.home) == before


def stamped(home: Home) -> dict[str, int]:
    return {
        path.relative_to(home.root).as_posix(): path.stat().st_mtime_ns
        for path in [*home.marts.rglob("*"), *home.inbox.rglob("*.html")]
        if path.is_file()
    }


def outcomes(home: Home, instance: dg.DagsterInstance, name: str) -> set[str]:
    """Return what a look at one table as it lies says, whatever was promised of it."""
    key = dg.AssetKey(name.split("."))
    result = dg.materialize(
        [
            one
            for one in CHECKS
            if {spec.asset_key for spec in one.check_specs} == {key}
        ],
        selection=dg.AssetSelection.checks_for_assets(key),
        instance=instance,
        resources={
            "workshop": Workshop(home=str(home.root), key_file=str(home.key_file))
        },
        run_config=QUIET,
        raise_on_error=False,
    )
    return {
        str(one.metadata["outcome"].value)
        for one in result.get_asset_check_evaluations()
        if "outcome" in one.metadata
    }


def test_a_check_that_cannot_be_made_is_broken_and_not_a_finding(
    asked_for: Ran,
) -> None:
    path = table_path(asked_for.home, "marts.contacts")
    whole = path.read_bytes()
    path.write_bytes(b"no table at all")

    said = outcomes(asked_for.home, asked_for.instance, "marts.contacts")

    path.write_bytes(whole)
    assert said == {"broken"}


def test_a_promise_that_is_not_kept_stops_the_release_and_no_receipt(
    asked_for: Ran,
) -> None:
    """Runs last: it leaves a column without a purpose behind."""
    home, before = asked_for.home, release.current(asked_for.home)
    path = home.registers / "purposes.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(line for line in lines if not line.startswith("contacts,")),
        encoding="utf-8",
    )

    result = execute(home, asked_for.instance, "refresh", {})

    [unkept] = [
        one
        for one in result.get_asset_check_evaluations()
        if one.severity == dg.AssetCheckSeverity.ERROR and not one.passed
    ]
    made = {event.asset_key for event in result.get_asset_materialization_events()}
    assert not result.success
    assert unkept.check_name == "purpose_id_is_always_there"
    assert unkept.metadata["outcome"].value == "not_kept"
    assert release.current(home) == before
    assert json.loads((home.marts / "current.json").read_text())["release"] == before
    assert dg.AssetKey(["marts", "release"]) not in made
    assert dg.AssetKey(["receipts", "receipts"]) in made
