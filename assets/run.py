"""One run's workshop: the home under its lock, the key, and one private DuckDB."""

import os
from datetime import date
from functools import cached_property
from pathlib import Path

import dagster as dg
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock
from pydantic import PrivateAttr

from everystep import inputs, ledger, registers, release
from everystep.disclosure.noise import bell_noise, count_noise, student
from everystep.home import Home, NeedsAttention, Settings
from everystep.identity.keys import Keys, read_keys
from everystep.identity.linkage import Token, link
from everystep.layouts.load import read_layouts
from everystep.layouts.model import Layout
from everystep.layouts.read import Ground
from everystep.sealed.register import people
from everystep.submissions import ground_of
from everystep.waiting import Named, waiting
from expectations.check import Checker
from sql.catalogue import described, tables
from sql.engine import Tables

TEXT = pa.string()


def home_from_environment() -> Home:
    """Return the home that EVERYSTEP_HOME and EVERYSTEP_KEY_FILE name."""
    key = os.environ.get("EVERYSTEP_KEY_FILE", "")
    if not key:
        raise NeedsAttention("EVERYSTEP_KEY_FILE does not say where the key is.")
    return Home(Path(os.environ.get("EVERYSTEP_HOME", ".")).resolve(), Path(key))


def lock_of(home: Home) -> FileLock:
    """Return the lock that keeps two runs apart; the same one within a process."""
    return FileLock(home.lock, is_singleton=True)


