"""What a column's cells and its table say that it is, however it is called."""

from __future__ import annotations

import re

from everystep.layouts.draft.candidates import OWN, Candidates, column_of, slug
from everystep.layouts.draft.ground import Ground, Seen, event_share, names_quarter
from everystep.layouts.draft.splits import split_cells
from everystep.layouts.draft.vocabulary import Vocabulary, canonical

_QUESTION = re.compile(
    r".*\?$|(?:i|we|do|did|does|how|what|which|would|have|has|are|were|was|is|who|"
    r"when|where|why|my|please|on a scale|thinking|since|to what|overall)\b.*", re.I,
)  # fmt: skip


def by_values(
    found: Candidates, seen: Seen, ground: Ground, vocabulary: Vocabulary
) -> None:
    """Add what the cells alone suggest, however the column is called."""
    look = seen.profile
    _by_place(found, seen, ground)
    split_cells(found, seen, vocabulary)
    for kind, role, weight in _SHOWN:
        if look.share(kind) > 0.6:
            found.of(column_of(role, seen.heading)).add(weight)
    if event_share(look, vocabulary) > 0.5 and look.share("number") < 0.3:
        found.of({"happened": "event"}).add(2.5, "its words name hard outcomes")
    if seen.is_about_days:
        for role in _day_roles(ground):
            found.of(column_of(role, seen.heading)).add(0.9 if len(role) > 12 else 1.0)
    if look.share("long") > 0.4 and not look.coded:
        found.of(column_of("ignored:free_text", seen.heading)).add(1.0)
    if look.share("agreement") > 0.5 or look.marks or _asks(seen, ground):
        found.of(column_of("answer:question", seen.heading)).add(
            1.3 if _QUESTION.fullmatch(seen.heading) else 0.8,
            "it reads like a question",
        )
    if may_be_own_scale(seen):
        column: dict[str, object] = own_scale(seen)
        more = 1.8 if ground.readings else 0.6
        found.of(column).add(
            more, "its numbers are few and low, as those of a scale are"
        )


_SHOWN = (
    ("nhs", "person:nhs_number", 1.0),
    ("upn", "person:upn", 1.0),
    ("postcode", "person:postcode", 1.0),
    ("comma_name", "person:surname_comma_forename", 0.5),
    ("gender", "person:gender", 0.8),
    ("ethnic", "person:ethnic_group", 0.8),
    ("route", "episode:route", 0.5),
    ("mode", "happened:contact", 0.5),
    ("position", "form:position", 0.5),
    ("attended", "training:attended", 0.2),
    ("housing", "state:settled_home", 0.5),
    ("working", "state:in_education_or_work", 0.5),
    ("period", "names:period", 0.5),
    ("uuid", "ignored:metadata", 1.0),
    ("email", "ignored:contact_details", 1.0),
    ("stamp", "ignored:metadata", 0.5),
    ("percent", "ignored:computed", 1.0),
    ("supervision", "supervision:kind", 0.2),
)


def own_scale(seen: Seen) -> dict[str, object]:
    """Return a column as a score of a scale of the provider's own."""
    area = slug(seen.tiers[-1] if seen.tiers else seen.heading)
    column: dict[str, object] = {"score": {"measure": OWN, "subscale": area}}
    if seen.taken.position:
        column["position"] = seen.taken.position
    return column


def _by_place(found: Candidates, seen: Seen, ground: Ground) -> None:
    """Add what a column must be because of the table that it stands in."""
    if ground.of == "amounts":
        look = seen.profile
        if look.share("number") < 0.2 and look.distinct > 0.8 * look.filled > 0:
            found.of({"names": "label"}).add(1.5, "its words name the rows")
        if names_quarter(seen.heading) and "percent" not in canonical(seen.heading):
            kind = "target" if seen.like("amount:target", 70) else "actual"
            found.of({"amount": kind}).add(2.6, "its heading names a quarter")
    if seen.heading.startswith("_"):
        found.of(column_of("ignored:metadata", "")).add(
            3.0, "its heading starts as a system's own columns do"
        )
    if ground.supervision and seen.profile.share("number") > 0.7:
        found.of({"supervision": "count"}).add(1.2, "the table is of supervision")
    if seen.repeats_options:
        found.of(column_of("ignored:computed", "")).add(
            7.5, "it repeats an option that stands in another column's cells"
        )
    # Many columns of a report say nothing that is asked for: the last resort.
    worded = seen.profile.share("number") + seen.profile.share("date") < 0.5
    found.of(column_of("ignored:not_used", "")).add(1.1 if worded else 0.4)


def _day_roles(ground: Ground) -> list[str]:
    if ground.training:
        return ["training:day"]
    if ground.supervision:
        return ["supervision:day"]
    return ["happened:day", "form:day", "episode:start", "episode:end"]


def _asks(seen: Seen, ground: Ground) -> bool:
    asked = bool(_QUESTION.fullmatch(seen.heading)) and len(seen.heading.split()) > 2
    return (asked or ground.of == "answers") and (
        seen.profile.coded or seen.profile.share("yes_no") > 0.6
    )


def may_be_own_scale(seen: Seen) -> bool:
    """Whether a column's cells look like scores of a scale that nobody named."""
    look = seen.profile
    return (
        look.share("number") > 0.7
        and look.lowest is not None
        and look.highest is not None
        and look.lowest >= 0
        and 3 <= look.highest <= 100
        and not seen.taken.measure
        and seen.taken.item is None
    )
