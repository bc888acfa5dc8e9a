"""What is sealed opens whole with its key, and not at all if a byte was changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from everystep.identity.keys import Keys
from everystep.sealed.originals import (
    FRAME,
    MAGIC,
    Original,
    SealBroken,
    seal,
    unseal,
)

KEYS = Keys(b"k" * 32)
OTHER_KEYS = Keys(b"o" * 32)
HEAD = len(MAGIC) + 32 + 12 + 32 + 16
PEOPLE = Original("Ines Tester's list.xlsx", "acorn-trust", b"about somebody" * 9)
LONG = Original("a.csv", "", bytes(range(256)) * (FRAME // 128) + b"end")


def _frames(stored: bytes) -> list[bytes]:
    """Return the frames of a sealed file, each with its length before it."""
    place, found = HEAD, []
    while place < len(stored):
        length = 4 + int.from_bytes(stored[place : place + 4], "big")
        found.append(stored[place : place + length])
        place += length
    return found


SIZES = st.one_of(
    st.sampled_from([0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 2 * FRAME + 1]),
    st.integers(0, 3 * FRAME),
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(size=SIZES, name=st.text(max_size=40), folder=st.text(max_size=10))
def test_what_was_sealed_opens_as_it_was(
    tmp_path: Path, size: int, name: str, folder: str
) -> None:
    path = tmp_path / f"{size}-{len(list(tmp_path.iterdir()))}"
    given_in = Original(name, folder, b"\xa7" * size)

    digest = seal(KEYS, path, "s1", given_in)

    assert digest == hashlib.sha256(given_in.content).hexdigest()
    assert unseal(KEYS, path, "s1") == given_in
    path.unlink()


def test_a_sealed_file_shows_neither_content_nor_name(tmp_path: Path) -> None:
    seal(KEYS, tmp_path / "s", "s1", PEOPLE)
    stored = (tmp_path / "s").read_bytes()

    for told in (b"about somebody", b"Ines", b"Tester", b"acorn"):
        assert told not in stored


def test_sealing_again_leaves_the_seal_as_it_is(tmp_path: Path) -> None:
    first = seal(KEYS, tmp_path / "s", "s1", PEOPLE)
    stored = (tmp_path / "s").read_bytes()

    assert seal(KEYS, tmp_path / "s", "s1", PEOPLE) == first
    assert (tmp_path / "s").read_bytes() == stored


def test_a_seal_that_does_not_open_is_made_anew(tmp_path: Path) -> None:
    seal(KEYS, tmp_path / "s", "s1", PEOPLE)
    (tmp_path / "s").write_bytes((tmp_path / "s").read_bytes()[:-1])

    seal(KEYS, tmp_path / "s", "s1", PEOPLE)

    assert unseal(KEYS, tmp_path / "s", "s1") == PEOPLE


def test_another_key_or_another_submission_does_not_open_it(tmp_path: Path) -> None:
    seal(KEYS, tmp_path / "s", "s1", PEOPLE)

    with pytest.raises(SealBroken):
        unseal(OTHER_KEYS, tmp_path / "s", "s1")
    with pytest.raises(SealBroken):
        unseal(KEYS, tmp_path / "s", "s2")


def _swapped(stored: bytes) -> bytes:
    name, first, second, *rest = _frames(stored)
    return stored[:HEAD] + b"".join([name, second, first, *rest])


def _without_the_last_frame(stored: bytes) -> bytes:
    return stored[:HEAD] + b"".join(_frames(stored)[:-1])


def _without_the_content(stored: bytes) -> bytes:
    return stored[:HEAD] + _frames(stored)[0]


def _with_a_frame_twice(stored: bytes) -> bytes:
    return stored + _frames(stored)[-1]


def _of_another_digest(stored: bytes) -> bytes:
    return MAGIC + bytes(32) + stored[len(MAGIC) + 32 :]


@pytest.mark.parametrize(
    "change",
    [
        _swapped,
        _without_the_last_frame,
        _without_the_content,
        _with_a_frame_twice,
        _of_another_digest,
        lambda stored: b"",
        lambda stored: stored[: HEAD - 1],
        lambda stored: stored + b"x",
    ],
)
def test_a_file_that_was_rearranged_does_not_open(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    seal(KEYS, tmp_path / "s", "s1", LONG)
    (tmp_path / "s").write_bytes(change((tmp_path / "s").read_bytes()))

    with pytest.raises(SealBroken):
        unseal(KEYS, tmp_path / "s", "s1")


def test_no_byte_can_be_changed_or_left_off(tmp_path: Path) -> None:
    seal(KEYS, tmp_path / "s", "s1", Original("n", "f", b"abc"))
    stored = (tmp_path / "s").read_bytes()

    for at in range(len(stored)):
        edited = stored[:at] + bytes([stored[at] ^ 1]) + stored[at + 1 :]
        for changed in (edited, stored[:at]):
            (tmp_path / "s").write_bytes(changed)
            with pytest.raises(SealBroken):
                unseal(KEYS, tmp_path / "s", "s1")
