"""A draft as a first layout file: every line a proposal, with its reason beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from pydantic import ValidationError

from everystep.layouts.draft.families import Line, lines_of
from everystep.layouts.draft.shapes import (
    LEAST_CONFIDENCE,
    ColumnDraft,
    Draft,
    Proposal,
    TableDraft,
)
from everystep.layouts.load import DRAFT
from everystep.layouts.model import FIGURES_KNOWN
from everystep.layouts.roles import Column

NOT_KNOWN = "not known yet — say what this is"
_NAME_SHAPED = re.compile(r"[A-ZÀ-Ý][\w'’-]+,?(?: [A-ZÀ-Ý][\w'’-]+\.?){0,2}")


def to_yaml(draft: Draft, layout_name: str, provider: str, service: str) -> str:
    """Return a first layout, which a person confirms line by line."""
    lines = [*_opening(draft), *_head(draft, layout_name, provider, service)]
    tables = [one for one in draft.tables if _is_written(one)]
    own = list(_own_measures(tables, layout_name))
    if own:
        lines += ["measures:", *own]
    if tables:
        lines.append("tables:")
    for table in tables:
        lines += _table(table, layout_name)
    left = [one for one in draft.tables if one not in tables]
    lines += [
        f"# The table on {_said(one.found.title)}, row {one.found.header.start + 1}, "
        "states amounts, and we do not know of what: it is left out."
        for one in left
    ]
    if not tables:
        lines += [
            "texts:",
            "  - text: not_known_yet",
            f"    under: {_said('the heading of a section')}",
            f"    ignored: {_said(NOT_KNOWN)}",
        ]
    return "\n".join(lines) + "\n"


def _opening(draft: Draft) -> Iterator[str]:
    yield DRAFT
    yield "#"
    yield "# A first layout, drafted from one report. Look at each line: what stands"
    yield "# before the hash is a proposal; after it, how sure we are (0 to 1), why,"
    yield "# and what else it could be. Nothing is read until the first line is gone."
    if draft.unknown:
        yield "#"
        yield "# What we do not know:"
        for one in draft.unknown:
            yield from _wrapped(one)


def _wrapped(text: str) -> Iterator[str]:
    line = "#   -"
    shown = "".join(mark if mark.isprintable() else " " for mark in text)
    for word in shown.split():
        if len(line) + len(word) > 86:
            yield line
            line = "#    "
        line += f" {word}"
    yield line


def _head(draft: Draft, layout_name: str, provider: str, service: str) -> Iterator[str]:
    yield f"layout: {layout_name}"
    yield f"title: {_said(f'Draft for {provider}: say what people call this report')}"
    yield "services:"
    yield f"  {_said(provider)}: {_said(service)}"
    yield "covers: whole  # or cumulative, or changes: what does a newer one replace?"
    for name, label in (("period", draft.period), ("names_provider", draft.provider)):
        if label:
            sheet = _pattern([label.sheet]) if label.sheet != "*" else "*"
            yield f"{name}: {{sheet: {_said(sheet)}, beside: {_said(label.beside)}}}"
    common = {
        marker: reason
        for table in draft.tables
        for column in table.columns
        for marker, reason in column.markers.items()
        if re.search(r"\w", marker)
    }
    if common:
        yield "markers:  # common ones that stand in it, read without this, too"
        for marker, reason in sorted(common.items()):
            yield f"  {_said(marker)}: {reason}"


def _is_written(table: TableDraft) -> bool:
    """Whether the schema allows a table as it was drafted."""
    return table.of != "amounts" or any(_figure(said) for said in table.rows.values())


def _figure(said: Sequence[Proposal]) -> str:
    if said and said[0].confidence >= LEAST_CONFIDENCE:
        figure = str(said[0].column["figure"])
        return figure if figure in FIGURES_KNOWN else ""
    return ""


def _table(table: TableDraft, layout_name: str) -> Iterator[str]:
    found = table.found
    yield f"  - table: {_scalar(table.name)}"
    yield f"    of: {table.of}"
    yield f"    sheet: {_said(_pattern(table.sheets))}"
    if len(table.sheets) > 1 and all(_is_month(one) for one in table.sheets):
        yield "    period_from: sheet"
    yield f"    headings: [{', '.join(_said(one) for one in _telling(table))}]"
    if len(found.header) > 1:
        yield f"    header_rows: {min(len(found.header), 3)}"
    for name in ("turned", "side_by_side", "several"):
        if getattr(found, name):
            yield f"    {name}: true"
    if found.until:
        yield f"    until: [{', '.join(_said(one) for one in found.until)}]"
    lines = lines_of(table, layout_name)
    written = {line.heading for line in lines}
    filled = [one for one in found.fill_down if one in written]
    if filled:
        yield f"    fill_down: [{', '.join(_said(one) for one in filled)}]"
    if table.each_row:
        yield "    each_row:  # say what each row stands for"
        for name, said in table.each_row.items():
            yield f"      {name}: {said}"
    yield "    columns:"
    for line in lines:
        yield from _column(line)
    yield from _rows(table)


def _rows(table: TableDraft) -> Iterator[str]:
    known = {label: said for label, said in table.rows.items() if _figure(said)}
    if known:
        yield "    rows:"
        for label, said in known.items():
            more = _comment(said[0], said[1:], figures=True)
            yield f"      {_said(label)}: {_figure(said)}  # {more}"
    strange = [label for label in table.rows if label not in known]
    shown = [label for label in strange if not _NAME_SHAPED.fullmatch(label)]
    if shown:
        yield "    ignored_rows:"
        for label in shown:
            yield f"      {_said(label)}: {_said(NOT_KNOWN)}"
    if len(shown) < len(strange):
        kept_back = len(strange) - len(shown)
        yield f"    # The labels of {kept_back} more rows are kept back."


def _column(line: Line) -> Iterator[str]:
    column, proposals = line.column, line.proposals
    best = proposals[0] if proposals else None
    written, why_not = _written(line, best)
    others = proposals[1:] if written is not None else proposals
    comment = _comment(best, others) if best else "nothing speaks for anything"
    if why_not:
        comment = f"{why_not}; {comment}"
    said = _flow(written if written is not None else {"ignored": NOT_KNOWN})
    yield f"      {_said(line.heading)}: {said}  # {comment}"
    unknown = [
        word for word, meaning in column.values.items()
        if written is None or (word not in _values(written) and not meaning)
    ]  # fmt: skip
    for word in [*unknown, *column.strange]:
        yield f"      #   {_said(word)}: what does this mean?"
    if column.gaps:
        yield (
            f"      #   {', '.join(column.gaps)}: perhaps a gap? give it under this "
            "column's `markers`"
        )
    if column.unlisted:
        yield f"      #   ({column.unlisted} more stand there once and are not shown)"


def _values(written: Mapping[str, object]) -> Mapping[str, object]:
    values = written.get("values", {})
    return values if isinstance(values, Mapping) else {}


def _written(line: Line, best: Proposal | None) -> tuple[dict[str, object] | None, str]:
    """Return a column as the schema allows it, or nothing and why."""
    if best is None or best.confidence < LEAST_CONFIDENCE:
        return None, ""
    said: dict[str, object] = {**best.column, **line.more}
    for values in _meanings(line.column, best):
        tried = {**said, **({"values": values} if values else {})}
        try:
            Column.model_validate(tried)
        except ValidationError:
            continue
        return tried, ""
    return None, "it needs its words under values"


def _meanings(column: ColumnDraft, best: Proposal) -> Iterator[dict[str, str]]:
    """Yield ways of saying what a column's words mean, the fullest first."""
    known = {word: meaning for word, meaning in column.values.items() if meaning}
    if best.role in ("answer", "staff", "names", "form", "training", "supervision",
                     "story"):  # fmt: skip
        # Here a word of the report's own may stand for itself until it is confirmed.
        yield {
            word: meaning or re.sub(r"[^a-z0-9]+", "_", word.casefold()).strip("_")
            for word, meaning in column.values.items()
            if meaning or re.search(r"[A-Za-z0-9]", word)
        }
    yield known
    yield {}


