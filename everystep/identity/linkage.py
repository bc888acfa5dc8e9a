"""Which records are of one person: exact keyed tokens, strongest grounds first.

We say "linked", never "merged". Two rows of one report under different forenames are
never linked, whatever else they share: twins, brothers and sisters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

GROUNDS = ("nhs_number", "upn", "name_and_birth", "forename_birth_postcode")


@dataclass(frozen=True)
class Token:
    """One record's token of one kind, in one submission."""

    submission: str
    person_key: str
    kind: str
    token: str
    forename: str | None


@dataclass(frozen=True)
class Link:
    """Two records that are of one person, and why we think so."""

    person_key: str
    linked_to: str
    grounds: str


def link(tokens: Iterable[Token]) -> tuple[dict[str, str], list[Link]]:
    """Return each record's group (its smallest key) and the links that made it.

    The result does not depend on the order of the tokens.
    """
    known = sorted(set(tokens), key=lambda one: (one.kind, one.token, one.person_key))
    groups = _Groups(known)
    links = [
        Link(*pair, kind)
        for kind in GROUNDS
        for pair in _pairs(known, kind)
        if groups.join(*pair)
    ]
    return groups.roots(), links


def _pairs(tokens: list[Token], kind: str) -> list[tuple[str, str]]:
    bearing: dict[str, set[str]] = defaultdict(set)
    for token in tokens:
        if token.kind == kind:
            bearing[token.token].add(token.person_key)
    pairs = {
        (first, other)
        for people in bearing.values()
        if len(people) > 1
        for first, *others in [sorted(people)]
        for other in others
    }
    return sorted(pairs)


class _Groups:
    """Union-find over records that refuses to join twins."""

    def __init__(self, tokens: list[Token]) -> None:
        self._parent = {token.person_key: token.person_key for token in tokens}
        named: dict[tuple[str, str], set[str]] = defaultdict(set)
        for token in tokens:
            if token.forename:
                named[token.person_key, token.submission].add(token.forename)
        # A group's records in each report, each with the forenames it goes by there.
        self._said: dict[str, dict[str, list[set[str]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for (person, submission), forenames in sorted(named.items()):
            self._said[person][submission].append(forenames)

    def root(self, key: str) -> str:
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def join(self, one: str, other: str) -> bool:
        first, second = sorted((self.root(one), self.root(other)))
        if first == second:
            return True
        if self._twins(first, second):
            return False
        self._parent[second] = first
        for submission, said in self._said.pop(second, {}).items():
            self._said[first][submission] += said
        return True

    def _twins(self, one: str, other: str) -> bool:
        here, there = self._said[one], self._said[other]
        return any(
            mine.isdisjoint(theirs)
            for submission in here.keys() & there.keys()
            for mine in here[submission]
            for theirs in there[submission]
        )

    def roots(self) -> dict[str, str]:
        return {key: self.root(key) for key in self._parent}
