"""How well a column's cells fit a role: more than nought speaks for it, less against.

The figures are natural logarithms, roughly: 2 is "seven times likelier than otherwise".
They were set by hand and are checked by ``tests/test_drafting.py``, which measures
what they are worth on layouts that the drafter has not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from everystep.layouts.draft.evidence import Profile
from everystep.reference import measures

Fit = tuple[float, str]
NO_FIT: Fit = (0.0, "")


def fit(role: str, seen: Profile) -> Fit:
    """Return how well cells fit a role such as ``person:postcode``, and why."""
    if seen.filled == 0:
        return NO_FIT
    kind = role.partition(":")[0]
    for key in (role, kind):
        if judge := _JUDGES.get(key):
            return judge(seen)
    return NO_FIT


def score_fit(key: tuple[str, str, str], seen: Profile, item: bool = False) -> Fit:
    """Return how well cells fit the scores, or one item's answers, of a measure."""
    if seen.filled == 0:
        return NO_FIT
    if seen.share("date") > 0.4:
        return -5.0, ""
    if seen.share("number") < 0.5:
        return -3.5, ""
    known = measures().get(key)
    if known is None or seen.lowest is None or seen.highest is None:
        return 0.3, "its cells are numbers"
    low = known.item_min if item else known.score_min
    high = known.item_max if item else known.score_max
    if low is None or high is None:
        return 0.3, "its cells are numbers"
    outside = seen.lowest < low or seen.highest > high
    if outside and (seen.highest > 1.5 * float(high) or seen.filled < 8):
        return -3.0, ""
    if outside:
        return -0.3, ""
    close = seen.highest >= 0.4 * float(high)
    top = 0.8 if seen.tops == int(high) else 0.0
    return (
        (1.4 if close else 0.6) + top,
        f"its numbers lie between {low} and {high}, as this scale does",
    )


def _dates(seen: Profile) -> Fit:
    share = seen.share("date")
    if share > 0.6:
        return 1.8, "its cells are dates"
    if share > 0.3:
        return 0.6, "many of its cells are dates"
    if seen.share("number") > 0.6 and (seen.lowest or 0) > 20_000:
        return 1.2, "its numbers are days as Excel counts them"
    return -3.5, ""


def _birth(seen: Profile) -> Fit:
    weight, why = _dates(seen)
    if weight < 1 or not (seen.first_day and seen.last_day and seen.middle_day):
        return weight, why
    wide = (seen.last_day - seen.first_day).days > 900
    if wide and seen.middle_day.year < 2020:
        return 3.0, "its dates are spread over years, as birth dates are"
    return -1.0, ""


def _recent(seen: Profile) -> Fit:
    weight, why = _dates(seen)
    if weight > 1 and seen.middle_day and seen.middle_day.year < 2015:
        return -1.5, ""
    return weight, why


def _checked(kind: str, what: str) -> Callable[[Profile], Fit]:
    def judge(seen: Profile) -> Fit:
        if seen.share(kind) > 0.6:
            return 5.0, f"its cells are {what}"
        if seen.share(kind) > 0.2:
            return 2.5, f"some of its cells are {what}"
        if seen.share(f"{kind}_shape") > 0.6:
            return 1.0, "its cells have the right length, though no check holds"
        return -4.0, ""

    return judge


def _postcode(seen: Profile) -> Fit:
    if seen.share("postcode") > 0.6:
        return 4.0, "its cells have the shape of postcodes"
    if seen.share("outcode") > 0.6 and seen.share("date") < 0.2:
        return 1.5, "its cells have the shape of the first half of a postcode"
    return -3.0, ""


def _reference(seen: Profile) -> Fit:
    if (
        seen.share("date") > 0.3
        or seen.share("long") > 0.3
        or seen.share("email") > 0.3
    ):
        return -4.0, ""
    if (
        seen.share("nhs") > 0.5
        or seen.share("uuid") > 0.5
        or seen.share("postcode") > 0.6
    ):
        return -3.0, ""
    if seen.counts_up and seen.lowest is not None and seen.lowest < 3:
        return -1.5, ""
    if seen.share("code") > 0.7:
        return 2.2, "its cells have the shape of references"
    if seen.share("number") > 0.8 and seen.whole and seen.distinct > 0.6 * seen.filled:
        return 0.8, "its cells are whole numbers that hardly repeat"
    if seen.share("full_name") > 0.6 or seen.share("comma_name") > 0.6:
        return -3.0, ""
    if seen.filled >= 8 and seen.distinct <= 4:
        return -3.0, ""
    return -0.3, ""


def _one_name(seen: Profile) -> Fit:
    if seen.share("name") > 0.8 and seen.distinct > 0.4 * seen.filled:
        return 1.6, "its cells are single capitalised words that differ"
    if seen.share("name") > 0.5:
        return 0.2, ""
    return -3.0, ""


