"""A receipt as one page, for any browser and for paper.

What it says belongs in :mod:`everystep.receipts`; how it looks is in the template.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from everystep import wording
from everystep.receipts import Facts, sections, visible


def render(facts: Facts) -> str:
    """Return the receipt as one HTML page that needs nothing beside it."""
    return _template().render(
        language=wording.LANGUAGE,
        title=wording.title(facts.received_on, visible(facts.fingerprint[:8])),
        heading=wording.THANK_YOU,
        sections=list(sections(facts)),
        closing=wording.CLOSING,
        words=wording,
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
    ).get_template("receipt.html.j2")
