"""What charities call things: words brought to one form, and the table of synonyms.

Words are compared after *canonical*: a client, a service user and a young person are
all a ``person``, ``No.`` is a number and ``D.O.B.`` a date of birth. What a heading is
taken for is decided in :mod:`everystep.layouts.draft.propose`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from rapidfuzz import fuzz, process

from everystep.layouts.values import words
from everystep.reference import indicators, measures, table

PARTS = ("measure", "subscale", "rater", "position", "part", "figure", "value", "hint")
"""Roles of a word inside a heading or of a row's label, not of a whole column."""
SURE, LIKELY = 95.0, 80.0

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_HINT = re.compile(
    r"\((?:[dmy\s/.:-]{5,}|optional|required|if known|if any|please[^)]*|y/n|"
    r"yes/no|y / n|tick[^)]*|auto|formula|do not edit|hidden)\)|[*†‡]|\{\w+\}$"
)
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")
_EDGE = re.compile(r"(?<=[a-z#])(?=\d)|(?<=\d)(?=[a-z])")
_PHRASES = (
    (re.compile(r"\ba\s*(?:&|/|\+|and)\s*e\b"), "ae"),
    (re.compile(r"\b(?:f2f|f-2-f|face[- ]to[- ]face|face2face)\b"), "facetoface"),
    (re.compile(r"\b(?:1:1|1-1|1-2-1|121|one[- ]to[- ]one)s?\b"), "onetoone"),
    (re.compile(r"\bfollow[- ]?up\b|\bf/u\b"), "followup"),
    (re.compile(r"\be-?mail"), "email"),
    (re.compile(r"\bpost ?code\b|\bp/code\b|\bpcode\b"), "postcode"),
    (re.compile(r"\bself[- ]harm"), "selfharm"),
    (re.compile(r"\blooked[- ]after\b"), "lookedafter"),
    (re.compile(r"\bchild(?:ren)?(?:'s)? protection\b"), "protection plan"),
    (re.compile(r"\bmember of staff\b|\bstaff member\b"), "staff"),
    (re.compile(r"\bwaiting list\b"), "waitinglist"),
    (
        re.compile(
            r"(?<=\w) (?:(?:in|during|for|at) )?(?:(?:this|the) "
            r"(?:quarter|qtr|period|month|year)(?:'?s end)?|quarter end)\b"
        ),
        "",
    ),
    (
        re.compile(r"\byoung (?:person|people)(?:'?s)?\b|\bservice[- ]users?\b"),
        "person",
    ),
)
_ONE = frozenset(
    ("yp", "cyp", "client", "su", "child", "participant", "beneficiary", "patient",
     "pupil", "student", "learner", "member", "customer", "resident", "tenant",
     "survivor", "mentee", "user", "individual", "yps", "childs")
)  # fmt: skip
"""What charities call the people whom they support; one is a ``person``, several are
``people``: a client's number is not the number of clients."""
_SAME = {
    **dict.fromkeys(sorted(_ONE), "person"),
    **dict.fromkeys(sorted(f"{one}s" for one in _ONE - {"yp"}), "people"),
    **dict.fromkeys(("children", "beneficiaries", "persons"), "people"),
    **dict.fromkeys(("no", "num", "nr", "nbr", "numbers"), "number"),
    "dob": "date birth",
    "born": "date birth",
    "birthdate": "date birth",
    "ref": "reference",
    "refs": "reference",
    "qtr": "quarter",
    "tel": "telephone",
    "dept": "department",
    "appt": "appointment",
    "appts": "appointment",
    "dt": "date",
    "forenames": "forename",
    "fname": "forename",
    "sname": "surname",
    "closure": "closed",
    "closing": "closed",
    "ending": "end",
    "ended": "end",
    "started": "start",
    "starting": "start",
}
_SILENT = frozenset(
    ("the", "of", "a", "an", "s", "please", "is", "was", "were", "their", "his", "her",
     "your", "and")
)  # fmt: skip


@lru_cache(maxsize=50_000)
def canonical(text: str) -> str:
    """Return a heading's words in one form, so that like is compared with like."""
    plain = _CAMEL.sub(" ", words(text)).casefold().replace("{n}", " # ")
    plain = plain.replace("_", " ").replace("%", " percent ")
    plain = _HINT.sub(" ", plain).replace("’", "'")
    for pattern, instead in _PHRASES:
        plain = pattern.sub(instead, plain)
    plain = _DOTTED.sub(lambda found: found[0].replace(".", ""), plain)
    plain = re.sub(r"[^\w#]+|_", " ", plain.replace("'", ""))
    tokens = [_token(one) for one in _EDGE.sub(" ", plain).split()]
    spoken = [one for one in tokens if one not in _SILENT]
    return " ".join(spoken or tokens)


def _token(token: str) -> str:
    if token in _SAME:
        return _SAME[token]
    if len(token) > 3 and token.endswith("ies"):
        return token[:-3] + "y"
    if len(token) > 3 and token.endswith("s") and not token.endswith("ss"):
        return _SAME.get(token[:-1], token[:-1])
    return token


def as_family(text: str) -> str:
    """Return canonical words with ``#`` for each number: ``review #``."""
    return re.sub(r"\d+", "#", canonical(text))


@dataclass(frozen=True)
class Synonym:
    """One way of saying a role."""

    role: str
    words: str

    @cached_property
    def canon(self) -> str:
        """Return its words in one form."""
        return canonical(self.words)


