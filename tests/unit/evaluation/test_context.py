"""Short messages right after an answer."""
from __future__ import annotations

import pytest

from bot.evaluation import context
from bot.evaluation.context import FOLLOW_UP, NEW_TOPIC, Message, Reaction, react, table
from bot.knowledge.problems import ContentError
from bot.settings import ROOT

BEFORE, GOES_ON = "产业奖补：有哪些帮助", {"kind": "industry_grant"}


def message(said: str, *kinds: str) -> Message:
    return Message(id="c001", style="plain", before="industry_grant", say=said, kinds=kinds)


ON, AWAY = message("要多久", "industry_grant"), message("想报上去", "self_report")


def test_each_message_follows_an_answer_on_its_policy_where_a_place_has_it(echo, reply, small):
    asked = echo({BEFORE: reply(), "要多久": reply(about=GOES_ON), "想报上去": reply(about={"kind": "self_report"})})

    assert [reaction.is_right for reaction in react(asked, [ON, AWAY], small.kb)] == [True, True]
    assert asked.begun == ["441424", "441424"]


def test_a_message_that_is_taken_the_other_way_is_wrong(echo, reply, small):
    asked = echo({BEFORE: reply(), "要多久": reply(about={"kind": None}), "想报上去": reply(about=GOES_ON)})

    assert [reaction.is_right for reaction in react(asked, [ON, AWAY], small.kb)] == [False, False]


def test_no_reply_does_not_go_on(echo, reply, small):
    assert [reaction.went_on for reaction in react(echo({BEFORE: reply(), "要多久": None}), [ON], small.kb)] == [False]


def test_both_sorts_are_counted_apart():
    rows = table([Reaction(ON, True), Reaction(ON, False), Reaction(AWAY, False)]).rows

    assert rows == ((FOLLOW_UP, "2", "1", "50.0"), (NEW_TOPIC, "1", "1", "100.0"))


def test_a_message_without_what_it_is_about_is_a_mistake(tmp_path):
    file = tmp_path / "context.yml"
    file.write_text("- {id: c001, style: plain, before: industry_grant, say: 要多久}\n", encoding="utf-8")

    with pytest.raises(ContentError):
        context.load(file)


def test_half_of_the_messages_go_on_and_all_their_policies_are_in_the_catalogue(real_kb):
    messages = context.load(ROOT / "eval" / "context.yml")

    assert len({each.id for each in messages}) == len(messages) == 220 and sum(each.goes_on for each in messages) == 110
    assert {kind for each in messages for kind in (each.before, *each.kinds)} <= set(real_kb.kinds)
    assert all(each.goes_on or each.before not in each.kinds for each in messages)
