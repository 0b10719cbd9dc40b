"""A report in the chat: consent, the case with the first tap, one question at a time, prefilled, for somebody else, to the summary."""
from __future__ import annotations

import pytest

from bot.casework.model import Risk, State
from bot.casework.receipt import spaced
from bot.casework.validation import LONGEST
from bot.dialogue.reading import Place
from bot.replies.case import ASKED
from bot.replies.wording import wording
from bot.storage.tables import consents
from tests.unit.dialogue.readings import UNCLEAR, titles
from tests.unit.dialogue.reports import ALL, FENGDU, receipt_of

# the offer

def test_it_begins_with_what_it_is_what_is_agreed_to_and_that_it_is_free_and_stores_nothing(chat):
    reply = chat.say("我要申报", "report_risk")

    assert wording("report")["consent"]["short"] in reply.text and wording("report")["free_of_charge"] in reply.text
    assert titles(reply) == ["我同意，现在就报", "我的资料给谁看", "先问政策", "其他申报渠道"] and reply.buttons[3].text == "自主申报返贫风险：怎么办理"
    assert chat.cases == [] and reply.status is None


@pytest.mark.parametrize(("text", "intent"), [("先问政策", "deny"), ("不报了", "withdraw_report"), ("算了", "deny"), ("不查了", "stop_check")])
def test_who_does_not_agree_leaves_nothing_behind(chat, text, intent):
    chat.say("我要申报", "report_risk")
    reply = chat.say(text, intent)

    assert chat.cases == [] and chat.memory.report is None and "登记" in reply.text


def test_the_first_confirmed_tap_makes_the_case_and_shows_its_receipt(chat):
    reply = chat.begin()

    assert [case.receipt for case in chat.cases] == [receipt_of(reply)] == [chat.receipt]
    assert spaced(chat.receipt) in reply.text and chat.case.state is State.RECEIVED and chat.case.chat == "web-1"
    assert "哪样难处" in reply.text and reply.status is None


@pytest.mark.parametrize("said", ["同意", "好的"])
def test_who_agrees_in_words_agrees(chat, said):
    chat.say("我要申报", "report_risk")
    chat.say(said, "affirm")

    assert len(chat.cases) == 1


def test_the_version_of_the_words_agreed_to_is_kept(chat, database):
    chat.begin()
    with database.store() as cases:
        kept = cases.connection.execute(consents.select()).one()

    assert kept.version == wording("report")["consent"]["version"]


def test_the_tap_twice_is_one_case_and_says_so(chat):
    chat.begin()
    reply = chat.tap("agree")

    assert len(chat.cases) == 1 and "没有重复登记" in reply.text and spaced(chat.receipt) in reply.text and "哪样难处" in reply.text


def test_a_tap_of_which_the_conversation_forgot_the_answer_is_one_case(chat):
    """The process was killed after the case was stored, before the slots were."""
    chat.say("我要申报", "report_risk", situations=("serious_illness",))
    before = chat.memory
    chat.tap("agree")
    chat.memory = before
    chat.tap("agree")

    assert len(chat.cases) == 1 and chat.receipt == chat.cases[0].receipt


def test_a_tap_with_more_told_in_between_is_the_same_case_too(chat):
    chat.say("我要申报", "report_risk")
    before = chat.memory
    chat.tap("agree")
    chat.memory = before
    chat.say("我在丰都", "inform_place", places=(FENGDU,))
    chat.say("接着申报", "resume_report")
    chat.tap("agree")

    assert len(chat.cases) == 1


def test_a_tap_on_an_old_offer_makes_a_new_offer_and_no_case(chat):
    chat.begin()
    chat.answer()
    reply = chat.tap("agree")

    assert len(chat.cases) == 1 and "申报，就是" in reply.text and spaced(chat.cases[0].receipt) in reply.text


# one question after the other

def test_every_answer_is_saved_at_once_and_the_summary_reads_them_back(chat):
    chat.begin()
    reply = chat.answer(**ALL)
    report = chat.case.report

    assert (report.division, report.village, report.name, report.phone, report.household_size, report.income_per_head) == (
        "500230", "双龙村三组", "张三丰", "13812345678", 4, 6000)
    assert [risk.value for risk in report.risks] == ["illness"] and report.story == ALL["story"] and not report.for_other
    assert reply.about["reports"] == "summary" and "电话尾号5678" in reply.text and "13812345678" not in reply.text
    assert all(told in reply.text for told in ("看病花钱多", "丰都县", "双龙村三组", "张三丰", "4口人", "6000元", spaced(chat.receipt)))


def test_who_drops_out_loses_nothing(chat):
    chat.begin()
    chat.say("看病花钱多")
    chat.say("我在丰都", places=(FENGDU,))

    assert chat.case.report.division == "500230" and chat.case.report.risks


def test_everything_can_be_passed_over_and_each_question_comes_once(chat):
    chat.begin()
    asked = []
    while chat.reply.about["reports"] != "summary":
        asked.append(chat.reply.about["reports"])
        chat.say("跳过", "skip_detail")

    assert asked == list(ASKED) and "只登记了这件事" in chat.reply.text


@pytest.mark.parametrize("intent", ["deny", "unsure"])
def test_who_will_not_or_cannot_tell_passes_it_over(chat, intent):
    chat.begin()
    chat.answer(risks="看病花钱多", division="丰都")
    while chat.memory.report.asked:
        chat.say("说不上", intent)

    assert chat.case.report.phone is None and chat.memory.report.ended


def test_one_may_stop_filling_in_at_any_question(chat):
    chat.begin()
    reply = chat.tap("finish")

    assert reply.about["reports"] == "summary" and chat.memory.report.ended


