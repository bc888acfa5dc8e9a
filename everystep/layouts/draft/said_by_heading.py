"""What a column's heading says that it is: as a whole, and taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from everystep.layouts.draft.candidates import Candidates, column_of, heading_weight
from everystep.layouts.draft.fit import score_fit
from everystep.layouts.draft.ground import Ground, Seen
from everystep.layouts.draft.vocabulary import Likeness
from everystep.layouts.scoring import SCORED_FROM_ITEMS
from everystep.layouts.values import plain
from everystep.reference import measures

_NOT_OFFERED = frozenset(("outcomes_star", "own_scale", "dash", "srds"))


_BIRTH = re.compile(
    r"(?:(?:the |a )?(?:client|child|children|yp|young person|person|participant|"
    r"patient|pupil|member)(?:['’]?s['’]?)? )?"
    r"(?:d\.? ?o\.? ?b\.?|date of birth|birth ?date|birthday|born(?: on)?)"
    r"(?: ?\([^)]*\))?:?", re.I,
)  # fmt: skip
_LITERAL = 4.0


def by_heading(found: Candidates, seen: Seen, ground: Ground) -> None:
    if _BIRTH.fullmatch(plain(seen.heading)) and seen.may_be_days:
        # It outweighs whatever else days may be: a form's, or those of small children.
        found.of({"person": "birth_date"}).add(
            _LITERAL, "its heading is literally a date of birth"
        )
    best: dict[str, Likeness] = {}
    for one in seen.likes[:25]:
        role = _here(one.role, ground)
        if role not in best or one.percent > best[role].percent:
            best[role] = Likeness(role, one.percent, one.words)
    for one in best.values():
        column = column_of(one.role, seen.heading)
        if column.get("goal") and seen.taken.position and one.role != "goal:text":
            column["position"] = seen.taken.position
        weight = heading_weight(one.percent)
        if seen.taken.measure and one.role.startswith(_NOT_OF_A_MEASURE):
            weight *= 0.5
        why = f"its heading is like “{one.words}”" if one.percent < 99 else (
            f"it is called “{one.words}”"
        )  # fmt: skip
        found.of(column).add(weight, why)


def _here(role: str, ground: Ground) -> str:
    """Return what a role is in such a table: a day of training, not of a form."""
    if ground.of == "staff":
        role = _OF_STAFF.get(role, role)
    for applies, roles in (
        (ground.supervision, _OF_SUPERVISION),
        (ground.training, _OF_TRAINING),
        (ground.goals and ground.of == "people", _OF_GOALS),
        (ground.happenings, _OF_HAPPENINGS),
    ):
        if applies and role in roles:
            return roles[role]
    return role


_OF_STAFF = {
    "person:reference": "staff:reference",
    "person:surname_comma_forename": "staff:name",
    "person:forename": "staff:name",
    "person:surname": "staff:name",
}
_OF_SUPERVISION = {
    **dict.fromkeys(("happened:day", "form:day", "training:day"), "supervision:day"),
    **dict.fromkeys(("happened:count", "contact:in_person"), "supervision:count"),
    **dict.fromkeys(("happened:contact", "happened:event"), "supervision:kind"),
}
_OF_TRAINING = {
    **dict.fromkeys(("happened:day", "form:day", "supervision:day"), "training:day"),
    "happened:count": "training:people",
    "happened:event": "training:practice",
}
_OF_GOALS = {"form:day": "goal:day"}
_OF_HAPPENINGS = {
    **dict.fromkeys(("form:day", "training:day", "supervision:day"), "happened:day"),
}


_NOT_OF_A_MEASURE = (
    "ignored:", "amount:", "happened:", "form:", "names:", "event:", "goal:", "answer:",
    "state:", "training:", "episode:", "person:",
)  # fmt: skip


def by_parts(found: Candidates, seen: Seen, ground: Ground) -> None:
    """Add what the heading's words say when they are taken apart."""
    taken = seen.taken
    measure = taken.measure or ground.measure
    if taken.item is not None and ground.items in SCORED_FROM_ITEMS:
        found.of({"item": {"measure": ground.items}}).add(
            4.5, "its heading numbers a question, and the questions fit the measure"
        )
    if taken.goal:
        _goals(found, seen)
    if taken.hints:
        _hinted(found, seen)
    explicit = bool(taken.measure)
    spoken = (
        taken.position or taken.part in ("score", "day", "reason") or taken.subscale
    )
    if not measure or measure in _NOT_OFFERED or not (explicit or spoken):
        return
    weight = (3.9 if explicit else 1.9) + (0.8 if taken.subscale else 0.0)
    weight -= 3.0 * taken.left + (1.0 if taken.short else 0.0)
    said = (
        "its heading names the measure" if explicit else "the table is of the measure"
    )
    kind = "score_day" if taken.part == "day" or seen.is_about_days else "score"
    if taken.part == "reason":
        kind = "reason_for"
    occasions = taken.positions or _counted(taken.run)
    for scale, less in _scales(measure, taken.subscale, taken.rater, kind):
        for place, position in enumerate(occasions):
            column: dict[str, object] = {kind: scale}
            if position:
                column["position"] = position
            found.of(column).add(weight - less - (0.6 if spoken else 1.6) * place, said)
    if kind == "score" and seen.profile.share("score_day") > 0.4:
        for scale, less in _scales(measure, "", taken.rater, "score_day"):
            found.of(split_score(scale, taken.position)).add(
                weight + 4.0 - less, "its cells hold a score and its day"
            )


