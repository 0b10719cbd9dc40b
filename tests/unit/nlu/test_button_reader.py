"""Whatever a button sends is read word for word, so that no button can be misunderstood."""
from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.casework.model import Report, Risk
from bot.dialogue.reading import Memory
from bot.dialogue.small_talk import small_talk
from bot.dialogue.turn import Assistant
from bot.knowledge.eligibility import Question as Asked
from bot.knowledge.lookup import Question, look_up
from bot.knowledge.model import Aspect
from bot.knowledge.rumour import judge, read
from bot.nlu.button_reader import ButtonReader
from bot.nlu.normalize import Rules, normalize
from bot.nlu.scheme_linker import SCHEMES
from bot.replies import case, eligibility, finder, policy, rumour, turns
from bot.replies.reply import Reply
from bot.replies.wording import wording

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def meaning():
    files = {name: str(ROOT / path) for name, path in ButtonReader.get_default_config().items()}
    component, rules = ButtonReader(files), Rules(Path(files["rules"]))

    def of(text: str) -> tuple[str | None, str | None]:
        message = Message(data={TEXT: normalize(text, rules)})
        component.process([message])
        links = message.get(SCHEMES) or [{"kind": None}]
        return (message.get(INTENT) or {}).get("name"), links[0]["kind"]
    return of


def unread(meaning, replies: Iterator[Reply]) -> set[str]:
    return {button.text for reply in replies for button in reply.buttons if meaning(button.text)[0] is None}


# what each means

@pytest.mark.parametrize(("key", "intent"), [("holds", "affirm"), ("fails", "deny"), ("none", "deny"), ("unsure", "unsure"), ("stop", "stop_check"),
                                             ("resume", "resume_check")])
def test_the_answers_of_a_check_mean_what_they_say(meaning, key, intent):
    assert meaning(wording("buttons")["check"][key]) == (intent, None)


def test_every_answer_of_a_check_has_its_button_and_its_meaning():
    assert set(wording("buttons")["check"]) == {"holds", "fails", "none", "unsure", "stop", "resume"}


@pytest.mark.parametrize(("key", "intent"), [("report", "report_risk"), ("human", "human"), ("help", "help"), ("start_over", "start_over"),
                                             ("more", "more")])
def test_what_is_always_offered_means_what_it_says(meaning, key, intent):
    assert meaning(wording("buttons")[key]) == (intent, None)


def test_every_kind_can_be_asked_for_in_every_way(meaning, real_kb):
    words, wrong = wording("buttons"), []
    for label, shown in words["labels"].items():
        for kind, names in real_kb.kinds.items():
            wanted = ("check_eligibility" if label == "check" else f"ask_{label}", kind)
            if meaning(words["ask"].format(kind=names.name, label=shown)) != wanted:
                wrong.append((label, kind))

    assert wrong == []


def test_every_choice_of_a_fact_tells_a_fact(meaning, real_kb):
    choices = {choice for fact in real_kb.facts.values() for choice in fact.choices.values()}

    assert {choice for choice in choices if meaning(choice)[0] != "inform_fact"} == set()


@pytest.mark.parametrize("text", ["", "是不是", "我想问问", "我在家里", "我在丰都县打工", "低保"])
def test_nothing_but_a_button_s_words_is_read_here(meaning, text):
    assert meaning(text) == (None, None)


@pytest.mark.parametrize(("key", "intent"), [("agree", "report_risk"), ("another", "report_risk"), ("skip", "skip_detail"), ("finish", "stop_check"),
                                             ("resume", "resume_report"), ("change", "correct_detail"), ("progress", "check_progress"),
                                             ("withdraw", "withdraw_report"), ("sure", "withdraw_report"), ("right", "affirm"), ("policy", "deny"),
                                             ("keep", "deny"), ("no_phone", "deny"), ("own", "inform_fact"), ("other", "inform_fact"),
                                             ("others", "inform_fact"), ("said", "inform_fact")])
