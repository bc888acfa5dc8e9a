"""The way of one submission: from the inbox under lock, and from the lock to the lake.

One of the few modules that may see who someone is. Whatever goes wrong in one file
stays with that file: it is kept, sealed, and told in a receipt.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from everystep import inbox, lake, ledger
from everystep.home import Home
from everystep.identity.keys import Keys
from everystep.identity.pseudonymise import Pseudonymiser
from everystep.layouts.find import fitting
from everystep.layouts.model import Layout, fingerprint
from everystep.layouts.read import Ground, NotOurs, Reading, read_report
from everystep.readers import CouldNotRead, cells_of, triage
from everystep.sealed.originals import Original, seal, unseal

WELCOMED = "welcomed"
"""The state of what an unknown folder brought, once it is its provider's."""


@dataclass(frozen=True)
class Stopped:
    """Why a file gave no rows, as a code that wording knows."""

    outcome: str


def seal_one(home: Home, keys: Keys, key: str, *, remove: bool) -> int:
    """Seal one received file and return its size; the inbox copy goes last.

    A file that is sealed already is checked and left; one that left the inbox before it
    was sealed is told to the ledger as such.
    """
    entry, path = ledger.entry(home, key), ledger.seal_path(home, key)
    found = inbox.find(home, entry)
    if found is not None:
        before, content = found.stat(), found.read_bytes()
        if hashlib.sha256(content).hexdigest() != entry.sha256:
            # Saved over while we looked: the newer file is received by itself.
            return 0
        seal(keys, path, key, Original(found.name, _folder(home, found), content))
        now = found.stat()
        same = (now.st_size, now.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
        if remove and same:
            found.unlink()
    elif not path.exists():
        ledger.update(home, key, state="gone_before_sealing")
        return 0
    return entry.size


def _folder(home: Home, found: Path) -> str:
    parts = found.relative_to(home.inbox).parts
    return parts[0] if len(parts) > 1 else ""


def remove_copies(home: Home) -> None:
    """Let go of second copies of what is sealed; each was thanked for."""
    sealed = {
        (entry.provider_id, entry.sha256)
        for entry in ledger.entries(home)
        if ledger.seal_path(home, entry.key).exists()
    }
    known = inbox.known_providers(home)
    for seen in inbox.look(home):
        provider = inbox.provider_of(home, seen.path, known)
        if (provider, inbox.digest(seen.path)) in sealed:
            seen.path.unlink(missing_ok=True)


def welcome(home: Home, keys: Keys) -> None:
    """Give what came in an unknown folder to its provider, once the register names it.

    The caller holds the run lock. The seal is made before the ledger speaks of it, so a
    run that stops in between does the rest next time.
    """
    names = {
        inbox.provider_of(home, home.inbox / name / "any", []): name
        for name in inbox.known_providers(home)
    }
    for entry in ledger.entries(home):
        if entry.state != WELCOMED and entry.provider_id in names:
            _rename(home, keys, entry, names[entry.provider_id])


def _rename(home: Home, keys: Keys, entry: ledger.Submission, provider_id: str) -> None:
    day = date.fromisoformat(entry.received_on)
    key = ledger.key_of(provider_id, day, entry.sha256)
    standing = ledger.entries(home)
    if all(one.key != key for one in standing):
        original = unseal(keys, ledger.seal_path(home, entry.key), entry.key)
        seal(keys, ledger.seal_path(home, key), key, original)
        fresh = replace(
            entry,
            key=key,
            provider_id=provider_id,
            received_order=1 + max(one.received_order for one in standing),
            batch=1 + max(one.batch for one in standing),
            state="received",
            attempts=0,
            read_with="",
            again=False,
        )
        ledger.write(home, fresh)
    ledger.update(home, entry.key, state=WELCOMED, again=False)


def provider_names(home: Home) -> dict[str, str]:
    """Return the providers' names by id, from the services register."""
    path = home.registers / "services.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {
            row["provider_id"]: row["provider_name"] for row in csv.DictReader(stream)
        }


