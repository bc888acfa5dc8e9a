"""From the inbox to the lake, submission by submission."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import dagster as dg

from assets.run import Bench, Workshop
from everystep import ledger
from everystep.lake import PSEUDONYMISED
from everystep.submissions import pseudonymise_one, remove_copies, seal_one

SUBMISSIONS = dg.DynamicPartitionsDefinition(name="submissions")
OWNERS = ["team:data-engineering"]
_KINDS = {"string": "text", "date32[day]": "date", "int64": "whole number"}


def _seal(bench: Bench, key: str, *, remove: bool) -> int:
    """Seal one file; what cannot be opened now stays where it is for the next run.

    The system's own words about a file name its path, so they stop here.
    """
    try:
        return seal_one(bench.home, bench.keys, key, remove=remove)
    except OSError:
        return 0


@dg.asset(
    key=["archived", "originals"],
    group_name="archived",
    partitions_def=SUBMISSIONS,
    backfill_policy=dg.BackfillPolicy.single_run(),
    owners=OWNERS,
    kinds={"python", "file"},
)
def originals(
    context: dg.AssetExecutionContext, workshop: Workshop
) -> dg.MaterializeResult:
    """Every report as it was received, under lock, filed by the hash of its bytes."""
    bench = workshop.bench
    remove = bench.settings.after_sealing == "remove"
    sizes = [_seal(bench, key, remove=remove) for key in context.partition_keys]
    if remove:
        with suppress(OSError):
            remove_copies(bench.home)
    return dg.MaterializeResult(
        metadata={"dagster/row_count": len(sizes), "bytes": sum(sizes)}
    )


def _spec(entity: str) -> dg.AssetSpec:
    says, columns = PSEUDONYMISED[entity]
    return dg.AssetSpec(
        key=["pseudonymised", entity],
        deps=[["archived", "originals"]],
        group_name="pseudonymised",
        description=says,
        owners=OWNERS,
        kinds={"python", "parquet"},
        partitions_def=SUBMISSIONS,
        metadata={
            "dagster/column_schema": dg.TableSchema(
                [
                    dg.TableColumn(name, _KINDS.get(str(kind), str(kind)), words)
                    for name, (kind, words) in columns.items()
                ]
            )
        },
    )


def _read(bench: Bench, key: str) -> dict[str, int]:
    """Return one submission's row counts; none where its reading did not end.

    Whatever is raised stays with its file, and its words stay here: they may quote a
    cell. The file waits, sealed, and is tried again; the attempts are in the ledger.
    """
    try:
        return pseudonymise_one(
            bench.home, bench.keys, bench.layouts, key, bench.ground
        )
    except Exception:  # noqa: BLE001 - fail closed, whatever a file brings about
        return {}


@dg.multi_asset(
    specs=[_spec(entity) for entity in PSEUDONYMISED],
    name="pseudonymised",
    partitions_def=SUBMISSIONS,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def pseudonymised(
    context: dg.AssetExecutionContext, workshop: Workshop
) -> Iterator[dg.MaterializeResult]:
    """What each report says, without anyone in it: one step, since memory holds it."""
    bench, rows = workshop.bench, Counter[str]()
    for key in context.partition_keys:
        entry = ledger.entry(bench.home, key)
        if entry.unread and not entry.open_to_work:
            continue
        if ledger.seal_path(bench.home, key).exists():
            rows.update(_read(bench, key))
    for entity in PSEUDONYMISED:
        yield dg.MaterializeResult(
            asset_key=["pseudonymised", entity],
            metadata={"dagster/row_count": rows[entity]},
        )