def _full_name(seen: Profile) -> Fit:
    if seen.share("comma_name") > 0.7:
        return 3.2, "its cells have the shape of a surname, a comma and a first name"
    if seen.share("full_name") > 0.7 and seen.distinct > 0.5 * seen.filled:
        return 0.6, "its cells have the shape of names"
    return -3.0, ""


def _coded(kind: str, what: str, alone: float = 3.0) -> Callable[[Profile], Fit]:
    def judge(seen: Profile) -> Fit:
        if seen.share(kind) > 0.6 and seen.distinct <= 40:
            return alone, f"its words are {what}"
        if seen.share(kind) > 0.25 and seen.coded:
            return 1.0, f"some of its words are {what}"
        if seen.share("date") > 0.3 or seen.share("long") > 0.4:
            return -3.5, ""
        return (-0.4, "") if seen.coded else (-2.0, "")

    return judge


def _counts(seen: Profile) -> Fit:
    if seen.share("date") > 0.3:
        return -4.0, ""
    numbers = seen.share("number") + seen.share("small")
    if (
        numbers > 0.7
        and seen.whole
        and (seen.highest or 0) <= 120
        and (seen.lowest or 0) >= 0
    ):
        return 1.3, "its cells are small whole numbers"
    if numbers > 0.5:
        return -0.5, ""
    return (-0.6, "") if seen.share("yes_no") > 0.6 else (-3.0, "")


def _states(seen: Profile) -> Fit:
    if seen.share("yes_no") > 0.7:
        return 1.8, "its cells say yes or no"
    if seen.share("date") > 0.3 or seen.share("long") > 0.4:
        return -3.5, ""
    if seen.coded and seen.share("number") < 0.4:
        return 0.4, "a few words recur in it"
    return -1.5, ""


def _settled(seen: Profile) -> Fit:
    if seen.share("housing") > 0.4:
        return 2.6, "its words say how people live"
    return _states(seen)


def _working(seen: Profile) -> Fit:
    if seen.share("working") > 0.4:
        return 2.6, "its words speak of work or education"
    return _states(seen)


def _answers(seen: Profile) -> Fit:
    if (
        seen.share("date") > 0.3
        or seen.share("code") > 0.5
        or seen.share("stamp") > 0.3
    ):
        return -3.5, ""
    if seen.share("agreement") > 0.5:
        return 2.6, "its cells are answers such as agree or often"
    if seen.marks:
        return 1.8, "its cells hold several of the same few answers"
    if seen.share("yes_no") > 0.7:
        return 0.9, "its cells say yes or no"
    if seen.coded:
        return 0.5, "a few answers recur in it"
    return -2.5, ""


def _free_text(seen: Profile) -> Fit:
    if seen.share("long") > 0.4 and not seen.coded and not seen.marks:
        return 2.8, "its cells are long and in people's own words"
    if seen.length > 25 and not seen.coded:
        return 1.8, "its cells are sentences"
    if (
        seen.length > 12
        and seen.distinct > 0.7 * seen.filled
        and seen.share("code") < 0.3
    ):
        return 0.8, "its cells are words of people's own"
    if seen.share("date") > 0.4 or seen.share("number") > 0.6:
        return -2.5, ""
    if seen.coded and seen.filled > 10:
        return -0.8, ""
    return 0.0, ""


def _metadata(seen: Profile) -> Fit:
    if seen.counts_up:
        return 2.0, "its numbers count the rows"
    if seen.share("uuid") > 0.5:
        return 5.0, "its cells are numbers that a computer gave"
    if seen.share("stamp") > 0.5:
        return 2.5, "its cells are times to the minute"
    if seen.filled > 5 and seen.distinct == 1:
        return 0.8, "it says the same in every row"
    if seen.share("email") > 0.6:
        return 2.5, "its cells are e-mail addresses"
    return -0.2, ""


def _contact_details(seen: Profile) -> Fit:
    if seen.share("email") > 0.6 or (
        seen.share("phone") > 0.6 and seen.share("nhs") < 0.3
    ):
        return 4.0, "its cells are e-mail addresses or telephone numbers"
    if seen.share("date") > 0.3 or (seen.share("number") > 0.6 and seen.length < 5):
        return -3.0, ""
    return 0.0, ""


def _worker(seen: Profile) -> Fit:
    if seen.share("date") > 0.3 or seen.share("number") > 0.5:
        return -3.0, ""
    if seen.share("full_name") + seen.share("name") > 0.7 and seen.coded:
        return 1.6, "a few names recur in it"
    return 0.0, ""


def _computed(seen: Profile) -> Fit:
    if seen.share("percent") > 0.6:
        return 2.5, "its cells are percentages"
    return (-1.0, "") if seen.share("date") > 0.4 else (0.2, "")


