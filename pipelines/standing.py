"""What became of every file that was received, and what each one waits for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyarrow.parquet as pq

from everystep import ledger
from everystep.home import Home
from everystep.lake import submission_path
from everystep.submissions import WELCOMED

_STEPS = {
    "no_layout": "no layout knows this report yet. `everystep layout draft FILE` "
    "starts layouts/<name>.yaml from your copy (README, “A report that is new to "
    "us”); once it is confirmed, the next run reads the report.",
    "two_layouts": "two layouts fit. Give one of them a heading that only it has.",
    "beside_the_folders": "it lies beside the providers' folders.",
    "another_provider": "it speaks of another provider, and waits for a person.",
    "form_changed": "it is known, but the column that says whom a row is about is "
    "not where it was. `everystep layout check --file FILE` proposes a difference.",
    "two_periods": "it speaks of two quarters. Split it, or give its rows theirs.",
    "no_period": "it does not say which quarter it speaks of. `period:` in its "
    "layout names where that stands.",
    "looking_into_it": "our software stopped while it was reading this file. Running "
    "again tries it, three times in all.",
    "an_answer": "a provider has written on a receipt. Its words are under lock "
    "until a later version reads them; ask the provider what they would like done.",
}
_NEW = "new"
_LAYOUT = ("no_layout", "two_layouts", "form_changed")
_FOLDER = ("unknown_provider",)
_PERSON = (
    "beside_the_folders", "another_provider", "two_periods", "no_period", "an_answer",
    "looking_into_it", "too_large", "took_too_long",
)  # fmt: skip
_GONE = "gone_before_sealing"
_SHORT = {
    "empty": "empty",
    "damaged": "damaged",
    "password_protected": "locked",
    "photograph": "picture",
    "no_text": "pages of pictures",
    "old_word": "older Word",
    "nothing_inside": "nothing inside",
    "not_a_table": "no table",
    "other_kind": "another kind",
}


def unread(home: Home) -> dict[str, str]:
    """Return each submission that gave no rows, with the code of why."""
    found = outcomes(home).items()
    return {
        key: {_NEW: "looking_into_it", _GONE: "looking_into_it"}.get(what, what)
        for key, what in found
        if what != "read"
    }


def outcomes(home: Home) -> dict[str, str]:
    """Return what became of each submission, as a code that wording knows."""
    found = {}
    for entry in ledger.entries(home):
        if entry.state == WELCOMED:
            continue
        path = submission_path(home, "readings", entry.key)
        if entry.state == _GONE:
            found[entry.key] = _GONE
        elif entry.state == "received" and not entry.attempts:
            found[entry.key] = _NEW
        elif entry.state != "pseudonymised" or not path.is_file():
            found[entry.key] = "looking_into_it"
        else:
            read = pq.read_table(path, columns=["outcome"]).to_pylist()
            found[entry.key] = read[0]["outcome"]
    return found


def next_step(key: str, why: str) -> str:
    """Return what a submission waits for, and what to do about it."""
    if why == "unknown_provider":
        # A folder's name may name a person: it is under lock, and stays off the screen.
        return (
            "its folder is not in registers/services.csv yet. The receipt with the "
            f"fingerprint {key.rpartition('/')[2]} lies in that folder."
        )
    if why == _NEW:
        return "the next `everystep run` reads it."
    return _STEPS.get(why, f"nothing was read ({why}); the receipt says so kindly.")


def standing(home: Home) -> Iterator[str]:
    """Yield how many files were read and how many wait; then each one that waits."""
    found = outcomes(home)
    counts = Counter(found.values())
    yield " · ".join(_counted(counts)) or "Nothing has been received yet."
    for key, why in found.items():
        if why == _NEW or why in (*_LAYOUT, *_FOLDER, *_PERSON):
            yield f"  {key}: {next_step(key, why)}"


def _counted(counts: Counter[str]) -> Iterator[str]:
    def of(*codes: str) -> int:
        return sum(counts[code] for code in codes)

    if counts["read"]:
        yield f"{counts['read']} read"
    for count, waits in (
        (of(_NEW), "for the next run"),
        (of(*_LAYOUT), "for a layout"),
        (of(*_FOLDER), "for a line in registers/services.csv"),
        (of(*_PERSON), "for a person to look"),
    ):
        if count:
            yield f"{count} wait{'s' if count == 1 else ''} {waits}"
    known = {"read", _NEW, _GONE, *_LAYOUT, *_FOLDER, *_PERSON}
    other = {code: count for code, count in counts.items() if code not in known}
    if other:
        kinds = (f"{count} {_SHORT.get(code, code)}" for code, count in other.items())
        yield f"{sum(other.values())} could not be read ({', '.join(kinds)})"
    if counts[_GONE]:
        yield f"{counts[_GONE]} left the inbox before being taken in"
