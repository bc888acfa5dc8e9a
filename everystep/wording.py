"""Every sentence that a provider reads, and nothing else.

Tone is reviewed here like code. How the sentences are put together on a receipt belongs
in :mod:`everystep.receipts`; engineers' messages stay where they arise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LANGUAGE = "en-GB"

THANK_YOU = "Thank you"
WHAT_WE_RECEIVED = "What we received"
WHAT_WE_COULD_USE = "What we could use"
WHAT_WE_UNDERSTOOD_AS_A_GAP = "What we understood as a gap"
WHAT_WE_COULD_NOT_READ_YET = "What we could not read yet"
WHAT_YOU_MAY_DO = "What you may do, if you like"
WHAT_CHANGED = "What changed since the earlier version"

FILE = "File"
RECEIVED = "Received"
FINGERPRINT = "Fingerprint"
PERIOD = "Period"
SERVICE = "Service"
REASON = "Reason"
HOW_OFTEN = "How often"
WHY = "Why it helps:"
HOW_LONG = "How long it takes:"

THANKS = "Your file has arrived. Thank you for sending it."
THANKS_GONE = "Thank you for letting us see this file."
THANKS_AGAIN = "We have this already, thank you. It is the same file as before."
KEPT_SAFE = "The original is kept safe, under lock, exactly as you sent it."
FINGERPRINT_MEANS = (
    "The fingerprint is worked out from the file itself. If you write to us, it tells "
    "us which file you mean."
)

USED = "From this report we read:"
USED_NOTHING_TO_COUNT = (
    "We could read this report from beginning to end. It speaks of nothing to count "
    "this time, and that is an answer too."
)
NOTHING_USED_YET = (
    "Nothing from this file is in any figure yet. What you sent before stands as it is."
)

GAPS = (
    "Some answers are not there, and where the report says why, we kept the reason. "
    "A gap is information. None of these counts against anyone: not a person, not a "
    "worker and not your organisation."
)
GAPS_CAPTION = "Gaps, by reason"

ASIDES = (
    "These are limits of our reading, not of your report. Each cell is kept, and the "
    "rest of its row is safe with us."
)

NOTHING_NEEDED = "Nothing is needed from you."
IF_YOU_HAVE_TIME = (
    "Nothing here has to be done. If you have a few minutes, this would help:"
)

REPLACED = (
    "There was an earlier version of this report. It is kept too, so nothing is lost."
)
ASKED_ABOUT_VANISHED = (
    "More than one in ten of the rows that the earlier version had are not in this "
    "one. Is that meant? Until we hear from you, those earlier rows stand."
)
SEEN_BEFORE = "Nothing: this is the same file, so all stands as it was."

STANDINGS = {
    "current": "This is the version that we use.",
    "superseded": "A newer version of this report is with us, and we use that one.",
    "waiting": "It is waiting, and it is safe meanwhile.",
    "not_read": "",
}

OUTCOMES = {
    "read": "",
    "empty": (
        "The file arrived with nothing in it. That can happen when a file is sent "
        "before it is saved, or when there is nothing to tell; both are fine."
    ),
    "damaged": (
        "We could not open the file. It may have changed on its way to us. We keep it "
        "as it arrived."
    ),
    "password_protected": (
        "The file is locked with a password, and our software cannot open such files. "
        "We keep it as it arrived."
    ),
    "other_kind": (
        "Our software reads workbooks (.xlsx) and tables of text (.csv), and this is "
        "a file of another kind. We keep it and leave it as it is."
    ),
    "too_large": (
        "The file is larger than our software can read in one go. We have asked our "
        "data engineer to look."
    ),
    "took_too_long": (
        "Reading the file took more time than our software allows itself. We have "
        "asked our data engineer to look."
    ),
    "unknown_provider": (
        "The file came in a folder that our list of services does not know yet. We "
        "have asked our data engineer to add it; the file will be read then."
    ),
    "beside_the_folders": (
        "The file lay beside the folders, so we cannot tell whose report it is, and we "
        "would rather not guess."
    ),
    "no_layout": (
        "We have not met a report of this form before. We have asked our data engineer "
        "to teach our software to read it; the file will be read then."
    ),
    "two_layouts": (
        "Our software knows two ways to read this report and cannot tell which is "
        "meant. We have asked our data engineer to settle it."
    ),
    "another_provider": (
        "This report does not seem to be from the organisation that this folder "
        "belongs to. We stopped there and used nothing of it."
    ),
    "no_period": (
        "We could not make out which quarter the report speaks of, and we would rather "
        "not guess."
    ),
    "looking_into_it": (
        "Our software stopped while it was reading the file. The reason lies with us, "
        "and we have asked our data engineer to look."
    ),
    "gone_before_sealing": (
        "The file was no longer in the folder when we came to take it in, so we hold "
        "no copy of it. If you took it back, that is fine."
    ),
}

ASIDE_REASONS = {
    "does_not_fit": "Cells that we could not make sense of. We set them aside:",
    "out_of_range": (
        "Scores outside the range that we know for the questionnaire. We stretch no "
        "score to fit, so we set them aside:"
    ),
    "unknown_column": "Columns that we have not met before. We left them untouched:",
    "ignored": "Columns that we leave alone on purpose. Nothing of them is used:",
    "outside_tables": "Notes beside the tables. We kept them and used nothing of them:",
}
OTHER_ASIDE = "Cells that we set aside and kept:"


@dataclass(frozen=True)
class Suggestion:
    """One thing that a provider may do: what, why it helps, and about how long."""

    what: str
    why: str
    how_long: str


OUTCOME_SUGGESTIONS = {
    "empty": Suggestion(
        "If there was something to tell, save the file and drop it in again.",
        "then what your team recorded can be seen.",
        "about two minutes",
    ),
    "damaged": Suggestion(
        "Open the file on your side, save it under another name and drop that one in.",
        "a fresh copy most often opens.",
        "about three minutes",
    ),
    "password_protected": Suggestion(
        "Save a copy without the password and drop that one in. Please do not send us "
        "the password.",
        "then we can read it; we lock away everything that we receive.",
        "about two minutes",
    ),
    "other_kind": Suggestion(
        "If the same things stand in a workbook or a table, drop that one in too.",
        "then we can count what it says.",
        "about five minutes",
    ),
    "beside_the_folders": Suggestion(
        "Drop a copy in your own folder.",
        "then we know whose it is, and the receipt comes to you alone.",
        "about one minute",
    ),
    "another_provider": Suggestion(
        "If you like, look whether this is the file that you meant to send.",
        "if it is not, the one that you meant can take its place; if it is, tell us, "
        "and we will put our list right.",
        "about two minutes",
    ),
    "no_period": Suggestion(
        "Where the report names its quarter, write it like “Q3 2026-27” and drop the "
        "report in again.",
        "then we know which quarter your work belongs to.",
        "about two minutes",
    ),
    "gone_before_sealing": Suggestion(
        "If you meant us to have it, drop it in again.",
        "then we can read it and keep it safe.",
        "about one minute",
    ),
}
IS_IT_MEANT = Suggestion(
    "Tell us whether the rows that are no longer there are meant to be gone.",
    "then your figures say what you mean them to say.",
    "about two minutes",
)
ABOUT_THE_TOTALS = Suggestion(
    "Tell us if a total on the report counts something that its rows do not show.",
    "then we count in the way that you do.",
    "about three minutes",
)
ABOUT_NEW_COLUMNS = Suggestion(
    "Tell us in a line what each new column holds, and whether you would like it "
    "counted.",
    "then we can read it from now on, and in the reports that you have sent already.",
    "about two minutes",
)
ABOUT_CELLS = Suggestion(
    "Look at the places named above. If something there is meant in another way, "
    "change it and drop the report in again.",
    "then more of what your team recorded can be seen.",
    "about five minutes",
)
ABOUT_CONFLICTS = Suggestion(
    "If you know which of the two is meant, leave that one and drop the report in "
    "again.",
    "then that person's steps can be seen.",
    "about five minutes",
)

_COUNTED = {
    "people": ("person", "people"),
    "scores": ("score", "scores"),
    "contacts": ("count of contacts", "counts of contacts"),
    "events": ("count of events", "counts of events"),
    "states": ("answer about how things stand", "answers about how things stand"),
}
COUNTED = tuple(_COUNTED)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def title(received_on: date, fingerprint: str) -> str:
    """Return the page's title, which names no file."""
    return f"Receipt for a file received on {day(received_on)} ({fingerprint})"