def pseudonymise_one(
    home: Home, keys: Keys, layouts: Sequence[Layout], key: str, ground: Ground
) -> dict[str, int]:
    """Read one sealed submission into the lake; return row counts by entity.

    The ledger says ``pseudonymised`` last: a reading that was cut short is none.
    """
    attempts = ledger.entry(home, key).attempts + 1
    stamp = reading_stamp(home)
    entry = ledger.update(home, key, attempts=attempts, read_with=stamp)
    content = unseal(keys, ledger.seal_path(home, key), key).content
    done = _read(layouts, content, entry.provider_id, ground)
    pseudonymiser = Pseudonymiser(keys, entry.provider_id, key)
    if isinstance(done, Reading):
        pseudonymiser.take(done)
    rows: dict[str, list[dict[str, object]]] = {**pseudonymiser.tables}
    rows |= _account(key, done)
    counts = {}
    # From here on the old reading is no more and the new one not yet: a run that stops
    # in between reads this file again, and no table is made from half of it.
    ledger.update(home, key, state="received")
    for entity in lake.PSEUDONYMISED:
        path = lake.submission_path(home, entity, key)
        counts[entity] = lake.write_rows(path, lake.schema(entity), rows[entity])
    ledger.update(home, key, state="pseudonymised", again=False)
    return counts


def _read(
    layouts: Sequence[Layout], content: bytes, provider_id: str, ground: Ground
) -> Reading | Stopped:
    if provider_id == inbox.UNSORTED:
        return Stopped("beside_the_folders")
    if provider_id not in ground.provider_names:
        return Stopped("unknown_provider")
    what = triage(content)
    if what.kind == "none":
        return Stopped(what.reason)
    # Only codes cross this boundary: an exception's own words may quote a cell.
    try:
        sheets = cells_of(content, what.kind)
        fits = fitting(layouts, what.kind, sheets)
        mine = [layout for layout in fits if provider_id in layout.services]
        if len(mine) > 1:
            return Stopped("two_layouts")
        if not mine:
            return Stopped("another_provider" if fits else "no_layout")
        return read_report(mine[0], sheets, provider_id, ground)
    except (CouldNotRead, NotOurs) as told:
        return Stopped(told.reason)


def _account(key: str, done: Reading | Stopped) -> dict[str, list[dict[str, object]]]:
    if isinstance(done, Stopped):
        reading: dict[str, object] = {"submission": key, "outcome": done.outcome}
        for cells in ("cells_in", "cells_used", "cells_empty", "cells_set_aside"):
            reading[cells] = 0
        return {"readings": [reading], "set_aside": [], "declared_totals": []}
    reading = {
        "submission": key,
        "outcome": "read",
        "layout": done.layout.layout,
        "service_id": done.service_id,
        "period": done.period.name,
        "period_start": done.period.start,
        "period_end": done.period.end,
        "covers": done.layout.covers,
        "hidden_sheets": done.hidden_sheets,
        "cells_in": sum(account.cells_in for account in done.accounts),
        "cells_used": sum(account.used for account in done.accounts),
        "cells_empty": sum(account.empty for account in done.accounts),
        "cells_set_aside": sum(account.set_aside for account in done.accounts),
    }
    asides = [{"submission": key, **vars(aside)} for aside in done.asides]
    declared = [
        {
            "submission": key,
            "service_id": done.service_id,
            "period": done.period.name,
            "figure": figure,
            "declared": count,
        }
        for figure, count in done.declared.items()
    ]
    return {
        "readings": [reading],
        "set_aside": asides,
        "declared_totals": declared,
    }


def reading_stamp(home: Home) -> str:
    """Return one hash of all that decides how a file is read, besides its bytes.

    Where it has changed, what was read stands until it has been read again.
    """
    said = [
        str(lake.VERSION),
        fingerprint(home.layouts),
        *home.settings().places,
        *(f"{key}={name}" for key, name in provider_names(home).items()),
    ]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def ground_of(home: Home, as_of: date) -> Ground:
    """Return what every reading of a run stands on."""
    return Ground(as_of, tuple(home.settings().places), provider_names(home))
