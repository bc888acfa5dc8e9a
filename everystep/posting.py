"""Puts each file's receipt into its provider's own folder, and nowhere else.

A receipt is a page and a workbook of one name. What somebody has written into a
workbook where it lies is theirs, and is never written over.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from everystep import ledger, wording
from everystep.files import write_whole
from everystep.home import Home
from everystep.identity.keys import Keys
from everystep.lake import PSEUDONYMISED
from everystep.receipt_page import render
from everystep.receipt_workbook import is_as_we_made_it, workbook
from everystep.receipts import Difference, Facts, Place
from everystep.reference import gap_reasons, indicators
from everystep.sealed.originals import Original, SealBroken, unseal
from everystep.submissions import WELCOMED

Ask = Callable[[str], pa.Table]
_WITH_GAPS = (
    "goal_scores", "answers", "amounts", "staff_scores", "training", "supervision",
)  # fmt: skip
Rows = list[dict[str, Any]]
# Far more than a workbook of ours ever holds: what is larger is somebody else's.
_LARGEST = 20_000_000


def post_receipts(home: Home, keys: Keys, ask: Ask) -> int:
    """Write the receipt of every submission whose words have changed; return how many.

    ``ask`` answers a query over the run's tables. A receipt that says the same is left.
    """
    book = _Book(ask)
    written = held_up = 0
    for entry in ledger.entries(home):
        if entry.state == WELCOMED:
            continue
        try:
            original = _named(home, keys, entry)
        except (SealBroken, FileNotFoundError):
            continue
        try:
            written += _post_one(home, book, entry, original)
        except Exception:  # noqa: BLE001 - one receipt holds up no other
            held_up += 1
    if held_up:
        # Said once all others are posted; what was raised may quote a file.
        raise ReceiptsHeldUp(held_up)
    return written


class ReceiptsHeldUp(Exception):
    """Receipts that could not be written, and how many."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} receipts could not be written; the others are.")


def _post_one(
    home: Home, book: _Book, entry: ledger.Submission, original: Original
) -> int:
    folder = _folder(home, original)
    pages = [(entry.sha256[:8], book.facts(entry, original.name, again=False))]
    if (home.lake / "archived" / "copies" / f"{entry.key}.seen").exists():
        again = book.facts(entry, original.name, again=True)
        pages.append((f"{entry.sha256[:8]}-again", again))
    return sum(
        _post(folder / f"{entry.received_on}-{name}", facts) for name, facts in pages
    )


def _post(stem: Path, facts: Facts) -> int:
    """Write both forms of a receipt where they have changed; return 1 if one has."""
    page, points = stem.with_suffix(".html"), stem.with_suffix(".xlsx")
    changed = _write(page, render(facts).encode())
    if not _is_in_use(points):
        changed |= _write(points, workbook(facts))
    return changed


def _is_in_use(path: Path) -> bool:
    """Say whether somebody has a workbook open, or has saved words into it."""
    lock = path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")
    if any(os.path.lexists(one) for one in lock):
        return True
    if not path.exists():
        return False
    ours = path.is_file() and path.stat().st_size <= _LARGEST
    return not (ours and is_as_we_made_it(path.read_bytes()))


def _write(path: Path, content: bytes) -> int:
    if path.is_file() and path.read_bytes() == content:
        return 0
    write_whole(path, content)
    return 1


def _named(home: Home, keys: Keys, entry: ledger.Submission) -> Original:
    if entry.state == "gone_before_sealing":
        # Nothing of it is here but whose it was.
        return Original("", entry.provider_id, b"")
    return unseal(keys, ledger.seal_path(home, entry.key), entry.key)


def _folder(home: Home, original: Original) -> Path:
    """Return the receipts' folder: beside the file's own, inside the inbox always."""
    own = home.inbox / original.folder if original.folder else home.inbox
    inside = own.is_dir() and not own.is_symlink() and own.parent == home.inbox
    return (own if inside else home.inbox) / "receipts"


