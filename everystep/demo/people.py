"""Who is met in the made-up commission, and how each provider writes them down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from everystep.demo import names
from everystep.demo.commission import (
    CEDAR,
    DOVE,
    EARLIEST_START,
    HANDED_OVER,
    INTAKES,
    KNOWN_TO_TWO,
    PLACES,
    SLIPS,
    Intake,
)
from everystep.demo.world import Mention, Person


@dataclass(frozen=True)
class Member:
    """A person as one service meets them."""

    person: Person
    intake: Intake
    mention: Mention


@dataclass(frozen=True)
class Story:
    """Which services somebody meets, and what is particular about it."""

    intakes: tuple[Intake, ...]
    is_handed_over: bool = False
    has_slip: bool = False


@dataclass
class Crowd:
    """People made up so far, so that nobody is made up twice."""

    rng: Random
    last: date
    taken: set[object] = field(default_factory=set)
    references: dict[str, int] = field(default_factory=dict)

    def take(self, *marks: object) -> bool:
        """Return whether all the marks were free, and take them if so."""
        if any(mark in self.taken for mark in marks):
            return False
        self.taken.update(marks)
        return True

    def next_reference(self, intake: Intake) -> str:
        """Return a reference that the provider has not used yet."""
        before = self.references.get(intake.service.provider_id, 0)
        number = before + self.rng.randint(1, 3)
        self.references[intake.service.provider_id] = number
        return intake.reference.format(number)


def make_members(rng: Random, scale: int, last: date) -> list[tuple[Member, ...]]:
    """Return everyone, each as the one or two services that meet them do."""
    crowd = Crowd(rng, last)
    stories = _stories(rng, scale)
    rng.shuffle(stories)
    return [_members(crowd, key, story) for key, story in enumerate(stories, 1)]


def _stories(rng: Random, scale: int) -> list[Story]:
    both = [Story((CEDAR, DOVE), is_handed_over=True)] * (HANDED_OVER * scale)
    known = [
        Story((first, second))
        for first, second, people in KNOWN_TO_TWO
        for _ in range(people * scale)
    ]
    for at in rng.sample(range(len(known)), SLIPS * scale):
        known[at] = replace(known[at], has_slip=True)
    return [*both, *known, *_known_to_one(both + known, scale)]


def _known_to_one(others: list[Story], scale: int) -> Iterator[Story]:
    for intake in INTAKES:
        people = intake.people * (scale if intake.grows else 1)
        people -= sum(intake in story.intakes for story in others)
        yield from [Story((intake,))] * people


def _members(crowd: Crowd, key: int, story: Story) -> tuple[Member, ...]:
    person = _person(crowd, key, story)
    first, *more = story.intakes
    mention = _mention(crowd, person, first)
    members = [Member(person, first, mention)]
    for intake in more:
        second = _mention(crowd, person, intake)
        if story.has_slip:
            second = _with_slip(crowd, person, second)
        else:
            second = _spelled(crowd.rng, second, mention)
        members.append(Member(person, intake, second))
    return tuple(members)


def _person(crowd: Crowd, key: int, story: Story) -> Person:
    while True:
        person = _anybody(crowd, key, story)
        together = _together(person.forename, person.surname)
        forename, born = names.folded(person.forename), person.birth_date
        # Whoever compares names, swaps them, or compares a forename with where
        # somebody lives, must not find two people in one.
        if crowd.take((together, born), (forename, born, person.postcode[:3])):
            return replace(person, nhs_number=_nhs_number(crowd))


def _anybody(crowd: Crowd, key: int, story: Story) -> Person:
    rng = crowd.rng
    background = names.draw_background(rng)
    gender = rng.choices(("female", "male", "non_binary"), (52, 46, 2))[0]
    place = _place(rng, story.intakes[0])
    return Person(
        key=key,
        forename=names.draw_forename(rng, background, gender),
        surname=rng.choice(background.surnames),
        birth_date=_birth_date(crowd, story.intakes),
        gender=gender,
        ethnic_group=rng.choice(background.ethnic_groups),
        postcode=names.draw_postcode(rng, place),
        place=place,
        nhs_number=None,
    )


def _place(rng: Random, intake: Intake) -> str:
    weights = [4 if place == intake.service.place else 1 for place in PLACES]
    return rng.choices(PLACES, weights)[0]


def _birth_date(crowd: Crowd, intakes: tuple[Intake, ...]) -> date:
    youngest = max(intake.youngest for intake in intakes)
    oldest = min(intake.oldest for intake in intakes)
    latest = EARLIEST_START.replace(year=EARLIEST_START.year - youngest).toordinal()
    years = crowd.last.year - oldest - 1
    earliest = date(years, crowd.last.month, 1).toordinal() + 31
    # Two services whose ages hardly meet share people who grow out of the first.
    return date.fromordinal(crowd.rng.randint(min(earliest, latest - 500), latest))


def _nhs_number(crowd: Crowd) -> str | None:
    if crowd.rng.random() < 0.04:
        return None
    while not crowd.take(number := names.draw_nhs_number(crowd.rng)):
        pass
    return number


# What is often not there, by field: markers for "chose not to say" and the like first,
# then how often nobody wrote anything.
_OFTEN_NOT_THERE: dict[str, tuple[str, float, float]] = {
    "gender": ("chose_not_to_say", 0.015, 0.01),
    "ethnic_group": ("chose_not_to_say", 0.045, 0.03),
    "place": ("chose_not_to_say", 0.0, 0.02),
    "postcode": ("no_fixed_address", 0.02, 0.03),
    "nhs_number": ("not_registered", 0.0, 0.09),
}
_OUTREACH = _OFTEN_NOT_THERE | {
    "postcode": ("no_fixed_address", 0.3, 0.25),
    "nhs_number": ("not_registered", 0.0, 0.35),
}


def _mention(crowd: Crowd, person: Person, intake: Intake) -> Mention:
    gaps = _field_gaps(crowd.rng, person, intake)
    there = {
        name: getattr(person, name)
        for name in intake.service.fields
        if name not in gaps
    }
    return Mention(
        person=person.key,
        provider_id=intake.service.provider_id,
        reference=crowd.next_reference(intake),
        forename=person.forename,
        surname=person.surname,
        birth_date=person.birth_date,
        gender=there.get("gender"),
        ethnic_group=there.get("ethnic_group"),
        postcode=there.get("postcode"),
        place=there.get("place"),
        nhs_number=there.get("nhs_number"),
        field_gaps=gaps,
    )


def _field_gaps(rng: Random, person: Person, intake: Intake) -> dict[str, str]:
    often = (
        _OUTREACH if intake.service.service_id == "elm-outreach" else _OFTEN_NOT_THERE
    )
    gaps = {}
    for name in intake.service.fields:
        reason, said, unsaid = often[name]
        if name == "nhs_number" and person.nhs_number is None:
            gaps[name] = reason if rng.random() < 0.6 else "unknown"
        elif (drawn := rng.random()) < said:
            gaps[name] = reason
        elif drawn < said + unsaid:
            gaps[name] = "unknown"
    return gaps


def _spelled(rng: Random, mention: Mention, other: Mention) -> Mention:
    """Return the mention, now and then spelled otherwise if the number still links."""
    if None in (mention.nhs_number, other.nhs_number) or rng.random() < 0.75:
        return mention
    names_now = names.spelled_otherwise(rng, mention.forename, mention.surname)
    return replace(mention, forename=names_now[0], surname=names_now[1])


def _with_slip(crowd: Crowd, person: Person, mention: Mention) -> Mention:
    """Return the mention with a typo, no number and an address from after a move."""
    gaps = {"nhs_number": "unknown"} | mention.field_gaps
    moved = None if "postcode" in gaps else _moved(crowd.rng, person)
    return replace(
        mention,
        surname=_surname_with_a_typo(crowd, person),
        nhs_number=None,
        postcode=moved,
        field_gaps=gaps,
        linkable=False,
    )


def _surname_with_a_typo(crowd: Crowd, person: Person) -> str:
    while True:
        surname = names.with_a_typo(crowd.rng, person.surname)
        if crowd.take((_together(person.forename, surname), person.birth_date)):
            return surname


def _moved(rng: Random, person: Person) -> str:
    while True:
        postcode = names.draw_postcode(rng, person.place)
        if postcode[:3] != person.postcode[:3]:
            return postcode


def _together(forename: str, surname: str) -> tuple[str, ...]:
    return tuple(sorted((names.folded(forename), names.folded(surname))))
