"""Identifiers as everyone would write them, so that one person is one token."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart, as they are written where they are missing.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ħ": "h"})
_LETTERS |= str.maketrans({"æ": "ae", "œ": "oe", "þ": "th"})


def name(text: str) -> str:
    """Return a name without accents, case, hyphens, apostrophes or spaces."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    return "".join(mark for mark in folded if _is_said(mark))


def _is_said(mark: str) -> bool:
    """Return whether a mark is more than an accent, a space or punctuation."""
    return (
        not unicodedata.combining(mark) and unicodedata.category(mark)[0] not in "ZPSC"
    )


def reference(text: str) -> str:
    """Return a provider's own reference, in one case and without spaces."""
    return re.sub(r"\s+", "", text).upper()


def postcode(text: str) -> str:
    """Return a postcode in capitals without spaces."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def nhs_number(text: str) -> str | None:
    """Return the ten digits if the modulus-11 check holds, else nothing.

    Source: NHS Data Dictionary, NHS NUMBER.
    """
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{10}", digits) or len(set(digits)) == 1:
        return None
    weighed = sum(int(digit) * (10 - at) for at, digit in enumerate(digits[:9]))
    check = 11 - weighed % 11
    return digits if check % 11 == int(digits[9]) and check != 10 else None


_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def upn(text: str) -> str | None:
    """Return a unique pupil number if its check letter holds, else nothing.

    Source: Department for Education, *Unique pupil numbers*: weights 2 to 13, mod 23.
    """
    plain = re.sub(r"\s+", "", text).upper()
    if not re.fullmatch(r"[A-Z][0-9]{12}", plain):
        return None
    weighed = sum(int(digit) * weight for weight, digit in enumerate(plain[1:], 2))
    return plain if _UPN_LETTERS[weighed % 23] == plain[0] else None
