"""Releases: folders that never change, and the one pointer that does."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from everystep import __version__, ledger
from everystep.files import flush, fresh_folder, move_in, write_whole
from everystep.home import Home

_PACKAGES = ("everystep", "assets", "pipelines", "expectations", "sql")
_KINDS = ("*.py", "*.sql", "*.csv", "*.yaml", "*.j2")


@dataclass(frozen=True)
class Plan:
    """Which release a run makes, or that the newest one stands."""

    release_id: str
    previous: str
    fingerprint: str
    inputs: Mapping[str, Any]
    stands: bool


def code_version() -> str:
    """Return a hash over the project's own code and its lock file."""
    root = Path(__file__).resolve().parent.parent
    whole = hashlib.sha256(__version__.encode())
    paths = [
        path
        for package in _PACKAGES
        for kind in _KINDS
        for path in (root / package).rglob(kind)
    ]
    for path in sorted({*paths, root / "requirements.lock"}):
        if path.is_file():
            whole.update(path.relative_to(root).as_posix().encode() + b"\0")
            whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


def inputs_of(home: Home, as_of: date, key_id: str) -> dict[str, Any]:
    """Return everything that decides a release's bytes, names of files left out."""
    return {
        "as_of": as_of.isoformat(),
        "code_version": code_version(),
        "key_id": key_id,
        "layouts": home.fingerprint(home.layouts),
        "registers": home.fingerprint(home.registers),
        "settings": home.settings().model_dump(mode="json", exclude={"engine"}),
        "submissions": _submissions(home),
    }


def _submissions(home: Home) -> str:
    # One hash over all: who sent what, and when, stays with the engineer's ledger.
    said = [
        [entry.sha256, entry.provider_id, entry.received_on, entry.read_with]
        for entry in ledger.entries(home)
        if entry.state == "pseudonymised"
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def plan(home: Home, as_of: date, key_id: str, newest_quarter: str) -> Plan:
    """Return what this run's release is called, from its inputs and the one before."""
    inputs = inputs_of(home, as_of, key_id)
    standing = current(home)
    if standing:
        made = json.loads((folder(home, standing) / "release.json").read_text("utf-8"))
        if made["inputs"] == inputs:
            return Plan(standing, made["previous"], made["fingerprint"], inputs, True)
    said = json.dumps([inputs, standing], sort_keys=True).encode()
    fingerprint = hashlib.sha256(said).hexdigest()
    name = f"{newest_quarter.replace(' ', '-')}-{fingerprint[:8]}"
    return Plan(name, standing, fingerprint, inputs, False)


def folder(home: Home, release_id: str) -> Path:
    """Return a release's folder."""
    return home.marts / "releases" / release_id


def current(home: Home) -> str:
    """Return the release that the pointer names, or nothing."""
    pointer = home.marts / "current.json"
    if not pointer.is_file():
        return ""
    return str(json.loads(pointer.read_text("utf-8"))["release"])


def publish(
    home: Home,
    made: Plan,
    tables: Sequence[tuple[str, Path, str, Mapping[str, str]]],
    checks: Mapping[str, str],
    newest_quarter: str,
) -> Path:
    """Make the release folder beside its home, move it in whole, then the pointer.

    ``tables`` are mart, Parquet, description and columns. A release that is there
    already is left untouched; only the pointer may still have to move.
    """
    home_of_it = folder(home, made.release_id)
    if not home_of_it.exists():
        beside = fresh_folder(home.marts / ".waiting" / made.release_id)
        hashes = {
            name: _mart(beside, source, says, columns)
            for name, source, says, columns in tables
        }
        about = _about(made, hashes, checks, newest_quarter)
        content = json.dumps(about, indent=1, sort_keys=True, ensure_ascii=False)
        write_whole(beside / "release.json", content.encode() + b"\n")
        write_whole(beside / "RELEASE.md", _words(about).encode())
        move_in(beside, home_of_it)
    pointer = json.dumps({"release": made.release_id}).encode() + b"\n"
    if current(home) != made.release_id:
        write_whole(home.marts / "current.json", pointer)
    return home_of_it


def _about(
    made: Plan, hashes: object, checks: Mapping[str, str], newest_quarter: str
) -> dict[str, Any]:
    return {
        "release": made.release_id,
        "previous": made.previous,
        "newest_quarter": newest_quarter,
        "fingerprint": made.fingerprint,
        "inputs": made.inputs,
        "policy": made.inputs["settings"]["disclosure"]["policy"],
        "marts": hashes,
        "checks": dict(sorted(checks.items())),
    }


def _mart(
    beside: Path, source: Path, says: str, columns: Mapping[str, str]
) -> dict[str, object]:
    table = pq.read_table(source)
    fields = [
        field.with_metadata({"description": columns.get(field.name, "")})
        for field in table.schema
    ]
    schema = pa.schema(fields, metadata={"description": says})
    path = beside / f"{source.stem}.parquet"
    pq.write_table(table.cast(schema), path, compression="zstd")
    flush(path)
    plain = beside / "csv" / f"{source.stem}.csv"
    write_whole(plain, _csv(table).encode())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"rows": table.num_rows, "sha256": digest}


def _csv(table: pa.Table) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.column_names)
    for row in table.to_pylist():
        writer.writerow([_plain(row[name]) for name in table.column_names])
    return stream.getvalue()


def _plain(value: object) -> object:
    # A spreadsheet would run a text that starts like a formula.
    if isinstance(value, str) and value[:1] in ("=", "+", "@", "\t", "\r"):
        return f"'{value}"
    return "" if value is None else value


def _words(about: Mapping[str, Any]) -> str:
    marts = "\n".join(
        f"* `{name}`: {mart['rows']} rows" for name, mart in about["marts"].items()
    )
    return (
        f"# Release {about['release']}\n\n"
        f"The newest quarter is {about['newest_quarter']}; "
        f"figures go by {about['inputs']['as_of']}.\n\n"
        "Counts carry a little noise and are rounded to the nearest five, so totals "
        "and parts need not add up. A figure that is not shown is null, and its "
        "`_status` column says why; it is never a nought. A gap is information about "
        "the method and counts against nobody.\n\n"
        f"{marts}\n"
    )
