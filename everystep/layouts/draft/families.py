"""Columns that differ by a number alone are one line of a layout: ``Review {n}``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from everystep.layouts.draft.candidates import OWN
from everystep.layouts.draft.ground import names_quarter
from everystep.layouts.draft.shapes import ColumnDraft, Proposal, TableDraft


@dataclass(frozen=True)
class Line:
    """One line under ``columns``: a heading, and what it may be."""

    heading: str
    column: ColumnDraft
    proposals: Sequence[Proposal]
    more: Mapping[str, object] = field(default_factory=dict)
    """What the family adds: ``number``, or an amount's ``quarter``."""
    own: str = ""
    """The id of a scale of the provider's own, if it is one."""
    area: str = ""


def lines_of(table: TableDraft, layout_name: str) -> list[Line]:
    """Return a table's columns as lines of a layout, families taken together."""
    families = _families(table.columns)
    lines: list[Line] = []
    taken: set[str] = set()
    for column in table.columns:
        if not column.heading:
            continue
        heading = families.get(column.heading, column.heading)
        if heading in taken:
            continue
        taken.add(heading)
        lines.append(_line(heading, column, layout_name))
    return lines


def _families(columns: Sequence[ColumnDraft]) -> dict[str, str]:
    """Return the headings that only a number tells apart, as a family with ``{n}``."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for column in columns:
        kind = _facts(column)
        for found in re.finditer(r"\d+", column.heading):
            name = column.heading
            family = f"{name[: found.start()]}{{n}}{name[found.end() :]}"
            groups[(family, kind)].append(name)
    found_in: dict[str, str] = {}
    order = sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))
    for (family, kind), names in order:
        runs = kind and (len(set(names)) > 1 or "review_{n}" in kind)
        if runs and "{n}" not in family.replace("{n}", "", 1):
            for name in names:
                found_in.setdefault(name, family)
    return found_in


def _facts(column: ColumnDraft) -> str:
    best = column.best
    if best is None or best.confidence < 0.3:
        return ""
    said = dict(best.column)
    if best.role in ("score", "score_day", "reason_for"):
        scale = dict(said[best.role]) if isinstance(said[best.role], Mapping) else {}  # type: ignore[call-overload]
        if scale.get("measure") == OWN:
            return ""
        # Only an occasion may run with the number: two scales are two columns.
        return repr(said) if said.get("position") == "review_{n}" else ""
    if best.role in ("item", "goal"):
        return repr(said)
    if best.role == "amount" and names_quarter(column.heading):
        return (
            repr(said) if re.search(r"\bQ(?:tr|uarter)? ?\d\b", column.heading) else ""
        )
    return ""


def _line(heading: str, column: ColumnDraft, layout_name: str) -> Line:
    running = "{n}" in heading
    more: dict[str, object] = {}
    proposals = [_settled(one, running, layout_name) for one in column.proposals]
    best = proposals[0] if proposals else None
    if best is not None:
        if best.role == "goal" and running:
            more["number"] = "{n}"
        if best.role == "amount" and running:
            more["quarter"] = "{n}"
        elif best.role == "amount" and names_quarter(heading):
            more["quarter"] = "heading"
        if best.role == "answer" and column.many:
            asked = best.column["answer"]
            if isinstance(asked, Mapping):
                more["answer"] = {**asked, "many": column.many}
    own, area = _own(column.best, layout_name)
    return Line(heading, column, proposals, more, own, area)


def _settled(one: Proposal, running: bool, layout_name: str) -> Proposal:
    """Return a proposal with a number for its occasion, and a name for its scale."""
    said = dict(one.column)
    if said.get("position") == "review_{n}" and not running:
        said["position"] = "review_1"
    scale = said.get(one.role)
    if isinstance(scale, Mapping) and scale.get("measure") == OWN:
        said[one.role] = {**scale, "measure": _own_id(layout_name)}
    return Proposal(said, one.confidence, one.reason)


def _own(best: Proposal | None, layout_name: str) -> tuple[str, str]:
    if best is None or best.role != "score":
        return "", ""
    scale = best.column["score"]
    if not isinstance(scale, Mapping) or scale.get("measure") != OWN:
        return "", ""
    return _own_id(layout_name), str(scale.get("subscale", "total"))


def _own_id(layout_name: str) -> str:
    said = re.sub(r"[^a-z0-9]+", "_", layout_name.casefold()).strip("_")
    return f"scale_of_{said}"
