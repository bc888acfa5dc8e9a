"""Everything that a column may be, with what speaks for it and against it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from everystep.layouts.draft.vocabulary import LIKELY, SURE
from everystep.layouts.values import plain

IGNORED = {
    "free_text": "Words of people's own stay with the provider.",
    "contact_details": "How to reach someone stays with the provider.",
    "worker": "Who works with whom stays with the provider.",
    "metadata": "The system's own note, not about anyone.",
    "computed": "Worked out from other columns; we work it out ourselves.",
    "not_used": "Not part of what is asked for.",
}
OWN = "own"
"""Stands for a scale of the provider's own, until it has a name."""


_PRIVATE = ("person:", "staff:name", "staff:reference", "goal:text", "story:text")


@dataclass
class Candidate:
    """One thing that a column may be; its weight is a sum of logarithms."""

    column: dict[str, object]
    weight: float = 0.0
    whys: list[tuple[float, str]] = field(default_factory=list)

    @property
    def role(self) -> str:
        """Return its role in the words of the synonyms: ``person:forename``."""
        kind, said = next(iter(self.column.items()))
        if isinstance(said, Mapping):
            return f"{kind}:{said.get('principle', '')}" if kind == "answer" else kind
        if kind == "ignored":
            return next((f"ignored:{k}" for k, v in IGNORED.items() if v == said), kind)
        return f"{kind}:{said}"

    def add(self, weight: float, why: str = "") -> None:
        """Count one more thing that speaks for it, or against."""
        self.weight += weight
        if why and weight > 0:
            self.whys.append((weight, why))


class Candidates:
    """What one column may be, each possibility once."""

    def __init__(self) -> None:
        self.found: dict[str, Candidate] = {}

    def of(self, column: dict[str, object]) -> Candidate:
        """Return the candidate for a column such as a layout would write."""
        key = json.dumps(column, sort_keys=True)
        return self.found.setdefault(key, Candidate(column))

    def ranked(self) -> list[Candidate]:
        """Return the candidates, the likeliest first; the order is total.

        On a tie the more private one goes first: it costs less to be too careful.
        """
        order = sorted(
            self.found.items(),
            key=lambda item: (
                -round(item[1].weight, 2),
                not item[1].role.startswith(_PRIVATE),
                item[0],
            ),
        )
        return [candidate for _, candidate in order]


def heading_weight(percent: float) -> float:
    """Return what a heading's likeness is worth.

    On 1,863 label variants of councils, 95 and over was right in 96 of 100, while a
    looser likeness was right in a third: so it falls steeply (design/formats.md).
    """
    if percent >= 99:
        return 5.0
    if percent >= SURE:
        return 4.5
    if percent >= LIKELY:
        return 2.2 + (percent - LIKELY) / (SURE - LIKELY) * 1.8
    return max(0.3, 0.4 + (percent - 60) / (LIKELY - 60) * 1.4)


def column_of(role: str, heading: str) -> dict[str, object]:
    """Return a role of the synonyms as a layout's column writes it."""
    kind, _, name = role.partition(":")
    if kind == "ignored":
        return {"ignored": IGNORED[name]}
    if kind == "answer":
        asked: dict[str, object] = {"question": slug(heading)}
        if name != "question":
            asked["principle"] = name
        return {"answer": asked}
    if kind == "goal":
        return {"goal": name}
    return {kind: name}


def slug(text: str) -> str:
    """Return a short id from a heading's words."""
    said = re.sub(r"[^a-z0-9]+", "_", plain(text)).strip("_")
    kept = [
        one for one in said.split("_") if one not in ("did", "you", "the", "i", "do")
    ]
    return "_".join(kept[:5]) or "question"
