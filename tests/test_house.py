"""How the house is kept: tables described, edges read from SQL, imports one way."""

from __future__ import annotations

import ast
import json
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import duckdb
import pyarrow.parquet as pq
import pytest
from commission import ran

from everystep.lake import PSEUDONYMISED, schema, table_path
from expectations.suites import suites
from pipelines.definitions import defs
from sql.catalogue import HERE, deps_of, described, reads, tables

ROOT = HERE.parent
PRODUCT = ("everystep", "sql", "expectations", "assets", "pipelines")
GOLDEN = Path(__file__).parent / "golden" / "asset-graph.txt"
LONGEST = 400

each_table = pytest.mark.parametrize("name", tables())


def specs() -> list[dg.AssetSpec]:
    return sorted(defs.resolve_all_asset_specs(), key=lambda spec: spec.key)


def named(key: dg.AssetKey) -> str:
    return "/".join(key.path)


each_asset = pytest.mark.parametrize("spec", specs(), ids=lambda spec: named(spec.key))


def modules(*packages: str) -> list[Path]:
    return [path for one in packages for path in sorted((ROOT / one).rglob("*.py"))]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_no_sql_file_is_left_out_of_the_graph() -> None:
    files = {f"{path.parent.name}.{path.stem}" for path in HERE.glob("*/*.sql")}

    assert set(tables()) == files


@each_table
def test_a_table_opens_by_saying_what_it_is(name: str) -> None:
    first = described(name).select.splitlines()[0]

    assert first.startswith("-- ")
    assert not first.startswith("-- key:")
    assert described(name).says


@each_table
def test_a_tables_comment_names_its_columns_in_order(name: str) -> None:
    made = pq.read_schema(table_path(ran().home, name)).names

    assert list(described(name).columns) == made


@each_table
def test_every_column_is_described(name: str) -> None:
    assert all(says.strip() for says in described(name).columns.values())


@each_table
def test_a_tables_key_names_each_of_its_rows_once(name: str) -> None:
    key = described(name).key
    rows = [tuple(row[column] for column in key) for row in ran().table(name)]

    assert key
    assert set(key) <= set(described(name).columns)
    assert len(rows) == len(set(rows))


@each_table
def test_a_file_holds_one_select(name: str) -> None:
    with duckdb.connect() as connection:
        [[said]] = connection.execute(
            "select json_serialize_sql(?)", [described(name).select]
        ).fetchall()
    parsed = json.loads(said)

    assert not parsed["error"]
    assert len(parsed["statements"]) == 1


@each_table
def test_every_table_that_a_select_reads_is_made_before_it(name: str) -> None:
    order = [f"pseudonymised.{entity}" for entity in PSEUDONYMISED] + [*tables()]

    assert all(order.index(upstream) < order.index(name) for upstream in deps_of(name))


def test_edges_are_read_from_the_select() -> None:
    assert "outcomes.frames" in deps_of("marts.contacts")
    assert deps_of("marts.purposes") == ("pseudonymised.readings",)
    assert "inputs.people" in reads("reconciled.people")
    assert {"pseudonymised.tokens", "pseudonymised.people"} <= set(
        deps_of("reconciled.people")
    )


@each_table
def test_a_table_is_promised_something(name: str) -> None:
    promised = suites()[name]

    assert promised.table == name
    assert promised.promises
    assert len({one.name for one in promised.promises}) == len(promised.promises)


def test_no_suite_is_about_a_table_that_is_not_there() -> None:
    assert set(suites()) == set(tables())


@each_asset
def test_an_asset_says_what_it_is_and_whose(spec: dg.AssetSpec) -> None:
    assert spec.description
    assert spec.group_name == spec.key.path[0]
    assert spec.owners
    assert spec.kinds


@each_asset
def test_an_asset_that_is_a_table_shows_its_columns(spec: dg.AssetSpec) -> None:
    stage, name = spec.key.path
    if stage == "pseudonymised":
        columns = schema(name).names
    elif f"{stage}.{name}" in tables():
        columns = list(described(f"{stage}.{name}").columns)
    else:
        assert "dagster/column_schema" not in spec.metadata, "it is files, no table"
        return
    shown = spec.metadata["dagster/column_schema"]

    assert [column.name for column in shown.columns] == columns
    assert all(column.description for column in shown.columns)


def graph() -> str:
    checks: dict[dg.AssetKey, list[str]] = {}
    for check in defs.resolve_asset_graph().asset_check_keys:
        blocks = defs.resolve_asset_graph().get_check_spec(check).blocking
        line = f"{check.name}{' (blocks)' if blocks else ''}"
        checks.setdefault(check.asset_key, []).append(line)
    lines = []
    for spec in specs():
        lines.append(f"{named(spec.key)}  [{spec.group_name}]")
        lines += sorted(f"    from  {named(dep.asset_key)}" for dep in spec.deps)
        lines += sorted(f"    check {name}" for name in checks.get(spec.key, []))
    return "\n".join(lines) + "\n"


def test_the_asset_graph_is_the_golden_one() -> None:
    """``UPDATE_GOLDEN=1`` writes it anew."""
    now = graph()
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(now, encoding="utf-8")

    assert now == GOLDEN.read_text(encoding="utf-8")


def test_imports_are_under_contract() -> None:
    """``lint-imports`` keeps them; here it is seen that it is asked to."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    linter = project["tool"]["importlinter"]
    contracts = {one["name"]: one for one in linter["contracts"]}

    assert linter["root_packages"] == [*PRODUCT]
    assert contracts["Imports point one way"]["type"] == "layers"
    assert contracts["Only the orchestration knows Dagster"]["forbidden_modules"] == [
        "dagster"
    ]
    assert {"everystep.sealed", "everystep.identity"} <= set(
        contracts["Only what must see who someone is may"]["forbidden_modules"]
    )


@pytest.mark.parametrize(
    "path",
    modules("everystep", "sql", "expectations"),
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_the_library_does_not_know_dagster(path: Path) -> None:
    roots = {name.partition(".")[0] for name in imported(path)}

    assert not {one for one in roots if one.startswith("dagster")}
    assert not roots & {"assets", "pipelines"}


@pytest.mark.parametrize(
    "path", modules(*PRODUCT), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_a_file_can_be_read_without_scrolling_far(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize(
    "path", modules(*PRODUCT), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_a_module_says_what_belongs_in_it(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_every_published_column_has_a_purpose() -> None:
    dictionary = {
        (row["mart"], row["column_name"]): row for row in ran().mart("data_dictionary")
    }
    published = {
        (name.partition(".")[2], column)
        for name in tables()
        if name.startswith("marts.")
        for column in described(name).columns
    }

    assert set(dictionary) == published
    assert all(
        row["description"] and row["purpose_id"] and row["reader"] and row["kept_for"]
        for row in dictionary.values()
    )


def test_every_purpose_that_is_named_is_published() -> None:
    named_ = {row["purpose_id"] for row in ran().mart("data_dictionary")}

    assert named_ <= {row["purpose_id"] for row in ran().mart("purposes")}
