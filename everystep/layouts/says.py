"""What the rows of a report say, before anyone is made unrecognisable.

Rows here still hold identities: they stay in memory, and only
:mod:`everystep.identity.pseudonymise` takes them further.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from everystep.calendar import Period
from everystep.layouts.values import Read, words


@dataclass(slots=True)
class Statement:
    """A score, or why there is none, for one scale and occasion."""

    scale: tuple[str, str, str]
    day: date | None
    position: str
    score: Decimal | None
    reason: str
    """Empty beside a score; ``unknown`` for a blank that nobody explained."""
    goal: str = ""
    """The goal that the score is of, in a person's own words; never stored."""
    has_place: bool = False
    """Whether it stands in a place of its own in a row that is about more."""


@dataclass(slots=True)
class Count:
    """How many contacts or events, or how a thing stood, for one quarter or day."""

    entity: str
    """``contacts``, ``events`` or ``states``."""
    about: str
    read: Read
    day: date | None = None
    adds: bool = False
    """Whether it is a part of its quarter's count: a month, or one happening."""
    happened: bool = False
    """Whether it is one line of a list of what happened, and not a count of them."""
    month: int = 0
    """The month that its row or sheet names, where it is a month's: April is 4."""


@dataclass(slots=True)
class Answered:
    """What was answered to one question."""

    question: str
    principle: str
    voice: str
    read: Read


@dataclass(slots=True)
class Done:
    """Training that staff came to, or supervision that they had."""

    entity: str
    """``training`` or ``supervision``."""
    about: str
    """The practice, or the kind of supervision."""
    day: date | None
    read: Read


@dataclass(slots=True)
class Row:
    """What one row of a report says, and of whom."""

    sheet: int
    row: int
    of: str = "people"
    who: dict[str, Read] = field(default_factory=dict)
    episode: dict[str, Read] = field(default_factory=dict)
    staff: dict[str, Read] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    goals: list[Statement] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    story: Read | None = None
    """Whether its teller permits it to be shown, where a story stands."""
    service_id: str = ""
    """Where the row names its service itself."""
    period: Period | None = None
    """Where the row, or its sheet, names its quarter itself."""
    month: int = 0
    """Where its sheet names a month and no year: ``April`` is 4."""

    def is_of_month(self, month: int) -> None:
        """Make the row's counts a part of their quarter's.

        How things stood is no part: the last month's word stands for the quarter.
        """
        for count in self.counts:
            count.month = month
            count.adds = count.adds or count.entity != "states"

    @property
    def named(self) -> str:
        """Return how the row names whom it is about; nothing where it names nobody.

        A name needs a birth date beside it: two people may share one.
        """
        who = self.staff if self.of == "staff" else self.who
        said = {
            name: words(_text(read)) for name, read in who.items() if _is_said(read)
        }
        if both := said.get("surname_comma_forename"):
            surname, _, forename = both.partition(",")
            said |= {"surname": surname.strip(), "forename": forename.strip()}
        if self.of == "staff":
            return said.get("reference") or said.get("name") or ""
        if reference := said.get("reference"):
            return reference
        if family := said.get("family_reference"):
            forename = said.get("forename", "").casefold()
            return f"{family}/{forename}" if forename else ""
        if said.get("surname") and said.get("forename") and "birth_date" in said:
            return f"{said['surname']}, {said['forename']}".casefold()
        return said.get("nhs_number") or said.get("upn") or ""


def _is_said(read: Read) -> bool:
    return read.kind == "value" and read.value is not None


def _text(read: Read) -> str:
    return read.value.isoformat() if isinstance(read.value, date) else str(read.value)


@dataclass(frozen=True, slots=True)
class Amount:
    """A total that a report states of itself."""

    figure: str
    of: str
    """``actual`` or ``target``."""
    period: Period
    value: int | None
    reason: str
    sheet: int
    row: int
