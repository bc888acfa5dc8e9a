"""Cells that say two things, and how each may be taken apart."""

from __future__ import annotations

import re

from everystep.layouts.draft.candidates import IGNORED, Candidates, column_of
from everystep.layouts.draft.ground import Seen
from everystep.layouts.draft.vocabulary import Vocabulary


def split_cells(found: Candidates, seen: Seen, vocabulary: Vocabulary) -> None:
    """Add how cells that say two things may be split."""
    _by_shape(found, seen)
    _two_counts(found, seen, vocabulary)


def _by_shape(found: Candidates, seen: Seen) -> None:
    """Add how cells that say two things may be split."""
    look = seen.profile
    if look.share("upper_name") > 0.6:
        found.of(_SURNAME_FIRST).add(
            6.0, "its cells are a surname in capitals and a name"
        )
    if look.share("two_days") > 0.5:
        found.of(_FROM_TO).add(7.0, "its cells hold two days")
    if look.share("code_more") > 0.6:
        found.of(_REFERENCE_AND_MORE).add(5.5, "its cells hold a reference and more")
    counted = [one for one in seen.likes if one.role.startswith(("event:", "contact:"))]
    if look.share("count_more") > 0.04 and look.share("score_day") < 0.4 and counted:
        part = column_of(counted[0].role, "")
        found.of({"split": {
            "pattern": r"(?P<count>\d+)(?:\s*\((?P<more>.+)\))?",
            "parts": {"count": part, "more": column_of("ignored:free_text", "")},
        }}).add(5.0, "its cells hold a count and more")  # fmt: skip


def _two_counts(found: Candidates, seen: Seen, vocabulary: Vocabulary) -> None:
    """Add that cells such as ``2 + 5`` are the two counts that the heading names."""
    halves = re.split(
        r"\s*(?:\+|&|/|,|\band\b)\s*", seen.tiers[-1] if seen.tiers else ""
    )
    if seen.profile.share("two_counts") < 0.6 or len(halves) != 2:
        return
    parts = {}
    for name, half in zip(("first", "second"), halves, strict=True):
        roles = [
            one.role for one in vocabulary.like(half)
            if one.role.startswith(("contact:", "event:"))
        ]  # fmt: skip
        if roles:
            parts[name] = column_of(roles[0], half)
    if len(parts) == 2:
        pattern = r"(?P<first>\d+)\s*[+&/,]\s*(?P<second>\d+)"
        found.of({"split": {"pattern": pattern, "parts": parts}}).add(
            7.0, "its cells hold two counts, as its heading says"
        )


_SURNAME_FIRST: dict[str, object] = {"split": {
    "pattern": r"(?P<surname>[A-Z][A-Z'’ -]+) (?P<forename>[A-Z][a-z].*)",
    "parts": {"surname": {"person": "surname"}, "forename": {"person": "forename"}},
}}  # fmt: skip
_FROM_TO: dict[str, object] = {"split": {
    "pattern": r"(?P<start>.+?)\s*(?:-|–|to)\s*(?P<end>.*)",
    "parts": {"start": {"episode": "start"}, "end": {"episode": "end"}},
}}  # fmt: skip
_REFERENCE_AND_MORE: dict[str, object] = {"split": {
    "pattern": r"(?P<reference>[A-Za-z]+[-/]?\d+)\s*[/,|(–-]\s*(?P<more>[^)]*)\)?",
    "parts": {
        "reference": {"person": "reference"},
        "more": {"ignored": IGNORED["worker"]},
    },
}}  # fmt: skip
