"""Of a table of amounts, which figure each row's label may speak of."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from everystep.layouts.draft.candidates import heading_weight
from everystep.layouts.draft.ground import Ground, Seen
from everystep.layouts.draft.lying import TableFound
from everystep.layouts.draft.shapes import MOST_PROPOSALS, Proposal
from everystep.layouts.draft.vocabulary import Vocabulary, canonical
from everystep.layouts.values import words

_FILLER = re.compile(
    r"\b(?:number|total|no|count|how many|this quarter|in (?:the )?(?:quarter|period)|"
    r"at (?:quarter )?end|new|during)\b"
)


def figures_of(
    found: TableFound, columns: Sequence[Seen], ground: Ground, said: Vocabulary
) -> Mapping[str, list[Proposal]]:
    """Return each row's label, and the figures that it may state, likeliest first."""
    if ground.of != "amounts" or not columns:
        return {}
    labels = dict.fromkeys(words(cell) for cell in found.cells[0] if words(cell))
    return {label: figures(label, said) for label in list(labels)[:120]}


def figures(label: str, said: Vocabulary) -> list[Proposal]:
    """Return the figures that a label may speak of."""
    best: dict[str, tuple[float, str]] = {}
    for one in said.like(label):
        kind, _, name = one.role.partition(":")
        if (
            kind in ("event", "state", "contact")
            and one.percent > best.get(name, (0,))[0]
        ):
            best[name] = (one.percent, one.words)
    plain = canonical(label)
    for asked, weight in ((plain, 1.0), (_FILLER.sub(" ", plain).strip(), 0.97)):
        for canon, names in said.parts["figure"].items():
            percent = fuzz.token_sort_ratio(asked, canon) * weight
            for name in names:
                if percent > 65 and percent > best.get(name, (0.0, ""))[0]:
                    best[name] = (percent, canon)
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
    shares = [math.exp(heading_weight(percent)) for _, (percent, _) in ranked]
    total = sum(shares) + math.exp(2.0)
    return [
        Proposal({"figure": name}, round(share / total, 2), f"It is like “{called}”.")
        for (name, (_, called)), share in zip(ranked, shares, strict=True)
    ][:MOST_PROPOSALS]
