"""Which reports wait for a person before anything of them counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """Whom a report names, and what it speaks of."""

    submission: str
    scope: tuple[str, ...]
    """Provider, layout, service and period."""
    people: frozenset[str]


def waiting(in_turn: Iterable[Named]) -> list[str]:
    """Return the reports of which fewer than a third of the people are known.

    Only a period that accepted reports speak of already is asked about, and a report
    that waits makes nobody known: sending it again changes nothing.
    """
    accepted: dict[tuple[str, ...], set[str]] = defaultdict(set)
    found = []
    for named in in_turn:
        known = accepted[named.scope]
        if known and 3 * len(named.people & known) < len(named.people):
            found.append(named.submission)
        else:
            known |= named.people
    return found
