"""What a household says of itself, word for word."""
from __future__ import annotations

import pytest

from bot.knowledge.household import Situations
from bot.knowledge.situations import SituationFinder, Told

CONTENT = Situations.parse_obj({
    "people": {"我妈": "您妈妈", "邻居": "您邻居"}, "on_behalf": ["给", "帮"], "own": ["我家", "我是", "我"], "asking": ["我想问"],
    "not": ["不是", "没有"], "maybe": ["能进", "算不算"], "checking": ["帮我看…够"], "doubting": ["是真的吗"],
    "answers": {"yes": ["是"], "no": ["不是"], "unsure": ["不清楚"]},
    "situations": {
        "lifted": {"name": "脱贫户", "says": ["脱贫户"], "of_whom": True, "told": {"register": "lifted"}},
        "allowance": {"name": "吃低保", "says": ["低保户", "吃…低保"], "of_whom": True, "told": {"register": "allowance"}},
        "near": {"name": "低保边缘户", "says": ["低保户边缘"], "of_whom": True, "told": {"register": "near"}},
        "ill": {"name": "得了大病", "says": ["大病", "癌"], "told": {"severely_ill": True}},
        "unfit": {"name": "没劳力", "says": ["没有劳力"], "told": {"has_labour": False}},
        "fit": {"name": "有劳力", "says": ["有劳力"], "told": {"has_labour": True}},
        "sad": {"name": "日子难", "says": ["日子难"]}}})
FINDER = SituationFinder(CONTENT)


def test_a_situation_is_told_by_any_of_its_sayings():
    assert FINDER.read("我家有人得了癌") == FINDER.read("我家有人生了大病") == Told(None, ("ill",), (("severely_ill", True, True),))


def test_a_situation_without_facts_is_told_all_the_same():
    assert FINDER.read("日子难啊") == Told(None, ("sad",), ())


def test_nothing_said_is_nothing_told():
    assert FINDER.read("") == FINDER.read("产业奖补给多少") == Told()


@pytest.mark.parametrize("text", ["我家不是脱贫户", "我是不是的,我家没有评上脱贫户"])
def test_what_is_denied_is_no_situation_but_a_fact(text):
    assert FINDER.read(text) == Told(None, (), (("register", "lifted", False),))


def test_a_denial_far_before_or_in_another_clause_denies_nothing():
    assert FINDER.read("我家没有什么别的来路,是脱贫户").facts == (("register", "lifted", True),)
    assert FINDER.read("我家没有,就是个脱贫户").facts == (("register", "lifted", True),)


def test_a_saying_with_its_own_denial_is_not_denied():
    assert FINDER.read("我家没有劳力") == Told(None, ("unfit",), (("has_labour", False, True),))
    assert FINDER.read("我家有劳力") == Told(None, ("fit",), (("has_labour", True, True),))


@pytest.mark.parametrize("text", ["脱贫户能领吗", "低保户看病报多少", "我想问脱贫户能领吗"])
def test_who_may_get_something_is_no_word_of_ones_own_case(text):
    assert FINDER.read(text) == Told()


@pytest.mark.parametrize("text", ["我是脱贫户能领吗", "我家去年的脱贫户", "我妈脱贫户", "我家的情况是这样,脱贫户"])
def test_it_is_ones_own_case_once_it_is_said_of_whom(text):
    assert FINDER.read(text).situations == ("lifted",)


@pytest.mark.parametrize("text", ["我家能进脱贫户吗", "我家算不算脱贫户"])
def test_what_one_only_asks_about_is_not_told(text):
    assert FINDER.read(text) == Told()


def test_a_longer_saying_hides_the_shorter_one_in_it():
    assert FINDER.read("我家低保户边缘").situations == ("near",)


def test_a_saying_may_leave_out_a_few_characters():
    assert FINDER.read("我家吃着低保").situations == FINDER.read("我家吃了三年低保").situations == ("allowance",)
    assert FINDER.read("我家吃得不算好吧但是有人说低保").situations == ()
    assert FINDER.read("我家吃,低保").situations == ()


