"""What a row says of its person that may be kept, and what names them meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from everystep.identity import normalise
from everystep.layouts.says import Count, Row
from everystep.layouts.values import Read

T = TypeVar("T")


def named_by(row: Row) -> dict[str, str]:
    """Return what identifies a row's person, normalised; unusable values left out."""
    said = {
        field: str(read.value)
        for field, read in row.who.items()
        if read.kind == "value" and read.value is not None
    }
    if both := said.pop("surname_comma_forename", ""):
        surname, _, forename = both.partition(",")
        said |= {"surname": surname, "forename": forename}
    ways: dict[str, Callable[[str], str | None]] = {
        "reference": normalise.reference,
        "family_reference": normalise.reference,
        "forename": normalise.name,
        "surname": normalise.name,
        "postcode": normalise.postcode,
        "nhs_number": normalise.nhs_number,
        "upn": normalise.upn,
        "birth_date": str,
    }
    found = {field: way(said[field]) for field, way in ways.items() if said.get(field)}
    usable = {field: value for field, value in found.items() if value}
    if "family_reference" in usable and "reference" not in usable:
        # A family's number names one person together with a forename.
        family = usable.pop("family_reference")
        if "forename" in usable:
            usable["reference"] = f"{family}/{usable['forename']}"
    usable.pop("family_reference", None)
    who = {"reference", "nhs_number", "upn"} & set(usable)
    return usable if who or {"surname", "birth_date"} <= set(usable) else {}


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


def is_whole(count: Count) -> bool:
    return count.read.kind == "value" and isinstance(count.read.value, int)
