"""Words that are struck through, raised or lowered within a text.

``2`` with a raised 1 beside it is two and a footnote, and ``54`` with its 5 struck
through is four: whoever joins such runs reads a number that nobody wrote.
"""

from dataclasses import dataclass, field

_DIGITS = "0123456789"
_RAISED = str.maketrans(_DIGITS, "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans(_DIGITS, "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True)
class Look:
    """How a run of words looks."""

    struck: bool = False
    hidden: bool = False
    place: str = ""
    """``raised``, ``lowered``, or neither."""

    def over(self, under: "Look") -> "Look":
        """Return this look where it is laid over another."""
        return Look(
            self.struck or under.struck,
            self.hidden or under.hidden,
            self.place or under.place,
        )


PLAIN = Look()


@dataclass
class Said:
    """A text put together from runs."""

    runs: list[tuple[str, bool]] = field(default_factory=list)

    def add(self, words: str, look: Look = PLAIN) -> None:
        """Add a run; what is hidden is no text."""
        if look.place:
            words = words.translate(_RAISED if look.place == "raised" else _LOWERED)
        if words and not look.hidden:
            self.runs.append((words, look.struck))

    def told(self) -> tuple[str, bool]:
        """Return the text without what is struck; or the whole, where all is struck."""
        standing = "".join(words for words, struck in self.runs if not struck)
        whole = "".join(words for words, _ in self.runs)
        if standing.strip() or not whole.strip():
            return standing, False
        return whole, True
