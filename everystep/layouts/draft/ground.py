"""What a whole table is about: whom its rows are of, and which measure it speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from everystep.layouts.draft.evidence import Profile
from everystep.layouts.draft.headings import Taken, measure_named, take_apart
from everystep.layouts.draft.lying import TableFound
from everystep.layouts.draft.vocabulary import Likeness, Vocabulary, canonical
from everystep.layouts.scoring import SCORED_FROM_ITEMS
from everystep.layouts.values import words
from everystep.readers.read import Sheet
from everystep.reference import measures

_STAFF = re.compile(
    r"staff|training|workforce|supervis|trainee|delegate|course|cpd|learning log|"
    r"reflective", re.I,
)  # fmt: skip
_SUPERVISION = re.compile(r"supervis|reflective", re.I)
_ANSWERS = re.compile(r"survey|feedback|questionnaire|evaluation|response", re.I)
_READINGS = re.compile(r"star\b|scale|outcome|score|measure|wheel|ladder|rating", re.I)


@dataclass(frozen=True)
class Seen:
    """One column as it was looked at, before anyone says what it is."""

    heading: str
    tiers: tuple[str, ...]
    profile: Profile
    likes: tuple[Likeness, ...]
    taken: Taken
    repeats_options: bool = False
    """Whether it is an option of a question that another column holds whole."""

    def like(self, prefix: str, percent: float = 90.0) -> bool:
        """Whether its heading is much like what roles of a kind are called."""
        return any(
            one.role.startswith(prefix) and one.percent >= percent for one in self.likes
        )

    @property
    def is_about_days(self) -> bool:
        """Whether its cells are dates."""
        return self.profile.share("date") > 0.5

    @property
    def may_be_days(self) -> bool:
        """Whether its cells are dates, are days as Excel counts them, or are empty."""
        look = self.profile
        counted = look.share("number") > 0.6 and (look.lowest or 0) > 1000
        return look.filled == 0 or look.share("date") > 0.3 or counted


@dataclass(frozen=True)
class Ground:
    """What a table is about, as far as its words and cells show it."""

    of: str
    measure: str = ""
    """The measure that the words around it, or a column of it, speak of."""
    items: str = ""
    """The measure that its numbered questions fit."""
    happenings: bool = False
    goals: bool = False
    training: bool = False
    supervision: bool = False
    readings: bool = False
    """Whether each row is one reading of a scale."""
    repeats: bool = False
    """Whether the same references stand in several rows: a list, not a register."""
    wide: bool = False
    """Whether the same score stands several times in a row, by occasion."""


def looked_at(
    found: TableFound,
    profiles: Sequence[Profile],
    vocabulary: Vocabulary,
    context: str,
) -> list[Seen]:
    """Return each column with what its heading is like and what its words say.

    ``context`` is the one measure that the whole report speaks of, if it is one.
    """
    context = named_around(found, vocabulary) or context
    whole = [one for one in found.headings if len(one) > 8]
    return [
        Seen(
            heading,
            tiers,
            seen,
            tuple(likes(heading, tiers, vocabulary)),
            take_apart(tiers, vocabulary, context),
            any(heading.startswith(f"{one}/") for one in whole),
        )
        for heading, tiers, seen in zip(
            found.headings, found.tiers, profiles, strict=True
        )
    ]


_SEGMENTS = re.compile(r"\s[-–|>:]+\s|:\s|/|\.(?=\w)|\s*\(|\)")
_QUARTER = re.compile(
    r"\b(?:q(?:tr|uarter)?\s?[1-4]|(?:jan|apr|jul|oct)\w*\s?[-–to]+\s?(?:mar|jun|sep|dec)"
    r"\w*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?)"
    r"(?:[\s,-]*(?:fy\s?)?(?:20)?\d\d(?:[/-](?:20)?\d\d)?)?(?=$|[^a-z0-9])", re.I,
)  # fmt: skip


def names_quarter(text: str) -> bool:
    """Whether a heading names a quarter or a month."""
    return bool(_QUARTER.search(text))


def likes(heading: str, tiers: Sequence[str], vocabulary: Vocabulary) -> list[Likeness]:
    """Return what a heading is like: as a whole, by its last tier, by its parts."""
    asked = {heading: 1.0}
    if len(tiers) > 1:
        asked.setdefault(tiers[-1], 0.97)
        asked.setdefault(tiers[0], 0.8)
    if names_quarter(heading):
        asked.setdefault(_QUARTER.sub("Q{n}", heading), 0.98)
    parts = [
        part for part in _SEGMENTS.split(tiers[-1] if tiers else "") if part.strip()
    ]
    if len(parts) > 1:
        asked.setdefault(parts[0], 0.92)
        asked.setdefault(parts[-1], 0.9)
    best: dict[str, Likeness] = {}
    for text, weight in asked.items():
        for one in vocabulary.like(text):
            percent = one.percent * weight
            if one.role not in best or percent > best[one.role].percent:
                best[one.role] = Likeness(one.role, percent, one.words)
    return sorted(best.values(), key=lambda one: (-one.percent, one.role))


def named_around(found: TableFound, vocabulary: Vocabulary) -> str:
    """Return the one measure that the sheet's name, titles or a column name."""
    named = Counter(
        measure
        for text in [found.title, *found.above.split(" | "), *found.headings]
        for measure in [measure_named(text, vocabulary)]
        if measure and " ".join(canonical(text).split()) not in ("score",)
    )
    for cells in found.cells:
        said = {words(cell) for cell in cells[:200] if isinstance(cell, str)}
        if 0 < len(said) <= 8:
            named.update(
                measure
                for text in sorted(said)
                if len(text) < 40
                for measure in [measure_named(text, vocabulary)]
                if measure
            )
    return named.most_common(1)[0][0] if len(named) == 1 else ""


