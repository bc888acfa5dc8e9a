"""Run the baseline and the pipeline in turn on the same reports, and compare them.

Each is a whole process on a fresh copy, start-up and all. Printed are medians: seconds
by the clock, seconds of CPU (its own children's too), and the most memory that one
process held.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from everystep.home import Home
from pipelines.making import make_demo

BASELINE = Path(__file__).with_name("baseline.py")
EVERYSTEP = Path(sys.executable).with_name("everystep")
START_UP = """
import great_expectations
from pipelines.definitions import defs
defs.resolve_job_def("everything")
"""
NAMES = ("baseline", "pipeline", "nothing new", "start-up")


@dataclass(frozen=True)
class Cost:
    """What one process took."""

    wall: float
    cpu: float
    memory: float
    """In MB."""


def measured(command: list[str], environment: dict[str, str], log: Path) -> Cost:
    """Run a command to its end and return what it took."""
    began = time.perf_counter()
    with log.open("wb") as stream:
        started = subprocess.Popen(
            command, env=environment, stdout=stream, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    if started.returncode:
        raise SystemExit(log.read_text(encoding="utf-8", errors="replace"))
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


@contextmanager
def fresh(made: Path) -> Iterator[Path]:
    """Give a copy of a home and its key, with the reports' times of arrival."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(made, copy)
        yield copy


def one_turn(made: Path, environment: dict[str, str]) -> dict[str, Cost]:
    """Run everything once, each on the same reports."""
    with fresh(made) as copy:
        out, log = copy / "out", copy / "log"
        command = [sys.executable, str(BASELINE), str(copy / "home"), str(out)]
        baseline = measured(command, environment, log)
    with fresh(made) as copy:
        log = copy / "log"
        command = [str(EVERYSTEP), "run", "--home", str(copy / "home")]
        command += ["--key-file", str(copy / "key")]
        pipeline = measured(command, environment, log)
        again = measured(command, environment, log)
        start_up = measured([sys.executable, "-c", START_UP], environment, log)
    costs = (baseline, pipeline, again, start_up)
    return dict(zip(NAMES, costs, strict=True))


def middle(costs: list[Cost]) -> Cost:
    """Return the medians of several."""
    return Cost(
        median(one.wall for one in costs),
        median(one.cpu for one in costs),
        median(one.memory for one in costs),
    )


def compared(made: Path, environment: dict[str, str]) -> str:
    """Return how far the baseline's figures equal those of a run."""
    with fresh(made) as copy:
        home, log = str(copy / "home"), copy / "log"
        kept = copy / "kept"
        shutil.copytree(copy / "home", kept)
        command = [str(EVERYSTEP), "run", "--home", home]
        measured([*command, "--key-file", str(copy / "key")], environment, log)
        command = [sys.executable, str(BASELINE), str(kept), str(copy / "out")]
        measured([*command, "--compare", home], environment, log)
        return log.read_text(encoding="utf-8")


def environment_of(folder: Path) -> dict[str, str]:
    """Return an environment in which modules are compiled once, as when installed."""
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment | {"PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def main() -> None:
    """Run the benchmark at each scale and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scales", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        environment = environment_of(Path(folder))
        for scale in given.scales:
            made = Path(folder) / str(scale)
            made.mkdir()
            make_demo(Home(made / "home", made / "key"), seed=7, scale=scale)
            # Uncounted: it also compiles the modules and warms the disk's cache.
            print(f"\nScale {scale}. The figures agree:")
            print(compared(made, environment), flush=True)
            turns = [one_turn(made, environment) for _ in range(given.runs)]
            costs = {name: middle([turn[name] for turn in turns]) for name in NAMES}
            print(f"{'':12}{'wall s':>10}{'CPU s':>10}{'memory MB':>12}{'runs':>20}")
            for name, cost in costs.items():
                each = " ".join(f"{turn[name].wall:.1f}" for turn in turns)
                print(
                    f"{name:12}{cost.wall:10.1f}{cost.cpu:10.1f}{cost.memory:12.0f}"
                    f"{each:>20}"
                )
            ours, theirs = costs["pipeline"], costs["baseline"]
            print(
                f"{'ratio':12}{theirs.wall / ours.wall:10.2f}"
                f"{theirs.cpu / ours.cpu:10.2f}{theirs.memory / ours.memory:12.2f}"
                "   (baseline / pipeline)",
                flush=True,
            )


if __name__ == "__main__":
    main()
