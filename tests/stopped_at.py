"""Stops a run at its n-th write and starts it again; needs a process of its own.

A child is forked for each run, so everything is imported once. The forking process must
hold no thread, and so it never opens DuckDB or Arrow itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp

import scipy.special  # noqa: F401 - before the first fork, so that no child has to
from small_home import REPORTS, small_home

from assets.published import MARTS
from assets.run import Bench, lock_of
from everystep import ledger, release
from everystep.home import Home
from everystep.posting import post_receipts
from everystep.submissions import pseudonymise_one, seal_one
from pipelines import work
from sql.catalogue import described, tables

# How often it was tried, with whom it came and where this copy of the home lies.
_NOT_SAID = ("attempts", "batch", "inbox_place")
WRITES = ("replace", "rename", "unlink", "rmdir", "mkdir")
STOPPED = 9


def carry_out(home: Home) -> None:
    """Do what a run does, step by step as the assets do, without the checks."""
    with lock_of(home):
        work.receive_settled(home, home.as_of())
        work.look_again(home)
        bench = Bench(home)
        for entry in [one for one in ledger.entries(home) if one.open_to_work]:
            seal_one(home, bench.keys, entry.key, remove=True)
        for entry in [one for one in ledger.entries(home) if one.open_to_work]:
            pseudonymise_one(home, bench.keys, bench.layouts, entry.key, bench.ground)
        for name in tables():
            bench.tables.make(name)
        marts = [
            (
                name.partition(".")[2],
                bench.tables.path(name),
                described(name).says,
                described(name).columns,
            )
            for name in MARTS
        ]
        release.publish(home, bench.plan, marts, {}, bench.newest_quarter)
        post_receipts(home, bench.keys, bench.tables.rows)
        bench.close()


def stop_at(number: int, *, after: bool) -> list[str]:
    """End this process at a write, before it with half a file beside, or after it.

    Returns the list that fills with what was written, for a run that is not stopped.
    """
    done: list[str] = []

    def stopping(name: str, write: Callable[..., None]) -> Callable[..., None]:
        def instead(*paths: object, **more: object) -> None:
            path = Path(str(paths[-1 if name in ("replace", "rename") else 0]))
            if name == "mkdir" and not _is_made(path):
                return write(*paths, **more)
            done.append(f"{name} {path}")
            if len(done) == number and not after:
                beside = Path(str(paths[0]))
                if name == "replace" and beside.is_file():
                    os.truncate(beside, beside.stat().st_size // 2)
                os._exit(STOPPED)
            write(*paths, **more)
            if len(done) == number:
                os._exit(STOPPED)
            return None

        return instead

    for name in WRITES:
        setattr(os, name, stopping(name, getattr(os, name)))
    return done


def _is_made(folder: Path) -> bool:
    """Say whether making this folder writes: not if it is there, or lies nowhere."""
    return not folder.is_dir() and folder.parent.is_dir()


def in_a_child(does: Callable[[], object]) -> int:
    """Do something in a forked child and return how it ended."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            does()
            code = 0
        finally:
            sys.stderr.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def what_stands(home: Home) -> dict[str, str]:
    """Return all that a run leaves, by name; two seals of one file are never equal."""
    return dict(_standing(home))


def _standing(home: Home) -> Iterator[tuple[str, str]]:
    for path in sorted(home.root.rglob("*")):
        name = path.relative_to(home.root).as_posix()
        if not path.is_file() or path == home.lock:
            continue
        if path.suffix == ".sealed":
            yield name, "sealed"
        elif path.suffix == ".json" and ledger.folder(home) in path.parents:
            entry = json.loads(path.read_text(encoding="utf-8"))
            kept = {k: v for k, v in entry.items() if k not in _NOT_SAID}
            yield name, json.dumps(kept, sort_keys=True)
        else:
            yield name, hashlib.sha256(path.read_bytes()).hexdigest()


def chosen(writes: list[str]) -> list[tuple[int, bool]]:
    """Return which writes to stop at, and whether after them.

    Every ledger entry, seal, removal, release, pointer and receipt, before and after;
    of the many tables of one kind, of their copies and of new folders, one in twelve.
    """
    points = []
    for number, write in enumerate(writes, 1):
        name, _, path = write.partition(" ")
        table = path.endswith((".parquet", ".csv"))
        if name != "mkdir" and not table:
            points += [(number, False), (number, True)]
        elif ".waiting" in path and not table:
            points.append((number, True))
        elif number % 12 == 0:
            points.append((number, number % 24 == 0))
    return points


def stopped_once(
    at_first: Home, number: int, after: bool, wanted: dict[str, str]
) -> None:
    """Stop a run of a copy of this home, run again, and hold it to what is wanted."""
    root = Path(mkdtemp(prefix="everystep-stopped-"))
    shutil.copytree(at_first.root, root / "home")
    home = Home(root / "home", at_first.key_file)
    ended = in_a_child(lambda: (stop_at(number, after=after), carry_out(home)))
    assert ended == STOPPED, f"ended with {ended}"
    ended = in_a_child(lambda: carry_out(home))
    assert ended == 0, f"running again ended with {ended}"
    stands = what_stands(home)
    differ = sorted(dict(stands.items() ^ wanted.items()))
    assert not differ, f"{home.root} differs from a run that was not stopped: {differ}"
    shutil.rmtree(root)


def main() -> int:
    """Stop runs at every chosen write, two at a time; say which left a trace."""
    # Every child runs the code that was imported here, whatever is edited meanwhile.
    version = release.code_version()
    release.code_version = lambda: version
    root = Path(mkdtemp(prefix="everystep-small-"))
    at_first = small_home(root / "first", REPORTS[2:], threads=1)
    whole = Home(root / "whole", at_first.key_file)
    shutil.copytree(at_first.root, whole.root)

    def uninterrupted() -> None:
        writes = stop_at(0, after=False)
        carry_out(whole)
        (root / "writes").write_text("\n".join(writes), encoding="utf-8")

    assert in_a_child(uninterrupted) == 0
    writes = (root / "writes").read_text(encoding="utf-8").split("\n")
    wanted = what_stands(whole)
    points = chosen(writes)
    under_way: dict[int, str] = {}
    traces = []

    def one_ends() -> None:
        child, status = os.wait()
        said = under_way.pop(child)
        if status:
            traces.append(said)

    for number, after in points:
        said = f"{'after' if after else 'before'} {number} {writes[number - 1]}"
        child = os.fork()
        if child == 0:
            code = 1
            try:
                stopped_once(at_first, number, after, wanted)
                code = 0
            except AssertionError as problem:
                print(said, problem, file=sys.stderr, flush=True)
            finally:
                os._exit(code)
        under_way[child] = said
        if len(under_way) == 2:
            one_ends()
    while under_way:
        one_ends()
    shutil.rmtree(root)
    print(json.dumps({"writes": len(writes), "stopped": len(points), "traces": traces}))
    return bool(traces)


if __name__ == "__main__":
    sys.exit(main())
