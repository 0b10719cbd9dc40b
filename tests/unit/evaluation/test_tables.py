"""Tables of what came of an evaluation."""
from __future__ import annotations

from bot.evaluation import tables
from bot.evaluation.judge import Harm


def test_turns_right_and_harmful_are_counted(outcome):
    found = tables.overall([outcome(name="a"), outcome(name="b"), outcome("x", name="b"), outcome("x", name="c", harms=(Harm("wrong figure", "1"),))])

    assert dict(found.rows) == {"conversations": "3", "turns": "4", "right": "2 (50.0%)", "harmful": "1", "harmful: wrong figure": "1"}


def test_a_style_is_set_beside_the_standard_one(outcome):
    rows = tables.per_style([outcome(), outcome("x"), outcome(style="story"), outcome("x", style="typo")]).rows

    assert rows == (("plain", "2", "1", "50.0", ""), ("story", "1", "1", "100.0", "+50.0"), ("typo", "1", "0", "0.0", "-50.0"))


def test_without_the_standard_style_there_is_nothing_to_compare_with(outcome):
    assert tables.per_style([outcome(style="story")]).rows == (("story", "1", "1", "100.0", ""),)


def test_the_weakest_kinds_come_first_and_the_faultless_are_only_counted(outcome):
    found = tables.per_kind([outcome(kinds=("a", "z")), outcome("x", kinds=("b",)), outcome("x", kinds=("c",)), outcome(kinds=("c",)), outcome("x")])

    assert [row[0] for row in found.rows] == ["b", "c"] and found.note == "All right: 1 of 3 kinds."


def test_only_a_status_that_was_not_wanted_is_shown(outcome):
    found = tables.statuses([
        _with_status(outcome, ("answered", "not_stated"), "answered"), _with_status(outcome, ("answered", "not_stated"), "crisis"),
        _with_status(outcome, (None,), None), _with_status(outcome, (), "crisis")])

    assert found.rows == (("answered or not_stated", "crisis", "1"),) and found.note == "As wanted: 2 of 3."


def test_kinds_are_confused_when_another_is_answered_than_any_that_was_wanted(outcome):
    found = tables.confused_kinds([outcome(kind="b", kinds=("a", "b")), outcome("x", kind="c", kinds=("a",)), outcome("x", kind="c", kinds=("a",)),
                                   outcome("x", kinds=("a",))])

    assert found.rows == (("a", "c", "2"),)


def test_lengths_are_those_of_the_texts(outcome):
    found = tables.lengths([outcome(text="字" * length) for length in range(1, 101)] + [outcome(text="字" * 251)])

    assert dict(found.rows) == {"p50": "51", "p95": "96", "longest": "251", "over 250": "1.0% of the replies"}
    assert tables.lengths([]).rows == ()


def test_of_a_held_out_set_only_figures_are_told(outcome):
    told = str(tables.only_figures([outcome("status crisis, wanted answered", name="h001", kinds=("secret_kind",))]))

    assert "h001" not in told and "secret_kind" not in told and "crisis, wanted" not in told


def test_everything_is_told_of_the_development_set(outcome):
    assert [table.title for table in tables.everything([outcome()])] == [
        "All", "By style", "By kind of scheme, the weakest", "By what is asked", "By place told beforehand", "Status wanted and got",
        "Kinds confused", "Length of replies"]


def _with_status(outcome, wanted, got):
    found = outcome(status=got)
    turn = found.turn.copy(update={"expect": found.turn.expect.copy(update={"status": wanted})})
    return type(found)(found.case, 1, turn, found.reply, found.faults, found.harms)
