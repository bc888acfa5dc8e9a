"""Archetype 18: a return that is sent again, whole, and then only what was put right.

Of archetype 9's kind: counts per person for one quarter. The second file replaces the
first; the third holds three rows and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from everystep.demo.archetypes.counts import BLANK, counted, drawn
from everystep.demo.archetypes.crowd import PLACES, Someone, people
from everystep.demo.archetypes.grids import Grid, Said, write_workbook
from everystep.demo.archetypes.hand import Hand
from everystep.demo.archetypes.lists import quiet, record, says
from everystep.demo.archetypes.occasions import Odd, aside, gap, reads
from everystep.demo.archetypes.truth import Pen, Sample
from everystep.demo.workbooks import Cell

_QUARTER = "2025-26 Q2"
_COUNTS = {
    "Times at A&E": ("event", "ae_attendance", 3),
    "Times arrested": ("event", "arrest", 2),
    "Crisis calls": ("event", "crisis_contact", 4),
    "Seen": ("contact", "in_person", 12),
    "Rung": ("contact", "phone", 9),
}
_HEADINGS = ("Person", "Date of birth", "Joined us", *_COUNTS, "Office use")
Odds = dict[tuple[int, str], Odd]
_FIRST: Odds = {
    (1, "Seen"): BLANK,
    (3, "Times at A&E"): reads(11, "11"),
    (4, "Rung"): aside("12 or so", "does_not_fit"),
    (6, "Crisis calls"): gap("unknown", "unknown"),
    (8, "Times arrested"): aside(-2, "does_not_fit"),
}
_AGAIN: Odds = {
    **_FIRST,
    (1, "Seen"): reads("5", "5"),
    (3, "Times at A&E"): reads(1, "1"),
}
_PUT_RIGHT: Odds = {
    **_AGAIN,
    (4, "Rung"): reads("12", "12"),
    (6, "Crisis calls"): gap("didn't ask", "not_asked_by_design"),
    (8, "Times arrested"): reads("２", "2"),
}


@dataclass(frozen=True)
class Listed:
    """Somebody in the list, and what keeps their row the same in each file."""

    at: int
    someone: Someone
    joined: date
    seed: int


def samples(folder: Path, seed: int = 7) -> list[Sample]:
    """Write the first return, the whole one sent again, and the corrected rows."""
    rng = Random(seed)
    everyone = [
        Listed(
            at, someone, date(2025, rng.randint(1, 9), rng.randint(1, 28)), at + seed
        )
        for at, someone in enumerate(people(rng, 27, "L/{:03d}", (1970, 2006)))
    ]
    put_right = [everyone[4], everyone[6], everyone[8]]
    return [
        _whole(folder / "Linden return Q2.xlsx", everyone[:26], _FIRST),
        _whole(folder / "Linden return Q2 (2) use this one.xlsx", everyone, _AGAIN),
        _corrections(folder / "Linden Q2 corrections.xlsx", put_right),
    ]


def _joined(rng: Random) -> date:
    return date(2025, rng.randint(1, 9), rng.randint(1, 28))


def sample(folder: Path, seed: int = 7) -> Sample:
    """Write all three; return the one that holds only the corrected rows."""
    return samples(folder, seed)[-1]


def _whole(path: Path, everyone: list[Listed], odd: Odds) -> Sample:
    pen = Pen()
    front, grid = Grid(pen, 0, "Front"), Grid(pen, 1, "Return")
    front.note(0, 0, "Linden Court outreach")
    front.words(2, ["Return for", "Quarter 2 2025-26"])
    grid.note(0, 0, "Everyone we worked with this quarter")
    row = _write_rows(grid, 2, everyone, odd, ())
    grid.note(row + 1, 0, "Total")
    grid.note(row + 1, 3, 31)
    _save(path, [front, grid])
    return _sample(path, "18-sent-again-whole", pen)


def _corrections(path: Path, put_right: list[Listed]) -> Sample:
    pen = Pen()
    grid = Grid(pen, 0, "Corrections")
    grid.note(0, 0, "Corrected rows only")
    grid.words(1, ["Return for:", "Q2 2025/26"])
    grid.note(2, 0, "Sorry! These three had slips in them. All others stand.")
    whys: tuple[Cell, ...] = ("counted the diary", "asked the team", None)
    _write_rows(grid, 4, put_right, _PUT_RIGHT, whys)
    _save(path, [grid])
    return _sample(path, "18-sent-again-changes", pen)


def _save(path: Path, grids: list[Grid]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_workbook(path, grids)


def _sample(path: Path, layout: str, pen: Pen) -> Sample:
    return Sample(
        path=path,
        layout=layout,
        provider_id="linden-court",
        service_id="linden-outreach",
        period=_QUARTER,
        facts=pen.facts,
        fates=pen.fates,
        places=PLACES,
    )


def _write_rows(
    grid: Grid, header: int, listed: list[Listed], odd: Odds, whys: tuple[Cell, ...]
) -> int:
    """Write headings and a row each; return the row after them."""
    grid.words(header, [*_HEADINGS, *(["Why changed"] if whys else [])])
    for row, one in enumerate(listed, header + 1):
        cells = _cells(one, odd)
        if whys:
            cells.append(quiet(whys[row - header - 1], "aside:ignored"))
        record(grid, row, cells)
    return header + 1 + len(listed)


def _cells(listed: Listed, odd: Odds) -> list[Said]:
    hand = Hand(Random(listed.seed))
    someone, who = listed.someone, listed.someone.reference
    born, joined = someone.birth_date, listed.joined
    office = hand.rng.choice(("ok", "chk", None))
    return [
        quiet(who),
        says(hand.day(born), "person", who, "birth_date", "", f"{born}"),
        says(hand.day(joined), "episode", who, "start", "", f"{joined}"),
        *(_count(hand, listed.at, who, heading, odd) for heading in _COUNTS),
        quiet(office, "aside:unknown_column"),
    ]


def _count(hand: Hand, at: int, who: str, heading: str, odd: Odds) -> Said:
    kind, about, most = _COUNTS[heading]
    number, told = drawn(hand, most), odd.get((at, heading))
    return counted(hand, kind, who, about, _QUARTER, number, told)
