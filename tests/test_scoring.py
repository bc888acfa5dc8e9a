"""A score from items is the instrument's own; too few are a gap, never a zero."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everystep.layouts.scoring import from_items, sdq_scale

Items = Sequence[int | None]
ANSWERS = st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=10, max_size=10)


def _score(measure: str, items: Items) -> Decimal | None:
    return from_items(
        measure, [None if item is None else Decimal(item) for item in items]
    )


# CORE System Trust, "Scoring CORE measures"; worked by hand.
@pytest.mark.parametrize(
    ("measure", "items", "score"),
    [
        ("core_10", [2] * 10, "20"),
        ("core_10", [2] * 9 + [None], "20"),
        ("core_10", [4, 3, 2, 1, 0, 4, 3, 2, 1, None], "22.2222"),
        ("core_10", [0] * 10, "0"),
        ("core_10", [2] * 8 + [None] * 2, None),
        ("core_10", [None] * 10, None),
        ("yp_core", [2] * 9 + [None], "20"),
        ("core_om", [1] * 31 + [None] * 3, "10"),
        ("core_om", [1] * 30 + [None] * 4, None),
        ("phq_9", [1] * 9, "9"),
        ("phq_9", [1] * 8 + [None], None),
        ("phq_9", [], None),
    ],
)
def test_a_form_is_scored_by_its_own_rule(
    measure: str, items: Items, score: str | None
) -> None:
    assert _score(measure, items) == (None if score is None else Decimal(score))


@given(ANSWERS)
def test_core_10_has_a_score_for_nine_answers_or_ten_only(items: Items) -> None:
    score = _score("core_10", items)
    answered = [item for item in items if item is not None]

    assert (score is None) == (len(answered) < 9)
    assert score is None or 0 <= score <= 40
    if len(answered) == 10:
        assert score == sum(answered)


def test_halves_are_rounded_up_at_the_fourth_place() -> None:
    # 14 over 32 answers is 4.375; 29 over 32 is 9.0625: nothing is lost on the way.
    assert _score("core_om", [1] * 14 + [0] * 18 + [None] * 2) == Decimal("4.375")
    assert _score("core_om", [1] * 29 + [0] * 3 + [None] * 2) == Decimal("9.0625")


# The official SDQ scoring instructions: prorated from three answers, halves up.
@pytest.mark.parametrize(
    ("items", "score"),
    [
        ([0, 0, 0, 0, 0], 0),
        ([1, 1, 1, 1, 1], 5),
        ([2, 2, 2, 2, 2], 10),
        ([2, 1, 1, None, None], 7),
        ([1, 1, 0, None, None], 3),
        ([1, 0, 0, None, None], 2),
        ([1, 1, 0, 0, None], 3),
        ([1, 0, 0, 0, None], 1),
        ([2, 2, 2, 1, None], 9),
        ([2, 2, None, None, None], None),
        ([None] * 5, None),
    ],
)
def test_an_sdq_scale_is_prorated_from_three_answers(
    items: Items, score: int | None
) -> None:
    assert sdq_scale(items) == score


@given(st.lists(st.integers(0, 2), min_size=3, max_size=5))
def test_a_prorated_sdq_scale_is_the_nearest_whole_number(answers: list[int]) -> None:
    blanks: list[int | None] = [None] * (5 - len(answers))
    score = sdq_scale([*answers, *blanks])

    assert score is not None
    assert 0 <= score <= 10
    assert abs(score * len(answers) - 5 * sum(answers)) * 2 <= len(answers)