@dataclass(frozen=True)
class Likeness:
    """How near a heading is to what a role is called, from 0 to 100."""

    role: str
    percent: float
    words: str


class Vocabulary:
    """The synonyms, ready to be searched."""

    def __init__(self, synonyms: Iterable[Synonym]) -> None:
        said = [*synonyms, *_registry()]
        whole = [one for one in said if one.role.split(":")[0] not in PARTS]
        self._whole = whole
        self._canons = [one.canon for one in whole]
        self._bare = [_bare(one) for one in self._canons]
        self._tokens = [set(one.split()) for one in self._canons]
        self._by_token: dict[str, list[int]] = {}
        for at, tokens in enumerate(self._tokens):
            for token in tokens:
                self._by_token.setdefault(token, []).append(at)
        self.exact: dict[str, list[Synonym]] = {}
        for one in whole:
            self.exact.setdefault(one.canon, []).append(one)
        self.parts: dict[str, dict[str, list[str]]] = {kind: {} for kind in PARTS}
        for one in said:
            kind, _, name = one.role.partition(":")
            if kind in PARTS and one.canon:
                self.parts[kind].setdefault(one.canon, []).append(name)
        for measure in dict.fromkeys(key[0] for key in measures()):
            # The registry's own ids are known, whatever the table of synonyms says.
            names = self.parts["measure"].setdefault(canonical(measure), [])
            if measure not in names:
                names.append(measure)
        self._seen: dict[str, list[Likeness]] = {}

    def known(self, text: str) -> bool:
        """Return whether somebody calls a column exactly this."""
        return canonical(text) in self.exact or as_family(text) in self.exact

    def like(self, text: str) -> list[Likeness]:
        """Return the roles that a heading may speak of, the nearest first."""
        if text not in self._seen:
            self._seen[text] = self._like(text)
        return self._seen[text]

    def _like(self, text: str) -> list[Likeness]:
        best: dict[str, Likeness] = {}
        plain, family = canonical(text), as_family(text)
        for canon in dict.fromkeys((plain, family)):
            if not canon:
                continue
            for at, percent in self._near(canon):
                one = self._whole[at]
                if percent > best.get(one.role, _NONE).percent:
                    best[one.role] = Likeness(one.role, percent, one.words)
        return sorted(best.values(), key=lambda one: (-one.percent, one.role))

    def _near(self, canon: str) -> Iterable[tuple[int, float]]:
        digits = _digits(canon)
        for at, percent in self._spelt_alike(canon):
            if _digits(self._canons[at]) == digits:
                yield at, percent
        tokens = set(canon.split())
        sharing = {at for token in tokens for at in self._by_token.get(token, ())}
        for at in sorted(sharing):
            one, inside = self._canons[at], self._tokens[at]
            # A heading that holds all words of a synonym and some more is a hint only;
            # so is one whose words are all in a longer synonym.
            if inside < tokens and _digits(one) <= digits:
                yield at, 58.0 + 32.0 * len(one) / len(canon)
            elif tokens < inside and _digits(one) == digits:
                yield at, 54.0 + 30.0 * len(canon) / len(one)
        yield from self._telling_words(tokens)

    def _spelt_alike(self, canon: str) -> Iterable[tuple[int, float]]:
        for _, percent, at in process.extract(
            canon, self._canons, scorer=fuzz.token_sort_ratio, limit=40, score_cutoff=68
        ):
            yield at, percent * _trust(canon, self._canons[at])
        bare = _bare(canon)
        for _, percent, at in process.extract(
            bare, self._bare, scorer=fuzz.token_sort_ratio, limit=40, score_cutoff=68
        ):
            # "Client surname" and "Surname" say the same; "Client no" and "No" do not.
            if self._whole[at].role.startswith(_OF_A_PERSON):
                yield at, percent * 0.98 * _trust(bare, self._bare[at])

    def _telling_words(self, tokens: set[str]) -> Iterable[tuple[int, float]]:
        """Yield roles of which some word speaks, whatever stands around it."""
        for token in sorted(tokens):
            with_it = self._by_token.get(token, [])
            roles = Counter(self._whole[at].role for at in with_it)
            for role, times in roles.most_common(2):
                share = times / len(with_it)
                if times >= 2 and share >= 0.4:
                    at = next(at for at in with_it if self._whole[at].role == role)
                    yield at, 60.0 + 18.0 * share


_OF_A_PERSON = ("person:", "episode:", "event:", "state:", "form:", "staff:")
_NONE = Likeness("", 0.0, "")


def _trust(one: str, two: str) -> float:
    # Between short words a letter makes another word: CLA is not LA.
    return 1.0 if one == two or min(len(one), len(two)) > 4 else 0.75


def _digits(canon: str) -> tuple[str, ...]:
    return tuple(sorted(re.findall(r"\d+|#", canon)))


def _bare(canon: str) -> str:
    left = [one for one in canon.split() if one != "person"]
    return " ".join(left) or canon


def _registry() -> list[Synonym]:
    """Return what the register of indicators itself calls them."""
    return [
        Synonym(f"{'state' if row['kind'] == 'state' else 'event'}:{code}", row["name"])
        for code, row in indicators().items()
        if row["kind"] in ("state", "event")
    ]


@cache
def vocabulary() -> Vocabulary:
    """Return what ``reference/heading_synonyms.csv`` says."""
    rows = table("heading_synonyms")
    return Vocabulary(Synonym(row["role"], row["words"]) for row in rows)
