"""All that a column may be: from its heading, its cells and the layouts we have."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from everystep.layouts.draft.candidates import IGNORED, OWN, Candidate, Candidates
from everystep.layouts.draft.evidence import Profile
from everystep.layouts.draft.fit import fit, score_fit
from everystep.layouts.draft.ground import Ground, Seen, names_quarter
from everystep.layouts.draft.said_by_cells import by_values
from everystep.layouts.draft.said_by_heading import by_heading, by_parts
from everystep.layouts.draft.vocabulary import Vocabulary, canonical
from everystep.layouts.model import Layout, pattern_of
from everystep.layouts.values import plain


def candidates_of(
    seen: Seen, ground: Ground, vocabulary: Vocabulary, known: Sequence[Layout]
) -> Candidates:
    """Return what one column may be, from itself alone and what its table is about."""
    found = Candidates()
    by_heading(found, seen, ground)
    by_parts(found, seen, ground)
    by_values(found, seen, ground, vocabulary)
    _by_known(found, seen, known)
    for one in found.found.values():
        one.add(*_fit(one, seen.profile))
        one.add(_leaning(one.role, ground, seen))
    return found


def _fit(one: Candidate, seen: Profile) -> tuple[float, str]:
    kind, said = next(iter(one.column.items()))
    if kind in ("score", "item") and isinstance(said, Mapping):
        key = _key(said)
        return score_fit(key, seen, item=kind == "item")
    if kind == "score_day":
        return fit("day", seen)
    return fit(one.role, seen)


def _key(said: Mapping[str, object]) -> tuple[str, str, str]:
    measure = str(said.get("measure", ""))
    return measure, str(said.get("subscale", "total")), str(said.get("rater", "self"))


def _by_known(found: Candidates, seen: Seen, known: Sequence[Layout]) -> None:
    """Add what a heading is in layouts that we have."""
    wanted = plain(seen.heading)
    if not wanted:
        return
    said: dict[str, tuple[dict[str, object], int]] = {}
    for layout in known:
        own = {one.measure for one in layout.measures}
        for table in layout.tables:
            for name, column in table.columns.items():
                if not pattern_of(plain(name)).fullmatch(wanted):
                    continue
                written = column.model_dump(exclude_defaults=True)
                for extra in ("values", "markers", "dates", "number", "quarter"):
                    written.pop(extra, None)
                for scale in written.values():
                    if isinstance(scale, dict) and scale.get("measure") in own:
                        scale["measure"] = OWN
                key = json.dumps(written, sort_keys=True)
                said[key] = (written, said.get(key, (written, 0))[1] + 1)
    for written, _ in said.values():
        weight = 3.0 if len(said) == 1 else 1.8
        found.of(_as_ours(written)).add(weight, "a layout that we have calls it so")


def _as_ours(written: dict[str, object]) -> dict[str, object]:
    """Return a known layout's column in the drafter's own words for the same thing."""
    if "ignored" in written:
        reason = canonical(str(written["ignored"]))
        named = "free_text" if "word" in reason or "note" in reason else "not_used"
        return {"ignored": IGNORED[named]}
    return written


def _leaning(role: str, ground: Ground, seen: Seen) -> float:
    """Return how much a table's being what it is speaks for a role."""
    kind, _, name = role.partition(":")
    leaning = _LEANING[ground.of].get(kind, 0.0)
    if role == "names:period" and ground.of != "amounts":
        leaning = 0.0
    if role == "names:service":
        leaning = -0.4
    if kind == "happened":
        leaning += 1.6 if ground.happenings else -2.5 if ground.wide else -0.8
    if kind == "item" and ground.of in ("amounts", "answers"):
        leaning -= 4.0
    if kind == "episode" and seen.profile.share("stamp") > 0.5:
        # Support does not start at eleven minutes past two: a system wrote this.
        leaning -= 2.0
    if ground.repeats and role in ("episode:start", "episode:end"):
        leaning -= 0.8
    if (ground.happenings or ground.repeats) and role == "happened:day":
        leaning += 0.5
    if ground.happenings and role in ("episode:start", "episode:end", "answer:"):
        leaning -= 1.2
    if (
        kind == "answer"
        and ground.of != "answers"
        and seen.profile.share("number") > 0.7
    ):
        leaning -= 1.2
    if kind == "goal":
        leaning += 1.0 if ground.goals else -1.5
    if kind == "form":
        leaning += 0.9 if ground.readings or ground.items else -0.6
    if kind in ("training", "supervision") and ground.of == "staff":
        fits = ground.training if kind == "training" else ground.supervision
        leaning += 0.8 if fits else -1.0
    if kind == "amount" and name == "actual" and names_quarter(seen.heading):
        leaning += 0.5
    return leaning


_LEANING: Mapping[str, Mapping[str, float]] = {
    "people": {
        "staff": -1.5, "amount": -4.5, "names": -3.5, "training": -2.2,
        "supervision": -2.2, "answer": -0.8, "person": 0.3, "story": -0.5,
    },
    "staff": {
        "person": -2.0, "episode": -1.5, "staff": 1.2, "amount": -4.5, "names": -3.5,
        "event": -1.5, "contact": -1.0, "state": -0.8, "answer": -1.0,
        "happened": -3.0, "goal": -1.5,
    },
    "answers": {
        "answer": 1.4, "person": -0.8, "staff": -1.2, "episode": -3.0, "event": -1.5,
        "contact": -1.2, "state": -0.8, "amount": -4.5, "names": -3.5,
        "training": -2.0, "supervision": -2.2, "goal": -1.2, "happened": -1.0,
    },
    "amounts": {
        "amount": 2.0, "names": 2.0, "person": -2.5, "staff": -2.0, "episode": -2.5,
        "contact": -2.0, "event": -2.0, "state": -2.0, "happened": -1.5, "form": -1.5,
        "answer": -1.5, "training": -1.5, "supervision": -1.5, "score": -1.5,
        "goal": -1.5,
    },
}  # fmt: skip
