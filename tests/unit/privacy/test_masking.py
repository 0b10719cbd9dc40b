"""What tells a person is masked, also where digits touch Chinese characters; what a question is about stays."""
from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy.masking import RULES, Masker, mask

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=6)
DIGITS = "0123456789"


def digits(length: int, first: str = DIGITS) -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(first), st.text(DIGITS, min_size=length - 1, max_size=length - 1)).map("".join)


MOBILE = st.tuples(st.just("1"), st.sampled_from("3456789"), digits(9)).map("".join)
IDENTITY = st.tuples(digits(17, "123456"), st.sampled_from(DIGITS + "Xx")).map("".join)
CARD = st.integers(16, 19).flatmap(lambda length: digits(length, "456"))


@given(HAN, st.one_of(MOBILE, IDENTITY, CARD), HAN)
def test_a_number_of_a_person_never_stays_whatever_touches_it(before, number, after):
    masked = mask(before + "，" + number + "，" + after)

    assert not re.search(r"\d{7}", masked)


@given(st.sampled_from(["电话", "打", "证", "卡号", "号码是", "妈"]), st.one_of(MOBILE, IDENTITY, CARD), st.sampled_from(["写错了", "办低保", "的", "妈"]))
def test_digits_may_touch_chinese_characters_on_both_sides(before, number, after):
    masked = mask(before + number + after)

    assert masked.startswith(before) and masked.endswith(after) and not re.search("[0-9]", masked)


@given(HAN, MOBILE | IDENTITY, st.lists(st.sampled_from(["", " ", "-", "－", "　", ".", "\n", "\u200b"]), min_size=18, max_size=18), HAN)
def test_a_number_may_be_spaced_in_any_way(before, number, gaps, after):
    spaced = "".join(map("".join, zip(number, gaps, strict=False)))
    masked = mask(f"{before}：{spaced}，{after}")

    assert not re.search("[0-9]", masked)


@given(st.integers(0, 99_999_999), st.sampled_from(["元", "块钱", "万元", "亿", "亩", "斤", "头猪", "人"]))
def test_sums_and_counts_stay(number, unit):
    assert mask(f"每年{number}{unit}够吗") == f"每年{number}{unit}够吗"


@pytest.mark.parametrize("typed", ["每月1500 2000元够吗", "1300、1500、1800元都行", "1300 1500 1800元", "2024.1.1到2024.12.31", "2024-01-01 2024-12-31", "138.00元",
                                   "养了1500只鸡 300头猪 20亩", "1.2.3.4条", "第1 2 3 4 5条", "二〇二四年", "三四五百块", "一二三四五", "百分之一二三"])
def test_numbers_beside_each_other_stay(typed):
    assert mask(typed) == typed


@given(digits(6))
def test_short_numbers_stay(number):
    for length in range(1, 7):
        assert mask(f"打{number[:length]}有用吗") == f"打{number[:length]}有用吗"


@given(st.text(max_size=80), MOBILE, st.text(max_size=80))
def test_whatever_is_typed_a_telephone_number_never_comes_through(before, number, after):
    assert number not in mask(f"{before}{number} {after}") or before[-1:].isdigit()


@pytest.mark.parametrize("number", ["139 1234 5678", "139-1234-5678", "+86 13912345678", "8613912345678", "023-70712345", "(023)70712345", "70712345",
                                    "500230 19900101 1234", "500230900101123", "6222 0212 3456 7890", "6222-0212-3456-7890-123", "一三九一二三四五六七八",
                                    "幺三九零零零零幺幺幺幺", "12345678901234567890123", "１３９１２３４５６７８", "50023019900101123Ｘ", "+86-139-1234-5678",
                                    "0086 13912345678", "139.1234.5678", "139 12 34 56 78", "1 3 9 1 2 3 4 5 6 7 8", "139－1234－5678", "139–1234–5678",
                                    "13 912 345 678", "139　1234　5678", "139\u200b1234\u200b5678", "一三九 一二三四 五六七八", "幺 三 九 一 二 三 四 五 六 七 八", "一三六 零零零 零零零四", "一三八零零零",
                                    "500230 1990 0101 123x", "50023019900101 123X", "5 0 0 2 3 0 1 9 9 0 0 1 0 1 1 2 3 4", "023 7071 2345", "＋８６１３９１２３４５６７８"])
def test_however_a_number_is_written_it_is_masked(number):
    assert not re.search(r"[\d一二三四五六七八九幺]", mask(f"我的是{number}，帮我查").replace("查", ""))


@pytest.mark.parametrize(("typed", "name"), [
    ("我叫张三丰，低保怎么申请", "张三丰"), ("我叫王芳低保怎么办", "王芳"), ("姓名：欧阳修 男", "欧阳修"), ("户主陈建国，五口人", "陈建国"), ("我爸叫李四", "李四"),
    ("我是张伟，家在丰都", "张伟"), ("我叫阿依古丽·买买提，想问", "阿依古丽·买买提"), ("名字叫朵朵", "朵朵"), ("联系人: 赵铁柱", "赵铁柱")])
def test_a_name_behind_a_cue_is_masked(typed, name):
    masked = mask(typed)

    assert name not in masked and masked.replace("〔姓名〕", name) == typed


@pytest.mark.parametrize("typed", ["这叫什么政策", "叫雨露计划", "我是丰都的", "我是低保户", "我是高龄老人能领啥", "我是高中生", "我是单亲家庭", "叫我去村委会", "我是王家村的",
                                   "农户主要做什么", "本人残疾二级能领多少"])
def test_what_only_looks_like_a_name_stays(typed):
    assert mask(typed) == typed


@pytest.mark.parametrize(("typed", "masked"), [
    ("家住3组12号", "家住3组〔门牌〕号"), ("幸福路88号2栋3单元501室", "幸福路〔门牌〕号〔门牌〕栋〔门牌〕单元〔门牌〕室"), ("家住三组十二号楼", "家住三组〔门牌〕号楼")])
def test_house_numbers_are_masked(typed, masked):
    assert mask(typed) == masked


@pytest.mark.parametrize("typed", ["丰委农办〔2024〕8号还算数吗", "12月5号之前", "2024年1月1日起", "3组有几户", "打12317、12345、110"])
def test_documents_dates_and_public_numbers_stay(typed):
    assert mask(typed) == typed


def test_another_file_of_rules_may_show_other_words(tmp_path):
    rules = tmp_path / "masking.yml"
    rules.write_text(RULES.read_text(encoding="utf-8").replace("〔电话〕", "<phone>"), encoding="utf-8")

    assert Masker(rules).mask("打13912345678") == "打<phone>"
