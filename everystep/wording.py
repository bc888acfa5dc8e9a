"""Every sentence that a provider reads on a receipt's page, and nothing else.

Tone is reviewed here like code. What is said of files that were not read stands in
:mod:`everystep.wording_outcomes`, and what a receipt's workbook says in
:mod:`everystep.wording_points`. How the sentences are put together belongs in
:mod:`everystep.receipts`; engineers' messages stay where they arise.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from everystep.wording_outcomes import OUTCOME_SUGGESTIONS, OUTCOMES, Suggestion

__all__ = ["OUTCOMES", "OUTCOME_SUGGESTIONS", "Suggestion"]

LANGUAGE = "en-GB"

THANK_YOU = "Thank you"
WHAT_WE_RECEIVED = "What we received"
WHAT_WE_COULD_USE = "What we could use"
WHAT_WE_UNDERSTOOD_AS_A_GAP = "What we understood as a gap"
WHAT_WE_COULD_NOT_READ_YET = "What we could not read yet"
WHAT_WE_LEFT_ALONE = "What we left alone"
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
THANKS_ANSWER = "Your words have arrived. Thank you for taking the time to write them."
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
STORIES_KEPT = (
    "A story that came with the report is kept under lock. Nothing of it is published "
    "unless permission is on record."
)
NOTHING_USED_YET = (
    "Nothing from this file is in any figure yet. What you sent before stands as it is."
)

GAPS = (
    "Some answers are not there. Where the report says why, we kept the reason. "
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
ROOM_FOR_YOUR_WORDS = (
    "Beside this page lies a workbook of the same name. It lists the points on this "
    "page one by one, with room for your words. You never have to use it."
)
CLOSING = "With thanks for all the work behind it."

REPLACED = (
    "There was an earlier version of this report. It is kept too, so nothing is lost."
)
VANISHED = (
    "More than one in ten of the rows that the earlier version had are not in this one."
)
VANISHED_KEPT = "Until we hear from you, those earlier rows stand."
ASKED_ABOUT_VANISHED = f"{VANISHED} Is that meant? {VANISHED_KEPT}"
SEEN_BEFORE = "Nothing: this is the same file, so all stands as it was."

STANDINGS = {
    "current": "This is the version that we use.",
    "superseded": "A newer version of this report is with us, and we use that one.",
    "waiting": "It is waiting, and it is safe meanwhile.",
    "not_read": "",
}

ASIDE_REASONS = {
    "does_not_fit": "Cells that we could not make sense of. We set them aside:",
    "two_dates": (
        "Dates that can be read in two ways, as a day in April or one in March. We "
        "would rather not guess, so we set them aside:"
    ),
    "out_of_range": (
        "Scores outside the range that we know for the questionnaire. We stretch no "
        "score to fit, so we set them aside:"
    ),
    "names_nobody": (
        "Rows that do not say whom they are about. We would rather not guess, so we "
        "set them aside:"
    ),
    "unplaced": (
        "Rows whose service or quarter we could not make out. We would rather not "
        "guess, so we set them aside:"
    ),
    "said_in_two_ways": (
        "Totals that the report states in two ways. We kept both and chose neither:"
    ),
    "names_nothing": (
        "Days and numbers beside something that we could not make out. We kept them:"
    ),
    "unknown_column": "Columns that we have not met before. We left them untouched:",
    "unknown_row": "Rows that we have not met before. We left them untouched:",
    "struck_out": "Cells that are crossed out:",
    "hidden": "Rows or columns that are hidden:",
    "outside_tables": "Titles, totals and notes around the tables:",
    "ignored": "Columns that we have agreed to leave alone:",
}
LEFT_ALONE = ("struck_out", "hidden", "outside_tables", "ignored")
AS_MEANT = (
    "We take these as meant the way they are. We keep them with the original, and "
    "nothing of them is used."
)
"""In the order in which a receipt tells them: first what someone could help with."""
OTHER_ASIDE = "Cells that we set aside and kept:"

NOT_LOOKED = (
    "In a file of this kind our software cannot see whether a row is hidden or crossed "
    "out. So we read all rows alike."
)
REMARKS = {
    "macros": "The file carries macros. We never run those.",
    "members_left": (
        "The zip file also holds files of other kinds. We keep them and leave them as "
        "they are."
    ),
}

IS_IT_MEANT = Suggestion(
    "Tell us whether the rows that are no longer there are meant to be gone.",
    "your figures say what you mean them to say.",
    "about two minutes",
)
ABOUT_THE_TOTALS = Suggestion(
    "Tell us if a total on the report counts something that its rows do not show.",
    "we count in the way that you do.",
    "about three minutes",
)
ABOUT_NEW_COLUMNS = Suggestion(
    "Tell us in a line what each new column or row holds, and whether you would like "
    "it counted.",
    "we can read it from now on, and in the reports that you have sent already.",
    "about two minutes",
)
ABOUT_CELLS = Suggestion(
    "Look at the places named above. If something there is meant in another way, "
    "change it and drop the report in again.",
    "more of what your team recorded can be seen.",
    "about five minutes",
)
ABOUT_CONFLICTS = Suggestion(
    "If you know which of the two is meant, leave that one and drop the report in "
    "again.",
    "that person's steps can be seen.",
    "about five minutes",
)

ABOUT_WHAT_WE_NO_LONGER_SEE = Suggestion(
    "Tell us whether what we no longer see has gone for good.",
    "we stop looking for it, or we learn where it is now.",
    "about two minutes",
)
ABOUT_THE_QUARTER = Suggestion(
    "Tell us if the quarter in the file’s name is the one that you mean.",
    "your work stands in the quarter where it was done.",
    "about one minute",
)

_COUNTED = {
    "people": ("person", "people"),
    "scores": ("score", "scores"),
    "goal_scores": ("goal reading", "goal readings"),
    "events": ("count of events", "counts of events"),
    "states": ("answer about how things stand", "answers about how things stand"),
    "contacts": ("count of contacts", "counts of contacts"),
    "answers": ("answer to survey questions", "answers to survey questions"),
    "staff_scores": ("score of staff", "scores of staff"),
    "training": ("place taken in training", "places taken in training"),
    "supervision": ("entry about supervision", "entries about supervision"),
    "amounts": ("total of the report’s own", "totals of the report’s own"),
    "stories": ("story", "stories"),
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
    """Return that reports say something in two ways."""
    where = "In one place" if count == 1 else f"In {count} places"
    return (
        f"{where} two different things are said of the same record: two scores for one "
        "day, two counts or answers for one quarter, or two first days."
    )


def total_differs(label: str, recomputed: int) -> str:
    """Return that a stated total and our count are not the same; ours is said."""
    return (
        f"For “{label}” the total that the report states is not the number that we "
        f"count from its rows, which is {recomputed}."
    )


_LEFT_ALONE = "We take that as meant and left it alone."
_ALL_LEFT_ALONE = "We take that as meant and left them alone."
CONFLICTS_KEPT = "We kept both and chose neither."
TOTALS_KEPT = "We kept both. Our figures come from the rows."
NAME_GOES_UNUSED = "We went by what the report itself says."


def name_says(named: str, period: str) -> str:
    """Return that a file's name and its report speak of different quarters."""
    return f"The file’s name hints at {named}, and the report speaks of {period}."


