"""A text file from an old machine: cp1252, semicolons, codes, and days as numbers.

Lines stand before the headings, quoted notes run over lines, each line ends in a
semicolon too many, and missing numbers are 98 and 99.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from random import Random

from everystep.demo.archetypes.crowd import Someone, people
from everystep.demo.archetypes.days import day_in
from everystep.demo.archetypes.exports import Record, ignored, list_records, unknown
from everystep.demo.archetypes.grids import BLANK, Grid, Said, aside, used
from everystep.demo.archetypes.hand import serial
from everystep.demo.archetypes.truth import Fact, Pen, Sample

_QUARTER = "2025-26 Q2"
HEADINGS = (
    "REF_NO",
    "SURNAME",
    "FORENAMES",
    "D.O.B.",
    "SEX",
    "ETH_CD",
    "POST_CD",
    "OPENED",
    "CLOSED",
    "CLOSE_CD",
    "GAD_DT1",
    "GAD_SC1",
    "GAD_DT2",
    "GAD_SC2",
    "SESS_F2F",
    "SESS_TEL",
    "A_AND_E",
    "SETTLED",
    "SPARE_1",
    "NOTES",
    "BATCH",
)
_SEXES = {"female": "2", "male": "1", "non_binary": "3"}
_GROUPS = {
    "white_british": "A",
    "white_irish": "B",
    "white_other": "C",
    "mixed_white_black_caribbean": "D",
    "mixed_white_black_african": "E",
    "mixed_white_asian": "F",
    "mixed_other": "G",
    "asian_indian": "H",
    "asian_pakistani": "J",
    "asian_bangladeshi": "K",
    "asian_other": "L",
    "black_caribbean": "M",
    "black_african": "N",
    "black_other": "P",
    "asian_chinese": "R",
    "any_other": "S",
    "arab": "S1",
    "white_roma": "C1",
    "white_gypsy_irish_traveller": "C2",
}
_ROUTES = {
    "C": "completed",
    "R": "moved_on",
    "P": "partner_took_over",
    "M": "moved_away",
    "H": "paused",
    "L": "contact_ended",
}
_NOTES = (
    'Asked for "the room with the window";\nlikes tea',
    "Café group on Fridays; bus 7",
    "Phoned – no answer.\n\nPhoned again, had a good talk.",
    "£5 fare repaid",
    "",
    "",
)


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write the file, and return what is true of it."""
    rng, pen = Random(seed), Pen()
    grid = Grid(pen, 0, "text")
    grid.note(0, 0, "*** ELDER TREE CLIENT SYSTEM V2.11 ***")
    grid.note(1, 0, "Extract run 03/10/25 – operator 4")
    grid.words(2, ["PERIOD", "Q2 2025/26"])
    records = list(_records(rng))
    after = list_records(grid, 4, HEADINGS, records)
    grid.note(after, 0, "*** END ***")
    grid.note(after, 1, f"{len(records):06d}")
    path = folder / "ETCS_OUT.TXT"
    path.write_bytes(_written(grid.rows, after).encode("cp1252"))
    return Sample(
        path,
        "14-old-machine",
        "elder-tree",
        "elder-listening",
        _QUARTER,
        pen.facts,
        pen.fates,
    )


def _written(rows: Sequence[Sequence[object]], after: int) -> str:
    """Return the lines: short before and after the list, one mark too many within."""
    lines = StringIO(newline="")
    pen = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    for at, cells in enumerate(rows):
        texts = ["" if cell is None else str(cell) for cell in cells]
        if 4 <= at < after:
            pen.writerow([*texts, ""])
        else:
            pen.writerow(text for text in texts if text)
    return lines.getvalue()


def _records(rng: Random) -> Iterator[Record]:
    for at, one in enumerate(people(rng, 44, "{:06d}", (1934, 1999))):
        record = _who(rng, one) | _episode(rng, one.reference)
        record |= _gad(rng, one.reference) | _counts(rng, one.reference)
        record["NOTES"] = ignored(rng.choice(_NOTES))
        record["SPARE_1"] = ignored(rng.choice(("", "", "0")))
        record["BATCH"] = unknown(f"B{at % 3}")
        yield record
        if at == 30:
            yield {}


def _said(who: str, field: str, code: str, value: str = "", reason: str = "") -> Said:
    return used(code, Fact("person", who, field, "", value, reason))


