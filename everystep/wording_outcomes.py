"""What a receipt says of a file that was not read, and what would help.

Each code of an outcome has its sentences here; what a receipt says otherwise belongs in
:mod:`everystep.wording`.
"""

from __future__ import annotations

from dataclasses import dataclass

OUTCOMES = {
    "read": "",
    "empty": (
        "The file arrived with nothing in it. That can happen when a file is sent "
        "before it is saved, or when there is nothing to tell. Both are fine."
    ),
    "damaged": (
        "We could not open the file. It may have changed on its way to us. We keep it "
        "as it arrived."
    ),
    "password_protected": (
        "The file is locked with a password, and our software cannot open such files. "
        "We keep it as it arrived."
    ),
    "photograph": (
        "This is a photograph or a picture. Our software cannot read pictures, so we "
        "keep it and leave it as it is."
    ),
    "no_text": (
        "The pages of this document are pictures, so it holds no words that our "
        "software can read. We keep it as it arrived."
    ),
    "old_word": (
        "This is a Word document of the older kind (.doc), which our software cannot "
        "read. We keep it as it arrived."
    ),
    "nothing_inside": (
        "We opened the file and found nothing inside that our software can read. We "
        "keep it as it arrived."
    ),
    "not_a_table": (
        "This is a web page, or a file made for computers to read, rather than a table "
        "or a document. We keep it and leave it as it is."
    ),
    "other_kind": (
        "Our software reads workbooks (.xlsx, .xls, .ods and the like) and tables of "
        "text (.csv). It reads Word documents (.docx), PDFs, and zip files of all "
        "these. This is a file of another kind. We keep it and leave it as it is."
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
        "have asked our data engineer to add it. The file will be read then."
    ),
    "beside_the_folders": (
        "The file lay beside the folders, so we cannot tell whose report it is, and we "
        "would rather not guess."
    ),
    "no_layout": (
        "We have not met a report of this form before. We have asked our data engineer "
        "to teach our software to read it. The file will be read then."
    ),
    "two_layouts": (
        "Our software knows two ways to read this report and cannot tell which is "
        "meant. We have asked our data engineer to settle it."
    ),
    "form_changed": (
        "We know this report. This time our software did not find the column that says "
        "who each row is about. We have asked our data engineer to look, and nothing "
        "is lost."
    ),
    "another_provider": (
        "This report does not seem to be from the organisation that this folder "
        "belongs to. We stopped there and used nothing of it."
    ),
    "no_period": (
        "We could not make out which quarter the report speaks of, and we would rather "
        "not guess."
    ),
    "two_periods": (
        "The report speaks of two quarters, and we cannot tell which rows belong to "
        "which. We would rather not guess."
    ),
    "an_answer": (
        "Our software cannot read answers by itself yet. That comes with a later "
        "version. Until then we tell our data engineer that your answer is here. "
        "Nothing of it is shown to the commissioner."
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


@dataclass(frozen=True)
class Suggestion:
    """One thing that a provider may do: what, why it helps, and about how long."""

    what: str
    why: str
    how_long: str


OUTCOME_SUGGESTIONS = {
    "empty": Suggestion(
        "If there was something to tell, save the file and drop it in again.",
        "what your team recorded can be seen.",
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
        "we can read it. We lock away everything that we receive.",
        "about two minutes",
    ),
    "photograph": Suggestion(
        "If the same things stand in a workbook, a table or a document, drop that one "
        "in too.",
        "we can count what it says.",
        "about five minutes",
    ),
    "no_text": Suggestion(
        "If you have the document that these pages were made from, drop that one in.",
        "its words and numbers can be read.",
        "about three minutes",
    ),
    "old_word": Suggestion(
        "Open it in Word, save it as a “Word Document (.docx)” and drop that one in.",
        "our software reads documents of the newer kind.",
        "about two minutes",
    ),
    "nothing_inside": Suggestion(
        "If your report lies somewhere else, drop that file in as it is.",
        "we can read what your team recorded.",
        "about two minutes",
    ),
    "not_a_table": Suggestion(
        "If the system that made this file can also save a workbook or a table (.xlsx "
        "or .csv), drop that one in too.",
        "we can count what it says.",
        "about five minutes",
    ),
    "other_kind": Suggestion(
        "If the same things stand in a workbook, a table or a document, drop that one "
        "in too.",
        "we can count what it says.",
        "about five minutes",
    ),
    "beside_the_folders": Suggestion(
        "Drop a copy in your own folder.",
        "we know whose it is, and the receipt comes to you alone.",
        "about one minute",
    ),
    "another_provider": Suggestion(
        "If you like, look whether this is the file that you meant to send.",
        "if it is not, the one that you meant can take its place. If it is, tell us, "
        "and we will put our list right.",
        "about two minutes",
    ),
    "no_period": Suggestion(
        "Where the report names its quarter, write it like “Q3 2026-27” and drop the "
        "report in again.",
        "we know which quarter your work belongs to.",
        "about two minutes",
    ),
    "two_periods": Suggestion(
        "If it is easy, save the newer quarter in a file of its own and drop that in.",
        "each step that someone made is seen in its own quarter.",
        "about five minutes",
    ),
    "gone_before_sealing": Suggestion(
        "If you meant us to have it, drop it in again.",
        "we can read it and keep it safe.",
        "about one minute",
    ),
}
