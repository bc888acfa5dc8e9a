"""What may be done with a file that no layout knows: five answers, and why.

The codes are for engineers and for ``--json``; what people read of them stands in
:mod:`everystep.rehearsal.wording`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from everystep.readers import Sheet
from everystep.rehearsal.shape import EMPTY, Shape, has_prose

Answer = Literal[
    "readable",
    "needs_layout",
    "password_protected",
    "corrupt",
    "not_a_report",
]
_STOPPED: dict[str, Answer] = {
    "password_protected": "password_protected",
    "damaged": "corrupt",
    # Not damaged, perhaps; but nobody can open it as it is.
    "too_large": "corrupt",
    "took_too_long": "corrupt",
    "looking_into_it": "corrupt",
}
_NOTHING = {"one_column", "one_row", EMPTY}
# Written small: a sentence that starts with one of these words starts with a capital.
_STARTS = (
    "import ", "from __future__ ", "def ", "async def ", "class ", "function ",
    "export ", "public ", "private ", "static ", "#include", "#!/", "@", "var ",
    "let ", "const ", "return ", "return;", "package ", "using ", "namespace ",
    "self.", "if (", "for (", "while (", "elif ", "try:", "else:", "except ",
    "select ", "from ", "where ", "group by ", "left join ",
    "insert into ", "create table ", "drop table ", "INSERT INTO ", "CREATE TABLE ",
    "DROP TABLE ", "SELECT ", "<?php",
)  # fmt: skip
_ENDS = ("{", "};", ");", "});", "],", "),", "=> {", "):", "() {")
_ALONE = {"{", "}", "(", ")", "[", "]", "},", "];", "select", "*/", "/*"}
_SOME_CODE = 0.2


@dataclass(frozen=True)
class Verdict:
    """What may be done with a file, and a code for why."""

    answer: Answer
    reason: str


_TOLD = Verdict("needs_layout", "prose")


def stopped(reason: str) -> Verdict:
    """Return the verdict on a file that gave no cells."""
    return Verdict(_STOPPED.get(reason, "not_a_report"), reason)


def judged(
    family: str, kind: str, content: bytes, sheets: Sequence[Sheet], seen: list[Shape]
) -> Verdict:
    """Return the verdict on a file whose cells are here and that no layout knows."""
    looks = {look for shape in seen for look in shape.looks}
    if not sheets or looks <= {EMPTY}:
        return Verdict("not_a_report", "nothing_inside")
    if family == "document":
        return Verdict("needs_layout", "document")
    if kind == "text":
        if is_code(content):
            return Verdict("not_a_report", "code")
        if looks <= _NOTHING:
            says = "one_row" not in looks and any(map(has_prose, sheets))
            return _TOLD if says else Verdict("not_a_report", "no_table")
    if all(shape.is_clear or shape.looks == (EMPTY,) for shape in seen):
        return Verdict("readable", "clear")
    order = [look for shape in seen for look in shape.looks if look not in _CALM]
    return Verdict("needs_layout", order[0])


_CALM = {"clear", EMPTY}


def is_code(content: bytes) -> bool:
    """Whether many of a text's lines can only be a program's."""
    text = content[:65536].decode("utf-8", errors="replace")
    lines = [line.strip() for line in text.splitlines() if line.strip()][:400]
    told = sum(
        line.startswith(_STARTS) or line.endswith(_ENDS) or line in _ALONE
        for line in lines
    )
    return told > 2 and told >= _SOME_CODE * len(lines)
