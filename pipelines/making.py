"""Making a deployment's folder: an empty one, or the made-up commission's."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files

from everystep.demo.journeys import make_world
from everystep.demo.registers import write_registers
from everystep.demo.reports import write_reports
from everystep.files import fresh_folder, move_in
from everystep.home import Home, NeedsAttention
from everystep.identity.keys import make_key_file
from everystep.layouts.schema import as_text

_SETTINGS = """# What this deployment is: see docs/reference/settings.md
commission: {commission}
places: [{places}]
{as_of}"""
_REGISTERS = {
    "services": "provider_id,provider_name,service_id,service_name,place,lead,"
    "delivered_by,programme,approach,prevention_type,setting,sectors,started,"
    "contract_from,contract_to,figures,is_pilot,phase",
    "gaps": "provider_id,service_id,about,from,to,reason,note,said_by",
}


def make_home(home: Home) -> Home:
    """Make an empty deployment's folder; what is there already is left as it is."""
    for folder in (home.inbox, home.layouts, home.registers, home.sealed):
        folder.mkdir(parents=True, exist_ok=True)
    home.sealed.chmod(0o700)
    settings = home.root / "everystep.yaml"
    if not settings.exists():
        words = _SETTINGS.format(commission="Our commission", places="", as_of="")
        settings.write_text(words, encoding="utf-8")
    for name, heading in _REGISTERS.items():
        path = home.registers / f"{name}.csv"
        if not path.exists():
            path.write_text(heading + "\n", encoding="utf-8")
    _purposes(home)
    # By it an editor completes a layout: "$schema=../layout.schema.json" in its first
    # line. Not in layouts/, whose files are a part of what a release is made from.
    (home.root / "layout.schema.json").write_text(as_text(), encoding="utf-8")
    make_key_file(home.key_file)
    return home


def _purposes(home: Home) -> None:
    path = home.registers / "purposes.csv"
    if not path.exists():
        words = (files("everystep.reference") / "purposes.csv").read_text("utf-8")
        path.write_text(words, encoding="utf-8")


def make_demo(home: Home, seed: int, scale: int) -> int:
    """Make the made-up commission's folder and return how many reports it holds.

    A folder that is there stays as it is (0 is returned), so that running again shows
    that nothing changes.
    """
    if (home.root / "everystep.yaml").is_file():
        return 0
    if home.root.exists() and any(home.root.iterdir()):
        raise NeedsAttention(f"{home.root} is in use by something else; name another.")
    world = make_world(seed, scale)
    beside = Home(
        fresh_folder(home.root.with_name(f".{home.root.name}.new")), home.key_file
    )
    make_key_file(home.key_file, seed)
    settings = _SETTINGS.format(
        commission="A made-up commission",
        places=", ".join(world.places),
        as_of=f"as_of: {world.as_of.isoformat()}\nsettle_seconds: 0.2\n",
    )
    write_registers(world, beside.registers)
    with as_file(files("everystep.demo") / "layouts") as layouts:
        shutil.copytree(layouts, beside.layouts)
    reports = write_reports(world, beside.inbox)
    make_home_rest(beside, settings)
    if home.root.exists():
        home.root.rmdir()
    move_in(beside.root, home.root)
    return len(reports)


def make_home_rest(home: Home, settings: str) -> None:
    """Write the settings and whatever a folder still lacks."""
    (home.root / "everystep.yaml").write_text(settings, encoding="utf-8")
    make_home(home)
