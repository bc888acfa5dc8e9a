"""The words of coded columns and the markers of gaps, as far as they may be shown.

Only words of a column that cannot identify anyone are shown, and of those only what
stands there twice or is in a list of ours: a word that one person has is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from everystep.layouts.draft.evidence import (
    MOST_WORDS,
    Profile,
    as_value,
    marker_words,
    value_words,
)
from everystep.layouts.draft.ground import event_of
from everystep.layouts.draft.vocabulary import Vocabulary, canonical
from everystep.layouts.values import plain
from everystep.reference import practices

_CODED = {
    "person:gender": "gender",
    "person:ethnic_group": "ethnic",
    "episode:route": "route",
    "form:position": "position",
    "form:status": "status",
    "happened:contact": "mode",
    "training:attended": "attended",
}
_TELLING = ("person:", "staff:name", "staff:reference", "episode:reference", "goal:",
            "story:text", "ignored:free", "ignored:contact", "ignored:worker",
            "family")  # fmt: skip
"""Roles of columns whose words may say who someone is, or are someone's own."""
_SHOWN_ANYWAY = ("person:gender", "person:ethnic_group")
_LISTED = ("person:gender", "person:ethnic_group", "person:place", "episode:route",
           "form:position", "form:status", "happened:event", "happened:contact",
           "state:", "training:practice", "training:attended", "supervision:kind",
           "answer:", "names:service", "staff:role", "staff:team",
           "story:permission")  # fmt: skip
"""Roles whose words a layout lists under ``values``; no others are ever shown."""
_OPEN = ("person:gender", "person:ethnic_group", "episode:route", "form:status",
         "happened:event", "happened:contact", "state:",
         "training:attended")  # fmt: skip
"""Roles that a number can stand for, and then says nothing until it is explained."""
_CODE = re.compile(r"\d{1,2}|[a-z]\d?|yes|no|true|false", re.I)
"""Codes too short to be anybody's: initials, names and references are longer."""


@dataclass(frozen=True)
class Words:
    """The words of one column that a layout must speak of."""

    values: Mapping[str, str] = field(default_factory=dict)
    markers: Mapping[str, str] = field(default_factory=dict)
    strange: tuple[str, ...] = ()
    unlisted: int = 0


def words_of(role: str, seen: Profile, vocabulary: Vocabulary, safe: bool) -> Words:
    """Return a column's coded words and markers; ``safe`` if no proposal identifies."""
    markers = {
        text: marker_words()[text.casefold()]
        for text in seen.counted
        if text.casefold() in marker_words()
    }
    if not safe:
        return Words(markers=_shown_markers(markers))
    strange = tuple(
        text
        for text, times in sorted(seen.odd.items())
        if times > 1 and text.casefold() not in marker_words()
    )[:MOST_WORDS]
    listed = role.startswith(_LISTED) and seen.coded
    if listed and seen.share("number") > 0.5:
        listed = _is_code(role, seen)
    if not listed and _unknown_codes(role, seen):
        found = {
            text: times
            for text, times in sorted(seen.counted.items())
            if text.casefold() not in marker_words()
        }
        codes = {text: "" for text, times in found.items() if times > 1}
        return Words(codes, _shown_markers(markers), (), len(found) - len(codes))
    if not listed or seen.share("date") > 0.5:
        unlisted = sum(times == 1 for text, times in seen.odd.items()
                       if text.casefold() not in marker_words())  # fmt: skip
        return Words({}, _shown_markers(markers), strange, unlisted)
    meaning = _meanings(role, vocabulary)
    said = _single(seen, seen.marks if role.startswith("answer:") else "")
    values: dict[str, str] = {}
    unlisted = 0
    for text, times in said.items():
        if text.casefold() in marker_words():
            continue
        meant = meaning(text)
        if meant or (times > 1 and not _is_sentence(text)):
            values.setdefault(text, meant)
        else:
            unlisted += 1
    if len(values) > MOST_WORDS:
        unlisted += len(values) - MOST_WORDS
        values = dict(list(values.items())[:MOST_WORDS])
    return Words(values, _shown_markers(markers), (), unlisted)