class Bench:
    """Everything that the steps of one run share."""

    def __init__(self, home: Home, as_of: date | None = None) -> None:
        registers.check(home)
        self.home = home
        self.settings: Settings = home.settings()
        self.keys: Keys = read_keys(home.key_file)
        self.as_of = home.as_of(as_of)
        self.layouts: list[Layout] = read_layouts(home.layouts)
        self.findings: dict[str, str] = {}

    @cached_property
    def ground(self) -> Ground:
        """What every reading of this run stands on."""
        return ground_of(self.home, self.as_of)

    @cached_property
    def tables(self) -> Tables:
        """The run's database, once every submission of the run has been read."""
        made = Tables(self.home, self.settings.engine)
        key = self.keys.for_purpose("cell noise")
        made.with_functions(count_noise(key), bell_noise(key), student)
        made.give_submissions(
            entry.key
            for entry in ledger.entries(self.home)
            if entry.state == "pseudonymised"
        )
        for name, table in inputs.everything(
            self.home, self.layouts, self.as_of
        ).items():
            made.give(name, table)
        self._wait(made)
        self._link(made)
        self._plan(made)
        return made

    @cached_property
    def checker(self) -> Checker:
        """One Great Expectations for the whole run: starting it costs seconds."""
        engine = self.settings.engine
        return Checker({"memory_limit": engine.memory_limit, "threads": engine.threads})

    @cached_property
    def registered(self) -> frozenset[str]:
        """What the gap register documents: fields and measures."""
        return frozenset(
            row["about"] for row in inputs.register(self.home, "gaps", inputs.GAPS)
        )

    def close(self) -> None:
        """Let go of the database and the checker."""
        if "checker" in self.__dict__:
            self.checker.close()
        if "tables" in self.__dict__:
            self.tables.close()

    def _wait(self, made: Tables) -> None:
        rows = made.rows(
            "select ledger.submission, ledger.provider_id, readings.layout, "
            "readings.service_id, readings.period, "
            "list(people.person_key order by people.person_key) as people "
            "from inputs.ledger as ledger "
            "inner join pseudonymised.readings as readings using (submission) "
            "inner join pseudonymised.people as people using (submission) "
            "group by all "
            "order by min(readings.period_end), min(ledger.received_order)"
        ).to_pylist()
        found = waiting(
            Named(
                row["submission"],
                (row["provider_id"], row["layout"], row["service_id"], row["period"]),
                frozenset(row["people"]),
            )
            for row in rows
        )
        made.give("waiting", pa.table({"submission": pa.array(found, TEXT)}))

    def _link(self, made: Tables) -> None:
        rows = made.rows(
            "select submission, person_key, kind, token, forename "
            "from pseudonymised.tokens anti join inputs.waiting using (submission)"
        ).to_pylist()
        groups, links = link(Token(**row) for row in rows)
        ids = people(self.home, self.keys, groups)
        providers = dict(
            made.connection.execute(
                "select distinct person_key, split_part(submission, '/', 1) "
                "from pseudonymised.people anti join inputs.waiting using (submission)"
            ).fetchall()
        )
        made.give(
            "links",
            pa.table(
                {
                    "person_key": pa.array([one.person_key for one in links], TEXT),
                    "linked_to": pa.array([one.linked_to for one in links], TEXT),
                    "grounds": pa.array([one.grounds for one in links], TEXT),
                }
            ),
        )
        order = sorted(ids)
        made.give(
            "people",
            pa.table(
                {
                    "person_key": pa.array(order, TEXT),
                    "provider_id": pa.array([providers[key] for key in order], TEXT),
                    "person_id": pa.array([ids[key] for key in order], TEXT),
                }
            ),
        )

    def _plan(self, made: Tables) -> None:
        newest = made.rows(
            "select max(period) as period from inputs.periods as periods "
            "semi join pseudonymised.readings as readings "
            "on readings.period = periods.period "
            "where periods.period_kind = 'quarter' "
            "and periods.period_end < (select as_of from inputs.settings)"
        ).to_pylist()[0]["period"]
        self.newest_quarter = newest or ""
        self.plan = release.plan(
            self.home, self.as_of, self.keys.key_id, self.newest_quarter or "none-yet"
        )
        made.give("release", pa.table({"release_id": [self.plan.release_id]}))
        self._before(made)
        self._dictionary(made)

    def _before(self, made: Tables) -> None:
        """Hand in what earlier releases said of themselves."""
        before = release.folder(self.home, self.plan.previous)
        seen = pa.table(
            {
                name: pa.array([], TEXT)
                for name in ("period", "provider_id", "first_seen_in_release")
            }
        )
        cells = ("cells_in", "cells_used", "cells_empty", "cells_set_aside")
        here = made.rows(
            "select $release as release_id, $quarter as newest_quarter, "
            "$as_of::date as as_of, "
            + ", ".join(f"coalesce(sum({cell}), 0)::bigint as {cell}" for cell in cells)
            + " from pseudonymised.readings",
            {
                "release": self.plan.release_id,
                "quarter": self.newest_quarter,
                "as_of": self.as_of,
            },
        )
        if self.plan.previous:
            seen = pq.read_table(
                before / "submissions.parquet", columns=seen.schema.names
            )
            earlier = pq.read_table(before / "releases.parquet")
            here = pa.concat_tables([earlier.cast(here.schema), here])
        made.give("seen_before", seen)
        made.give("releases", here)

    def _dictionary(self, made: Tables) -> None:
        purposes = {
            row["purpose_id"]: row
            for row in inputs.register(self.home, "purposes", inputs.PURPOSES)
        }
        rows = []
        for name in tables():
            about = described(name)
            if about.stage != "marts":
                continue
            mart = name.partition(".")[2]
            purpose = purposes.get(mart, {})
            rows += [
                {
                    "mart": mart,
                    "column_name": column,
                    "description": says,
                    "purpose_id": purpose.get("purpose_id"),
                    "reader": purpose.get("reader"),
                    "kept_for": purpose.get("kept_for"),
                }
                for column, says in about.columns.items()
            ]
        names = (
            "mart",
            "column_name",
            "description",
            "purpose_id",
            "reader",
            "kept_for",
        )
        made.give(
            "data_dictionary",
            pa.table({n: pa.array([row[n] for row in rows], TEXT) for n in names}),
        )


class Workshop(dg.ConfigurableResource):  # type: ignore[misc]
    """The home that a run works in. One run at a time: a second waits for the lock."""

    home: str
    key_file: str
    as_of: str = ""

    _bench: Bench = PrivateAttr()
    _lock: FileLock = PrivateAttr()

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Take the lock before anything is looked at."""
        where = Home(Path(self.home), Path(self.key_file))
        self._lock = lock_of(where)
        self._lock.acquire()
        try:
            self._bench = Bench(
                where, date.fromisoformat(self.as_of) if self.as_of else None
            )
        except BaseException:
            # Nobody else would: what was not set up is not taken down either.
            self._lock.release()
            raise

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        """Let go of the database and the lock."""
        self._bench.close()
        self._lock.release()

    @property
    def bench(self) -> Bench:
        """What the steps of this run share."""
        return self._bench
