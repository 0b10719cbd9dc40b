"""The same question in other words."""
from __future__ import annotations

import pytest

from bot.evaluation import metamorphic
from bot.evaluation.metamorphic import REWRITES, Question, compare, differences, per_rewrite
from bot.knowledge.problems import ContentError
from bot.settings import ROOT

QUESTION = Question(place="441424", question="问", **{name: name for name in REWRITES})


def test_each_rewrite_is_asked_in_a_conversation_of_its_own_and_set_beside_the_question(echo, reply):
    asked = echo({"问": reply(), **dict.fromkeys(REWRITES, reply()), "slip": reply(status="not_stated")})
    found = list(compare(asked, [QUESTION]))

    assert asked.begun == ["441424"] * 9
    assert [comparison.rewrite for comparison in found if not comparison.is_same] == ["slip"] and found[1].said == "slip"


@pytest.mark.parametrize(("other", "said"), [
    ({"status": "not_stated"}, "status answered became not_stated"),
    ({"about": {"kind": "self_report"}}, "kind None became self_report"),
    ({"about": {"aspect": "amount"}}, "aspect None became amount"),
    ({"about": {"place": "441424"}}, "place (None, None) became (None, '441424')"),
    ({"text": "最高300元"}, "figures 2000元 became 300元"),
    ({"text": "没有写"}, "figures 2000元 became none")])
def test_what_changed_is_named(reply, other, said):
    assert differences(reply("最高2000元"), {**reply("最高2000元"), **other}) == (said,)


def test_other_words_with_the_same_figures_are_the_same_answer(reply):
    assert differences(reply("最高2000元，15天"), reply("15天以内，不超过2000元")) == ()


def test_no_reply_differs_from_an_answer(echo, reply):
    asked = echo({"问": reply(), **dict.fromkeys(REWRITES, None)})

    assert not any(comparison.is_same for comparison in compare(asked, [QUESTION]))


def test_rewrites_are_counted_each_and_together(echo, reply):
    asked = echo({"问": reply(), **dict.fromkeys(REWRITES, reply()), "slip": None})
    rows = per_rewrite(list(compare(asked, [QUESTION, QUESTION]))).rows

    assert ("slip", "2", "0", "0.0") in rows and ("dialect", "2", "2", "100.0") in rows and rows[-1] == ("all", "16", "14", "87.5")


def test_a_question_without_one_of_its_rewrites_is_a_mistake(tmp_path):
    file = tmp_path / "metamorphic.yml"
    file.write_text("- {question: 问, dialect: 问嘛}\n", encoding="utf-8")

    with pytest.raises(ContentError):
        metamorphic.load(file)


def test_there_are_a_hundred_questions_in_all_five_places():
    questions = metamorphic.load(ROOT / "eval" / "metamorphic.yml")

    assert len(questions) == 100 and len({question.place for question in questions}) == 5
