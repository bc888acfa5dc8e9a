"""Great Expectations suites as asset checks: warn about data, block about truth."""

from collections.abc import Iterator

import dagster as dg

from assets.run import Workshop
from assets.tables import key_of
from everystep import ledger
from everystep.lake import submission_path
from expectations.suites import suites


def table_checks(name: str) -> dg.AssetChecksDefinition:
    """Return the checks of one table, a promise each."""
    promised = suites()[name]

    @dg.multi_asset_check(
        name=f"promises_of_{name.replace('.', '_')}",
        specs=[
            dg.AssetCheckSpec(
                promise.name,
                asset=key_of(name),
                description=promise.says,
                blocking=promise.severity == "block",
            )
            for promise in promised.promises
        ],
    )
    def checks(workshop: Workshop) -> Iterator[dg.AssetCheckResult]:
        bench = workshop.bench
        found = bench.checker.check(
            promised, [bench.tables.path(name)], bench.registered
        )
        for finding in found:
            bench.findings[f"{name}: {finding.promise}"] = finding.outcome
            blocks = finding.severity == "block"
            yield dg.AssetCheckResult(
                check_name=finding.promise,
                asset_key=key_of(name),
                passed=finding.outcome in ("kept", "tolerated"),
                severity=(
                    dg.AssetCheckSeverity.ERROR
                    if blocks
                    else dg.AssetCheckSeverity.WARN
                ),
                metadata={"outcome": finding.outcome},
            )

    return checks


@dg.asset_check(
    asset=key_of("reconciled.submissions"),
    name="every_cell_is_accounted_for",
    blocking=True,
    description="Cells in = used + understood as empty + set aside, for every sheet of "
    "every file.",
)
def every_cell_is_accounted_for(workshop: Workshop) -> dg.AssetCheckResult:
    """Hold the cell ledger of every sheet together, and of every file to its sheets."""
    apart = workshop.bench.tables.rows(
        "select submission from pseudonymised.sheets "
        "where cells_in <> cells_used + cells_empty + cells_set_aside "
        "union select readings.submission from pseudonymised.readings as readings "
        "left join (select submission, sum(cells_in) as cells "
        "from pseudonymised.sheets group by all) as sheets using (submission) "
        "where cells_in <> cells_used + cells_empty + cells_set_aside "
        "or cells_in <> coalesce(cells, 0)"
    ).num_rows
    workshop.bench.findings["pseudonymised.readings: every_cell_is_accounted_for"] = (
        "not_kept" if apart else "kept"
    )
    return dg.AssetCheckResult(passed=apart == 0, metadata={"files": apart})


@dg.asset_check(
    asset=key_of("reconciled.submissions"),
    name="every_reading_stands_whole",
    blocking=True,
    description="Each submission that was read has all its tables in the lake.",
)
def every_reading_stands_whole(workshop: Workshop) -> dg.AssetCheckResult:
    """See that no reading is half there."""
    home = workshop.bench.home
    halves = sum(
        not submission_path(home, "readings", entry.key).exists()
        for entry in ledger.entries(home)
        if entry.state == "pseudonymised"
    )
    return dg.AssetCheckResult(passed=halves == 0, metadata={"files": halves})


CHECKS = [
    *(table_checks(name) for name in suites()),
    every_cell_is_accounted_for,
    every_reading_stands_whole,
]