def measure_of(sheets: Sequence[Sheet], vocabulary: Vocabulary) -> str:
    """Return the one measure that a report's words speak of, or nothing."""
    named: set[str] = set()
    for sheet in sheets:
        for row in sheet.rows[:80] if sheet.shown else ():
            for cell in row[:40]:
                if isinstance(cell, str) and any(mark.isupper() for mark in cell):
                    named.add(_spelt_out(cell, vocabulary))
    named.discard("")
    return named.pop() if len(named) == 1 else ""


def _spelt_out(text: str, vocabulary: Vocabulary) -> str:
    """Return the measure that a longer text names in capitals: SWEMWBS, PHQ-9."""
    for said in re.findall(r"\b[A-Z][A-Za-z]*[A-Z][A-Z]*(?:-?\d+)?\b", text[:400]):
        if names := vocabulary.parts["measure"].get(canonical(said)):
            return names[0]
    return ""


def ground_of(
    found: TableFound, columns: Sequence[Seen], vocabulary: Vocabulary, context: str
) -> Ground:
    """Return what a table seems to be about."""
    around = f"{found.title} | {found.above}"
    of = _of(around, columns)
    many = sum(one.taken.item is not None for one in columns) > 2
    wide = (
        sum(
            bool(one.taken.position or one.taken.run or one.taken.item)
            for one in columns
            if one.taken.measure and not (many and one.taken.item)
        )
        >= 2
    )
    event = any(_says_events(one.profile, vocabulary) for one in columns)
    mode = any(one.profile.share("mode") > 0.6 for one in columns)
    form = any(one.profile.share("position") > 0.6 for one in columns)
    goals = sum(one.taken.goal for one in columns) >= 1
    training = of == "staff" and any(one.like("training:", 88) for one in columns)
    supervision = of == "staff" and (
        any(one.like("supervision:", 95) for one in columns)
        or bool(_SUPERVISION.search(around))
        or any(_SUPERVISION.search(one.heading) for one in columns)
    )
    return Ground(
        of=of,
        measure=named_around(found, vocabulary) or context,
        items=_items(columns, named_around(found, vocabulary)),
        happenings=(event or mode) and not wide,
        goals=goals,
        training=training,
        supervision=supervision,
        repeats=any(
            one.like("person:reference", 75)
            and one.profile.filled > 8
            and one.profile.distinct < 0.75 * one.profile.filled
            for one in columns
        ),
        readings=form or (bool(_READINGS.search(around)) and not wide),
        wide=wide,
    )


