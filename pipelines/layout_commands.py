"""``everystep layout``: list, check and draft the layouts that reports are read by.

``check`` and ``list`` write nothing; ``draft`` writes one new file and never over
another.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from everystep import wording as receipt
from everystep.home import NeedsAttention
from everystep.layouts.load import DRAFT, is_draft, read_layout
from everystep.layouts.model import Layout
from everystep.receipts import column_name
from everystep.rehearsal import wording
from everystep.rehearsal.look import Looked, look
from everystep.rehearsal.told import quoted
from pipelines.rehearsing import OUT, ground_of, program, said_again

if TYPE_CHECKING:
    from everystep.layouts.draft import Draft
    from everystep.layouts.draft import Proposal as ColumnProposal
    from everystep.rehearsal.proposal import Proposal

KINDS = {None: "any kind", "workbook": "workbook", "text": "text"}


def _paths(given: argparse.Namespace) -> list[Path]:
    named = list(getattr(given, "layout", []))
    if not named and given.home is None:
        raise NeedsAttention(
            "Say which layouts: name the files, or the home with --home or "
            "EVERYSTEP_HOME."
        )
    paths = named or sorted((given.home / "layouts").glob("*.yaml"))
    if not paths:
        raise NeedsAttention(f"There is no layout in {given.home / 'layouts'} yet.")
    return paths


def loaded(path: Path) -> Layout | str:
    """Return a layout, or in words what keeps it from being one."""
    try:
        return read_layout(path)
    except NeedsAttention as told:
        return str(told)
    except UnicodeDecodeError:
        return f"{path.name} is not text in UTF-8."
    except OSError:
        return f"{path.name} cannot be opened from here."


def known_layouts(paths: list[Path]) -> list[Layout]:
    """Return the layouts that load; a draft or an unfinished one is left out."""
    found = [loaded(path) for path in paths]
    return [one for one in found if isinstance(one, Layout)]


def listed(given: argparse.Namespace) -> int:
    """Say each layout, its services and its kind; return the exit code."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("Layout", "Title", "Provider: service", "Kind"):
        table.add_column(heading, overflow="fold")
    unready = []
    for path in _paths(given):
        if is_draft(path):
            table.add_row(Text(path.stem), "a draft, not confirmed yet", "", "")
            continue
        one = loaded(path)
        if isinstance(one, str):
            table.add_row(Text(path.stem), "does not fit together yet", "", "")
            unready.append(one)
            continue
        services = "\n".join(f"{who}: {what}" for who, what in one.services.items())
        kind = KINDS.get(one.kind, "document")
        table.add_row(*map(Text, (one.layout, one.title, services, kind)))
    OUT.print(table)
    for said in unready:
        OUT.print(said, markup=False)
    return 1 if unready else 0


def checked(given: argparse.Namespace) -> int:
    """Check layouts, against a report if there is one; return the exit code."""
    layouts: list[Layout] = []
    unready = 0
    paths = _paths(given)
    waiting = []
    if given.file is not None:
        waiting = [path for path in paths if path.is_file() and is_draft(path)]
    for path in paths:
        if path in waiting:
            continue
        one = loaded(path)
        if isinstance(one, Layout):
            layouts.append(one)
            if given.file is None:
                OUT.print(f"{path.name}: fits together.", markup=False)
        else:
            unready += 1
            OUT.print(one, markup=False)
    names = [one.layout for one in layouts]
    for name in sorted({one for one in names if names.count(one) > 1}):
        unready += 1
        OUT.print(f"Two files are both called {name}. Rename one.", markup=False)
    if given.file is None:
        return 1 if unready else 0
    if waiting:
        OUT.print(wording.drafts([path.name for path in waiting]), markup=False)
        unready += 1
    if not layouts:
        # What keeps each from being read has been said.
        return 1
    mine = [one for one in layouts if given.provider in ("", *one.services)]
    if not mine:
        whose = f" for {given.provider}" if given.provider else ""
        raise NeedsAttention(f"There is no layout{whose} to hold the report against.")
    return _held_against(given, mine, layouts) or (1 if unready else 0)


def opened(file: Path) -> Looked:
    """Return a file that has cells; raises :class:`NeedsAttention` otherwise."""
    looked = look(file)
    if looked.reason:
        said = receipt.OUTCOMES.get(looked.reason, receipt.OUTCOMES["looking_into_it"])
        raise NeedsAttention(said)
    return looked


def _held_against(
    given: argparse.Namespace, mine: list[Layout], every: list[Layout]
) -> int:
    from everystep.rehearsal.proposal import propose

    looked = opened(given.file)
    ground = ground_of(given.home)
    family, sheets = looked.what.family, looked.sheets
    found = []
    for one in mine:
        others = [other for other in every if other.layout != one.layout]
        made = propose(one, family, sheets, ground, others, given.provider)
        found += [made] if made is not None else []
    # Where one fits, a run looks no further for one that is near.
    found = [made for made in found if made.fits_already] or found
    exact = [made for made in found if made.is_empty]
    for made in exact:
        _show_exact(made)
        if not ground.places and any(c.person == "place" for c in made.layout.columns):
            OUT.print(wording.NO_PLACES, markup=False)
    if len(exact) > 1:
        OUT.print("A run would wait: give one of them a heading that only it has.")
    if exact:
        ready = not any(made.waits or _is_mostly_aside(made) for made in exact)
        return 0 if len(exact) == 1 and ready else 1
    if not found:
        OUT.print("No layout here is near to this report. This drafts one:")
        name = f"{quoted(given.file)}{said_again(given)}"
        OUT.print(Text(f"    {program()} layout draft {name}"))
    for made in found:
        _show(made)
    return 1


