"""One asset for each SQL file, with the file's name, words, columns and edges."""

import dagster as dg

from assets.ingest import OWNERS
from assets.run import Workshop
from sql.catalogue import deps_of, described, tables


def key_of(name: str) -> dg.AssetKey:
    """Return the asset key of a table: ``reconciled.gaps`` is ``reconciled/gaps``."""
    return dg.AssetKey(name.split("."))


def table_asset(name: str) -> dg.AssetsDefinition:
    """Return the asset that makes a table from its SQL file."""
    about = described(name)

    @dg.asset(
        key=key_of(name),
        deps=[key_of(upstream) for upstream in deps_of(name)],
        group_name=about.stage,
        description=about.says,
        owners=OWNERS,
        kinds={"duckdb", "sql", "parquet"},
        metadata={
            "dagster/column_schema": dg.TableSchema(
                [
                    dg.TableColumn(column, description=says)
                    for column, says in about.columns.items()
                ]
            )
        },
    )
    def table(workshop: Workshop) -> dg.MaterializeResult:
        made = workshop.bench.tables.make(name)
        return dg.MaterializeResult(
            metadata={
                "dagster/row_count": made["rows"],
                "dagster/column_schema": dg.TableSchema(
                    [
                        dg.TableColumn(
                            field.name, str(field.type), about.columns.get(field.name)
                        )
                        for field in made["columns"]
                    ]
                ),
            }
        )

    return table


TABLES = [table_asset(name) for name in tables()]