class _Book:
    """What the run's tables say of each submission."""

    def __init__(self, ask: Ask) -> None:
        self._submissions = _by(ask("from reconciled.submissions"), "submission")
        self._readings = _by(ask("from pseudonymised.readings"), "submission")
        self._services = _by(ask("from reconciled.services"), "service_id")
        self._asides = _by(ask("from pseudonymised.set_aside"), "submission")
        self._sheets = _by(ask("from pseudonymised.sheets"), "submission")
        self._differences = _by(ask("from reconciled.differences"), "submission")
        self._counts = _counts(ask)
        self._gaps = _by(
            ask(
                # A contact that nobody counted is told where somebody said why.
                # A session that did not take place is one gap, however many subscales.
                "select submission, reason, count(*) as gaps from ("
                "select distinct submission, reason, person_key, measure_id, rater, "
                "coalesce(day::varchar, position) as occasion "
                "from pseudonymised.score_gaps union all by name "
                "select submission, reason from pseudonymised.events union all by name "
                "select submission, reason from pseudonymised.states union all by name "
                + "".join(
                    f"select submission, reason from pseudonymised.{entity} "
                    "union all by name "
                    for entity in _WITH_GAPS
                )
                + "select submission, reason from pseudonymised.contacts "
                "where reason <> 'unknown' union all by name "
                + "select submission, reason from pseudonymised.person_fields) "
                "where reason <> '' group by all order by all"
            ),
            "submission",
        )
        self._conflicts = _by(
            ask(
                "select said.submission, count(distinct conflicts.record_key) as n "
                "from reconciled.conflicts as conflicts "
                "inner join (select submission, record_key from pseudonymised.scores "
                + "".join(
                    f"union select submission, record_key from pseudonymised.{entity} "
                    for entity in ("contacts", "events", "states")
                )
                + ") as said using (record_key) group by all"
            ),
            "submission",
        )
        self._totals = _by(
            ask(
                "select * from outcomes.reconciliation "
                "where recomputed <> declared order by figure"
            ),
            "service_id",
        )

    def facts(self, entry: ledger.Submission, name: str, *, again: bool) -> Facts:
        reading = self._one(self._readings, entry.key)
        standing = self._one(self._submissions, entry.key)
        outcome = str(reading.get("outcome") or "looking_into_it")
        if entry.state == "gone_before_sealing":
            outcome = entry.state
        service = self._one(self._services, str(reading.get("service_id")))
        kept = standing.get("kept_share")
        return Facts(
            file_name=name,
            received_on=date.fromisoformat(entry.received_on),
            fingerprint=entry.sha256,
            outcome=outcome,
            period=str(reading.get("period") or ""),
            service_name=str(service.get("service_name") or ""),
            standing=str(standing.get("standing") or "not_read"),
            counts=self._counts.get(entry.key, {}),
            gaps=self._gaps_of(entry.key),
            asides=self._places(entry.key),
            conflicts=int(self._one(self._conflicts, entry.key).get("n") or 0),
            replaced=bool(standing.get("replaces")) and kept is not None,
            asked_about_vanished=kept is not None and 0.5 <= kept < 0.9,
            totals_differ=self._differ(standing),
            again=again,
            hidden_sheets=int(reading.get("hidden_sheets") or 0),
            name_says=str(reading.get("name_says") or ""),
            notes_on_cells=sum(
                sheet["comments"] or 0 for sheet in self._sheets.get(entry.key, [])
            ),
            not_looked=any(
                sheet["looked"] is False for sheet in self._sheets.get(entry.key, [])
            ),
            differences=self._not_as_before(entry.key),
            remarks=re.findall(r"\w+", str(reading.get("remarks") or "")),
        )

    @staticmethod
    def _one(rows: Mapping[str, Rows], key: str) -> dict[str, Any]:
        return rows[key][0] if key in rows else {}

    def _gaps_of(self, key: str) -> list[tuple[str, str, int]]:
        return [
            (row["reason"], _reason(row["reason"]), row["gaps"])
            for row in self._gaps.get(key, [])
            if row["reason"] != "set_aside"
        ]

    def _places(self, key: str) -> list[Place]:
        """Return what was set aside; two tables that share a column share its place."""
        grouped: dict[tuple[int, int, str], list[dict[str, Any]]] = defaultdict(list)
        for row in self._asides.get(key, []):
            grouped[row["sheet"], row["column"], row["reason"]].append(row)
        return sorted(
            Place(
                sheet=sheet,
                column=column,
                row=min(row["row"] for row in rows),
                cells=sum(row["cells"] for row in rows),
                reason=reason,
                table=min(row["table"] or "" for row in rows),
            )
            for (sheet, column, reason), rows in grouped.items()
        )

    def _not_as_before(self, key: str) -> list[Difference]:
        return sorted(
            Difference(
                kind=row["kind"],
                heading=_worded(row["heading"] or row["table_name"]),
                sheet=row["sheet"],
                row=row["row"],
                column=row["column_at"],
            )
            for row in self._differences.get(key, [])
        )

    def _differ(self, standing: Mapping[str, Any]) -> list[tuple[str, int, int]]:
        if standing.get("standing") != "current":
            return []
        return [
            (_label(row["figure"]), row["declared"], row["recomputed"])
            for row in self._totals.get(str(standing["service_id"]), [])
            if row["period"] == standing["period"]
        ]


def _reason(code: str) -> str:
    """Return a reason's label; one that is new here is said by its own words."""
    known = gap_reasons().get(code)
    return known["label"] if known else code.replace("_", " ").capitalize()


def _worded(heading: str) -> str:
    """Return a layout's word for a column or table as people say it."""
    return heading.replace("{n}", "…").replace("_", " ")


def _label(figure: str) -> str:
    known = indicators().get(figure)
    return known["name"] if known else "People supported"


def _by(table: pa.Table, key: str) -> dict[str, Rows]:
    grouped: dict[str, Rows] = defaultdict(list)
    for row in table.to_pylist():
        grouped[row[key]].append(row)
    return grouped


def _counts(ask: Ask) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for entity in wording.COUNTED:
        _, columns = PSEUDONYMISED.get(entity, ("", {}))
        if not columns:
            continue
        # Where a row may say why something is not there, it is told as a gap.
        where = " where coalesce(reason, '') = ''" if "reason" in columns else ""
        table = ask(
            f"select submission, count(*) as n from pseudonymised.{entity}{where} "
            "group by all"
        )
        for row in table.to_pylist():
            counts[row["submission"]][entity] = row["n"]
    return counts