def _show_exact(made: Proposal) -> None:
    OUT.print(wording.fits_whole(made.layout.layout), markup=False)
    for one in made.unmet:
        OUT.print(wording.unmet(one), markup=False)
    if made.waits:
        said = wording.WAITS.get(made.waits, wording.WOULD_WAIT)
        OUT.print(said, markup=False)


def _is_mostly_aside(made: Proposal) -> bool:
    return any(one.is_most for one in made.unmet)


def _show(made: Proposal) -> None:
    from everystep.rehearsal.proposal import to_yaml

    name = made.layout.layout
    OUT.print(f"\n{name} and this report differ:", markup=False)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("Table", "What", "In the layout", "In the report"):
        table.add_column(heading, overflow="fold")
    for row in _differences(made):
        table.add_row(*map(Text, row))
    OUT.print(Padding(table, (0, 0, 0, 2), expand=False))
    if made.absent:
        OUT.print(
            "A difference cannot say that a whole table is gone. If that happens, "
            "write may_be_absent: true at the table."
        )
    if made.can_be_said:
        OUT.print(f"A proposal to paste at the end of {name}:\n", markup=False)
        OUT.print(Text(to_yaml(made)))
    if made.reads_exactly:
        OUT.print("With it, the layout fits this report.")
    for one in made.unmet:
        OUT.print(wording.unmet(one), markup=False)


def _differences(made: Proposal) -> Iterator[tuple[str, str, str, str]]:
    for table, sheet in made.sheets.items():
        yield table, "on another sheet", "", sheet
    for table, pairs in made.rename.items():
        for old, new in pairs.items():
            yield table, "a new name", old, new
    for table, columns in made.add.items():
        for words in columns:
            yield table, "a new column", "", words
    for table, headings in made.remove.items():
        for heading in headings:
            yield table, "no longer there", heading, ""
    for table in made.absent:
        yield table, "the whole table is not there", "", ""


def drafted(given: argparse.Namespace) -> int:
    """Draft a layout for a report; return the exit code."""
    from everystep.layouts.draft import draft
    from everystep.layouts.draft.write import to_yaml

    looked = opened(given.file)
    folder = given.home / "layouts" if given.home is not None else None
    paths = sorted(folder.glob("*.yaml")) if folder is not None else []
    out = given.out
    name = _layout_name(out.stem if out is not None else given.file.stem)
    if out is None and folder is not None and folder.is_dir():
        out = folder / f"{name}.yaml"
    if out is not None and out.exists():
        raise NeedsAttention(
            f"{out} is there already and stays as it is. Say another name with --out."
        )
    made = draft(looked.sheets, name, known_layouts(paths))
    text = to_yaml(
        made, name, given.provider or "say-which-provider", given.service or "say-which"
    )
    if out is None:
        # The layout alone: somebody sends it into a file.
        print(text, end="")
        return 0
    _show_draft(made)
    try:
        with out.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError:
        raise NeedsAttention(f"{out} cannot be written. Say another place.") from None
    OUT.print(
        f"The draft is {out}. Look at each line, take out the line “{DRAFT}”, and then "
        "check it:",
        markup=False,
    )
    names = f"{quoted(out)} --file {quoted(given.file)}{said_again(given)}"
    OUT.print(Text(f"    {program()} layout check {names}"))
    return 0


def _layout_name(stem: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", stem.casefold()).strip("-") or "new-report"


def _show_draft(made: Draft) -> None:
    for table in made.tables:
        shown = Table(
            box=SIMPLE_HEAD,
            pad_edge=False,
            title=f"{table.name} (sheet {table.found.sheet + 1})",
            title_justify="left",
        )
        for heading in ("Column", "Heading", "First", "Second", "Third"):
            shown.add_column(heading, overflow="fold")
        for column in table.columns:
            place = str(column.at + 1) if table.found.turned else column_name(column.at)
            said = [
                _said(one, first=rank == 0)
                for rank, one in enumerate(column.proposals)
                if rank == 0 or one.confidence > LEAST_SHOWN
            ]
            said += [""] * (3 - len(said))
            shown.add_row(*map(Text, (place, column.heading, *said)))
        OUT.print(shown)
    for sentence in made.unknown:
        OUT.print(sentence, markup=False)


LEAST_SHOWN = 0.05
"""A second or third guess below it is left to the file, to keep the table short."""


def _said(proposal: ColumnProposal, first: bool) -> str:
    parts = []
    for name, value in proposal.column.items():
        if isinstance(value, dict):
            value = "/".join(str(one) for one in value.values() if isinstance(one, str))
        parts.append(f"{name} {value}")
    said = f"{', '.join(parts)} ({proposal.confidence:.0%})"
    return f"{said}\n{proposal.reason}" if first else said