def test_several_situations_are_told_in_their_order_and_each_once():
    assert FINDER.read("我家脱贫户,大病,还是大病").situations == ("lifted", "ill")


def test_what_is_said_last_of_the_same_fact_counts():
    assert FINDER.read("我家不是脱贫户,哦是脱贫户").facts == (("register", "lifted", True),)


@pytest.mark.parametrize(("text", "whom"), [
    ("我妈得了大病", "您妈妈"), ("帮我妈问问大病", "您妈妈"), ("给邻居问的,大病能报多少", "您邻居"), ("我得了大病", None),
    ("我得了大病住了好久的院,现在跟我妈住", None), ("我得了大病,想帮邻居也问问", "您邻居")])
def test_it_is_about_somebody_else_who_is_named_first_or_asked_for(text, whom):
    assert FINDER.read(text).whom == whom


def test_it_is_seen_whether_a_check_is_wanted_or_a_rumour_is_doubted():
    assert FINDER.read("帮我看看够不够").checks and not FINDER.read("看看").checks
    assert FINDER.read("补三千是真的吗").doubts and not FINDER.read("补三千").doubts


# the real content

def test_every_saying_of_the_real_content_tells_its_situation(real_kb):
    finder, missed = SituationFinder(real_kb.situations), []
    for name, situation in real_kb.situations.situations.items():
        for saying in situation.says:
            text = "我家" + saying.replace("…", "")
            if name not in finder.read(text).situations:
                missed.append(f"{name}: {text} → {finder.read(text).situations}")

    assert missed == []


def test_no_saying_of_the_real_content_stands_in_two_situations(real_kb):
    owner: dict[str, str] = {}
    twice = [saying for name, situation in real_kb.situations.situations.items() for saying in situation.says if owner.setdefault(saying, name) != name]

    assert twice == []


# the real content

@pytest.mark.parametrize(("text", "of_age", "vocational"), [
    ("我家孩子考上大学了", False, None), ("我家孩子在读高中", False, False), ("我家孩子读职高", False, True),
    ("我家孩子上小学", True, False), ("我家孩子交不起学费", None, None)])
def test_the_school_that_is_named_tells_whether_it_is_compulsory_or_vocational(real_kb, text, of_age, vocational):
    facts = {fact: value for fact, value, holds in SituationFinder(real_kb.situations).read(text).facts if holds}

    assert facts["in_school"] is True
    assert (facts.get("school_age"), facts.get("in_vocational_school")) == (of_age, vocational)


@pytest.mark.parametrize(("text", "situation"), [
    ("我爸没有劳动能力了,能吃低保不", "wants_allowance"), ("我家吃低保", "allowance"), ("可不可以上门办残疾证", "disability_card"),
    ("她没残疾证", "disability_card"), ("我有残疾证", "disabled"), ("我妈没人管", "elderly_alone"), ("我交不起医保", "medical_premium"),
    ("我交不起养老", "pension_premium"), ("我家没有人能干活", "no_labour"), ("我不能干活", "no_labour"), ("我家能干活", "has_labour"),
    ("地全淹了绝收", "disaster"), ("扔下两个孩子", "orphan")])
def test_who_wishes_for_something_or_lacks_it_does_not_have_it(real_kb, text, situation):
    assert situation in SituationFinder(real_kb.situations).read(text).situations


@pytest.mark.parametrize(("text", "situation"), [
    ("我爸没有劳动能力了,能吃低保不", "allowance"), ("可不可以上门办残疾证", "disabled"), ("我们村吃水没人管", "elderly_alone"),
    ("我不能干活", "has_labour"), ("我家没有人能干活", "has_labour")])
def test_what_only_sounds_like_a_situation_is_none(real_kb, text, situation):
    told = SituationFinder(real_kb.situations).read(text)

    assert situation not in told.situations and not any(fact == "disabled" for fact, _, _ in told.facts)
