"""A rehearsal as one page, for whoever will send the report and for paper.

What it says belongs in :mod:`everystep.rehearsal.told`; how it looks, in the template.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from everystep import wording as receipt
from everystep.rehearsal import wording
from everystep.rehearsal.rehearse import Rehearsal
from everystep.rehearsal.told import Listener, sections


def render(found: Rehearsal) -> str:
    """Return the page, which needs nothing beside it and shows no cell."""
    return _template().render(
        language=receipt.LANGUAGE,
        title=wording.TITLE,
        heading=wording.TITLE,
        says=[wording.NOTHING_KEPT, wording.NO_VALUES],
        sections=list(sections(found, Listener(is_engineer=False))),
        closing=wording.CLOSING,
    )


@cache
def _template() -> Template:
    return Environment(
        loader=PackageLoader("everystep", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    ).get_template("rehearsal.html.j2")
