"""Every sentence that a provider reads in a receipt's workbook, and nothing else.

Where a point says the same as the page does, its words stand in
:mod:`everystep.wording` once.
"""

from __future__ import annotations

from dataclasses import dataclass

POINTS = "Points"
HOW_TO_ANSWER = "How to answer"

SHEET = "Sheet"
ROW = "Row"
COLUMN = "Column"
READ = "What we read"
DID = "What we did"
MAY_DO = "What you may do, if you like"
YOUR_WORDS = "Your words"
MAY_BE_SEEN = "May the commissioner see this?"
POINT = "Point"
COLUMNS = (SHEET, ROW, COLUMN, READ, DID, MAY_DO, YOUR_WORDS, MAY_BE_SEEN, POINT)

NO, YES = "no", "yes"
CHOOSE = "Choose yes or no"
CHOOSE_MEANS = "Only what you mark with yes is ever shown to the commissioner."
WHOLE_REPORT = "whole report"

INSTRUCTIONS = (
    "Thank you for looking. Nothing in this workbook has to be answered. If you leave "
    "it as it is, that is fine.",
    "If you would like to say something about a point, write it in the column “Your "
    "words”. One line is plenty.",
    "Nothing that you write is shown to the commissioner unless you choose “yes” in "
    "the column “May the commissioner see this?”. It starts at “no”.",
    "Save the workbook and drop it into your own folder, where your reports go. We "
    "take nothing out of the folder of receipts.",
    "We keep your answer under lock and tell our data engineer that it is here. Our "
    "software will read answers by itself in a later version.",
    "Please name nobody in your words. The place of a cell is enough for us.",
    "Where a point speaks of several cells, the row is that of the first one. The last "
    "column helps us to see which point your words belong to.",
)
ABOUT_FILE = "This workbook is about the file with the fingerprint"

NOTHING_TO_SAY = "The whole report, from beginning to end."
NOTHING_SET_ASIDE = "We used it as it is."
NOTHING_NEEDED = "Nothing is needed from you."
FILE_AS_A_WHOLE = "The file as a whole."
SAME_AS_BEFORE = "The same file as before."
ALL_STANDS = "We have it already, so all stands as it was."
OLDER_VERSION = "An older version of this report."
WE_USE_THE_NEWER = "A newer one is with us, and we use that one."


@dataclass(frozen=True)
class AsidePoint:
    """What a point says of cells of one kind that were set aside."""

    one: str
    many: str
    """With ``{}`` where the number of cells stands."""
    did: str
    may_do: str = NOTHING_NEEDED


_LOOK = (
    "If something there is meant in another way, change it and drop the report in "
    "again."
)
_WHAT_IS_IT = (
    "If you like, tell us in a line what it holds, and whether you would like it "
    "counted."
)
_MEANT = "Left alone. We take that as meant."
ASIDES = {
    "does_not_fit": AsidePoint(
        "A cell that we could not make sense of.",
        "{} cells that we could not make sense of.",
        "Set aside and kept. The rest of the row is safe with us.",
        _LOOK,
    ),
    "two_dates": AsidePoint(
        "A date that can be read in two ways.",
        "{} dates that can be read in two ways.",
        "Set aside and kept. We would rather not guess.",
        "If you like, tell us whether the day or the month comes first.",
    ),
    "out_of_range": AsidePoint(
        "A score outside the range that we know for the questionnaire.",
        "{} scores outside the range that we know for the questionnaire.",
        "Set aside and kept. We stretch no score to fit.",
        _LOOK,
    ),
    "unknown_column": AsidePoint(
        "A column that we have not met before.",
        "A column that we have not met before.",
        "Left untouched.",
        _WHAT_IS_IT,
    ),
    "names_nobody": AsidePoint(
        "A row that does not say whom it is about.",
        "{} cells of rows that do not say whom they are about.",
        "Set aside. We would rather not guess.",
        _LOOK,
    ),
    "unplaced": AsidePoint(
        "A row whose service or quarter we could not make out.",
        "{} cells of rows whose service or quarter we could not make out.",
        "Set aside. We would rather not guess.",
        _LOOK,
    ),
    "said_in_two_ways": AsidePoint(
        "A total that the report states in two ways.",
        "{} cells with totals that the report states in two ways.",
        "Kept both and chose neither.",
        _LOOK,
    ),
    "names_nothing": AsidePoint(
        "A day or number beside something that we could not make out.",
        "{} days and numbers beside something that we could not make out.",
        "Kept, and not used.",
    ),
    "unknown_row": AsidePoint(
        "A row that we have not met before.",
        "A row that we have not met before.",
        "Left untouched.",
        _WHAT_IS_IT,
    ),
    "struck_out": AsidePoint(
        "A cell that is crossed out.", "{} cells that are crossed out.", _MEANT
    ),
    "hidden": AsidePoint(
        "A cell in a hidden row or column.",
        "{} cells in hidden rows or columns.",
        _MEANT,
    ),
    "outside_tables": AsidePoint(
        "A note beside the tables.",
        "{} cells with notes beside the tables.",
        "Kept. Nothing of it is used.",
    ),
    "ignored": AsidePoint(
        "A column that we leave alone on purpose.",
        "A column that we leave alone on purpose.",
        "Kept. Nothing of it is used.",
    ),
}
OTHER_ASIDE = AsidePoint(
    "A cell that we set aside.", "{} cells that we set aside.", "Kept."
)

GAP_KEPT = "We kept the reason. It counts against no one."
GAP_UNKNOWN_KEPT = "We left it as it is. It counts against no one."
GAP_MAY_DO = "Nothing is needed. If there is more to know, there is room for it here."
GAP_UNKNOWN_MAY_DO = "If you know why, one line is enough for all of them."


def gap(label: str, count: int) -> str:
    """Return a gap's reason and how often it stands in the report."""
    times = {1: "once", 2: "twice"}.get(count, f"{count} times")
    return f"A gap: {label[:1].lower()}{label[1:]}, {times}."
