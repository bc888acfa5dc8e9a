"""Which row of a sheet is a table's header, and where its rows end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from everystep.layouts.draft.labels import are_labels
from everystep.layouts.draft.lying import (
    MOST_COLUMNS,
    MOST_TABLES,
    Grid,
    TableFound,
    cell_at,
    headings_of,
    kind_of,
)
from everystep.layouts.draft.vocabulary import Vocabulary
from everystep.layouts.values import words
from everystep.readers.read import Sheet

LONGEST_HEADING = 260
LOOK_FOR_HEADER = 14
"""Rows of a block among which its header is looked for."""
_ENDS = re.compile(
    r"(?:grand |sub[- ]?)?totals?\b|sum\b|averages?\b|mean\b|end of\b|notes?:|n ?=|"
    r"key:?$|total\b|source:|\*|guidance|prepared by|report run|printed|checked by",
    re.I,
)

_NO_HEADINGS = frozenset(("no", "yes", "none", "female", "male", "attended", "n/a"))
_CODE = re.compile(r"[A-Z]{1,4}[-/ ]?\d{3,}[A-Z]?|\d[\d ./-]*", re.I)
_TELLING = re.compile(
    r"\b\d{1,2}[ /.-](?:[A-Za-z]{3,9}|\d{1,2})[ /.-]\d{2,4}\b|\b\d{10}\b|@\w"
)
"""A day, an NHS number or an address in a heading: it is no heading."""


class Finder:
    """One sheet, walked from the top down."""

    def __init__(self, sheet: Sheet, rows: Grid, vocabulary: Vocabulary) -> None:
        self.sheet, self.rows, self.vocabulary = sheet, rows, vocabulary
        self.kinds = [[kind_of(cell) for cell in row] for row in rows]
        self.filled = [
            [at for at, k in enumerate(row) if k != "b"] for row in self.kinds
        ]
        self.scores: dict[int, float] = {}

    def tables(self) -> list[TableFound]:
        found: list[TableFound] = []
        at = 0
        while at < len(self.rows) and len(found) < MOST_TABLES:
            header = self.next_header(at)
            if header is None:
                break
            end = self.end_of(header)
            found += self.tables_at(header, end)
            at = max(end, header + 1)
        return found

    def next_header(self, start: int) -> int | None:
        """Return the row that reads most like a header, from a row on."""
        first = next(
            (
                at
                for at in range(start, len(self.rows))
                # Below a first table, a row with a number goes on with that table.
                if self.score(at) >= 1.0 and not (start and self._has_number(at))
            ),
            None,
        )
        if first is None:
            return None
        block = [first]
        for row in range(first + 1, min(first + LOOK_FOR_HEADER, len(self.rows))):
            if self._is_data(row) or self._body_between(block[-1], row):
                break
            if self.score(row) >= 1.0:
                block.append(row)
        best = first
        for row in block[1:]:
            # A header comes before its rows: of two alike, and as wide, the upper one.
            alike = len(self.filled[best]) >= 0.8 * len(self.filled[row])
            if self.score(row) > self.score(best) + (0.6 if alike else 0.0):
                best = row
        return best

    def _has_number(self, row: int) -> bool:
        return any(self.kinds[row][at] in "nd" for at in self.filled[row])

    def _is_data(self, row: int) -> bool:
        """Whether a row has numbers or dates in it, as rows below a header have."""
        return len(self.filled[row]) > 2 and any(
            kind in "nd" for kind in self.kinds[row]
        )

    def _body_between(self, header: int, row: int) -> bool:
        """Whether rows as wide as a header, and then a blank one, stand below it."""
        if self.filled[row]:
            return False
        width = len(self.filled[header])
        rows = [one for one in range(header + 1, row) if self.filled[one]]
        return len(rows) >= 2 and all(
            len(self.filled[one]) >= 0.7 * width for one in rows
        )

    def score(self, at: int) -> float:
        """Return how much a row reads like a header, from nought."""
        if at not in self.scores:
            self.scores[at] = self._score(at)
        return self.scores[at]

    def _score(self, at: int) -> float:
        filled = self.filled[at]
        texts = [column for column in filled if self.kinds[at][column] == "t"]
        said = [words(self.rows[at][column]) for column in texts]
        below = [
            row
            for row in range(at + 1, min(at + 9, len(self.rows)))
            if self.filled[row]
        ]
        if not below or not self._may_head(at, said):
            return 0.0
        cover = sum(self._covers(filled, row) for row in below[:4]) / len(below[:4])
        if cover < 0.34:
            return 0.0
        known = sum(self._is_heading(one) for one in said) / len(filled)
        if known < 0.75 and self._reads_like_data(at, said):
            # A row of data taken for headings would show what it says of someone.
            return 0.0
        width = len(filled) / max(len(self.filled[row]) for row in [at, *below[:4]])
        return (
            2.0 * known
            + 0.8 * self._change(texts, below[:6]) * len(texts) / len(filled)
            + 0.8 * min(width, 1.0)
            + 0.3 * len(set(said)) / len(said)
            + 0.2 * cover
            + 0.2 * sum(len(one) <= 60 for one in said) / len(said)
            - 0.6 * (1 - len(texts) / len(filled))
            - 1.5 * self._recurs(at)
        )

    def _may_head(self, at: int, said: Sequence[str]) -> bool:
        """Whether a row has several cells, mostly words, and none tells of anyone."""
        filled = self.filled[at]
        return (
            len(filled) > 1
            and len(said) >= 0.6 * len(filled)
            and max(map(len, said)) <= LONGEST_HEADING
            and not any(_TELLING.search(one) for one in said)
            and not self._labels(at)
        )

    def _reads_like_data(self, at: int, said: Sequence[str]) -> bool:
        return any(_CODE.fullmatch(one) for one in said) or any(
            self.kinds[at][column] == "d" for column in self.filled[at]
        )

    def _change(self, columns: Sequence[int], below: Sequence[int]) -> float:
        """Return the share of columns with numbers or dates below their words."""
        changes = [
            any(
                self.kinds[row][column] in "nd"
                for row in below
                if column < len(self.kinds[row])
            )
            for column in columns
        ]
        return sum(changes) / len(changes)

    def _is_heading(self, text: str) -> bool:
        return len(text) > 1 and text.casefold() not in _NO_HEADINGS and (
            self.vocabulary.known(text)
        )  # fmt: skip

    def _recurs(self, at: int) -> float:
        """Return the share of a row's cells whose words stand again below them."""
        said = [words(cell) for cell in self.rows[at]]
        # The same header may stand again below, which speaks for it.
        rows = [
            row
            for row in self.rows[at + 1 : at + 26]
            if [words(cell) for cell in row] != said
        ]
        below = [
            {words(cell).casefold() for cell in cells} for cells in zip_longest(*rows)
        ]
        filled = self.filled[at]
        again = sum(
            words(self.rows[at][column]).casefold() in below[column]
            for column in filled
            if column < len(below)
        )
        return again / len(filled)

    def _covers(self, filled: Sequence[int], row: int) -> float:
        here = set(self.filled[row])
        return len(here & set(filled)) / max(len(filled), 1)

    def _labels(self, at: int) -> bool:
        filled = self.filled[at]
        said = [words(self.rows[at][column]) for column in filled]
        return are_labels(said, self.vocabulary)

    def end_of(self, header: int) -> int:
        """Return the row after the last one of a table."""
        within = set(self.filled[header])
        for row in range(header + 1, len(self.rows)):
            if not self.filled[row]:
                if row + 1 >= len(self.rows) or not self.filled[row + 1]:
                    return row
                if self.is_new(header, row + 1):
                    return row
                continue
            if row > header + 1 and self.is_new(header, row) and not within:
                return row
        return len(self.rows)

    def is_new(self, header: int, row: int) -> bool:
        """Whether another table, or its title, starts after a blank row."""
        if self.rows[row] == self.rows[header]:
            return True
        if len(self.filled[row]) == 1 and len(self.filled[header]) > 2:
            return True
        if self.score(row) < 1.6:
            return False
        kinds = {self.kinds[row][at] for at in self.filled[row]}
        return kinds == {"t"} and self._unlike_rows_above(header, row)

    def _unlike_rows_above(self, header: int, row: int) -> bool:
        above = [one for one in range(header + 1, row) if self.filled[one]][-6:]
        return any(
            self.kinds[one][column] in "nd"
            for one in above
            for column in self.filled[row]
            if column < len(self.kinds[one])
        )

    def tables_at(self, header: int, end: int) -> list[TableFound]:
        first = self.first_tier(header)
        spans = self.spans(first, header, end)
        return [
            one
            for span in spans
            for one in [self.table(first, header, end, span)]
            if one
        ]

    def first_tier(self, header: int) -> int:
        """Return the row where the header starts: one or two tiers above, or here."""
        first = header
        while first > 0 and header - first < 2 and self.is_tier(first - 1, header):
            first -= 1
        return first

    def is_tier(self, row: int, header: int) -> bool:
        filled = self.filled[row]
        if not filled or any(self.kinds[row][at] != "t" for at in filled):
            return False
        if any(len(words(self.rows[row][at])) > 70 for at in filled):
            return False
        columns = self.filled[header]
        width = columns[-1] - columns[0] + 1
        spans = [
            (left, min(right, columns[-1]))
            for (top, left), (_, right) in self.sheet.merges
            if top == row and right > left
        ]
        if any(right - left + 1 >= max(width - 1, 3) for left, right in spans):
            return False
        inside = [at for at in filled if columns[0] <= at <= columns[-1]]
        alone = [at for at in filled if at not in columns]
        if alone and len(filled) > 1 and self.filled[header][0] >= filled[0]:
            # It heads columns that the row below leaves open: both are the header.
            return True
        if spans:
            return len(inside) > 1 or (bool(inside) and inside[0] > columns[0])
        said = [words(self.rows[header][at]).casefold() for at in columns]
        repeated = len(set(said)) < len(said)
        return repeated and 2 <= len(inside) < len(columns)

    def spans(self, first: int, header: int, end: int) -> list[list[int]]:
        """Return the columns of each table that stands in these rows, left to right."""
        used = set(self.filled[header])
        for row in range(first, header):
            used |= set(self.filled[row])
        for (top, left), (bottom, right) in self.sheet.merges:
            if first <= top <= header and bottom <= header:
                used |= set(range(left, min(right, MOST_COLUMNS - 1) + 1))
        body = range(header + 1, min(end, header + 200))
        used |= {at for row in body for at in self.filled[row] if at < max(used) + 2}
        spans: list[list[int]] = []
        for at in sorted(used):
            if spans and at == spans[-1][-1] + 1:
                spans[-1].append(at)
            else:
                spans.append([at])
        whole = [span for span in spans if len(span) > 1]
        if len(whole) < 2 or any(not self._heads(header, span) for span in whole):
            return [sorted(used)]
        return whole

    def _heads(self, header: int, span: Sequence[int]) -> bool:
        here = [at for at in self.filled[header] if at in set(span)]
        return len(here) >= 2

    def table(
        self, first: int, header: int, end: int, span: list[int]
    ) -> TableFound | None:
        first = self._below_titles(first, header, span)
        headings, tiers = headings_of(
            self.sheet, self.rows, range(first, header + 1), span
        )
        columns = [
            at
            for at, heading in zip(span, headings, strict=True)
            if heading or self._in_body(header, end, at)
        ]
        if not columns:
            return None
        body, until = self.body(header, end, columns)
        kept = {
            at: (heading, tier)
            for at, heading, tier in zip(span, headings, tiers, strict=True)
        }
        return TableFound(
            sheet=self.sheet.index,
            title=self.sheet.title,
            header=range(first, header + 1),
            body=body,
            columns=tuple(columns),
            headings=tuple(kept[at][0] for at in columns),
            tiers=tuple(kept[at][1] for at in columns),
            cells=tuple(
                tuple(cell_at(self.rows[row], at) for row in body) for at in columns
            ),
            until=until,
            fill_down=tuple(
                kept[at][0]
                for at in columns
                if kept[at][0] and self._merged_down(at, body)
            ),
            above=self.above(first),
        )

    def _below_titles(self, first: int, header: int, span: Sequence[int]) -> int:
        """Return a header's first row without tiers that say one thing throughout."""
        while first < header:
            _, tiers = headings_of(
                self.sheet, self.rows, range(first, header + 1), span
            )
            tops = {tier[0] for tier in tiers if len(tier) > 1}
            if len(tops) > 1 or len(span) < 3 or any(len(one) < 2 for one in tiers):
                break
            first += 1
        return first

    def _in_body(self, header: int, end: int, column: int) -> bool:
        body = range(header + 1, min(end, header + 200))
        return any(column in self.filled[row] for row in body)

    def body(
        self, header: int, end: int, columns: Sequence[int]
    ) -> tuple[range, tuple[str, ...]]:
        for row in range(header + 1, end):
            filled = [at for at in self.filled[row] if at in set(columns)]
            if not filled:
                continue
            said = words(self.rows[row][filled[0]])
            if (
                row > header + 1
                and _ENDS.match(said)
                and self.kinds[row][filled[0]] == "t"
            ):
                return range(header + 1, row), (said[:40],)
        return range(header + 1, end), ()

    def _merged_down(self, column: int, body: range) -> bool:
        return any(
            left == column and top in body and bottom > top
            for (top, left), (bottom, _) in self.sheet.merges
        )

    def above(self, first: int) -> str:
        """Return the titles above a table: rows of one or two cells of words."""
        said: list[str] = []
        for row in range(first - 1, max(-1, first - 9), -1):
            if len(self.filled[row]) > 3:
                break
            said += [words(self.rows[row][at]) for at in self.filled[row]]
        return " | ".join(one for one in reversed(said) if len(one) < 160)
