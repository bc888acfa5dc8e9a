"""What a column of a report can be: exactly one role, and how its words are read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from everystep.layouts.scoring import SCORED_FROM_ITEMS
from everystep.reference import (
    Measure,
    gap_reasons,
    indicators,
    measures,
    practices,
    routes,
)

PersonField = Literal[
    "reference",
    "family_reference",
    "forename",
    "surname",
    "surname_comma_forename",
    "birth_date",
    "gender",
    "ethnic_group",
    "nhs_number",
    "upn",
    "postcode",
    "place",
]
FEW = 24
"""So many words are listed outright where none is close."""
Kept = ("gender", "ethnic_group", "place", "postcode", "nhs_number", "upn")
"""The fields of a person of which a report can have a gap."""
Mode = Literal["in_person", "phone", "video", "text", "letter", "remote"]
Principle = Literal[
    "safety",
    "trustworthiness",
    "choice",
    "collaboration",
    "empowerment",
    "cultural_consideration",
    "connection",
]


class Strict(BaseModel):
    """A part of a layout: words that it does not know are met with a sentence."""

    # The words under a field are what the published schema says of it.
    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True
    )


def near(said: str, known: Iterable[str], what: str) -> str:
    """Return that a word is not known, and which ones are close to it."""
    every = sorted(known)
    close = get_close_matches(said, every, n=3, cutoff=0.5)
    if close:
        fits = f"Close to it: {', '.join(close)}."
    elif len(every) <= FEW:
        fits = f"There is: {', '.join(every)}."
    else:
        fits = f"Each {what} stands in docs/reference/layouts.md."
    return f"there is no {what} called {said}. {fits}"


def groups_agree(pattern: str, parts: set[str]) -> None:
    """Raise :class:`ValueError` unless a pattern has a named group for each part."""
    try:
        groups = set(re.compile(pattern).groupindex)
    except re.error as problem:
        raise ValueError(f"the pattern is not one: {problem.msg}") from None
    if groups != parts:
        raise ValueError("the pattern's named groups and the parts are not the same")


class Scale(Strict):
    """Which measure a column belongs to."""

    measure: str
    """The measure's id, such as ``sdq``; one of its own stands under measures."""
    subscale: str = "total"
    """Which of its scores: its total, or an area such as ``emotional``."""
    rater: str = "self"
    """Who filled it in, such as ``self``, ``parent``, ``teacher``, ``practitioner``."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Return the registry's key."""
        return self.measure, self.subscale, self.rater


class OwnMeasure(Strict):
    """A scale of the provider's own: what it is called, and how it runs."""

    measure: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    """Its id, which no measure of the registry has."""
    name: str
    """What people call it."""
    rater: str = "self"
    """Who fills it in."""
    subscales: dict[str, str] = {"total": "Total"}
    """Id → the area's name in the provider's words."""
    lowest: float
    """The lowest score that can be."""
    highest: float
    """The highest score that can be."""
    direction: Literal["higher_is_better", "lower_is_better"]
    """Which way is better."""
    domain: str = "not_assigned_yet"
    """What part of a life it is about, by an id of ``domains.csv``."""
    outcome_id: str = ""
    """The outcome that it speaks of, by an id of ``theory_of_change.csv``."""

    @model_validator(mode="after")
    def _is_its_own(self) -> OwnMeasure:
        if any(key[0] == self.measure for key in measures()):
            raise ValueError("this measure is in the registry; name yours otherwise")
        if self.lowest >= self.highest:
            raise ValueError("a scale runs from a lowest to a highest score")
        return self


class Answer(Strict):
    """A question of a survey, and what a column of it says."""

    question: str
    """A short id for the question, such as ``felt_safe``."""
    principle: Principle | None = None
    """The principle of trauma-informed practice that it asks about."""
    voice: Literal["person", "family", "staff", "volunteer", "partner"] = "person"
    """Who answers: figures keep the voices apart."""
    option: str = ""
    """For a survey with a column per option: the option that a mark here chooses."""
    many: str = ""
    """The mark between answers, where one cell may hold several (``;``)."""


class Split(Strict):
    """How a cell that says two things is taken apart."""

    pattern: str
    """A regular expression over the whole cell, with a named group for each part."""
    parts: dict[str, Column]
    """Named group → what it says, like a column."""

    @model_validator(mode="after")
    def _fits_itself(self) -> Split:
        groups_agree(self.pattern, set(self.parts))
        if any(part.split for part in self.parts.values()):
            raise ValueError("a part is not split again")
        return self