def _comment(best: Proposal, others: Sequence[Proposal], figures: bool = False) -> str:
    text = f"{best.confidence:.2f}: {best.reason}"
    more = [
        f"{_figure_or_column(one, figures)} ({one.confidence:.2f})" for one in others
    ]
    return f"{text} Or: {'; '.join(more)}" if more else text


def _figure_or_column(one: Proposal, figures: bool) -> str:
    return str(one.column["figure"]) if figures else _flow(_short(one))


def _short(one: Proposal) -> Mapping[str, object]:
    if one.role == "split":
        return {"split": "two things in one cell"}
    return one.column


def _own_measures(tables: Sequence[TableDraft], layout_name: str) -> Iterator[str]:
    lines = [
        line
        for table in tables
        for line in lines_of(table, layout_name)
        if line.own and line.proposals[0].confidence >= LEAST_CONFIDENCE
    ]
    if not lines:
        return
    spans = [line.column.span for line in lines if line.column.span]
    highest = max((high for _, high in spans), default=10.0)
    lowest = min((low for low, _ in spans), default=0.0)
    top = next((one for one in (5, 7, 10, 20, 40, 100) if highest <= one), highest)
    yield f"  - measure: {lines[0].own}"
    yield f"    name: {_said('say what this scale is called')}"
    areas = {line.area: line.heading for line in lines}
    inside = ", ".join(f"{area}: {_said(name)}" for area, name in areas.items())
    yield f"    subscales: {{{inside}}}"
    yield f"    lowest: {0 if lowest < 1 else 1}  # the lowest and highest that can be"
    yield f"    highest: {top:g}"
    yield "    direction: higher_is_better  # or lower_is_better"


