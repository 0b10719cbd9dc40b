"""Digits as people write and say them."""
from __future__ import annotations

import pytest

from bot.dialogue.digits import receipt_in, runs


@pytest.mark.parametrize(("text", "found"), [
    ("138 1234 5678", ["13812345678"]), ("138-1234-5678", ["13812345678"]), ("电话13812345678我妈的", ["13812345678"]), ("家里5口人", []),
    ("幺三八幺二三四五六七八", ["13812345678"]), ("三口人", []), ("(023)7060 1234", ["02370601234"]), ("", [])])
def test_runs_of_digits_are_found_through_what_stands_between_them(text, found):
    assert runs(text, 7) == found


@pytest.mark.parametrize(("text", "receipt"), [
    ("回执号482 109 3757查一下", "4821093757"), ("4821093757", "4821093757"), ("482-109-3757", "4821093757"),
    ("回执七三零 五五二 一八六四，看一下进度", "7305521864"), ("回执号五二九六零一八四三七，办好了没", "5296018437"),
    ("三八一 九零四 六二七五，查一下", "3819046275"), ("编号后面四位是0387", None), ("我电话13812345678", None),
    ("我电话13812345678，回执4821093757", "4821093757"), ("回执号482109375", "482109375"), ("说好三天来人，今天第五天了", None)])
def test_a_receipt_is_ten_digits_or_what_may_be_one_with_a_slip(text, receipt):
    assert receipt_in(text) == receipt
