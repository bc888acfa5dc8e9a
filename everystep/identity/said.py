"""What a row says of its person that may be kept, and what names them meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from everystep.identity import normalise
from everystep.layouts.says import Row
from everystep.layouts.values import BLANK, Read

T = TypeVar("T")


WAYS: dict[str, Callable[[str], str | None]] = {
    "reference": normalise.reference,
    "family_reference": normalise.reference,
    "forename": normalise.name,
    "surname": normalise.name,
    "postcode": normalise.postcode,
    "nhs_number": normalise.nhs_number,
    "upn": normalise.upn,
    "birth_date": str,
}
"""How each of what identifies someone is written alike."""
BY_NAME = ("surname", "forename", "birth_date")
"""What it takes to name someone without a number: twins share two of the three."""


def who_of(row: Row) -> dict[str, Read]:
    """Return what a row says of its person, a name in one cell taken apart."""
    who = dict(row.who)
    both = who.pop("surname_comma_forename", None)
    if both is not None and both.kind == "value" and both.value:
        surname, _, forename = str(both.value).partition(",")
        for field, part in (("surname", surname), ("forename", forename)):
            who[field] = Read("value", part) if part.strip() else BLANK
    return who


def named_by(who: Mapping[str, Read]) -> dict[str, str]:
    """Return what identifies a person, normalised; unusable values left out.

    Nothing where it names nobody: a name needs all of its parts, or a number.
    """
    said = {
        field: str(read.value)
        for field, read in who.items()
        if read.kind == "value" and read.value is not None
    }
    found = {field: way(said[field]) for field, way in WAYS.items() if said.get(field)}
    usable = {field: value for field, value in found.items() if value}
    if "family_reference" in usable and "reference" not in usable:
        # A family's number names one person together with a forename.
        family = usable.pop("family_reference")
        if "forename" in usable:
            usable["reference"] = f"{family}/{usable['forename']}"
    usable.pop("family_reference", None)
    numbers = {"reference", "nhs_number", "upn"} & set(usable)
    return usable if numbers or set(BY_NAME) <= set(usable) else {}


def said_together(rows: Iterable[Mapping[str, Read]]) -> dict[str, Read]:
    """Return what several rows say of one person: of each field the first value.

    Where none has one, the first reason that is stated; then what was set aside.
    """
    found: dict[str, Read] = {}
    for who in rows:
        for field, read in who.items():
            told = _usable(field, read)
            if field not in found or _rank(told) < _rank(found[field]):
                found[field] = told
    return found


def _usable(field: str, read: Read) -> Read:
    """Return a number that cannot be one as set aside: the next row may have it."""
    checked = field in ("nhs_number", "upn") and read.kind == "value"
    return Read("aside") if checked and not WAYS[field](str(read.value)) else read


def _rank(read: Read) -> int:
    return ("value", "gap", "aside").index(read.kind) if read.kind != "blank" else 3


def field_of(field: str, read: Read) -> tuple[str | None, str]:
    """Return what may be kept of a person's field, or why it is not there."""
    if read.kind != "value":
        return None, reason_of(read)
    if field in ("gender", "ethnic_group", "place"):
        return str(read.value), ""
    check = {"nhs_number": normalise.nhs_number, "upn": normalise.upn}.get(field)
    if check and check(str(read.value)) is None:
        return None, "set_aside"
    return "known", ""


def reason_of(read: Read) -> str:
    match read.kind:
        case "value":
            return ""
        case "gap":
            return str(read.value)
        case "aside":
            return "set_aside"
        case _:
            return "unknown"


def value_of(read: Read, kind: type[T]) -> T | None:
    is_one = read.kind == "value" and isinstance(read.value, kind)
    return read.value if is_one else None  # type: ignore[return-value]


def code_of(read: Read) -> str | None:
    """Return a coded value; only columns whose values a layout lists come here."""
    return str(read.value) if read.kind == "value" else None
