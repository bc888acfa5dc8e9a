"""What leaves the house: the release, and a receipt in each provider's folder."""

import dagster as dg

from assets.ingest import OWNERS
from assets.run import Workshop
from assets.tables import key_of
from everystep import release as releases
from everystep.posting import post_receipts
from sql.catalogue import described, tables

MARTS = [name for name in tables() if name.startswith("marts.")]
RECONCILED = [name for name in tables() if name.startswith("reconciled.")]


@dg.asset(
    key=["marts", "release"],
    deps=[key_of(name) for name in tables()],
    group_name="marts",
    owners=OWNERS,
    kinds={"parquet", "csv"},
)
def release(workshop: Workshop) -> dg.MaterializeResult:
    """An immutable folder of all marts, and the pointer to it, moved last."""
    bench = workshop.bench
    tables_ = bench.tables
    if not bench.newest_quarter:
        return dg.MaterializeResult(
            metadata={"release": "none yet: no quarter is over"}
        )
    folder = releases.publish(
        bench.home,
        bench.plan,
        [
            (
                name.partition(".")[2],
                tables_.path(name),
                described(name).says,
                described(name).columns,
            )
            for name in MARTS
        ],
        bench.findings,
        bench.newest_quarter,
    )
    return dg.MaterializeResult(
        metadata={"release": folder.name, "path": dg.MetadataValue.path(str(folder))}
    )


@dg.asset(
    key=["receipts", "receipts"],
    deps=[
        *(key_of(name) for name in RECONCILED),
        key_of("outcomes.reconciliation"),
        dg.AssetKey(["pseudonymised", "set_aside"]),
    ],
    group_name="receipts",
    owners=OWNERS,
    kinds={"html", "xlsx"},
)
def receipts(workshop: Workshop) -> dg.MaterializeResult:
    """A kind receipt for every file, in its provider's own folder and nowhere else."""
    bench = workshop.bench
    written = post_receipts(bench.home, bench.keys, bench.tables.rows)
    return dg.MaterializeResult(metadata={"dagster/row_count": written})
