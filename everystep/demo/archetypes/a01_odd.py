"""What is odd about the scores of the decorated list, row by row."""

from __future__ import annotations

from everystep.demo.archetypes.occasions import Odd, aside, gap, reads

_FIRST = "relationship_first"

AT_START: dict[int, dict[str, Odd]] = {
    1: {"total": reads("１４", "14"), "emotional": reads("6/10", "6")},
    2: {"total": reads("12½", "12.5"), "prosocial": gap(None, "unknown")},
    4: {"total": aside(47, "out_of_range")},
    6: {"total": aside("about 12", "does_not_fit"), "emotional": reads("7 ", "7")},
    # Nobody was asked yet: no day, and one reason for the whole form.
    8: {
        "day": gap(None, ""),
        "total": gap("too early", _FIRST),
        "emotional": gap(None, _FIRST),
        "prosocial": gap(None, _FIRST),
    },
    14: {"day": aside("some time in May", "does_not_fit")},
    19: {"total": reads(0, "0"), "emotional": reads("0", "0")},
}
AT_REVIEW: dict[int, dict[str, Odd]] = {
    0: {
        "total": gap("DNA", "no_session"),
        "emotional": gap(None, "no_session"),
        "prosocial": gap(None, "no_session"),
    },
    3: {
        "day": gap("Not yet due", ""),
        "total": gap(None, "not_due_yet"),
        "emotional": gap(None, "not_due_yet"),
        "prosocial": gap(None, "not_due_yet"),
    },
    6: {"emotional": gap("EAL – interpreter booked", "language_or_interpreter")},
    9: {"total": gap("n/a", "unknown"), "prosocial": reads("9.0", "9")},
    11: {"prosocial": aside("-1", "out_of_range")},
}
AT_SECOND_REVIEW: dict[int, dict[str, Odd]] = {
    # One date that only Britain can have written and one that only America can: the
    # column does not say which it is, and a third date that could be either waits.
    0: {"day": reads("25/11/2025", "2025-11-25")},
    4: {"day": reads("11/25/2025", "2025-11-25")},
    8: {"day": aside("05/11/2025", "two_dates")},
    12: {"total": aside("14²", "does_not_fit")},
}
