"""What a column was taken for, in words that whoever made the report would use."""

from __future__ import annotations

from everystep.layouts.model import Layout
from everystep.layouts.roles import Column, Scale
from everystep.reference import indicators

_PERSON = {
    "reference": "a person’s reference",
    "family_reference": "a family’s reference",
    "forename": "a person’s first name",
    "surname": "a person’s surname",
    "surname_comma_forename": "a person’s surname and first name",
    "birth_date": "date of birth",
    "gender": "gender",
    "ethnic_group": "ethnic group",
    "nhs_number": "NHS number",
    "upn": "unique pupil number",
    "postcode": "postcode",
    "place": "the place that a person lives in",
}
_SIMPLE = {
    ("episode", "reference"): "reference of a time of support",
    ("episode", "start"): "first day of support",
    ("episode", "end"): "last day of support",
    ("episode", "route"): "how support came to its end",
    ("staff", "reference"): "reference of a member of staff",
    ("staff", "name"): "name of a member of staff",
    ("staff", "role"): "role of a member of staff",
    ("staff", "team"): "team of a member of staff",
    ("form", "day"): "day of the form",
    ("form", "position"): "occasion of the form",
    ("form", "status"): "whether the form was filled in",
    ("goal", "text"): "a goal in a person’s own words; it stays under lock",
    ("goal", "score"): "score of a goal",
    ("goal", "day"): "day of a goal’s score",
    ("happened", "day"): "day on which it happened",
    ("happened", "event"): "what happened",
    ("happened", "contact"): "how someone was met",
    ("happened", "count"): "how many",
    ("training", "practice"): "what the training was about",
    ("training", "day"): "day of the training",
    ("training", "attended"): "whether someone came",
    ("training", "people"): "how many came",
    ("supervision", "day"): "day of supervision",
    ("supervision", "kind"): "kind of supervision",
    ("supervision", "count"): "how many times supervision was had",
    ("supervision", "offered"): "how many times supervision was offered",
    ("names", "label"): "what the row is about",
    ("names", "service"): "the service that the row belongs to",
    ("names", "period"): "the quarter that the row belongs to",
    ("amount", "actual"): "a total of the report’s own",
    ("amount", "target"): "a target of the report’s own",
    ("story", "text"): "a story; it stays under lock",
    ("story", "permission"): "whether a story may be shown",
}
_POSITIONS = {"start": "at the start", "end": "at the end", "follow_up": "at follow-up"}


def meaning(column: Column, layout: Layout, n: str = "") -> str:
    """Return what a column was taken for; ``n`` is what ``{n}`` stood for."""
    if column.split is not None:
        parts = [meaning(part, layout, n) for part in column.split.parts.values()]
        return "together in one cell: " + "; ".join(parts)
    if column.ignored is not None:
        return f"not read: {column.ignored}"
    if column.person is not None:
        return _PERSON[column.person]
    if (scale := column.score or column.score_day or column.reason_for) is not None:
        return _of_score(column, layout, scale, n)
    if column.item is not None:
        return f"an answer of {measure(layout, column.item, whole=True)}"
    if column.answer is not None:
        question = column.answer.question.replace("_", " ")
        return f"answers to the question “{question}”"
    if column.contact is not None:
        return f"contacts: {column.contact.replace('_', ' ')}"
    if (indicator := column.event or column.state) is not None:
        name = indicators()[indicator]["name"]
        return f"how many: {name}" if column.event else f"how things stand: {name}"
    role = column.role
    said = _SIMPLE[role, str(getattr(column, role))]
    return f"{said}, {_occasion(column, n)}" if column.position else said


def _of_score(column: Column, layout: Layout, scale: Scale, n: str) -> str:
    start = "score of"
    if column.score_day is not None:
        start = "day of the score of"
    elif column.reason_for is not None:
        start = "why there is no score of"
    said = f"{start} {measure(layout, scale)}"
    return f"{said}, {_occasion(column, n)}" if column.position else said


def _occasion(column: Column, n: str) -> str:
    position = column.position.replace("{n}", n or "{n}")
    if position in _POSITIONS:
        return _POSITIONS[position]
    return f"at {position.replace('_', ' ')}"


def measure(layout: Layout, scale: Scale, *, whole: bool = False) -> str:
    """Return a measure by name, who fills it in, and which part of it."""
    name = layout.registry[scale.key].name
    said = f"{name} ({scale.rater.replace('_', ' ')})"
    own = any(one.measure == scale.measure for one in layout.measures)
    return said if whole or own else f"{said}, {scale.subscale.replace('_', ' ')}"
