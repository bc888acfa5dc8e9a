"""Where a run stopped, in words that quote no cell: another's error may hold one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dagster as dg

from everystep.home import NeedsAttention

_OURS = f"{NeedsAttention.__module__}.{NeedsAttention.__qualname__}: "
_BEFORE = ("RESOURCE_INIT_FAILURE", "PIPELINE_FAILURE")


def where_it_stopped(event: dg.DagsterEvent) -> str:
    """Return where an event stopped a run and why; nothing where it did not."""
    kind = event.event_type_value
    if kind == "ASSET_CHECK_EVALUATION":
        one = event.asset_check_evaluation_data
        if one.passed or not one.blocking:
            return ""
        table = "/".join(one.asset_key.path)
        return f"It stopped at {table}: “{one.check_name}” does not hold."
    if kind == "STEP_FAILURE":
        return f"It stopped at {(event.step_key or '').replace('__', '/')}{_why(event)}"
    if kind in _BEFORE:
        return f"It stopped before its first step{_why(event)}"
    return ""


def _why(event: dg.DagsterEvent) -> str:
    """Return our own sentence, or what kind of error it was and none of its text."""
    causes = list(_causes(getattr(event.event_specific_data, "error", None)))
    for one in causes:
        if one.message.startswith(_OURS):
            return f": {one.message.removeprefix(_OURS).strip()}"
    return f" ({causes[-1].cls_name})." if causes else "."


def _causes(error: Any) -> Iterator[Any]:
    while error is not None:
        yield error
        error = error.cause
