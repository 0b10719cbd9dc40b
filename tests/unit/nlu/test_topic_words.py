"""Nouns that speak of a few policies only."""
from __future__ import annotations

from bot.nlu.topic_words import LONGEST, MOST_KINDS, TopicWords, nouns

WORDINGS = {"养一只羊有没有补贴": "grant", "贷款利息谁来出": "loan", "想办点贷款": "microcredit", "补贴发到卡上": "farming"}


def learnt(*said_of_any: str) -> TopicWords:
    return TopicWords.learn(WORDINGS, WORDINGS.values(), said_of_any)


def test_a_noun_speaks_of_the_kinds_in_whose_wordings_it_stands():
    assert learnt().kinds("贷款能贷多少", ["贷款", "能", "贷", "多少"]) == ["loan", "microcredit"]
    assert learnt().kinds("养了羊", ["养", "了", "羊"]) == ["grant"]


def test_words_that_are_no_nouns_and_words_nobody_has_learnt_speak_of_nothing():
    assert learnt().kinds("谁来出", ["谁", "来", "出"]) == learnt().kinds("天气", ["天气"]) == []


def test_a_noun_of_questions_that_go_on_speaks_of_nothing():
    assert learnt("补贴").kinds("补贴", ["补贴"]) == [] and learnt().kinds("补贴", ["补贴"]) == ["farming", "grant"]


def test_a_noun_of_many_kinds_speaks_of_none():
    wordings = [f"第{number}种贷款" for number in range(MOST_KINDS + 1)]
    many = TopicWords.learn(wordings, wordings, ())
    few = TopicWords.learn(wordings[1:], wordings[1:], ())

    assert many.kinds("贷款", ["贷款"]) == [] and len(few.kinds("贷款", ["贷款"])) == MOST_KINDS


def test_a_long_message_is_not_looked_at():
    assert learnt().kinds("贷" * LONGEST, ["贷款"]) and not learnt().kinds("贷" * (LONGEST + 1), ["贷款"])


def test_places_are_no_topic():
    assert nouns("丰都县的羊") == {"羊"}
