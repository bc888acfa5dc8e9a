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
from everystep.answers import is_answer
from everystep.calendar import read_quarter
from everystep.home import Home
from everystep.identity.keys import Keys, keyed
from everystep.identity.pseudonymise import Pseudonymiser
from everystep.layouts.choose import Understood, understand
from everystep.layouts.drift import columns_of, lost_of
from everystep.layouts.load import fingerprint
from everystep.layouts.model import Layout
from everystep.layouts.read import Ground, NotOurs
from everystep.layouts.values import plain
from everystep.readers import CouldNotRead, Sheet, cells_of, triage
from everystep.sealed.originals import Original, seal, unseal

Records = list[dict[str, object]]

WELCOMED = "welcomed"
"""The state of what an unknown folder brought, once it is its provider's."""


@dataclass(frozen=True)
class Stopped:
    """Why a file gave no rows, as a code that wording knows."""

    outcome: str


@dataclass(frozen=True)
class Read:
    """A file that was read: what it says, and what else is to be told of it."""

    understood: Understood
    sheets: Sequence[Sheet]
    remarks: tuple[str, ...]
    name_says: str


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
    original = unseal(keys, ledger.seal_path(home, key), key)
    done = _read(layouts, original, entry.provider_id, ground)
    pseudonymiser = Pseudonymiser(keys, entry.provider_id, key)
    if isinstance(done, Read):
        pseudonymiser.take(done.understood.reading)
    rows: dict[str, list[dict[str, object]]] = {**pseudonymiser.tables}
    rows |= _account(keys, key, done)
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
    layouts: Sequence[Layout], original: Original, provider_id: str, ground: Ground
) -> Read | Stopped:
    if provider_id == inbox.UNSORTED:
        return Stopped("beside_the_folders")
    if provider_id not in ground.provider_names:
        return Stopped("unknown_provider")
    if is_answer(original.content):
        return Stopped("an_answer")
    what = triage(original.content)
    if what.kind == "none":
        return Stopped(what.reason)
    # Only codes cross this boundary: an exception's own words may quote a cell.
    try:
        sheets = cells_of(original.content, what.kind)
        understood = understand(layouts, what.family, sheets, provider_id, ground)
        return Read(understood, sheets, what.remarks, _hint(original.name, understood))
    except (CouldNotRead, NotOurs) as told:
        return Stopped(told.reason)


def _hint(name: str, understood: Understood) -> str:
    """Return the quarter that a file's name hints at, where the report says another.

    The name itself may be anything, and goes no further.
    """
    said, period = read_quarter(name), understood.reading.period
    if said is None or (said.start <= period.end and said.end >= period.start):
        return ""
    return said.name


def _account(keys: Keys, key: str, done: Read | Stopped) -> dict[str, Records]:
    if isinstance(done, Stopped):
        stopped: dict[str, object] = {"submission": key, "outcome": done.outcome}
        for cells in ("cells_in", "cells_used", "cells_empty", "cells_set_aside"):
            stopped[cells] = 0
        others = ("sheets", "columns", "set_aside", "declared_totals")
        return {"readings": [stopped], **{name: [] for name in others}}
    understood = done.understood
    reading = understood.reading
    here = {"submission": key}
    about = {
        **here,
        "outcome": "read",
        "layout": understood.described.layout,
        "service_id": reading.service_id,
        "period": reading.period.name,
        "period_start": reading.period.start,
        "period_end": reading.period.end,
        "covers": understood.described.covers,
        "hidden_sheets": reading.hidden_sheets,
        "name_says": done.name_says,
        "remarks": " ".join(done.remarks),
        "cells_in": sum(account.cells_in for account in reading.accounts),
        "cells_used": sum(account.used for account in reading.accounts),
        "cells_empty": sum(account.empty for account in reading.accounts),
        "cells_set_aside": sum(account.set_aside for account in reading.accounts),
    }
    declared: Records = [
        {
            **here,
            "service_id": reading.service_id,
            "period": reading.period.name,
            "figure": figure,
            "declared": count,
        }
        for figure, count in reading.declared.items()
    ]
    return {
        "readings": [about],
        "sheets": _sheets(key, done),
        "columns": _columns(keys, key, understood),
        "set_aside": [{**here, **vars(aside)} for aside in reading.asides],
        "declared_totals": declared,
    }


def _sheets(key: str, done: Read) -> Records:
    sheets = {sheet.index: sheet for sheet in done.sheets}
    return [
        {
            "submission": key,
            "sheet": account.sheet,
            "cells_in": account.cells_in,
            "cells_used": account.used,
            "cells_empty": account.empty,
            "cells_set_aside": account.set_aside,
            "comments": sheets[account.sheet].comments,
            "looked": sheets[account.sheet].looked,
        }
        for account in done.understood.reading.accounts
    ]


def _columns(keys: Keys, key: str, understood: Understood) -> Records:
    """Return what columns a report has; its own words for them only as keyed names."""
    words = keys.for_purpose("headings")
    columns: Records = [
        {
            "submission": key,
            "table": one.table,
            "heading": one.heading,
            "heading_key": keyed(words, one.table, plain(one.words)),
            "how": one.how,
            "sheet": one.sheet,
            "row": one.row,
            "column": one.column,
        }
        for one in columns_of(understood.reading.found, understood.described)
    ]
    near = understood.near
    if near is None:
        return columns
    nowhere = {"heading_key": "", "sheet": -1, "row": -1, "column": -1}
    lost = lost_of(understood.reading.found, understood.described)
    gone = [
        *(("elsewhere", table, "") for table in near.elsewhere),
        *(("absent", table, "") for table in near.absent),
        *(("lost", table, heading) for table, heading in lost),
    ]
    return columns + [
        {"submission": key, "table": table, "heading": heading, "how": how, **nowhere}
        for how, table, heading in gone
    ]


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
