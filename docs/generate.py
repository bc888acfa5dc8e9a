"""Writes docs/reference/marts.md from the comments at the head of the SQL files.

Run it after changing a mart: ``python docs/generate.py``. A test holds the page to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sql.catalogue import Described, described, tables

MARTS = Path(__file__).parent / "reference" / "marts.md"
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
