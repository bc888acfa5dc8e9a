"""``everystep rehearse``: what would be read of a file, told in a terminal.

Needs no key and keeps nothing; the one thing that it may write is the page that was
asked for.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from everystep.home import Home, NeedsAttention
from everystep.layouts.load import drafts, read_layouts
from everystep.layouts.model import Layout
from everystep.layouts.read import Ground
from everystep.rehearsal import wording
from everystep.rehearsal.codes import as_codes
from everystep.rehearsal.rehearse import Rehearsal, rehearse
from everystep.rehearsal.told import Listener, Listing, Section, quoted, sections

OUT = Console(highlight=False, soft_wrap=True)
TOLD = Console(highlight=False)
"""For sentences and tables, which are folded to the terminal's width."""


def rehearsed(given: argparse.Namespace) -> int:
    """Rehearse one file and tell it; return the exit code."""
    layouts = layouts_of(given.layouts, given.home)
    ground = ground_of(given.home)
    if given.provider:
        _knows(given.provider, layouts, ground)
    found = rehearse(given.file, layouts, ground, given.provider)
    if given.page is not None:
        write_page(given.page, found, given.file)
    if given.json:
        OUT.print(json.dumps(as_codes(found), indent=2), markup=False)
    else:
        to = _engineer(given, len(layouts), bool(ground.places))
        for section in sections(found, to):
            show(section)
        if given.values and found.reading is not None:
            _show_facts(found)
        if given.page is not None:
            OUT.print(Text(f"\nThe page is {given.page}"))
    return 1 if found.needs_a_person else 0


def _engineer(given: argparse.Namespace, layouts: int, knows_places: bool) -> Listener:
    """Return who asked, and how the next command would be told what this one was."""
    own = given.home / "layouts" if given.home else None
    folder = given.layouts or own
    return Listener(
        is_engineer=True,
        layouts_looked_at=layouts,
        knows_places=knows_places,
        path=given.file,
        program=program(),
        check_with=f" {quoted(given.layouts)}/*.yaml" if given.layouts else "",
        more=said_again(given),
        drafts=[path.name for path in drafts(folder)] if folder else [],
        is_the_homes=bool(own and folder and folder.resolve() == own.resolve()),
    )


def program() -> str:
    """Return the command line as it was called, so that the next line can be typed."""
    called = Path(sys.argv[0])
    if called.name != "everystep":
        return "everystep"
    known = shutil.which("everystep")
    return "everystep" if known == str(called) else quoted(called)


def said_again(given: argparse.Namespace) -> str:
    """Return what a command was told of the report, for the next one to be told."""
    told = [("provider", given.provider), ("home", given.home)]
    return "".join(f" --{name} {quoted(Path(one))}" for name, one in told if one)


def layouts_of(folder: Path | None, home: Path | None) -> list[Layout]:
    """Return the layouts of a folder, or of the home; drafts are left out."""
    if folder is None:
        if home is None:
            return []
        folder = home / "layouts"
    if not folder.is_dir():
        raise NeedsAttention(f"There is no folder of layouts at {folder}.")
    return read_layouts(folder)


def ground_of(home: Path | None) -> Ground:
    """Return what a reading stands on; without a home, today and no more."""
    if home is None:
        return Ground(today(), (), {})
    from everystep.submissions import ground_of as of_home

    deployment = Home(home.resolve(), Path(os.devnull))
    if not (deployment.root / "everystep.yaml").is_file():
        return Ground(today(), (), {})
    return of_home(deployment, deployment.as_of())


def today() -> date:
    """Return the day that it is where reports are made."""
    return datetime.now(ZoneInfo("Europe/London")).date()


def _knows(provider: str, layouts: list[Layout], ground: Ground) -> None:
    known = {one for layout in layouts for one in layout.services}
    known |= ground.provider_names.keys()
    if layouts and provider not in known:
        raise NeedsAttention(
            f"No layout and no register names a provider {provider}. "
            f"Known are: {', '.join(sorted(known))}."
        )


def write_page(page: Path, found: Rehearsal, file: Path) -> None:
    """Write the page, and never over the report itself."""
    from everystep.rehearsal.page import render

    try:
        if page.exists() and page.samefile(file):
            raise NeedsAttention("The page would lie where the report is. Say another.")
        page.write_text(render(found), encoding="utf-8")
        return
    except OSError:
        pass
    raise NeedsAttention(f"The page cannot be written to {page}. Say another place.")


def show(section: Section) -> None:
    """Print one part of what is told."""
    TOLD.print()
    TOLD.print(Text(section.heading, style="bold"))
    _print(section.says)
    if section.named:
        grid = Table.grid(padding=(0, 2))
        for term, value in section.named:
            grid.add_row(Text(term, style="dim"), Text(value))
        TOLD.print(_indented(grid))
    _print(f"• {point}" for point in section.points)
    for listing in section.listings:
        TOLD.print()
        TOLD.print(_indented(_table(listing)))
    for sentence, places in section.places:
        _print([sentence])
        for place in places:
            TOLD.print(_indented(Text(f"• {place}"), by=4))
    _print(section.after)
    for says, command in section.commands:
        _print([says])
        # As it is typed: a command that is folded is another command.
        OUT.print(Text(f"    {command}"))


def _print(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        TOLD.print(_indented(Text(sentence)))


def _indented(said: RenderableType, by: int = 2) -> Padding:
    return Padding(said, (0, 0, 0, by), expand=False)


def _table(listing: Listing) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, title=listing.caption)
    table.title_justify = "left"
    table.title_style = "italic"
    for at, heading in enumerate(listing.headings):
        numbers = all(row[at].isdigit() for row in listing.rows) and listing.rows
        justify = "right" if numbers and at else "left"
        table.add_column(heading, overflow="fold", justify=justify)  # type: ignore[arg-type]
    for row in listing.rows:
        table.add_row(*map(Text, row))
    return table


def _show_facts(found: Rehearsal) -> None:
    OUT.print()
    OUT.print(Text(wording.EVERY_FACT, style="bold"))
    for line in _facts(found):
        OUT.print(Text(f"  {line}"))


def _facts(found: Rehearsal) -> Iterator[str]:
    from everystep.layouts.facts import facts

    assert found.reading is not None
    for fact in facts(found.reading):
        yield " | ".join(part for part in fact if part)
