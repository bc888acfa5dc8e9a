"""Writes the pages of the reference that say what the code says, and the schema.

Run it after changing a mart, or what a layout may say: ``python docs/generate.py``.
Tests hold docs/reference/marts.md, layouts.md and layout.schema.json to it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from sql.catalogue import Described, described, tables

if __name__ == "__main__":
    # Run as a file, it would look for its neighbours beside itself.
    sys.path.insert(0, str(Path(__file__).parent.parent))

from docs.layout_words import with_tables
from everystep.layouts.schema import as_text, layout_schema

REFERENCE = Path(__file__).parent / "reference"
MARTS = REFERENCE / "marts.md"
LAYOUTS = REFERENCE / "layouts.md"
SCHEMA = REFERENCE / "layout.schema.json"
_OPENING = """# Marts

<!-- Made by docs/generate.py from sql/marts/*.sql; change those. -->

The tables of a release, each a Parquet file and a CSV of the same name. How to read a
`_status` stands in the [README](../../README.md#as-a-commissioner); how figures are
protected, in [How figures are protected](../explanation/disclosure.md). A row is named
by its key. `all` in `provider_id` and `service_id` is the whole commission.
"""


def marts() -> str:
    """Return the page: every mart with its description, key and columns."""
    names = sorted(name for name in tables() if name.startswith("marts."))
    contents = "".join(f"* [{_short(name)}](#{_short(name)})\n" for name in names)
    sections = (line for name in names for line in _section(described(name)))
    return f"{_OPENING}\n{contents}" + "".join(sections)


def schema() -> str:
    """Return the published schema of a layout."""
    return as_text()


def layouts() -> str:
    """Return the page about layouts with its tables as the schema has them."""
    return with_tables(LAYOUTS.read_text(encoding="utf-8"), layout_schema())


def _short(name: str) -> str:
    return name.partition(".")[2]


def _section(about: Described) -> Iterator[str]:
    key = ", ".join(f"`{column}`" for column in about.key)
    yield f"\n## {_short(about.name)}\n\n{about.says}\n\nKey: {key}\n\n"
    yield "| column | what it holds |\n| --- | --- |\n"
    for column, says in about.columns.items():
        yield f"| `{column}` | {says} |\n"


if __name__ == "__main__":
    MARTS.write_text(marts(), encoding="utf-8")
    SCHEMA.write_text(schema(), encoding="utf-8")
    LAYOUTS.write_text(layouts(), encoding="utf-8")
