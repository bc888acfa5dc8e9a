"""Writes sample reports for people who want to try: one kind, into a folder.

``python -m everystep.demo.archetypes --list`` names the kinds;
``python -m everystep.demo.archetypes goals FOLDER`` writes a goals sheet.
"""

from __future__ import annotations

import argparse
import re
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from everystep.demo import archetypes
from everystep.demo.archetypes.truth import Sample


def kinds() -> dict[str, str]:
    """Return each kind of report by its short name, with its module."""
    names = sorted(one.name for one in iter_modules(archetypes.__path__))
    modules = {
        name: import_module(f"{archetypes.__name__}.{name}")
        for name in names
        if name[:1] == "a" and name[1:3].isdigit()
    }
    return {
        name[4:].replace("_", "-"): name
        for name, module in modules.items()
        if hasattr(module, "sample")
    }


def write(kind: str, folder: Path) -> Sample:
    """Write one kind of report into a folder, and return what is true of it."""
    module = import_module(f"{archetypes.__name__}.{kinds()[kind]}")
    folder.mkdir(parents=True, exist_ok=True)
    sample: Sample = module.sample(folder)
    return sample


def _in_a_line(words: str) -> str:
    said = re.sub(r"^Archetype \d+: ", "", words.splitlines()[0])
    return said[:1].upper() + said[1:]


def main(arguments: list[str] | None = None) -> int:
    """Write a sample, or list their kinds; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m everystep.demo.archetypes", description=__doc__
    )
    parser.add_argument("--list", action="store_true", help="name the kinds of report")
    parser.add_argument("kind", nargs="?", choices=list(kinds()), metavar="KIND")
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    given = parser.parse_args(arguments)
    if given.list:
        for kind, module in kinds().items():
            said = import_module(f"{archetypes.__name__}.{module}").__doc__ or ""
            print(f"{kind:20} {_in_a_line(said)}")
        return 0
    if given.kind is None or given.folder is None:
        parser.error("name a kind and a folder, or ask for the --list")
    print(write(given.kind, given.folder).path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