def test_the_buttons_of_a_report_mean_what_they_say(meaning, key, intent):
    assert meaning(wording("buttons")["filing"][key]) == (intent, None)


def test_every_part_to_put_right_and_every_risk_is_read(meaning):
    assert {meaning(label)[0] for label in wording("buttons")["filing_parts"].values()} == {"correct_detail"}
    assert {meaning(label)[0] for label in wording("report")["risks"].values()} == {"inform_fact"}


# every button of every reply

def test_every_button_of_an_answer_is_read(meaning, real_kb, real_divisions, a_day):
    answers = (policy.compose(real_kb, real_divisions, look_up(real_kb, real_divisions, Question(aspect, kind, place, a_day)))
               for place in real_kb.folders for kind in real_kb.schemes(place) for aspect in (Aspect.OVERVIEW, Aspect.ELIGIBILITY, Aspect.WHERE))

    assert unread(meaning, answers) == set()


def test_every_button_of_a_check_is_read(meaning, real_kb, real_divisions, a_day):
    def replies() -> Iterator[Reply]:
        for place in real_kb.folders:
            for kind in real_kb.schemes(place):
                scheme = real_kb.scheme(place, kind)
                if scheme.conditions:
                    case = eligibility.Case(real_kb, real_divisions, kind, place, place, scheme, {}, a_day)
                    yield case.verdict()
                    for leaf in scheme.conditions.leaves():
                        if leaf.fact:
                            yield case.question(Asked(leaf.fact, tuple(real_kb.facts[leaf.fact].choices)), is_first=False)
        yield eligibility.stopped()

    assert unread(meaning, replies()) == set()


def test_every_button_of_what_was_found_or_heard_is_read(meaning, real_kb, real_divisions, a_day):
    def replies() -> Iterator[Reply]:
        groups = wording("rumour")["words"]
        for place in real_kb.folders:
            for name in real_kb.situations.situations:
                told = {"situations": [name], "before": [], "known": {}, "heard": {}, "whom": None}
                found = finder.benefits(real_kb, real_divisions, place, told, a_day)
                if found:
                    yield found
            for kind in real_kb.schemes(place):
                question, heard = Question(Aspect.AMOUNT, kind, place, a_day), read("补99999元", groups)
                yield rumour.verdict(real_kb, real_divisions, question, judge(real_kb, real_divisions, question, heard, groups), heard)
        yield rumour.unclear()

    assert unread(meaning, replies()) == set()


def test_every_button_of_a_report_is_read(meaning, real_kb, real_divisions):
    known = Report(tuple(Risk), "500230", "双龙村", True, "张三丰", None, "13812345678", None, "摔了", 4, 6000)
    replies = [case.offer(real_kb, real_divisions, known, "4821093753"), case.which(known), case.which(Report()), case.ask_withdraw("4821093753"),
               case.other_risks(), case.said("kept", "4821093753", "resume")]
    replies += [case.question(real_kb, real_divisions, key, told, ["得了大病重病"]) for key in ("told", *case.ASKED) for told in (known, Report())]

    assert unread(meaning, iter(replies)) == set()


def test_every_button_of_what_is_no_answer_is_read(meaning, real_kb, real_divisions, a_day):
    kinds = tuple(real_kb.kinds)[:4]
    replies = [turns.area_unknown(real_kb, real_divisions), turns.place_unclear(real_kb, real_divisions, "五华", ("441424", "530102")),
               turns.scheme_unclear(real_kb, kinds, "check"), turns.scheme_unclear(real_kb, kinds, "amount"), turns.out_of_scope(),
               turns.not_understood(real_kb, real_divisions, kinds, "441424"), turns.coverage(real_kb, real_divisions)]
    assistant = Assistant(real_kb, real_divisions, a_day)
    replies += [small_talk(assistant, intent, memory) for intent in ("greet", "help", "start_over") for memory in (Memory(), Memory(division="441424"))]

    assert unread(meaning, iter(replies)) == set()