def _telling(table: TableDraft) -> list[str]:
    """Return three headings by which the table is found: clear ones, and not alike."""
    headings = [one.heading for one in table.columns if one.heading]
    once = [one for one in headings if headings.count(one) == 1] or headings
    ranked = sorted(
        (one for one in table.columns if one.heading in once and len(one.heading) < 80),
        key=lambda one: -(one.best.confidence if one.best else 0.0),
    )
    chosen = {one.heading for one in ranked[:4]} or set(headings[:1])
    return [one for one in dict.fromkeys(headings) if one in chosen] or [
        "not known yet"
    ]


def _pattern(titles: Sequence[str]) -> str:
    """Return a pattern that fits every sheet's name, and few others."""
    plain = [re.sub(r"([\[*?])", r"[\1]", title.strip()) for title in titles]
    if len(set(plain)) == 1:
        one = plain[0]
        return "*" if one in ("text", "") or one.startswith("table ") else one
    start = ""
    for marks in zip(*plain, strict=False):
        if len(set(marks)) > 1:
            break
        start += marks[0]
    return f"{start.rstrip('[')}*" if len(start) > 2 else "*"


_MONTH = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -']*(?:20)?\d\d", re.I
)


def _is_month(title: str) -> bool:
    return bool(_MONTH.fullmatch(title.strip()))


def _flow(said: Mapping[str, object]) -> str:
    """Return a column in YAML's flow style."""
    parts = []
    for name, value in said.items():
        key = name if re.fullmatch(r"[a-z_]+", name) else _said(name)
        shown = _flow(value) if isinstance(value, Mapping) else _scalar(str(value))
        parts.append(f"{key}: {shown}")
    return f"{{{', '.join(parts)}}}"


def _scalar(text: str) -> str:
    return text if re.fullmatch(r"[a-z][a-z0-9_]*", text) else _said(text)


def _said(text: str) -> str:
    # A JSON string is a YAML string, whatever stands in it.
    quoted = json.dumps(" ".join(text.split()), ensure_ascii=False)
    return "".join(mark if mark.isprintable() else _escaped(mark) for mark in quoted)


def _escaped(mark: str) -> str:
    code = ord(mark)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
