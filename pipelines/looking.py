"""What ``rehearse`` and ``layout`` may be told on the command line.

What they do is imported when they are asked to do it: every other command starts
without it.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any


class _OneAtATime(argparse.Action):
    """Meets a second file, such as a pattern brings along, in words."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        if values:
            parser.error("One file at a time, please.")


def add_to(commands: Any) -> None:
    """Add what looks at a report or a layout, needs no key and keeps nothing."""
    says = "show what would be read of a file, before anything is kept"
    command = commands.add_parser("rehearse", help=says, description=says)
    _rehearse(command)
    says = "draft, check and list layouts"
    command = commands.add_parser("layout", help=says, description=says)
    _layout(command)


def _rehearse(command: argparse.ArgumentParser) -> None:
    """Add what ``rehearse`` may be told."""
    command.set_defaults(does=_rehearsed)
    _file(command)
    _home(command)
    command.add_argument(
        "--layouts", type=Path, help="a folder of layouts (the home's, if not said)"
    )
    command.add_argument("--provider", default="", help="whose report it is")
    command.add_argument("--page", type=Path, help="write it as a page here, too")
    command.add_argument(
        "--values",
        action="store_true",
        help="show every fact, one a line, people's names among them",
    )
    command.add_argument(
        "--json", action="store_true", help="codes and numbers only, for programs"
    )


def _file(command: argparse.ArgumentParser) -> None:
    """Add the one file that is looked at."""
    command.add_argument("file", type=Path)
    command.add_argument(
        "others", nargs="*", action=_OneAtATime, help=argparse.SUPPRESS
    )


def _home(command: argparse.ArgumentParser) -> None:
    """Add where the home is; a rehearsal does without one."""
    named = os.environ.get("EVERYSTEP_HOME")
    home = Path(named) if named else None
    command.add_argument("--home", type=Path, default=home)


def _layout(command: argparse.ArgumentParser) -> None:
    """Add the three commands under ``everystep layout``."""
    below = command.add_subparsers(required=True, metavar="what")
    says = "say which layouts there are"
    listing = below.add_parser("list", help=says, description=says)
    _home(listing)
    listing.set_defaults(does=_listed)
    says = "check layouts, and how a report differs from them"
    checking = below.add_parser("check", help=says, description=says)
    checking.add_argument("layout", nargs="*", type=Path)
    _home(checking)
    checking.add_argument("--file", type=Path, help="a report to hold them against")
    checking.add_argument("--provider", default="", help="whose report it is")
    checking.set_defaults(does=_checked)
    says = "draft a layout for a report that nobody has described yet"
    drafting = below.add_parser("draft", help=says, description=says)
    _file(drafting)
    _home(drafting)
    drafting.add_argument("--provider", default="", help="whose report it is")
    drafting.add_argument("--service", default="", help="which service it speaks of")
    drafting.add_argument("--out", type=Path, help="the new layout file")
    drafting.set_defaults(does=_drafted)


def _rehearsed(given: argparse.Namespace) -> int:
    from pipelines.rehearsing import rehearsed

    return rehearsed(given)


def _listed(given: argparse.Namespace) -> int:
    from pipelines.layout_commands import listed

    return listed(given)


def _checked(given: argparse.Namespace) -> int:
    from pipelines.layout_commands import checked

    return checked(given)


def _drafted(given: argparse.Namespace) -> int:
    from pipelines.layout_commands import drafted

    return drafted(given)
