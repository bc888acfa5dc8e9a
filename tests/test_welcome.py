"""What an unknown folder brought is read once the register names its provider."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from small_home import BEECH, GORSE, REPORTS, drop, small_home

from everystep import inbox, ledger
from everystep.demo.journeys import make_world
from everystep.demo.registers import write_registers
from everystep.home import Home
from everystep.identity.keys import read_keys
from everystep.submissions import WELCOMED, seal_one, unseal
from pipelines import work


def received_in_an_unknown_folder(root: Path) -> tuple[Home, str]:
    """Return a home that has sealed a report of a provider that it does not know."""
    home = small_home(root, reports=(), providers=(GORSE,))
    drop(home, REPORTS[1])
    (key,) = inbox.receive(home, inbox.look(home), date(2026, 4, 20))
    seal_one(home, read_keys(home.key_file), key, remove=True)
    return home, key


def now_known(home: Home) -> None:
    world = make_world()
    services = tuple(s for s in world.services if s.provider_id in (BEECH, GORSE))
    write_registers(replace(world, services=services), home.registers)


def test_no_name_of_an_unknown_folder_stands_in_its_key(tmp_path: Path) -> None:
    _, key = received_in_an_unknown_folder(tmp_path)

    assert key.startswith("unknown-")
    assert BEECH not in key


def test_it_becomes_its_providers_once_the_register_knows_it(tmp_path: Path) -> None:
    home, key = received_in_an_unknown_folder(tmp_path)
    now_known(home)

    work.look_again(home)
    (batch,) = work.batches(home)
    (fresh,) = batch.keys

    assert fresh.startswith(f"{BEECH}/")
    assert ledger.entry(home, key).state == WELCOMED
    keys = read_keys(home.key_file)
    before = unseal(keys, ledger.seal_path(home, key), key)
    assert unseal(keys, ledger.seal_path(home, fresh), fresh) == before


def test_looking_again_twice_welcomes_it_once(tmp_path: Path) -> None:
    home, _ = received_in_an_unknown_folder(tmp_path)
    now_known(home)

    work.look_again(home)
    work.look_again(home)

    assert len(ledger.entries(home)) == 2


def test_a_folder_that_stays_unknown_waits(tmp_path: Path) -> None:
    home, key = received_in_an_unknown_folder(tmp_path)

    work.look_again(home)

    assert [entry.key for entry in ledger.entries(home)] == [key]
