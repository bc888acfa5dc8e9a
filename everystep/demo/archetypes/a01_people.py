"""The columns of the decorated list that say who somebody is."""

from __future__ import annotations

from everystep.demo.archetypes.crowd import Someone
from everystep.demo.archetypes.grids import Said, unheard
from everystep.demo.archetypes.hand import NO_BREAK, Hand
from everystep.demo.archetypes.lists import quiet, says
from everystep.demo.shown import ethnic_group_labels, spaced

_GENDERS = {
    "female": ("Girl", "girl", "F"),
    "male": ("Boy", "BOY", "M"),
    "non_binary": ("Non-binary", "Non binary"),
}
_OWN_WORDS = {
    "white_british": "White British",
    "asian_pakistani": "Pakistani / British Pakistani",
    "black_african": "African (Somali)",
}


def about(hand: Hand, at: int, someone: Someone, who: str) -> list[Said]:
    """Return the first nine cells of somebody's row."""
    is_numbered = who == someone.reference
    return [
        quiet(hand.words(someone.reference) if is_numbered else None),
        _words(hand, who, "forename", someone.forename),
        _words(hand, who, "surname", someone.surname),
        _birth_date(hand, at, someone, who),
        _gender(hand, at, someone, who),
        _ethnic_group(at, someone, who),
        _nhs_number(hand, at, someone, who),
        _postcode(hand, at, someone, who),
        _place(hand, at, someone, who),
    ]


def row_of_nobody() -> list[Said]:
    """Return a row that was begun and names nobody: it says nothing of anyone."""
    begun = [quiet(None), quiet("Baby of above?"), quiet(None), quiet(None)]
    begun += [quiet("Girl"), *(quiet(None) for _ in range(7)), quiet(2)]
    begun += [quiet(None) for _ in range(16)]
    return [unheard(one, "names_nobody") for one in begun]


def _words(hand: Hand, who: str, field: str, words: str) -> Said:
    return says(hand.words(words), "person", who, field, "", words)


def _birth_date(hand: Hand, at: int, someone: Someone, who: str) -> Said:
    born = someone.birth_date
    if at == 13:
        # There is no such day.
        said = "31/02/2012"
        fate = "aside:does_not_fit"
        return says(said, "person", who, "birth_date", "", "", "set_aside", fate)
    return says(hand.day(born), "person", who, "birth_date", "", f"{born}")


def _gender(hand: Hand, at: int, someone: Someone, who: str) -> Said:
    if at == 4:
        return says("PNTS", "person", who, "gender", reason="chose_not_to_say")
    if at == 14:
        return quiet(None)
    words = hand.rng.choice(_GENDERS[someone.gender])
    return says(hand.words(words), "person", who, "gender", "", someone.gender)


def _ethnic_group(at: int, someone: Someone, who: str) -> Said:
    about = "ethnic_group"
    if at == 2:
        return says("Prefer not to say ", "person", who, about, "", "", _CHOSE)
    if at == 16:
        said, fate = "Yorkshire", "aside:does_not_fit"
        return says(said, "person", who, about, "", "", "set_aside", fate)
    group = someone.ethnic_group
    words = _OWN_WORDS.get(group, ethnic_group_labels()[group])
    return says(words, "person", who, about, "", group)


_CHOSE = "chose_not_to_say"


def _nhs_number(hand: Hand, at: int, someone: Someone, who: str) -> Said:
    about = "nhs_number"
    if at == 1:
        return says("no GP", "person", who, about, reason="not_registered")
    if at % 9 == 8:
        return quiet(None)
    number = someone.nhs_number
    grouped = spaced(number) or ""
    return hand.rng.choice(
        (
            says(int(number), "person", who, about, "", number),
            says(grouped, "person", who, about, "", grouped),
            says(grouped.replace(" ", NO_BREAK), "person", who, about, "", grouped),
        )
    )


def _postcode(hand: Hand, at: int, someone: Someone, who: str) -> Said:
    if at == 6:
        return says("sofa surfing", "person", who, "postcode", reason=_NO_ADDRESS)
    if at == 17:
        return says("NFA", "person", who, "postcode", reason=_NO_ADDRESS)
    written = someone.postcode
    if at % 7 == 3:
        written = written.lower().replace(" ", "")
    return says(written, "person", who, "postcode", "", written)


_NO_ADDRESS = "no_fixed_address"


def _place(hand: Hand, at: int, someone: Someone, who: str) -> Said:
    if at == 18:
        said, fate = "over the river", "aside:does_not_fit"
        return says(said, "person", who, "place", "", "", "set_aside", fate)
    short = {"Brookmere": "B'mere", "Castleholm": "Castleholm (north)"}
    words = short[someone.place] if at % 6 == 5 else someone.place
    return says(hand.words(words), "person", who, "place", "", someone.place)
