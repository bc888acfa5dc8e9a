"""The command line: the same jobs that Dagster runs, without a server.

Exit codes: 0 done, 1 something needs a person (said in words), 2 usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from everystep.home import Home, NeedsAttention
from pipelines import looking

OUT = Console(highlight=False, soft_wrap=True)
EXAMPLE = """select service_name as service,
       measure_name || ', ' || subscale as measure,
       due, paired, better_of_paired as "better %", coverage_words as "we know of"
from soft_outcomes
where period = (select max(period) from soft_outcomes where period_kind = 'quarter')
  and basis = 'supported' and breakdown = 'all' and paired is not null
order by service, measure"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    _no_telemetry()
    given = _parser().parse_args(arguments)
    try:
        return int(given.does(given))
    except NeedsAttention as told:
        OUT.print(str(told), markup=False)
        return 1


def _no_telemetry() -> None:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "yes"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="everystep", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, does, says in (
        ("init", _init, "make a deployment's folder"),
        ("demo", _demo, "run a whole made-up commission"),
        ("run", _run, "take in everything new, from the inbox to the release"),
        ("query", _query, "ask the newest release a question in SQL"),
        ("status", _status, "say what has been received and what became of it"),
    ):
        command = commands.add_parser(name, help=says, description=says)
        command.set_defaults(does=does)
        if name == "init":
            command.add_argument("folder", type=Path)
        else:
            command.add_argument(
                "--home", type=Path, default=Path(os.environ.get("EVERYSTEP_HOME", "."))
            )
        command.add_argument("--key-file", type=Path)
        if name == "demo":
            command.add_argument("--scale", type=int, default=1)
            command.add_argument("--seed", type=int, default=7)
        if name == "run":
            command.add_argument("--as-of", type=date.fromisoformat)
        if name == "query":
            command.add_argument("select")
    looking.add_to(commands)
    return parser


def _home(given: argparse.Namespace) -> Home:
    named = os.environ.get("EVERYSTEP_KEY_FILE", "")
    key_file = given.key_file or (Path(named) if named else None)
    if key_file is None:
        raise NeedsAttention(
            "Say where the key is, with --key-file or in EVERYSTEP_KEY_FILE. "
            "It belongs outside the home folder, with a copy kept elsewhere."
        )
    return Home(given.home.resolve(), key_file.resolve())


def _init(given: argparse.Namespace) -> int:
    from pipelines.making import make_home

    key_file = given.key_file or given.folder.with_name(f"{given.folder.name}.key")
    made = make_home(Home(given.folder.resolve(), key_file.resolve()))
    OUT.print(f"{made.root} is ready.")
    OUT.print(
        f"Its key is {made.key_file}: keep a copy elsewhere, nothing opens without."
    )
    return 0


def _demo(given: argparse.Namespace) -> int:
    from pipelines.making import make_demo

    key_file = given.key_file or given.home.with_name(f"{given.home.name}.key")
    home = Home(given.home.resolve(), key_file.resolve())
    reports = make_demo(home, seed=given.seed, scale=given.scale)
    if reports:
        OUT.print(f"{reports} reports of a made-up commission are in {home.inbox}.")
    code = _work(home, None)
    if code == 0:
        OUT.print("\nA question that a commissioner might ask:\n")
        OUT.print(EXAMPLE, markup=False)
        OUT.print()
        code = _answer(home, EXAMPLE)
    return code


def _run(given: argparse.Namespace) -> int:
    return _work(_home(given), given.as_of)


def _work(home: Home, as_of: date | None) -> int:
    from everystep.layouts.load import drafts
    from pipelines.run import run_once
    from pipelines.standing import next_step

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed} of {task.total} steps"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=OUT) as progress:
        bar = progress.add_task("Every step", total=None)
        outcome = run_once(
            home,
            as_of,
            lambda said: progress.console.print(said),
            lambda done, steps: progress.update(bar, completed=done, total=steps),
        )
    if not outcome.succeeded:
        if outcome.stopped:
            OUT.print(outcome.stopped, markup=False)
        OUT.print(
            "The run stopped before its end, and nothing half-made was published. "
            "`everystep status` shows what is waiting; running again is safe."
        )
        return 1
    if outcome.release_id:
        OUT.print(f"The marts are in {home.marts / 'releases' / outcome.release_id}")
    else:
        OUT.print("No quarter is over yet, so there is no release.")
    OUT.print(f"The receipts are in {home.inbox}/<provider>/receipts")
    for draft in drafts(home.layouts):
        OUT.print(
            f"  layouts/{draft.name} is a draft: nothing is read by it until somebody "
            "has looked at each line and taken the draft's line out.",
            markup=False,
        )
    for key, why in outcome.unread.items():
        OUT.print(f"  {key}: {next_step(key, why)}", markup=False)
    return 0


def _query(given: argparse.Namespace) -> int:
    return _answer(_home_to_read(given), given.select)


def _home_to_read(given: argparse.Namespace) -> Home:
    if not (given.home / "everystep.yaml").is_file():
        raise NeedsAttention(
            "Say where the home is, with --home or in EVERYSTEP_HOME. "
            f"There is none at {given.home.resolve()}."
        )
    return Home(given.home.resolve(), Path(os.devnull))


def _answer(home: Home, select: str) -> int:
    import duckdb
    from rich.table import Table

    from pipelines.asking import ask

    try:
        answer = ask(home, select)
    except duckdb.Error as problem:
        said = str(problem).splitlines()[0]
        raise NeedsAttention(f"DuckDB could not answer: {said}") from None
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in answer.column_names:
        # Folded, never cut: an answer that loses its end is another answer.
        table.add_column(name, overflow="fold")
    for row in answer.to_pylist():
        table.add_row(*("" if value is None else str(value) for value in row.values()))
    OUT.print(table)
    return 0


def _status(given: argparse.Namespace) -> int:
    from everystep import release
    from pipelines.standing import standing

    home = _home_to_read(given)
    for line in standing(home):
        OUT.print(line, markup=False)
    OUT.print(f"The newest release is {release.current(home) or 'not made yet'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