def _hinted(found: Candidates, seen: Seen) -> None:
    """Add the measures of what a heading speaks of, if its numbers fit them."""
    taken = seen.taken
    for hint in taken.hints:
        measure, _, area = hint.partition(".")
        scale, _ = next(iter(_scales(measure, area, taken.rater, "score")))
        key = measure, str(scale.get("subscale", "total")), taken.rater or "self"
        # A slip above the scale's end (11 of 10) does not unsay what the words say.
        if score_fit(key, seen.profile)[0] < (-1.0 if area else 0.5):
            continue
        # A hint that says which scale it is says as much as the measure's name.
        weight = 5.0 if area else 2.4
        weight += 0.6 if taken.position or taken.part else 0.0
        # "6. How anxious yesterday (0-10)": these numbers count no occasions.
        counts = not area or seen.heading.strip()[-1:].isdigit()
        run = taken.run if counts else None
        for place, position in enumerate(taken.positions or _counted(run)):
            column: dict[str, object] = {"score": scale}
            if position:
                column["position"] = position
            found.of(column).add(
                weight - 0.8 * place, "its heading speaks of what this measure is about"
            )


def _counted(run: int | None) -> tuple[str, ...]:
    """Return the occasions that a number alone may mean: the first is the start.

    A score that stands once, and says nothing of its occasion, may be of any.
    """
    if not run:
        return ("", "start", "review_1")
    return ("start", "") if run == 1 else ("review_{n}", "")


def split_score(scale: dict[str, object], position: str) -> dict[str, object]:
    more = {"position": position} if position else {}
    pattern = r"(?P<score>[\d.]+)\s*\(?(?:on )?(?P<day>[^()]+)\)?"
    parts = {"score": {"score": scale, **more}, "day": {"score_day": scale, **more}}
    return {"split": {"pattern": pattern, "parts": parts}}


def _scales(
    measure: str, subscale: str, rater: str, kind: str
) -> Iterator[tuple[dict[str, object], float]]:
    """Yield the scales that fit, each with what its not being said costs."""
    keys = [key for key in measures() if key[0] == measure]
    areas = list(dict.fromkeys(key[1] for key in keys))
    wanted = (
        [subscale] if subscale in areas else ["total"] if "total" in areas else areas
    )
    if kind != "score":
        wanted = wanted[:1]
    for number, area in enumerate(wanted):
        raters = [key[2] for key in keys if key[1] == area]
        ranked = [rater] if rater in raters else sorted(raters, key=_RATERS.index)
        for place, who in enumerate(ranked):
            scale: dict[str, object] = {"measure": measure}
            if area != "total":
                scale["subscale"] = area
            if who != "self":
                scale["rater"] = who
            yield scale, 0.7 * place + (0.5 * number if len(wanted) > 1 else 0.0)


_RATERS = ("self", "parent", "teacher", "practitioner")


def _goals(found: Candidates, seen: Seen) -> None:
    taken, why = seen.taken, "its heading speaks of a goal"
    numbers = seen.profile.share("number") > 0.6
    kind = "day" if seen.is_about_days else "score" if numbers else "text"
    occasions = taken.positions if kind != "text" else ()
    for place, position in enumerate(occasions or ("",)):
        column: dict[str, object] = {"goal": kind}
        if position:
            column["position"] = position
        found.of(column).add(3.8 - 2.0 * taken.left - 0.6 * place, why)
