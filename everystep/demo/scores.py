"""What people of the made-up commission said on their forms, and what stands instead.

About six in ten get better over time; some get worse before they get better, some stay
as they are and some get worse.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from everystep.demo.commission import CORE, SDQ
from everystep.demo.occasions import IN_SLOTS, ON_FORMS, Asked, Occasion, occasions
from everystep.demo.world import Gap, Score

_ITEMS = 10
_WHOLE = [Decimal(number) for number in range(41)]


@dataclass
class Said:
    """Scores and gaps as they are made up."""

    scores: list[Score] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


@dataclass(frozen=True)
class Path:
    """Where somebody is on the way: -1 as far better as they get, +1 as far worse."""

    kind: str
    reach: float

    def at(self, number: int, of: int, days: int) -> float:
        """Return the way gone by the ``number``-th of so many forms."""
        gone = min(1.0, max(0.0, days / 200))
        match self.kind:
            case "better":
                return -self.reach * gone
            case "worse_then_better" if number == 0:
                return 0.0
            case "worse_then_better" if number == of - 1 and of > 2:
                return -1.1
            case "worse_then_better" if number == 1 and of > 2:
                return 0.95
            case "worse_then_better":
                return -self.reach * gone
            case "worse":
                return self.reach * gone
            case _:
                return 0.0


_KINDS = {"better": 48, "worse_then_better": 14, "same": 20, "worse": 18}


def ask(rng: Random, measures: tuple[str, ...], asked: Asked, said: Said) -> None:
    """Add what one episode's forms say, for the measures that the service has."""
    if measures == SDQ:
        _ask_sdq(rng, asked, said)
    if measures == CORE:
        _ask_core(rng, asked, said)


def _path(rng: Random) -> Path:
    kind = rng.choices([*_KINDS], [*_KINDS.values()])[0]
    return Path(kind, rng.uniform(0.35, 1.2))


def _gone(path: Path, asked: Asked, found: list[Occasion]) -> dict[str, float]:
    """Return the way gone at each place with a score."""
    scored = [one for one in found if one.reason is None and one.day]
    return {
        one.position: path.at(number, len(scored), (one.day - asked.episode.start).days)
        for number, one in enumerate(scored)
        if one.day
    }


def _ask_sdq(rng: Random, asked: Asked, said: Said) -> None:
    found = occasions(rng, IN_SLOTS, asked)
    path = _path(rng)
    gone = _gone(path, asked, found)
    emotional = rng.gauss(5.8, 1.9)
    if path.kind == "worse_then_better":
        emotional = rng.uniform(4.8, 5.8)
    others, prosocial = rng.gauss(11.5, 4.0), rng.gauss(6.0, 1.7)
    for one in found:
        if one.reason is not None:
            said.gaps += _gaps(asked, SDQ, one, one.reason)
            continue
        way = gone[one.position]
        values = _sdq(
            rng, emotional + 4.4 * way, others + 5 * way, prosocial - 2.6 * way
        )
        said.scores += [
            _score(asked, about, one, value)
            for about, value in zip(SDQ, values, strict=True)
        ]


def _sdq(
    rng: Random, emotional: float, others: float, prosocial: float
) -> tuple[Decimal, Decimal, Decimal]:
    """Return total, emotional and prosocial; the total holds the emotional scale."""
    part = _near(rng, emotional, 0.6, 10)
    rest = _near(rng, others, 1.8, 30)
    return _WHOLE[part + rest], _WHOLE[part], _WHOLE[_near(rng, prosocial, 0.9, 10)]


def _near(rng: Random, middle: float, spread: float, most: int) -> int:
    return min(most, max(0, round(rng.gauss(middle, spread))))


def _ask_core(rng: Random, asked: Asked, said: Said) -> None:
    found = occasions(rng, ON_FORMS, asked)
    path = _path(rng)
    gone = _gone(path, asked, found)
    level = rng.gauss(19, 6)
    if path.kind == "worse_then_better":
        level = rng.uniform(14, 24)
    for one in found:
        if one.reason is not None:
            said.gaps += _gaps(asked, CORE, one, one.reason)
            continue
        total = _near(rng, level + 10 * gone[one.position], 1.6, 40)
        add_form(asked, one, _some_left_out(rng, items_of(rng, total)), said)


def add_form(
    asked: Asked, one: Occasion, items: tuple[int | None, ...], said: Said
) -> None:
    """Add a CORE-10 form, with a gap too where it has too few answers to score."""
    value = core_10(items)
    said.scores.append(_score(asked, CORE[0], one, value, items))
    if value is None:
        said.gaps += _gaps(asked, CORE, one, "not_scorable")


def core_10(items: tuple[int | None, ...]) -> Decimal | None:
    """Return ten times the mean of the answers, or nothing for fewer than nine."""
    answers = [item for item in items if item is not None]
    if len(answers) < 9:
        return None
    exact = Decimal(10 * sum(answers)) / len(answers)
    return exact.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def items_of(rng: Random, total: int) -> tuple[int, ...]:
    """Return ten answers of 0 to 4 that add up to the total."""
    items = [total // _ITEMS + (at < total % _ITEMS) for at in range(_ITEMS)]
    rng.shuffle(items)
    for _ in range(5):
        more, less = rng.sample(range(_ITEMS), 2)
        if items[more] < 4 and items[less] > 0:
            items[more] += 1
            items[less] -= 1
    return tuple(items)


def _some_left_out(rng: Random, items: tuple[int, ...]) -> tuple[int | None, ...]:
    drawn = rng.random()
    left_out = 1 if drawn < 0.045 else 2 if drawn < 0.06 else 0
    blank = rng.sample(range(_ITEMS), left_out)
    return tuple(None if at in blank else item for at, item in enumerate(items))


def _score(
    asked: Asked,
    about: str,
    one: Occasion,
    value: Decimal | None,
    items: tuple[int | None, ...] = (),
) -> Score:
    measure, subscale, rater = about.split("/")
    day = one.day or asked.episode.start
    return Score(
        asked.episode.key, measure, subscale, rater, day, one.position, value, items
    )


def _gaps(
    asked: Asked, measures: tuple[str, ...], one: Occasion, reason: str
) -> list[Gap]:
    key = asked.episode.key
    return [
        Gap(key, about, one.day, one.position, reason, one.first_shown)
        for about in measures
    ]


def set_aside(said: Said, at: int, first_shown: str) -> None:
    """Turn a score into a value out of its range, which nobody can use."""
    score = said.scores[at]
    about = f"{score.measure}/{score.subscale}/{score.rater}"
    gap = Gap(score.episode, about, score.day, score.position, "set_aside", first_shown)
    said.gaps.append(gap)
    del said.scores[at]


def answer_twice(rng: Random, said: Said, at: int) -> None:
    """Add a second form of the same day that says something else."""
    score = said.scores[at]
    total = sum(item or 0 for item in score.items)
    other = total + 6 if total < 20 else total - 6
    items = items_of(rng, other)
    said.scores.insert(at + 1, replace(score, value=core_10(items), items=items))
