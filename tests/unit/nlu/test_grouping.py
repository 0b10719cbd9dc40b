"""Questions of one meaning come together."""
from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.grouping import NEAR, centre_of, groups

NOUGHT = np.zeros(2)


def at(*distances: float) -> np.ndarray:
    """Unit vectors in the plane, each at a cosine distance from (1, 0)."""
    cosines = 1 - np.array(distances)
    return np.stack([cosines, np.sqrt(1 - cosines**2)], axis=1)


@pytest.mark.parametrize(("distance", "together"), [(NEAR - 0.01, True), (NEAR + 0.01, False)])
def test_the_threshold_parts_near_from_far(distance, together):
    assert (len(groups(at(0, distance), NOUGHT)) == 1) is together


def test_at_the_threshold_itself_two_stay_apart():
    assert len(groups(np.eye(2), NOUGHT, near=1.0)) == 2 and len(groups(np.eye(2), NOUGHT, near=1.001)) == 1


def test_the_largest_group_comes_first_and_in_it_the_most_typical():
    assert groups(at(1.5, 0, 0.02, 0.08), NOUGHT) == [[2, 1, 3], [0]]


def test_none_and_one_need_no_comparing():
    assert groups(np.empty((0, 2)), NOUGHT) == [] and groups(at(0), NOUGHT) == [[0]]


def test_a_question_that_is_the_centre_itself_does_no_harm():
    assert sorted(map(sorted, groups(np.vstack([NOUGHT, at(0, 0.01)]), NOUGHT))) == [[0], [1, 2]]


def test_the_centre_is_the_mean():
    assert centre_of(np.array([[0.0, 2.0], [2.0, 0.0]])).tolist() == [1.0, 1.0]


def test_real_questions_are_grouped_by_what_they_are_about(real_kb):
    from bot.nlu.e5_featurizer import embed

    asked = ["养老保险政府给代缴吗", "城乡居民养老保险公家代缴多少", "养老保险代缴要啥材料", "我想盖个大棚有没有补贴", "搭蔬菜大棚国家补多少钱", "今天股票涨了没有"]
    centre = centre_of(embed([kind.about for kind in real_kb.kinds.values()]))

    assert [sorted(members) for members in groups(embed(asked), centre)] == [[0, 1, 2], [3, 4], [5]]