def test_no_screen_has_more_than_six_buttons(chat):
    chat.say("我要申报", "report_risk", situations=("serious_illness", "disaster", "jobless", "unsafe_house"))
    counts = [len(chat.reply.buttons)]
    chat.tap("agree")
    chat.tap("right")
    chat.say("改难处", "correct_detail", confidence=1.0)
    counts += [len(chat.reply.buttons), len(chat.tap("others").buttons)]
    while chat.reply.about["reports"] != "summary":
        chat.say("跳过", "skip_detail")
        counts.append(len(chat.reply.buttons))

    assert max(counts) <= 6


def test_every_kind_of_risk_stands_on_one_of_two_screens(chat):
    first = titles(chat.begin())
    second = titles(chat.tap("others"))

    assert set(wording("report")["risks"].values()) == set(first + second) - {"看看另外几样"} and len(first) + len(second) == len(Risk) + 1


@pytest.mark.parametrize(("said", "part", "kept"), [
    ("双龙村的", "village", "双龙村"), ("社坛镇大堡村三组", "village", "社坛镇大堡村三组"), ("电话13800000000", "phone", "13800000000"),
    ("我家五口人", "household_size", 5), ("老汉肺癌，医生说还要化疗，借了八万块钱了", "story", "老汉肺癌，医生说还要化疗，借了八万块钱了")])
def test_what_is_told_before_it_is_asked_is_kept_and_the_question_comes_again(chat, said, part, kept):
    chat.begin()
    chat.say("看病花钱多")
    chat.say("我在丰都", places=(FENGDU,))
    asked = chat.memory.report.asked
    reply = chat.say(said)

    assert asked == "for_other" and getattr(chat.case.report, part) == kept
    assert chat.memory.report.asked == "for_other" and wording("case")["saved"] in reply.text


def test_what_is_known_already_is_not_replaced_by_the_way(chat):
    chat.begin()
    chat.say("看病花钱多")
    chat.say("我在丰都", places=(FENGDU,))
    chat.say("电话13800000000")
    chat.say("电话13900000000")

    assert chat.case.report.phone == "13800000000"


@pytest.mark.parametrize(("said", "risks"), [("我妈得癌症了", ["illness"]), ("猪全死光了赔了三万", ["industry_failure"]), ("房子裂缝住不得", ["housing"]),
                                             ("男人进监狱了", ["other"]), ("遭了灾", ["disaster"])])
def test_a_risk_may_be_told_in_own_words_which_are_kept(chat, said, risks):
    chat.begin()
    chat.say(said)

    assert [risk.value for risk in chat.case.report.risks] == risks
    assert chat.case.report.story == (None if said == "遭了灾" else said)


@pytest.mark.parametrize(("said", "phone"), [("13812345678", "13812345678"), ("我电话138-1234-5678，白天打", "13812345678"), ("+86 13812345678", "13812345678"),
                                             ("幺三八幺二三四五六七八", "13812345678"), ("023-70601234", "02370601234")])
def test_a_telephone_number_is_read_as_people_write_and_say_it(chat, said, phone):
    chat.begin()
    chat.answer_until("phone")
    chat.say(said)

    assert chat.case.report.phone == phone


@pytest.mark.parametrize(("said", "problem"), [("1381234567", "11位"), ("138123456789", "11位"), ("99999999", "不像一个电话号码"), ("就是我儿子的", "没看到号码")])
def test_a_bad_number_is_told_and_asked_for_again_and_nothing_is_lost(chat, said, problem):
    chat.begin()
    chat.answer_until("phone", **ALL)
    reply = chat.say(said)

    assert problem in reply.text and reply.about["reports"] == "phone"
    assert chat.case.report.phone is None and chat.case.report.name == "张三丰"


def test_a_story_that_is_too_long_is_told_with_how_long_it_may_be(chat):
    chat.begin()
    chat.answer_until("story")
    most = LONGEST["story"]
    reply = chat.say("雨" * (most + 1))
    assert f"最多{most}个字" in reply.text and str(most + 1) in reply.text and reply.about["reports"] == "story"
    chat.say("雨" * most)

    assert chat.case.report.story == "雨" * most


def test_what_is_typed_is_text_whatever_it_looks_like(chat):
    chat.begin()
    chat.answer_until("story")
    chat.say("=HYPERLINK(1)<script>alert(1)</script>'; DROP TABLE cases;--")

    assert chat.case.report.story.startswith("=HYPERLINK") and "<script>" not in chat.reply.text


@pytest.mark.parametrize("size", ["0", "31"])
def test_a_household_of_nobody_or_of_too_many_is_asked_for_again(chat, size):
    chat.begin()
    chat.answer_until("household_size")
    reply = chat.say(size)

    assert reply.about["reports"] == "household_size" and chat.case.report.household_size is None


def test_a_city_is_kept_and_its_county_asked_for(chat):
    chat.begin()
    chat.answer_until("division")
    reply = chat.say("梅州市", places=(Place("梅州市", ("441400",)),))
    assert reply.about["reports"] == "division" and chat.case.report.division == "441400" and "细一点" in reply.text
    chat.say("梅州五华", places=(Place("梅州五华", ("441424",)),))

    assert chat.case.report.division == "441424"


def test_a_name_of_several_places_is_asked_about_and_not_guessed(chat):
    chat.begin()
    chat.answer_until("division")
    reply = chat.say("五华", places=(UNCLEAR,))

    assert len(reply.buttons) == 2 and reply.about["reports"] == "division" and reply.status is None and chat.case.report.division is None


def test_a_place_without_documents_is_taken_and_no_clock_is_made_up(chat):
    chat.begin()
    reply = chat.answer_with_place(Place("昆明五华", ("530102",)))

    assert chat.case.report.division == "530102" and wording("report")["clocks"]["unknown_place"] in reply.text and reply.citation == ""