def _goal_words(seen: Profile) -> Fit:
    if seen.share("number") > 0.4 or seen.share("date") > 0.4:
        return -4.0, ""
    if seen.length > 12 and not seen.coded:
        return 1.6, "its cells are in people's own words"
    return (-1.5, "") if seen.share("yes_no") > 0.5 else (0.0, "")


def _goal_score(seen: Profile) -> Fit:
    if seen.share("number") < 0.6 or seen.highest is None or seen.lowest is None:
        return -3.5, ""
    if seen.lowest >= 0 and seen.highest <= 10:
        return 1.4, "its numbers lie between 0 and 10"
    return -2.0, ""


def _amount(seen: Profile) -> Fit:
    if seen.share("date") > 0.4:
        return -3.0, ""
    if seen.share("percent") > 0.5:
        return -1.5, ""
    if seen.share("number") + seen.share("small") > 0.6:
        return 1.4, "its cells are numbers"
    return -2.0, ""


def _label(seen: Profile) -> Fit:
    if seen.share("number") > 0.3 or seen.share("date") > 0.3:
        return -3.0, ""
    if seen.distinct > 0.7 * seen.filled and seen.length > 5:
        return 1.2, "its cells are words that differ from row to row"
    return 0.0, ""


def _period(seen: Profile) -> Fit:
    if seen.share("period") > 0.6:
        return 3.0, "its cells name quarters or months"
    return -2.0, ""


def _kind_of_form(seen: Profile) -> Fit:
    if seen.share("position") > 0.6 and seen.distinct <= 15:
        return 2.8, "its words name occasions such as first or review"
    if seen.share("number") > 0.6 and seen.whole and (seen.highest or 99) <= 12:
        return 0.2, "its numbers may count the forms"
    return -1.8, ""


def _place(seen: Profile) -> Fit:
    if (
        seen.share("number") > 0.4
        or seen.share("date") > 0.3
        or seen.share("postcode") > 0.4
    ):
        return -3.0, ""
    if seen.coded and seen.share("name") + seen.share("full_name") > 0.6:
        return 1.4, "a few capitalised words recur in it, as places do"
    return -0.5, ""


def _words_again(seen: Profile) -> Fit:
    if seen.length > 40:
        return -3.0, ""
    if seen.share("date") > 0.3 or seen.share("number") > 0.6:
        return -3.0, ""
    return (0.8, "a few words recur in it") if seen.coded else (-0.8, "")


_JUDGES: Mapping[str, Callable[[Profile], Fit]] = {
    "person:reference": _reference,
    "person:family_reference": _reference,
    "episode:reference": _reference,
    "staff:reference": _reference,
    "person:forename": _one_name,
    "person:surname": _one_name,
    "person:surname_comma_forename": _full_name,
    "staff:name": _full_name,
    "person:birth_date": _birth,
    "person:gender": _coded("gender", "genders", 3.6),
    "person:ethnic_group": _coded("ethnic", "ethnic groups", 3.6),
    "person:nhs_number": _checked("nhs", "ten digits that keep the NHS number's check"),
    "person:upn": _checked("upn", "of the pupil number's shape, check letter and all"),
    "person:postcode": _postcode,
    "person:place": _place,
    "staff:role": _words_again,
    "staff:team": _words_again,
    "episode:start": _recent,
    "episode:end": _recent,
    "episode:route": _coded("route", "ways in which support ends"),
    "form:day": _recent,
    "form:position": _kind_of_form,
    "form:status": _coded("status", "what becomes of forms", 2.0),
    "goal:text": _goal_words,
    "goal:score": _goal_score,
    "goal:day": _recent,
    "contact": _counts,
    "event": _counts,
    "state": _states,
    "state:settled_home": _settled,
    "state:in_education_or_work": _working,
    "happened:day": _recent,
    "happened:event": _words_again,
    "happened:contact": _coded("mode", "ways of being in contact", 2.8),
    "happened:count": _counts,
    "answer": _answers,
    "training:day": _recent,
    "training:practice": _words_again,
    "training:attended": _coded("attended", "what becomes of a place on a course", 2.5),
    "training:people": _counts,
    "supervision:day": _recent,
    "supervision:kind": _coded("supervision", "kinds of supervision", 2.5),
    "supervision:count": _counts,
    "supervision:offered": _counts,
    "amount": _amount,
    "names:label": _label,
    "names:service": _words_again,
    "names:period": _period,
    "story:text": _free_text,
    "story:permission": _states,
    "ignored:free_text": _free_text,
    "ignored:metadata": _metadata,
    "ignored:contact_details": _contact_details,
    "ignored:worker": _worker,
    "ignored:computed": _computed,
    "day": _dates,
}