class Column(Strict):
    """What one column is: exactly one role, and how its words are read."""

    person: PersonField | None = None
    """Something of the person whom the row is about."""
    staff: Literal["reference", "name", "role", "team"] | None = None
    """Something of the member of staff whom the row is about."""
    episode: Literal["reference", "start", "end", "route"] | None = None
    """Of a stretch of support: its number, its first or last day, or how it ended."""
    score: Scale | None = None
    """A score of a measure."""
    score_day: Scale | None = None
    """The day of a score."""
    reason_for: Scale | None = None
    """A column that says why a score is not there."""
    item: Scale | None = None
    """One answer of a questionnaire, scored by its rule; the heading holds ``{n}``."""
    form: Literal["day", "position", "status"] | None = None
    """Where each row is one form: its day, its occasion, or why it is blank."""
    goal: Literal["text", "score", "day"] | None = None
    """A goal of a person's own: its words (kept under lock), or its score from 0 to 10,
    or the day of that score."""
    contact: Mode | None = None
    """A number of contacts, by how they were held."""
    event: str | None = None
    """How often something happened, by the id of an indicator."""
    state: str | None = None
    """Yes or no at the quarter's end, by the id of an indicator."""
    happened: Literal["day", "event", "contact", "count"] | None = None
    """In a list of happenings: the day of each, what it was, or how many."""
    answer: Answer | None = None
    """An answer to a question of a survey."""
    training: Literal["practice", "day", "attended", "people"] | None = None
    """Of training: which practice it keeps up, its day, who came, or how many."""
    supervision: Literal["day", "kind", "count", "offered"] | None = None
    """Of supervision: its day, its kind, how often it was held, or offered."""
    amount: Literal["actual", "target"] | None = None
    """A total that the report states of itself, or the aim beside it."""
    figure: str = ""
    """Of an amount in a sentence: what it is a total of, such as ``people``."""
    names: Literal["label", "service", "period"] | None = None
    """What a row belongs to: its label, its service or its quarter."""
    story: Literal["text", "permission"] | None = None
    """Someone's story (it stays under lock), or whether its teller permits it to be
    shown."""
    ignored: str | None = None
    """Why this column is not read; its cells are set aside with that reason."""
    split: Split | None = None
    """How a cell that says two things is taken apart."""

    position: str = ""
    """The occasion of a score: ``start``, ``review_{n}``, ``end``, ``follow_up``."""
    number: str = ""
    """Which of several goals a column is about, such as ``{n}``."""
    quarter: str = "report"
    """Of an amount: ``report``, ``heading`` (it names it), 1 to 4, or ``{n}``."""
    values: dict[str, str] = {}
    """The report's words → ours; ``*`` at a word's end stands for whatever follows."""
    markers: dict[str, str] = {}
    """Words in the place of an answer, here alone → the reason for the gap."""
    dates: Literal["day_first", "month_first"] | None = None
    """How this column writes dates, where its own dates leave it open."""

    @property
    def roles(self) -> dict[str, object]:
        """Return the roles that are said of this column."""
        return {
            name: said
            for name in ROLES
            for said in [getattr(self, name)]
            if said is not None
        }

    @property
    def role(self) -> str:
        """Return the one role's name."""
        return next(iter(self.roles))

    @property
    def says(self) -> str:
        """Return what a column says and of what; nothing where many may say it."""
        if self.ignored is not None or self.split or self.quarter == "heading":
            return ""
        how = {"values", "markers", "dates"}
        return self.model_dump_json(exclude_none=True, exclude=how)

    @model_validator(mode="after")
    def _one_role(self) -> Column:
        if len(self.roles) != 1:
            raise ValueError("a column has exactly one role (person, score, event, …)")
        if self.item is not None and self.item.measure not in SCORED_FROM_ITEMS:
            raise ValueError("this measure is not scored from items yet; map its score")
        for indicator in (self.event, self.state):
            if indicator is not None and indicator not in indicators():
                raise ValueError(near(indicator, indicators(), "indicator"))
        for reason in self.markers.values():
            if reason not in gap_reasons():
                raise ValueError(near(reason, gap_reasons(), "gap reason"))
        self._values_fit()
        return self

    def _values_fit(self) -> None:
        if self.form == "position" and not self.values:
            # Read as it stands, a word here would reach the lake with its scores.
            raise ValueError("a form's position lists its words under values")
        needed = {
            "happened": ("event", "contact"),
            "training": ("practice", "attended"),
            "story": ("permission",),
            "supervision": ("kind",),
            "names": ("service",),
        }
        for role, kinds in needed.items():
            if getattr(self, role) in kinds and not self.values:
                raise ValueError("what the words here mean stands under values")
        if self.answer and not self.values:
            # An answer in someone's own words is theirs and stays under lock.
            raise ValueError("a question's answers stand under values")
        if self.staff in ("role", "team") and not self.values:
            raise ValueError("the roles or teams stand under values")
        allowed: dict[str, Iterable[str]] = {}
        if self.episode == "route":
            allowed["route"] = routes()
        if self.happened == "event":
            allowed["indicator"] = indicators()
        if self.training == "practice":
            allowed["practice"] = practices()
        if self.happened == "contact":
            allowed["mode"] = Mode.__args__  # type: ignore[attr-defined]
        if self.state:
            allowed["answer"] = ("yes", "no")
        for what, known in allowed.items():
            for value in self.values.values():
                if value not in set(known):
                    raise ValueError(near(value, known, what))


def measure_of(own: OwnMeasure, area: str, words: str) -> Measure:
    """Return an area of a scale of the provider's own as the registry has measures."""
    return Measure(
        measure_id=own.measure,
        subscale=area,
        rater=own.rater,
        name=own.name if area == "total" else f"{own.name}: {words}",
        level="person",
        n_items=None,
        item_min=None,
        item_max=None,
        score_min=Decimal(str(own.lowest)),
        score_max=Decimal(str(own.highest)),
        direction=own.direction,
        reliable_change=None,
        in_need_when="",
        age_from=None,
        age_to=None,
        min_gap_days=0,
        domain=own.domain,
        outcome_id=own.outcome_id,
        threshold_set="",
        verified="provider_defined",
        licence="the provider's own",
        source="the provider's own scale, as its layout describes it",
    )


Split.model_rebuild()

ROLES = (
    "person",
    "staff",
    "episode",
    "score",
    "score_day",
    "reason_for",
    "item",
    "form",
    "goal",
    "contact",
    "event",
    "state",
    "happened",
    "answer",
    "training",
    "supervision",
    "amount",
    "names",
    "story",
    "ignored",
    "split",
)
