"""A heading taken apart: which measure, scale, rater and occasion it speaks of.

"SDQ – review 2 (parent) / Emotional" is a measure, an occasion, a rater and a scale.
The licensed wording of questions is neither known nor looked for here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from everystep.layouts.draft.vocabulary import Vocabulary, as_family, canonical
from everystep.reference import measures

_LONGEST = 6
"""Words of the longest alias of a part."""
_EMPTY = frozenset(
    ("in", "on", "by", "for", "to", "at", "with", "per", "form", "questionnaire",
     "tool", "scale", "#", "0", "10")
)  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """What a heading's words were taken for; empty where it does not say."""

    measure: str = ""
    subscale: str = ""
    rater: str = ""
    position: str = ""
    positions: tuple[str, ...] = ()
    """Every occasion that its words may mean, the likeliest first."""
    run: int | None = None
    """A number that counts occasions where no word does: ``GAD 1``, ``GAD 2``."""
    part: str = ""
    item: int | None = None
    left: float = 1.0
    """The share of its words that said nothing to us."""
    goal: bool = False
    hints: tuple[str, ...] = ()
    """Measures of what it speaks of, where it names none: ``gad_7``, or with the scale
    that it must be, ``ons4.anxious_yesterday``."""
    short: bool = False
    """Whether the measure was only given by an ambiguous short name."""


_COMMON = frozenset(("core", "star", "gad", "score", "dash", "self esteem"))


def take_apart(
    tiers: Sequence[str], vocabulary: Vocabulary, context: str = ""
) -> Taken:
    """Return what the words of a heading say, its upper tiers first.

    ``context`` is the measure that the words around the table speak of.
    """
    tokens = canonical(" ".join(tiers)).split()
    free = [True] * len(tokens)
    measure, span = _measure(tokens, vocabulary)
    _take(free, span)
    about = measure or context
    goal = "goal" in tokens or "gbo" in tokens or measure == "gbo"
    item = _item(tokens, free, about) if not goal else None
    # What is found first is no longer free: "parent" in "SDQ parent" is nobody's name.
    subscale, span = _subscale(tokens, free, vocabulary, about)
    _take(free, span)
    positions, span = _position(tokens, free, vocabulary)
    _take(free, span)
    rater, span = _named(tokens, free, vocabulary, "rater", _raters(about))
    _take(free, span)
    part, span = _named(tokens, free, vocabulary, "part")
    _take(free, span)
    return Taken(
        measure=measure,
        subscale=subscale,
        rater=rater,
        position=positions[0] if positions else "",
        positions=positions,
        run=_run(tokens, free),
        part=part,
        item=item,
        left=_left(tokens, free, goal) / max(len(tokens), 1),
        goal=goal,
        hints=() if about else _hints(tokens, vocabulary),
        short=bool(measure) and " ".join(tokens) in _COMMON,
    )


def _left(tokens: Sequence[str], free: Sequence[bool], goal: bool) -> int:
    """Return how many words of a heading said nothing."""
    silent = _EMPTY | ({"goal", "aim"} if goal else set())
    return sum(
        still and one not in silent and not one.isdigit()
        for one, still in zip(tokens, free, strict=True)
    )


def measure_named(text: str, vocabulary: Vocabulary) -> str:
    """Return the measure that words speak of, or nothing."""
    return _measure(canonical(text).split(), vocabulary)[0]


Span = tuple[int, int] | None


def _take(free: list[bool], span: Span) -> None:
    if span:
        for at in range(*span):
            free[at] = False


def _measure(tokens: Sequence[str], vocabulary: Vocabulary) -> tuple[str, Span]:
    known = vocabulary.parts["measure"]
    for size in range(min(_LONGEST, len(tokens)), 0, -1):
        for start in range(len(tokens) - size + 1):
            said = " ".join(tokens[start : start + size])
            if said in known:
                return known[said][0], (start, start + size)
            # "PHQ9Q3" and "CORE10 3": the family's number is part of its name.
    return "", None


def _subscale(
    tokens: Sequence[str], free: Sequence[bool], vocabulary: Vocabulary, measure: str
) -> tuple[str, Span]:
    if not measure:
        return "", None
    for said, start, end in _phrases(tokens, free):
        for name in vocabulary.parts["subscale"].get(said, ()):
            whose, _, area = name.partition(".")
            if whose == measure:
                return area, (start, end)
    return "", None


def _named(
    tokens: Sequence[str],
    free: Sequence[bool],
    vocabulary: Vocabulary,
    kind: str,
    allowed: Sequence[str] = (),
) -> tuple[str, Span]:
    known = vocabulary.parts[kind]
    for said, start, end in _phrases(tokens, free):
        names = known.get(said) or known.get(as_family(said)) or ()
        for name in names:
            if not allowed or name in allowed:
                return name, (start, end)
    return "", None


def _position(
    tokens: Sequence[str], free: Sequence[bool], vocabulary: Vocabulary
) -> tuple[tuple[str, ...], Span]:
    known = vocabulary.parts["position"]
    for said, start, end in _phrases(tokens, free):
        if names := known.get(said) or known.get(as_family(said)):
            return tuple(dict.fromkeys(names)), (start, end)
    return (), None


def _hints(tokens: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    known = vocabulary.parts["hint"]
    said = [phrase for phrase, _, _ in _phrases(tokens, [True] * len(tokens))]
    # "Anxious yesterday", in whatever order, is one scale of one measure; "anxious"
    # alone would be of several.
    scales = [
        name
        for phrase, names in known.items()
        if set(phrase.split()) <= set(tokens)
        for name in names
        if "." in name
    ]
    found = scales or [name for one in said for name in known.get(one, ())]
    return tuple(dict.fromkeys(found))


def _run(tokens: Sequence[str], free: Sequence[bool]) -> int | None:
    open_ = [one for one, still in zip(tokens, free, strict=True) if still]
    numbers = [int(one) for one in open_ if one.isdigit() and len(one) == 1]
    return numbers[-1] if numbers else None


def _phrases(tokens: Sequence[str], free: Sequence[bool]) -> list[tuple[str, int, int]]:
    """Return every run of words that is still free, the longest and first before."""
    return [
        (" ".join(tokens[start : start + size]), start, start + size)
        for size in range(min(_LONGEST, len(tokens)), 0, -1)
        for start in range(len(tokens) - size + 1)
        if all(free[start : start + size])
    ]


def _raters(measure: str) -> tuple[str, ...]:
    found = {key[2] for key in measures() if key[0] == measure}
    return tuple(sorted(found))


def _item(tokens: Sequence[str], free: list[bool], measure: str) -> int | None:
    """Return an item's number: ``Q3``, ``Item 3``, ``CORE10_3`` or ``PHQ9 Q3``."""
    said = " ".join(
        one if open_ else "~" for one, open_ in zip(tokens, free, strict=True)
    )
    found = re.fullmatch(
        r"(?:~ )*(?:q|qn|item|question|answer|i)? ?(\d{1,2})"
        r"(?: score| answer| response)?",
        said,
    )
    if not found or (not measure and not re.match(r"(?:q|qn|item|question)\b", said)):
        return None
    return int(found[1])
