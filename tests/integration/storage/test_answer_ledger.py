"""Answers are kept as they were given and found by their code."""
from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.storage.answer_code import CODES, code_of
from bot.storage.answer_ledger import AnswerLedger
from bot.storage.tables import answers
from tests.integration.storage.rows import MOMENT, answer


@pytest.fixture
def ledger(engine) -> AnswerLedger:
    return AnswerLedger(engine)


def keep(ledger: AnswerLedger, *rows) -> list[str]:
    with ledger.page() as page:
        return [page.add(row) for row in rows]


def test_an_answer_is_found_by_its_code_as_it_was_given(ledger):
    first, second = keep(ledger, answer(), answer(text="别的"))
    found = ledger.find(first)

    assert first != second and found and found.code == first and ledger.find(second).text == "别的"
    assert asdict(found) == {**asdict(answer()), "id": found.id} and found.answered_at == MOMENT and found.answered_at.tzinfo


def test_a_code_that_nobody_got_finds_nothing(ledger):
    assert ledger.find("000000") is None
    (code,) = keep(ledger, answer())

    assert ledger.find(f"{(int(code) + 1) % CODES:06d}") is None


def test_the_latest_holder_of_a_code_is_found_also_where_ids_are_missing(ledger, engine):
    def insert(answer_id: int, text: str) -> None:
        with engine.begin() as connection:
            connection.execute(sa.insert(answers).values(**asdict(answer(text=text)), id=answer_id))
    for answer_id, text in ((5, "旧"), (5 + CODES, "新"), (9 + 3 * CODES, "别人")):
        insert(answer_id, text)

    assert ledger.find(code_of(5)).text == "新" and ledger.find(code_of(9)).text == "别人"


def test_a_page_that_fails_keeps_nothing(ledger):
    def fail() -> None:
        with ledger.page() as page:
            page.add(answer())
            raise RuntimeError
    with pytest.raises(RuntimeError):
        fail()

    assert ledger.last(10) == []


def test_an_id_is_never_given_twice(ledger, engine):
    keep(ledger, answer(), answer())
    newest = ledger.last(1)[0].id
    with engine.begin() as connection:
        connection.execute(sa.delete(answers))
    keep(ledger, answer())

    assert ledger.last(1)[0].id > newest


def test_the_last_ones_come_newest_first(ledger):
    keep(ledger, *(answer(text=str(number)) for number in range(5)))

    assert [kept.text for kept in ledger.last(3)] == ["4", "3", "2"]


def test_answers_are_found_by_status_and_time(ledger):
    keep(ledger, answer(status="nothing_found", text="旧", answered_at=MOMENT - timedelta(days=1)), answer(status="nothing_found", text="新"), answer())

    assert [kept.text for kept in ledger.with_status(["nothing_found", "not_stated"])] == ["旧", "新"]
    assert [kept.text for kept in ledger.with_status(["nothing_found"], MOMENT)] == ["新"]
    assert ledger.with_status(["nothing_found"], MOMENT + timedelta(microseconds=1)) == []


def test_it_counts_how_often_an_answer_was_given(ledger):
    keep(ledger, answer(), answer(), answer(aspect="where"), answer(division="500230"), answer(status="handed_over"), answer(kind=None))

    assert ledger.times_given(["answered"]) == {
        ("441424", "industry_grant", "amount"): 2, ("441424", "industry_grant", "where"): 1, ("500230", "industry_grant", "amount"): 1}


def test_no_column_tells_who_asked_or_through_which_channel():
    assert {column.name for column in answers.c} == {
        "id", "answered_at", "question", "status", "kind", "aspect", "division", "place", "answered_on", "knowledge_base", "text", "about"}
