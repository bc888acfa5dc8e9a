"""A whole run without a server: the same job that the sensor asks for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import dagster as dg
from filelock import Timeout

from assets.run import Workshop, lock_of
from everystep import registers, release
from everystep.home import Home
from pipelines import work
from pipelines.standing import unread
from pipelines.stopped import where_it_stopped

# Dagster's log of every step stays off the terminal; `everystep status` says the rest.
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
Tell = Callable[[str], None]
Step = Callable[[int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What a run came to."""

    release_id: str
    received: int
    unread: dict[str, str]
    """Submissions that gave no rows, with the code of why."""
    succeeded: bool
    stopped: str = ""
    """Where it stopped first and why, in a sentence without any cell's words."""


@contextmanager
def _alone(home: Home, tell: Tell) -> Iterator[None]:
    lock = lock_of(home)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        tell("Another run is under way. This one waits for it.")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _instance() -> Iterator[dg.DagsterInstance]:
    if os.environ.get("DAGSTER_HOME"):
        with dg.DagsterInstance.get() as instance:
            yield instance
    else:
        with dg.DagsterInstance.ephemeral() as instance:
            yield instance


def run_once(home: Home, as_of: date | None, tell: Tell, step: Step) -> Outcome:
    """Receive what has settled, read it, make everything again; say what it came to.

    ``tell`` hears sentences; ``step`` hears how many steps are done, of how many.
    """
    from pipelines.definitions import defs

    day = home.as_of(as_of)
    with _alone(home, tell), _instance() as instance:
        registers.check(home)
        received = work.receive_settled(home, day)
        work.look_again(home)
        found = work.batches(home)
        stopped: list[str] = []
        succeeded = True
        for batch in found:
            instance.add_dynamic_partitions("submissions", list(batch.keys))
        # Several batches stand only after a run was cut short: each range is its own,
        # and everything after the readings is made once, with the last.
        for batch in found[:-1]:
            succeeded &= _execute(
                defs, instance, home, day, "readings", batch.tags, step, stopped
            )
        last = found[-1].tags if found else {}
        job = "everything" if found else "refresh"
        succeeded &= _execute(defs, instance, home, day, job, last, step, stopped)
        return Outcome(
            release.current(home),
            len(received),
            unread(home),
            succeeded,
            stopped[0] if stopped else "",
        )


def _execute(
    defs: dg.Definitions,
    instance: dg.DagsterInstance,
    home: Home,
    as_of: date,
    job: str,
    tags: dict[str, str],
    step: Step,
    stopped: list[str],
) -> bool:
    workshop = Workshop(
        home=str(home.root), key_file=str(home.key_file), as_of=as_of.isoformat()
    )
    made = defs.resolve_job_def(job)
    steps = len(made.nodes)
    done = 0

    def hear(event: dg.DagsterEvent) -> None:
        nonlocal done
        if event.event_type_value in ("STEP_SUCCESS", "STEP_FAILURE"):
            done += 1
            step(done, steps)
        if said := where_it_stopped(event):
            stopped.append(said)

    with _heard(instance, hear):
        result = made.execute_in_process(
            instance=instance,
            tags=tags,
            resources={"workshop": workshop},
            run_config=_QUIET,
            raise_on_error=False,
        )
    return bool(result.success)


@contextmanager
def _heard(
    instance: dg.DagsterInstance, hear: Callable[[dg.DagsterEvent], None]
) -> Iterator[None]:
    """Hear each event of a run as it is stored, for the progress bar."""
    stored = instance.handle_new_event

    def both(entry: dg.EventLogEntry, **more: object) -> None:
        stored(entry, **more)
        if entry.dagster_event is not None:
            hear(entry.dagster_event)

    instance.handle_new_event = both
    try:
        yield
    finally:
        del instance.handle_new_event
