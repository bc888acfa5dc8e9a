"""The whole graph, its jobs, and what starts them; opened by ``workspace.yaml``."""

from __future__ import annotations

import os

import dagster as dg
from filelock import Timeout

from assets.checks import CHECKS
from assets.ingest import SUBMISSIONS, originals, pseudonymised
from assets.published import receipts, release
from assets.run import Workshop, home_from_environment, lock_of
from assets.tables import TABLES
from everystep import ledger, registers
from pipelines import work

_BY_SUBMISSION = dg.AssetSelection.groups("archived", "pseudonymised")
IN_PROCESS = dg.in_process_executor
BATCH = "everystep/batch"

everything = dg.define_asset_job(
    "everything",
    selection=dg.AssetSelection.all(),
    executor_def=IN_PROCESS,
    description="From the inbox to the release and the receipts.",
)
readings = dg.define_asset_job(
    "readings",
    selection=_BY_SUBMISSION,
    executor_def=IN_PROCESS,
    description="A batch that a run which was cut short left unread.",
)
refresh = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.all() - _BY_SUBMISSION,
    executor_def=IN_PROCESS,
    description="Everything after the readings, again.",
)


def _ask(instance: dg.DagsterInstance, batch: work.Batch) -> dg.RunRequest | None:
    """Return the request for a batch, new again if a run ended before its first file.

    Attempts are in the ledger only from the first file's reading on, and Dagster passes
    over a run key that it has seen.
    """
    ended = dg.RunsFilter(
        tags={BATCH: batch.run_key},
        statuses=[dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED],
    )
    before = instance.get_runs_count(ended)
    if before >= ledger.ATTEMPTS:
        return None
    return dg.RunRequest(
        run_key=f"{batch.run_key}-{before + 1}",
        tags={**batch.tags, BATCH: batch.run_key},
    )


@dg.sensor(
    job=everything,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def inbox_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Ask for one run for all files that have settled, and again for a killed run's."""
    home = home_from_environment()
    # A tick that ends here costs no attempt: it is as if nobody had looked yet.
    registers.check(home)
    try:
        with lock_of(home).acquire(timeout=0):
            received = work.receive_settled(home, home.as_of())
            work.look_again(home)
    except Timeout:
        return dg.SensorResult(
            skip_reason="A run is under way; looking again after it."
        )
    known = set(context.instance.get_dynamic_partitions("submissions"))
    found = work.batches(home)
    new = [key for batch in found for key in batch.keys if key not in known]
    if not found:
        return dg.SensorResult(skip_reason="Nothing new has settled in the inbox.")
    context.log.info(f"{len(received)} files received, {len(found)} batches to read")
    return dg.SensorResult(
        run_requests=[
            request for batch in found if (request := _ask(context.instance, batch))
        ],
        dynamic_partitions_requests=(
            [SUBMISSIONS.build_add_request(new)] if new else []
        ),
    )


nightly_refresh = dg.ScheduleDefinition(
    name="nightly_refresh",
    job=refresh,
    cron_schedule="30 2 * * *",
    execution_timezone="Europe/London",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="A net under the sensor: what the day itself changes is made again.",
)

defs = dg.Definitions(
    assets=[originals, pseudonymised, *TABLES, release, receipts],
    asset_checks=CHECKS,
    jobs=[everything, readings, refresh],
    sensors=[inbox_sensor],
    schedules=[nightly_refresh],
    resources={
        "workshop": Workshop(
            home=os.environ.get("EVERYSTEP_HOME", "."),
            key_file=os.environ.get("EVERYSTEP_KEY_FILE", ""),
        )
    },
)

__all__ = ["defs", "everything", "inbox_sensor", "nightly_refresh", "refresh"]
