"""A report of mostly strangers waits for a person, however often it is sent."""

from __future__ import annotations

from pathlib import Path

from everystep.home import Home
from everystep.identity.keys import Keys
from everystep.sealed.register import people
from everystep.waiting import Named, waiting

SCOPE = ("acorn", "case-list", "families", "2025-26 Q1")


def named(submission: str, whom: str, scope: tuple[str, ...] = SCOPE) -> Named:
    return Named(submission, scope, frozenset(whom))


def test_the_first_report_of_a_period_never_waits() -> None:
    assert waiting([named("first", "abc")]) == []


def test_a_report_of_strangers_waits_and_makes_nobody_known() -> None:
    sent = [
        named("own", "abc"),
        named("strangers", "xyz"),
        named("own again", "abcd"),
        named("strangers again", "xyz"),
    ]

    assert waiting(sent) == ["strangers", "strangers again"]


def test_a_third_that_is_known_is_enough() -> None:
    assert waiting([named("own", "abc"), named("grown", "axy")]) == []
    assert waiting([named("own", "abc"), named("other", "awxy")]) == ["other"]


def test_another_period_is_not_asked_about() -> None:
    later = (*SCOPE[:3], "2025-26 Q2")

    assert waiting([named("own", "abc"), named("next", "xyz", later)]) == []


def test_two_people_who_are_no_longer_linked_are_two_people(tmp_path: Path) -> None:
    home, keys = Home(tmp_path, tmp_path / "key"), Keys(bytes(32))
    people(home, keys, {"a": "a", "b": "a"})

    apart = people(home, keys, {"a": "a", "b": "b"})

    assert apart["a"] != apart["b"]
    assert people(home, keys, {"a": "a", "b": "b"}) == apart