def day(when: date) -> str:
    """Return a day as people write it, whatever the computer's own language."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def counted(kind: str, count: int) -> str:
    """Return how many of a kind there are, in words that fit one and many."""
    return f"{count} {_COUNTED[kind][count != 1]}"


def place(sheet: int, column: str, row: int, cells: int) -> str:
    """Return where cells stand, as a spreadsheet shows it; no column beside a table."""
    where = f"sheet {sheet}, column {column}" if column else f"sheet {sheet}"
    if cells == 1:
        return f"{where}, row {row}"
    return f"{where}: {cells} cells, first in row {row}"


def more_places(count: int) -> str:
    """Return that there are more places than are listed."""
    return "and one more place" if count == 1 else f"and {count} more places"


def conflicts(count: int) -> str:
    """Return that reports say something in two ways, and what we did."""
    where = "In one place" if count == 1 else f"In {count} places"
    return (
        f"{where} two different things are said of the same record: two scores for one "
        "day, or two first days. We kept both and chose neither."
    )


def total_differs(label: str, recomputed: int) -> str:
    """Return that a stated total and our count are not the same; ours is said."""
    return (
        f"For “{label}” the total that the report states is not the number that we "
        f"count from its rows, which is {recomputed}. We kept both; figures come from "
        "the rows."
    )


def hidden_sheets(count: int) -> str:
    """Return that hidden sheets stayed closed."""
    if count == 1:
        return "One sheet is hidden. We take that as meant and did not open it."
    return f"{count} sheets are hidden. We take that as meant and did not open them."