def _of(around: str, columns: Sequence[Seen]) -> str:
    personal = sum(
        (one.like("person:", 93) and not one.like("person:place", 93))
        or one.profile.share("nhs") > 0.5
        for one in columns
    )
    staff = sum(one.like("staff:", 93) for one in columns)
    if _STAFF.search(around) and staff and personal <= staff + 1:
        return "staff"
    if staff >= 2 and staff > personal:
        return "staff"
    learning = any(
        one.likes and one.likes[0].role.startswith(("training:", "supervision:"))
        and one.likes[0].percent > 75
        for one in columns
    )  # fmt: skip
    if personal == 0 and (
        learning or any(_SUPERVISION.search(one.heading) for one in columns)
    ):
        return "staff"
    if _is_amounts(columns, personal):
        return "amounts"
    answers = sum(
        one.profile.share("agreement") > 0.5 or bool(one.profile.marks)
        or "?" in one.heading or one.like("answer:", 90)
        for one in columns
    )  # fmt: skip
    named = any(
        one.like(role, 93)
        for one in columns
        for role in ("person:reference", "person:surname", "person:birth_date")
    )
    if answers >= 2 and (not named or (_ANSWERS.search(around) and personal < 2)):
        return "answers"
    return "people"


def _is_amounts(columns: Sequence[Seen], personal: int) -> bool:
    if len(columns) < 2 or personal > 1 or len(columns) > 30:
        return False
    label, rest = columns[0], columns[1:]
    if label.profile.share("number") > 0.3 or label.profile.share("date") > 0.3:
        return False
    coded = label.profile.share("code") + label.profile.share("code_more")
    if coded > 0.5 or not label.profile.filled:
        return False
    if label.profile.distinct < 0.8 * label.profile.filled:
        return False
    numeric = [
        one for one in rest
        if one.profile.share("number") + one.profile.share("small")
        + one.profile.share("percent") > 0.6
    ]  # fmt: skip
    headed = sum(
        one.like("amount:", 88) or one.like("ignored:computed", 92)
        or names_quarter(one.heading)
        for one in rest
    )  # fmt: skip
    dated = any(one.is_about_days for one in rest)
    return not dated and (
        (headed >= 1 and len(numeric) >= 0.4 * len(rest))
        or len(numeric) >= max(1, 0.6 * len(rest))
    )


def _says_events(seen: Profile, vocabulary: Vocabulary) -> bool:
    if not seen.coded or seen.share("number") > 0.3:
        return False
    return event_share(seen, vocabulary) > 0.5


def event_share(seen: Profile, vocabulary: Vocabulary) -> float:
    """Return the share of a column's different words that name a hard outcome."""
    said = list(seen.counted)[:20]
    if not said or seen.distinct > 20:
        return 0.0
    named = sum(bool(event_of(text, vocabulary)) for text in said)
    return named / len(said)


def event_of(text: str, vocabulary: Vocabulary) -> str:
    """Return the indicator that a cell's words name, or nothing."""
    for one in vocabulary.like(text)[:3]:
        if one.role.startswith("event:") and one.percent >= 76:
            return one.role.partition(":")[2]
    return ""


def _items(columns: Sequence[Seen], context: str) -> str:
    """Return the measure that the numbered questions of a table fit, if one does."""
    items = [one for one in columns if one.taken.item is not None]
    if len(items) < 3:
        return context if context in SCORED_FROM_ITEMS else ""
    named = {one.taken.measure for one in items} - {""}
    if len(named) == 1:
        return named.pop()
    if context in SCORED_FROM_ITEMS:
        return context
    highest = max((one.profile.highest or 0) for one in items)
    number = max(one.taken.item or 0 for one in items)
    fitting = [
        key[0]
        for key, one in measures().items()
        if key[0] in SCORED_FROM_ITEMS
        and one.n_items == number
        and one.item_max is not None
        and highest <= one.item_max
    ]
    return fitting[0] if fitting else ""
