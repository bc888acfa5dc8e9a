"""Parquet on disk: the one module that knows where tables lie and how they are written.

Nothing here can identify anyone. The schemas of the first stage stand here, because its
tables are made by Python; every later table is made, and described, by its SQL file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from everystep.files import flush, move_in
from everystep.home import Home

VERSION = 3
_TEXT, _DAY, _WHOLE = pa.string(), pa.date32(), pa.int64()
_FLAG = pa.bool_()
_SCORE = pa.decimal128(9, 4)

Described = dict[str, tuple[pa.DataType, str]]

_SUBMISSION: Described = {"submission": (_TEXT, "The submission it was read from.")}
_PERSON: Described = {
    "person_key": (_TEXT, "Keyed pseudonym of a person as this provider knows them.")
}
_PLACE: Described = {
    "sheet": (_WHOLE, "Sheet, counted from nought."),
    "row": (_WHOLE, "Row of the sheet, counted from nought."),
}
_WHERE: Described = {
    **_PERSON,
    "service_id": (_TEXT, "The service that the report speaks of."),
    "episode_key": (_TEXT, "The episode that the row names, if it names one."),
    **_PLACE,
}
_OCCASION: Described = {
    **_WHERE,
    "slot_key": (_TEXT, "The place of the form that the statement fills."),
    "record_key": (_TEXT, "Keyed name of the statement, the same in every report."),
    "measure_id": (_TEXT, "The measure."),
    "subscale": (_TEXT, "Its subscale."),
    "rater": (_TEXT, "Who answered."),
    "day": (_DAY, "The day of the occasion, if one is given."),
    "position": (_TEXT, "The form's own name for the occasion, such as `review_1`."),
    "has_place": (_FLAG, "Whether it has a place of its own in a row about more."),
}
_STAFF: Described = {
    "staff_key": (_TEXT, "Keyed pseudonym of a member of staff; null for a group."),
    "service_id": (_TEXT, "The service that the report speaks of."),
    "role": (_TEXT, "Their role, as the layout words it."),
    "team": (_TEXT, "Their team, as the layout words it."),
    **_PLACE,
}
_SERVICE: Described = {"service_id": (_TEXT, "The service.")}
_COUNTED: Described = {
    **_WHERE,
    "about": (_TEXT, "The mode or indicator."),
    "period": (_TEXT, "The quarter that the report speaks of."),
    "record_key": (_TEXT, "Keyed name of the count, the same in every report."),
    "part_key": (_TEXT, "Keyed name of the part that it is; empty for the whole."),
    "month": (_WHOLE, "The month that the row or its sheet names, if it names one."),
    "value": (_WHOLE, "How many; 0 and 1 for no and yes; null if there is a reason."),
    "reason": (_TEXT, "Why there is no value; empty beside a value."),
}

PSEUDONYMISED: dict[str, tuple[str, Described]] = {
    "readings": (
        "What became of each submission: which layout read it, and its cells.",
        {
            **_SUBMISSION,
            "outcome": (_TEXT, "`read`, or a code of wording for what it was."),
            "layout": (_TEXT, "The layout that it fits."),
            "service_id": (_TEXT, "The service that it speaks of."),
            "period": (_TEXT, "The quarter that it speaks of."),
            "period_start": (_DAY, "First day of that quarter."),
            "period_end": (_DAY, "Last day of that quarter."),
            "covers": (_TEXT, "`whole`, `cumulative` or `changes`."),
            "hidden_sheets": (_WHOLE, "Sheets that were hidden and not opened."),
            "name_says": (_TEXT, "The quarter that its name hints at, if another."),
            "remarks": (_TEXT, "What else it is, in codes: `macros` and such."),
            "cells_in": (_WHOLE, "Filled cells, and blank ones of covered tables."),
            "cells_used": (_WHOLE, "Cells that were read."),
            "cells_empty": (_WHOLE, "Cells understood as empty."),
            "cells_set_aside": (_WHOLE, "Cells that were set aside."),
        },
    ),
    "sheets": (
        "The cells of each sheet: in = used + empty + set aside.",
        {
            **_SUBMISSION,
            "sheet": (_WHOLE, "Sheet, counted from nought."),
            "cells_in": (_WHOLE, "Filled cells, and blank ones of covered tables."),
            "cells_used": (_WHOLE, "Cells that were read."),
            "cells_empty": (_WHOLE, "Cells understood as empty."),
            "cells_set_aside": (_WHOLE, "Cells that were set aside."),
            "comments": (_WHOLE, "Notes on cells, counted and not opened."),
            "looked": (_FLAG, "Whether hidden rows and crossed-out cells show."),
        },
    ),
    "columns": (
        "The columns of each table that was found, by the layout's own words for them.",
        {
            **_SUBMISSION,
            "table": (_TEXT, "The layout's name for the table."),
            "heading": (_TEXT, "The layout's own word; empty where it has none."),
            "heading_key": (_TEXT, "Keyed name of the heading as the report words it."),
            "how": (
                _TEXT,
                "`known`; `resembles` a heading that is not there; `unknown`; `lost`: "
                "of a report that was read around, a heading for which no column "
                "stands; or of a table: `elsewhere` (on another sheet), `absent`.",
            ),
            "column": (_WHOLE, "Column, counted from nought; -1 for a table."),
            **_PLACE,
        },
    ),
    "set_aside": (
        "Cells that were set aside, by place and reason; never what they say.",
        {
            **_SUBMISSION,
            "table": (_TEXT, "The layout's name for the table; empty outside one."),
            "column": (_WHOLE, "Column, counted from nought; -1 outside tables."),
            "reason": (_TEXT, "Why."),
            "cells": (_WHOLE, "How many cells."),
            **_PLACE,
        },
    ),
    "people": (
        "Each person that a submission names.",
        {**_SUBMISSION, **_PERSON, **_PLACE},
    ),
    "tokens": (
        "Keyed tokens by which one person's records can be linked.",
        {
            **_SUBMISSION,
            **_PERSON,
            "kind": (_TEXT, "What the token is of."),
            "token": (_TEXT, "The token."),
            "forename": (_TEXT, "Token of the forename, to keep twins apart."),
        },
    ),
    "person_fields": (
        "What a report says of a person's fields, or why it does not.",
        {
            **_SUBMISSION,
            **_PERSON,
            "service_id": (_TEXT, "The service that the report speaks of."),
            "field": (_TEXT, "The field."),
            "value": (_TEXT, "A coded value; `known` where the value is not kept."),
            "reason": (_TEXT, "Why there is no value; empty beside a value."),
        },
    ),
    "age_bands": (
        "Age bands at quarters' ends, from the quarter in which each begins.",
        {
            **_SUBMISSION,
            **_PERSON,
            "from_day": (_DAY, "The quarter's end from which the band holds."),
            "age_band": (_TEXT, "The band."),
        },
    ),
    "episodes": (
        "Episodes as rows of reports state them.",
        {
            **_SUBMISSION,
            **_PERSON,
            "service_id": (_TEXT, "The service."),
            "episode_key": (_TEXT, "Keyed name of the episode."),
            "start_date": (_DAY, "First day, if given."),
            "end_date": (_DAY, "Last day, once ended."),
            "route": (_TEXT, "How it ended."),
            "age_at_start": (_WHOLE, "Age in whole years on the first day."),
            **_PLACE,
        },
    ),
    "scores": (
        "Scores as reports give them, or scored from their items.",
        {**_SUBMISSION, **_OCCASION, "score": (_SCORE, "The score.")},
    ),
    "score_gaps": (
        "Occasions without a score, and why.",
        {
            **_SUBMISSION,
            **_OCCASION,
            "reason": (_TEXT, "Why; `unknown` until someone says."),
        },
    ),
    "goal_scores": (
        "Scores of goals that people set themselves, goal by goal.",
        {
            **_SUBMISSION,
            **_WHERE,
            "goal_key": (_TEXT, "Keyed name of the goal; its words stay under lock."),
            "record_key": (_TEXT, "Keyed name of the score, the same in every report."),
            "day": (_DAY, "The day of the score, if one is given."),
            "position": (_TEXT, "The form's own name for the occasion."),
            "score": (_SCORE, "The score, nought to ten."),
            "reason": (_TEXT, "Why there is no score; empty beside one."),
        },
    ),
    "answers": (
        "Answers to survey questions, by their codes.",
        {
            **_SUBMISSION,
            **_SERVICE,
            "person_key": (_TEXT, "Who answered; null in an anonymous survey."),
            "period": (_TEXT, "The quarter."),
            "question": (_TEXT, "The layout's id of the question."),
            "principle": (_TEXT, "The principle that it asks about, if any."),
            "voice": (_TEXT, "Who speaks: a person, their family, staff …"),
            "answer": (_TEXT, "Ids of the answers, with `;` between several."),
            "reason": (_TEXT, "Why there is no answer; empty beside one."),
            **_PLACE,
        },
    ),
    "amounts": (
        "Totals and aims that reports state of themselves, by quarter.",
        {
            **_SUBMISSION,
            **_SERVICE,
            "figure": (_TEXT, "What is totalled."),
            "of": (_TEXT, "`actual` or `target`."),
            "period": (_TEXT, "The quarter."),
            "value": (_WHOLE, "The total; null if there is a reason."),
            "reason": (_TEXT, "Why there is no value; empty beside one."),
            **_PLACE,
        },
    ),
    "staff_scores": (
        "Scores of staff before, after and since training.",
        {
            **_SUBMISSION,
            **_STAFF,
            "measure_id": (_TEXT, "The measure."),
            "subscale": (_TEXT, "Its subscale."),
            "rater": (_TEXT, "Who answered."),
            "day": (_DAY, "The day, if one is given."),
            "position": (_TEXT, "The form's own name for the occasion."),
            "score": (_SCORE, "The score."),
            "reason": (_TEXT, "Why there is no score; empty beside one."),
        },
    ),
    "training": (
        "Training that staff came to, a line for each or a count of people.",
        {
            **_SUBMISSION,
            **_STAFF,
            "practice": (_TEXT, "The practice that it is about."),
            "day": (_DAY, "The day, if one is given."),
            "period": (_TEXT, "The quarter."),
            "what": (_TEXT, "`attended` or another word of the layout's."),
            "people": (_WHOLE, "How many came; 1 for a line about one."),
            "reason": (_TEXT, "Why it is not known; empty where it is."),
        },
    ),
    "supervision": (
        "Supervision that staff had.",
        {
            **_SUBMISSION,
            **_STAFF,
            "kind": (_TEXT, "The kind, as the layout words it."),
            "day": (_DAY, "The day, if one is given."),
            "period": (_TEXT, "The quarter."),
            "times": (_WHOLE, "How often."),
            "reason": (_TEXT, "Why it is not known; empty where it is."),
        },
    ),
    "stories": (
        "Where a story stands; its words stay under lock.",
        {
            **_SUBMISSION,
            **_SERVICE,
            "person_key": (_TEXT, "Whose it is, where the row names someone."),
            "period": (_TEXT, "The quarter."),
            "permission": (_TEXT, "What the report says of permission, if anything."),
            **_PLACE,
        },
    ),
    "contacts": ("Contacts by person, quarter and mode.", {**_SUBMISSION, **_COUNTED}),
    "events": ("Events by person, quarter and indicator.", {**_SUBMISSION, **_COUNTED}),
    "states": ("States by person, quarter and indicator.", {**_SUBMISSION, **_COUNTED}),
    "declared_totals": (
        "Totals that reports state about themselves.",
        {
            **_SUBMISSION,
            "service_id": (_TEXT, "The service."),
            "period": (_TEXT, "The quarter."),
            "figure": (_TEXT, "What is totalled."),
            "declared": (_WHOLE, "The total that the report states."),
        },
    ),
}


def schema(entity: str) -> pa.Schema:
    """Return the Arrow schema of a pseudonymised entity."""
    return pa.schema(
        [(name, kind) for name, (kind, _) in PSEUDONYMISED[entity][1].items()]
    )


def submission_path(home: Home, entity: str, key: str) -> Path:
    """Return where one submission's rows of an entity lie."""
    return home.lake / "pseudonymised" / entity / f"{key}.parquet"


def write_rows(
    path: Path, schema_: pa.Schema, rows: Sequence[Mapping[str, object]]
) -> int:
    """Write rows as one Parquet file, whole or not at all; return how many."""
    columns = {name: [row.get(name) for row in rows] for name in schema_.names}
    return write_table(path, pa.table(columns, schema=schema_))


def write_table(path: Path, table: pa.Table) -> int:
    """Write an Arrow table, whole or not at all; return its row count."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    pq.write_table(table, beside, compression="zstd", store_schema=False)
    flush(beside)
    move_in(beside, path)
    return int(table.num_rows)


def table_path(home: Home, table: str) -> Path:
    """Return where an unpartitioned table (``stage.name``) lies."""
    stage, _, name = table.partition(".")
    return home.lake / stage / name / f"{name}.parquet"