def hidden_sheets(count: int) -> str:
    """Return that hidden sheets stayed closed."""
    if count == 1:
        return "One sheet is hidden. We take that as meant and did not open it."
    return f"{count} sheets are hidden. We take that as meant and did not open them."


def hidden_rows(count: int) -> str:
    """Return that hidden rows and columns were left alone."""
    if count == 1:
        return f"One row or column is hidden. {_LEFT_ALONE}"
    return f"{count} rows or columns are hidden. {_ALL_LEFT_ALONE}"


def struck_cells(count: int) -> str:
    """Return that what is crossed out was left alone."""
    if count == 1:
        return f"One cell is crossed out. {_LEFT_ALONE}"
    return f"{count} cells are crossed out. {_ALL_LEFT_ALONE}"


def notes_on_cells(count: int) -> str:
    """Return that notes on cells stayed closed."""
    if count == 1:
        return "One cell carries a note. We did not open it."
    return f"{count} cells carry notes. We counted them and did not open them."


_DIFFERENCES = {
    "lost_column": ("column", "columns"),
    "lost_table": ("table", "tables"),
    "renamed_column": ("column that we know as", "columns that we know as"),
    "renamed_sheet": ("sheet with", "sheets with"),
    "new_column": ("column", "columns"),
}
DIFFERENCES = tuple(_DIFFERENCES)
"""Kinds of difference from an earlier report, in the order in which they are told."""
IS_THAT_MEANT = "Is that meant?"


def difference(kind: str, names: Sequence[str], count: int) -> str:
    """Return what is not as before, all of one kind in a sentence."""
    noun, named = _DIFFERENCES[kind][count != 1], _listed(names)
    match kind, count:
        case "new_column", 1:
            return "There is a column that we have not met before."
        case "new_column", _:
            return f"There are {count} columns that we have not met before."
        case (("renamed_column" | "renamed_sheet"), 1):
            return f"The {noun} {named} seems to have a new name."
        case (("renamed_column" | "renamed_sheet"), _):
            return f"The {noun} {named} seem to have new names."
        case _:
            return f"We no longer see the {noun} {named}."


def difference_met(kind: str, count: int) -> str:
    """Return what we did about what is not as before."""
    match kind, count:
        case "new_column", 1:
            return "We left it untouched."
        case "new_column", _:
            return "We left them untouched."
        case (("renamed_column" | "renamed_sheet"), _):
            return "We have asked our data engineer to make sure that we read it well."
        case _:
            return "Figures of earlier reports stand as they are."


def _listed(names: Sequence[str]) -> str:
    *most, last = [f"“{name}”" for name in names] or [""]
    return f"{', '.join(most)} and {last}" if most else last