def _who(rng: Random, one: Someone) -> Record:
    who, born = one.reference, one.birth_date
    wide = one.surname.upper()
    code = _GROUPS[one.ethnic_group]
    written = rng.choice((f"{born:%d/%m/%y}", f"{born:%d/%m/%Y}", f"{serial(born)}"))
    record = {
        "REF_NO": used(who),
        "SURNAME": _said(who, "surname", wide, wide),
        "FORENAMES": _said(who, "forename", one.forename, one.forename),
        "D.O.B.": _said(who, "birth_date", written, f"{born}"),
        "SEX": _said(who, "gender", _SEXES[one.gender], one.gender),
        "ETH_CD": _said(who, "ethnic_group", code, one.ethnic_group),
        "POST_CD": _said(who, "postcode", one.postcode, one.postcode),
    }
    gaps = {
        "SEX": _said(who, "gender", "9", reason="unknown"),
        "ETH_CD": _said(who, "ethnic_group", "Z", reason="chose_not_to_say"),
        "POST_CD": _said(who, "postcode", "NFA", reason="no_fixed_address"),
        "D.O.B.": aside(
            "31/02/61",
            "does_not_fit",
            Fact("person", who, "birth_date", reason="set_aside"),
        ),
    }
    for heading, gap in gaps.items():
        drawn = rng.random()
        if drawn < 0.08:
            record[heading] = gap
        elif drawn < 0.12:
            record[heading] = BLANK
    return record


def _episode(rng: Random, who: str) -> Record:
    opened = day_in(rng, date(2024, 10, 1), date(2025, 6, 20))
    record = {
        "OPENED": used(
            _old(rng, opened), Fact("episode", who, "start", value=f"{opened}")
        )
    }
    if rng.random() < 0.4:
        closed, code = (
            day_in(rng, date(2025, 9, 1), date(2025, 9, 30)),
            rng.choice("CRPMHL"),
        )
        record["CLOSED"] = used(
            _old(rng, closed), Fact("episode", who, "end", value=f"{closed}")
        )
        record["CLOSE_CD"] = used(
            code, Fact("episode", who, "route", value=_ROUTES[code])
        )
    return record


def _old(rng: Random, day: date) -> str:
    """Return a day as this machine writes it: the number that Excel keeps, or text."""
    return rng.choice((str(serial(day)), str(serial(day)), f"{day:%d/%m/%y}"))


def _gad(rng: Random, who: str) -> Record:
    first = day_in(rng, date(2025, 6, 23), date(2025, 7, 11))
    last = day_in(rng, date(2025, 9, 1), date(2025, 9, 26))
    return _score(rng, who, "start", first, "1") | _score(
        rng, who, "review_1", last, "2"
    )


def _score(rng: Random, who: str, position: str, day: date, turn: str) -> Record:
    score = rng.randint(0, 21)
    drawn = rng.random()
    if drawn < 0.1:
        # Neither a day nor a score: nobody sat down together, and nothing is said.
        return {}
    said, value, reason = used(str(score)), str(score), ""
    if drawn > 0.6:
        said, value, reason = rng.choice(
            [
                (used(f"{score}.0"), str(score), ""),
                (used(f" {score}"), str(score), ""),
                (used("98"), "", "chose_not_to_say"),
                (used("99"), "", "unknown"),
                (used("-1"), "", "not_due_yet"),
                (BLANK, "", "unknown"),
                (aside("22", "out_of_range"), "", "set_aside"),
                (aside("I2", "does_not_fit"), "", "set_aside"),
            ]
        )
    when = f"{position}@{day}"
    fact = Fact("score", who, "gad_7/total/self", when, value, reason)
    return {
        f"GAD_DT{turn}": used(_old(rng, day)),
        f"GAD_SC{turn}": said._replace(facts=(fact,)),
    }


def _counts(rng: Random, who: str) -> Record:
    found = {}
    for heading, kind, about in (
        ("SESS_F2F", "contact", "in_person"),
        ("SESS_TEL", "contact", "phone"),
        ("A_AND_E", "event", "ae_attendance"),
    ):
        count = rng.randint(0, 9)
        said, value, reason = rng.choice(
            [(used(f"{count}"), f"{count}", "")] * 7
            + [
                (used(f"{count:03d}"), f"{count}", ""),
                (used("999"), "", "system_gap"),
                (used("<5"), "", "small_number_hidden"),
                (used("*"), "", "small_number_hidden"),
                (BLANK, "", "unknown"),
                (aside("1-2", "does_not_fit"), "", "set_aside"),
            ]
        )
        fact = Fact(kind, who, about, _QUARTER, value, reason)
        found[heading] = said._replace(facts=(fact,))
    said, value, reason = rng.choice(
        [
            (used("1"), "1", ""),
            (used("0"), "0", ""),
            (used("9"), "", "does_not_know"),
            (BLANK, "", "unknown"),
            (aside("2", "does_not_fit"), "", "set_aside"),
        ]
    )
    fact = Fact("state", who, "settled_home", _QUARTER, value, reason)
    found["SETTLED"] = said._replace(facts=(fact,))
    return found
