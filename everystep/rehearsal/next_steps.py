"""What comes after a rehearsal: what a receipt would ask, or the command to type."""

from __future__ import annotations

from everystep import receipts
from everystep import wording as receipt
from everystep.layouts.read import Reading
from everystep.receipts import Place, visible
from everystep.rehearsal import wording
from everystep.rehearsal.parts import Listener, Section, quoted
from everystep.rehearsal.rehearse import Rehearsal


def next_steps(found: Rehearsal, to: Listener) -> Section:
    """Return what may be done next: by an engineer, or by whoever sends the report."""
    if to.is_engineer:
        return _next_for_an_engineer(found, to)
    if found.reading is not None:
        return _next_for_a_provider(found)
    helps = receipt.OUTCOME_SUGGESTIONS.get(found.reason)
    if helps is None:
        return Section(wording.NEXT, says=[wording.NOTHING_TO_CHANGE])
    why = f"{receipt.WHY} {helps.why}"
    return Section(wording.NEXT, says=[receipt.IF_YOU_HAVE_TIME, helps.what, why])


def _next_for_a_provider(found: Rehearsal) -> Section:
    """Return what a receipt would ask of a report that is read."""
    facts = as_a_receipt(found)
    [asked] = [
        one
        for one in receipts.sections(facts)
        if one.heading == receipt.WHAT_YOU_MAY_DO
    ]
    says = [*asked.says]
    for helps in asked.suggestions:
        says += [helps.what, f"{receipt.WHY} {helps.why}"]
    return Section(wording.NEXT, says=says)


def as_a_receipt(found: Rehearsal) -> receipts.Facts:
    """Return what a receipt could ask about, were the report dropped in now."""
    assert found.understood is not None
    reading, near = found.understood.reading, found.understood.near
    kinds = ["lost_table" for _ in near.absent] if near else []
    if near and any(table.lost for table in found.tables):
        kinds.append("lost_column")
    return receipts.Facts(
        file_name="",
        received_on=reading.period.end,
        fingerprint="",
        outcome="read",
        period=reading.period.name,
        asides=places_of(reading),
        differences=[receipts.Difference(kind) for kind in kinds],
        name_says=found.name_says,
    )


def places_of(reading: Reading) -> list[Place]:
    """Return where cells would be set aside, as a receipt tells it."""
    return [
        Place(one.sheet, one.column, one.row, one.cells, one.reason, one.table)
        for one in reading.asides
    ]


def _next_for_an_engineer(found: Rehearsal, to: Listener) -> Section:
    name = quoted(to.path) if to.path else visible(found.looked.name)
    typed = {"program": to.program, "name": name, "more": to.more}
    draft = wording.DRAFT_SAYS, wording.DRAFT.format(**typed)
    check = wording.CHECK_SAYS, wording.CHECK.format(**typed, layouts=to.check_with)
    if found.verdict in ("readable", "needs_layout"):
        commands = [draft, check] if found.nearest is not None else [draft]
        return Section(wording.NEXT, commands=commands)
    if found.verdict == "read":
        commands = [check] if _has_changed(found) else []
        says = [wording.RUN_READS if to.is_the_homes else wording.ELSEWHERE]
        return Section(wording.NEXT, says=says, commands=commands)
    helps = receipt.OUTCOME_SUGGESTIONS.get(found.reason)
    if found.verdict != "waits" and helps is not None:
        return Section(wording.NEXT, says=[helps.what])
    return Section(wording.NEXT, says=[wording.KEPT_ALL_THE_SAME])


def _has_changed(found: Rehearsal) -> bool:
    """Whether a report is not quite as its layout says."""
    new = any(
        one.how in ("unknown", "resembles")
        for table in found.tables
        for one in table.columns
    )
    lost = any(table.lost for table in found.tables)
    near = found.understood.near if found.understood else None
    return new or lost or near is not None
