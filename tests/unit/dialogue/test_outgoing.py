"""What goes out is kept and gets its code; what is stopped is replaced; a failing database keeps no answer from anybody."""
from __future__ import annotations

import logging
import re
from dataclasses import replace
from datetime import datetime, timezone

import pytest
import sqlalchemy as sa

from bot.dialogue.outgoing import Outgoing
from bot.dialogue.reading import Memory
from bot.knowledge.lookup import Status
from bot.replies import turns
from bot.replies.reply import Reply
from bot.storage.answer_ledger import LONGEST_QUESTION, AnswerLedger
from bot.storage.engine import make_engine
from bot.storage.kill_switch import KillSwitch
from bot.storage.migrations import upgrade

ASKED = "产业奖补给多少"
NOW = datetime(2026, 11, 22, tzinfo=timezone.utc)


@pytest.fixture
def engine(tmp_path):
    upgrade(f"sqlite:///{tmp_path}/ledger.db")
    engine = make_engine(f"sqlite:///{tmp_path}/ledger.db")
    yield engine
    engine.dispose()


@pytest.fixture
def ledger(engine) -> AnswerLedger:
    return AnswerLedger(engine)


@pytest.fixture
def outgoing(ledger) -> Outgoing:
    return Outgoing(lambda: ledger)


@pytest.fixture
def switch(engine) -> KillSwitch:
    return KillSwitch(engine)


@pytest.fixture
def answer(assistant) -> Reply:
    return assistant.answer(Memory("441424", "industry_grant", "amount"))[0]


def break_down(engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE answers"))


def test_an_answer_gets_a_code_by_which_it_is_found(outgoing, assistant, answer, ledger):
    given = outgoing.send(assistant, answer, ASKED, None)
    kept = ledger.find(given.code)

    assert replace(given, code="") == answer
    assert (kept.text, kept.question, kept.status, kept.kind, kept.aspect, kept.division, kept.place) == (
        answer.plain(), ASKED, "answered", "industry_grant", "amount", "441424", "441424")
    assert kept.about == answer.about and kept.answered_on == assistant.on and kept.knowledge_base == answer.about["knowledge_base"]


@pytest.mark.parametrize("status", list(Status), ids=lambda status: status.value)
def test_every_status_but_danger_gets_a_code(outgoing, assistant, ledger, status):
    given = outgoing.send(assistant, Reply(status, "好。"), "问", None)

    assert bool(given.code) == bool(ledger.last(1)) == (status is not Status.CRISIS)


def test_small_talk_is_not_kept(outgoing, assistant, ledger):
    assert outgoing.send(assistant, Reply(None, "好。"), "谢谢", None).code == "" and ledger.last(1) == []


def test_the_household_s_place_is_kept_where_the_reply_names_none(outgoing, assistant, ledger):
    outgoing.send(assistant, turns.out_of_scope(), "股票", "500230")

    assert ledger.last(1)[0].division == "500230"


def test_only_the_masked_question_is_kept_and_its_end_if_it_is_long(outgoing, assistant, answer, ledger):
    outgoing.send(assistant, answer, "我叫张三丰，电话13912345678，" + "话" * 600 + "身份证500230199001011234给多少", None)
    kept = ledger.last(1)[0].question

    assert len(kept) == LONGEST_QUESTION and kept.endswith("给多少") and not re.search(r"\d", kept)


@pytest.mark.parametrize(("place", "kind"), [(None, None), ("441424", None), ("441400", None), (None, "industry_grant"), ("440000", "industry_grant")])
def test_a_stopped_answer_is_replaced_by_whom_to_ask_and_kept_as_such(outgoing, assistant, answer, ledger, switch, place, kind):
    number = switch.stop(place, kind, "figure is wrong", "editor", NOW)
    given = outgoing.send(assistant, answer, ASKED, None)

    assert given.status is Status.HANDED_OVER and "县乡村振兴局" in given.text and "2000" not in given.text and not given.references
    assert ledger.find(given.code).text == replace(given, code="").plain() and given.about["stop"] == number
    switch.resume(number, "mended", "editor", NOW)
    assert outgoing.send(assistant, answer, ASKED, None).text == answer.text


@pytest.mark.parametrize(("place", "kind"), [("500230", None), (None, "self_report"), ("441424", "self_report")])
def test_a_stop_leaves_other_places_and_kinds_alone(outgoing, assistant, answer, switch, place, kind):
    switch.stop(place, kind, "r", "editor", NOW)

    assert outgoing.send(assistant, answer, ASKED, None).text == answer.text


@pytest.mark.parametrize("status", [None, Status.CRISIS, Status.HANDED_OVER])
def test_small_talk_danger_and_whom_to_ask_go_on(outgoing, assistant, switch, status):
    switch.stop(None, None, "r", "editor", NOW)

    assert outgoing.send(assistant, Reply(status, "好。"), "问", None).text == "好。"


def test_several_kinds_told_at_once_are_stopped_with_one_of_them_but_choices_are_not(outgoing, assistant, switch):
    switch.stop(None, "industry_grant", "r", "editor", NOW)
    about = {"kinds": ["self_report", "industry_grant"], "division": "441424"}

    assert outgoing.send(assistant, Reply(Status.ANSWERED, "好。", about=about), "问", None).status is Status.HANDED_OVER
    assert outgoing.send(assistant, Reply(Status.SCHEME_UNCLEAR, "好。", about=about), "问", None).text == "好。"


def test_without_a_place_the_notice_names_nobody_s_office(outgoing, assistant, switch):
    switch.stop(None, None, "r", "editor", NOW)

    assert "村委会" in outgoing.send(assistant, Reply(Status.AREA_UNKNOWN, "好。"), "问", None).text


def test_a_failing_ledger_costs_the_code_and_not_the_answer_and_logs_no_word(outgoing, assistant, answer, engine, caplog):
    break_down(engine)
    with caplog.at_level(logging.ERROR, "huinong.ledger"):
        given = outgoing.send(assistant, answer, ASKED, None)

    assert given == answer
    assert "answer not kept" in caplog.text and ASKED not in caplog.text and "2000" not in caplog.text


def test_a_stop_holds_also_while_answers_cannot_be_kept(outgoing, assistant, answer, engine, switch):
    switch.stop(None, None, "r", "editor", NOW)
    break_down(engine)

    assert outgoing.send(assistant, answer, ASKED, None).status is Status.HANDED_OVER


def test_a_stop_that_was_seen_holds_while_there_is_no_database(ledger, assistant, answer, switch):
    switch.stop(None, None, "r", "editor", NOW)
    ledgers = [ledger]
    outgoing = Outgoing(lambda: ledgers.pop())
    outgoing.send(assistant, answer, ASKED, None)
    given = outgoing.send(assistant, answer, ASKED, None)  # no ledger any more

    assert given.status is Status.HANDED_OVER and given.code == ""
