"""The sealed register of people: whose each record is, over rotations and links."""

from __future__ import annotations

import json
from pathlib import Path

from everystep.home import Home
from everystep.identity.keys import Keys, keyed
from everystep.sealed.originals import Original, seal, unseal

_NAME = "register of people"


def _path(home: Home) -> Path:
    return home.sealed / "people.sealed"


def people(home: Home, keys: Keys, groups: dict[str, str]) -> dict[str, str]:
    """Return each record's person in this epoch's keyed form, and keep the register.

    ``groups`` maps records to the smallest record of their group. A person keeps the id
    they were first given; where a link joins two ids, the smaller one stands.
    """
    known = _read(home, keys)
    standing: dict[str, str] = {}
    for record, root in sorted(groups.items()):
        if record in known:
            standing[root] = min(standing.get(root, known[record]), known[record])
    making = keys.for_purpose("person ids")
    of: dict[str, str] = {}
    for root in sorted(set(groups.values())):
        # One id is one group's: two that were linked and no longer are, are two people.
        one = standing.get(root)
        taken = one is None or one in of.values()
        of[root] = keyed(making, "person", root) if taken else str(one)
    ids = {record: of[root] for record, root in groups.items()}
    if any(known.get(record) != person for record, person in ids.items()):
        _write(home, keys, known | ids)
    shown = keys.for_purpose("shown ids")
    return {record: keyed(shown, person) for record, person in ids.items()}


def _read(home: Home, keys: Keys) -> dict[str, str]:
    path = _path(home)
    if not path.exists():
        return {}
    found: dict[str, str] = json.loads(unseal(keys, path, _NAME).content)
    return found


def _write(home: Home, keys: Keys, register: dict[str, str]) -> None:
    content = json.dumps(register, sort_keys=True).encode()
    seal(keys, _path(home), _NAME, Original("people", "", content))