def makes_no_sense(
    role: str, seen: Profile, vocabulary: Vocabulary, gaps: Sequence[str]
) -> bool:
    """Whether most cells of a coded column say nothing to us without ``values``."""
    if not role.startswith(_OPEN) or not seen.filled:
        return False
    meaning, known = _meanings(role, vocabulary), value_words(_CODED.get(role, "none"))
    cells = {
        text: times
        for text, times in seen.counted.items()
        if text.casefold() not in marker_words() and text not in gaps
    }
    clear = sum(
        times
        for text, times in cells.items()
        if meaning(text) or as_value(text) in known
    )
    return 2 * clear < sum(cells.values())


def _is_code(role: str, seen: Profile) -> bool:
    """Whether the numbers of a column stand for words, and are few."""
    return role.startswith(_OPEN) and seen.whole and seen.distinct <= MOST_WORDS


def _unknown_codes(role: str, seen: Profile) -> bool:
    """Whether a column that nobody knows holds a few codes, which can name nobody."""
    texts = [one for one in seen.counted if one.casefold() not in marker_words()]
    return (
        role in ("", "ignored:not_used")
        and seen.coded
        and len(texts) > 1
        and all(_CODE.fullmatch(one) for one in texts)
    )


def telling(role: str) -> bool:
    """Whether a role's cells may say who someone is, or are someone's own words."""
    return role.startswith(_TELLING) and role not in _SHOWN_ANYWAY


def _shown_markers(markers: Mapping[str, str]) -> dict[str, str]:
    # A mark such as "-" says nothing to explain; the common ones are read anyway.
    return {text: why for text, why in sorted(markers.items()) if text.isascii() or why}


def _is_sentence(text: str) -> bool:
    return len(text.split()) > 9 or bool(re.search(r"\w{3}[.!?]( |$)", text))


def _single(seen: Profile, mark: str) -> dict[str, int]:
    """Return each answer and how often it stands there; several are taken apart."""
    found: dict[str, tuple[str, int]] = {}
    for text, times in sorted(seen.counted.items()):
        for part in text.split(mark) if mark else [text]:
            one = part.strip()
            first, before = found.get(plain(one), (one, 0))
            if one:
                found[plain(one)] = (first, before + times)
    return dict(found.values())


def _meanings(role: str, vocabulary: Vocabulary) -> Callable[[str], str]:
    if kind := _CODED.get(role):
        known = value_words(kind)
        if kind == "ethnic":
            known = {**value_words("ethnic_code"), **known}
        return lambda text: (
            known.get(as_value(text), "") or _numbered(text, known, kind)
        )
    if role == "happened:event":
        return lambda text: event_of(text, vocabulary)
    if role == "training:practice":
        return _practice
    if role.startswith("state:"):
        return _state(role)
    return lambda text: ""


def _numbered(text: str, known: Mapping[str, str], kind: str) -> str:
    """Return ``review_2`` for ``Review 2``."""
    said = as_value(text).split()
    if kind != "position" or len(said) < 2 or not said[-1].isdigit():
        return ""
    base = known.get(" ".join(said[:-1]), "")
    return f"review_{said[-1]}" if base.startswith("review") else base


def _practice(text: str) -> str:
    said = set(canonical(text).split())
    if said & {"trauma", "adversity", "ace"}:
        return "t01"
    return "s04" if practices() and said & {"cpd", "training"} else ""


def _state(role: str) -> Callable[[str], str]:
    kind = {"state:settled_home": "housing", "state:in_education_or_work": "working"}
    known = value_words(kind[role]) if role in kind else {}
    return lambda text: _yes_or_no(text) or known.get(as_value(text), "")


def _yes_or_no(text: str) -> str:
    said = plain(text)
    if said in ("yes", "y", "true", "1", "✓", "✔"):
        return "yes"
    return "no" if said in ("no", "n", "false", "0", "✗", "✘") else ""
