"""The report in the chat: agreed to and registered first, then one question at a time; left, resumed, put right, taken back."""
from __future__ import annotations

import secrets
from dataclasses import replace

from bot.casework.states import CLOSED, OPEN_TO_DETAILS, TABLE, IllegalMove, Move
from bot.dialogue import answers
from bot.dialogue.answers import Heard
from bot.dialogue.digits import receipt_in
from bot.dialogue.filing_steps import ask, closed, done, finish, following, found, known, standing, stored, told_before, waiting
from bot.dialogue.interpret import RELEVANT
from bot.dialogue.reading import Filing, Memory, Reading
from bot.dialogue.turn import Assistant
from bot.knowledge.lookup import Status
from bot.replies import case as replies
from bot.replies import turns
from bot.replies.case import ASKED, TOLD, WITHDRAW
from bot.replies.reply import MOST_BUTTONS, Button, Reply
from bot.replies.report import consent_version
from bot.replies.wording import wording

Turn = tuple[Reply, Memory]
CONSENT = "consent"
# Wishes that an open question does not swallow, if the model is this sure of them; small talk is mistaken for names more easily.
_WISHES = ("human", "start_over", "check_progress", "withdraw_report", "correct_detail", "skip_detail", "resume_report", "resume_check",
           "report_risk")
_SMALL_TALK = ("greet", "thank", "goodbye", "help", "bot_challenge", "complain", "ask_coverage", "repeat")
SURE_WISH, SURE_SMALL_TALK = 0.5, 0.85
_CLEAR = ("division", "for_other", "phone", "village", "household_size", "income_per_head")  # their answers are like nothing else


def begin(assistant: Assistant, reading: Reading, memory: Memory) -> Turn:
    """我要申报: says what it is and asks for consent. Nothing is stored yet."""
    if assistant.cases is None:
        return assistant.report(reading, memory)
    filing, heard = memory.report, Heard.of(reading)
    if filing and filing.receipt and not filing.ended and not reading.whom and not heard.taps("another"):
        return following(assistant, memory, standing(assistant, filing).case, replies.said("registered_again", filing.receipt).text)
    if reading.places and len(reading.places[-1].codes) == 1:
        memory = replace(memory, division=reading.places[-1].codes[0])
    is_offered = filing is not None and filing.receipt is None
    last = filing if filing and is_offered else Filing(secrets.token_hex(16))
    fresh = replace(last, asked=CONSENT, situations=told_before(assistant, reading, memory) or last.situations,
                    for_other=bool(reading.whom) or last.for_other)  # whom another question was for is no answer to this one
    reply = replies.offer(assistant.kb, assistant.divisions, known(assistant, memory, fresh), _going_on_already(assistant, filing))
    return reply, waiting(memory, fresh)


def going_on(assistant: Assistant, reading: Reading, memory: Memory) -> Turn | None:
    """What follows if the message answers what the report asked last; None if it is something else."""
    filing = memory.report
    if assistant.cases is None or filing is None or reading.intent == "crisis":
        return None
    heard = Heard.of(reading)
    if filing.receipt is None and _asks_about_consent(heard, filing):
        return replies.consent(), waiting(memory, replace(filing, asked=CONSENT))
    if filing.asked is None:
        is_late = filing.receipt is None and heard.agrees() and heard.has(wording("heard")["agreed_late"])
        return begin(assistant, reading, memory) if is_late else None
    if filing.is_paused:
        return _paused(assistant, heard, memory, filing, filing.asked)
    if filing.asked == CONSENT:
        return _agreed(assistant, heard, memory, filing)
    if filing.asked == WITHDRAW:
        return _withdrawn(assistant, heard, memory, filing)
    return _answered(assistant, heard, memory, filing, filing.asked)


def skip(assistant: Assistant, reading: Reading, memory: Memory) -> Turn:
    """跳过: this is not asked again."""
    filing = memory.report
    if not (filing and filing.receipt and filing.asked in (TOLD, *ASKED)):
        return turns.plain("deny"), memory
    return following(assistant, done(memory, filing), standing(assistant, filing).case, wording("case")["skipped"])


def resume(assistant: Assistant, reading: Reading, memory: Memory) -> Turn:
    """接着申报: the offer again, the next question, or the summary; of the newest case where this conversation forgot which."""
    if assistant.cases and memory.report and not memory.report.receipt:
        return begin(assistant, reading, memory)
    memory = found(assistant, memory)
    if memory.report is None:
        return replies.said("nothing_to_resume"), memory
    case = standing(assistant, memory.report).case
    return following(assistant, memory, case, "" if memory.report.ended else replies.said("resumed", case.receipt).text)


def correct(assistant: Assistant, reading: Reading, memory: Memory) -> Turn:
    """电话写错了: takes the new value, or asks for it; asks back which part is meant."""
    memory = found(assistant, memory)
    filing = memory.report
    if filing is None or filing.receipt is None:
        return replies.said("no_case"), memory
    part, told = answers.correction(Heard.of(reading))
    case = standing(assistant, filing).case
    if case.state not in OPEN_TO_DETAILS:
        return closed(assistant, memory, filing, case)
    if part is None:
        return replies.which(case.report), waiting(memory, replace(filing, asked=None))
    memory = waiting(memory, replace(filing, asked=part))
    return stored(assistant, memory, part, told, wording("case")["changed"]) if told else ask(assistant, memory, part, case.report)


def withdraw(assistant: Assistant, reading: Reading, memory: Memory) -> Turn:
    """不报了: before anything is stored that is all; a case is only taken back when that is said twice."""
    filing, receipt = memory.report, receipt_in(reading.typed or reading.text)
    if filing and not filing.receipt and not receipt:
        return replies.said("not_kept"), replace(memory, report=None)
    mine = [each.case for each in assistant.cases.mine()] if assistant.cases else []
    meant = receipt or (filing.receipt if filing else None)
    chosen = [case for case in mine if case.receipt == meant]
    if receipt and not chosen:
        return replies.not_of_this_chat(assistant.kb, assistant.divisions, memory.division), memory
    case = next(iter((*chosen, *(case for case in mine if Move.WITHDRAW in TABLE[case.state]), *mine)), None)
    if case is None:
        return replies.said("no_case"), replace(memory, report=None)
    if Move.WITHDRAW not in TABLE[case.state]:
        return replies.refused(assistant.kb, assistant.divisions, "cannot_withdraw", case), memory
    own = filing if filing and filing.receipt == case.receipt else Filing("", case.receipt, ended=True)
    return replies.ask_withdraw(case.receipt), waiting(memory, replace(own, asked=WITHDRAW))


def left_open(reply: Reply, memory: Memory) -> Turn:
    """After anything else: the open question waits only for what can be nothing but its answer, and a button leads back to it."""
    filing = memory.report
    if filing is None or "reports" in reply.about or reply.status is None and not reply.about:
        return reply, memory
    is_under_way = is_open(memory) and (filing.receipt is not None or filing.asked is not None)
    is_dropped = filing.asked not in ASKED or reply.status is Status.CRISIS or "asks" in reply.about
    memory = replace(memory, report=replace(filing, asked=None if is_dropped else filing.asked, is_paused=not is_dropped))
    if not is_under_way or "asks" in reply.about:
        return reply, memory
    return replace(reply, buttons=(*replies.button("resume"), *reply.buttons)[:MOST_BUTTONS]), memory


def offered(reading: Reading, reply: Reply) -> Reply:
    """With a button to report, where a misfortune was told and the reply has none."""
    report = wording("buttons")["report"]
    is_told = bool(answers.risks_of(reading.situations)) and reply.status not in (None, Status.CRISIS)
    has_room = len(reply.buttons) < MOST_BUTTONS and all(button.text != report for button in reply.buttons)
    return replace(reply, buttons=(*reply.buttons, Button(report, report))) if is_told and has_room else reply


def is_opened_by(reading: Reading) -> bool:
    """家里出事了咋办: something happened, and what to do is asked; no policy is named."""
    heard = Heard.of(reading)
    is_short = len(heard.typed) <= answers.SHORT and heard.has(wording("heard")["something_happened"])
    return is_short and not any(link.named for link in reading.links)


def is_open(memory: Memory) -> bool:
    return memory.report is not None and not memory.report.ended


def _is_wish(reading: Reading) -> bool:
    least = {**dict.fromkeys(_WISHES, SURE_WISH), **dict.fromkeys(_SMALL_TALK, SURE_SMALL_TALK)}
    return reading.intent in least and reading.confidence >= least[reading.intent]


def _agreed(assistant: Assistant, heard: Heard, memory: Memory, filing: Filing) -> Turn | None:
    """The first confirmed tap makes the case; everything else comes after."""
    assert assistant.cases
    intent = heard.reading.intent
    if heard.taps("policy"):
        return replies.said("policy_first"), replace(memory, report=None)
    if intent in ("deny", "withdraw_report", "stop_check"):
        return replies.said("not_kept"), replace(memory, report=None)
    if not heard.taps("agree") and not heard.agrees() and (intent != "affirm" or heard.has(wording("heard")["question_words"])):
        return _not_agreed_yet(heard, memory)
    case = assistant.cases.register(filing.nonce, known(assistant, memory, filing), consent_version())
    told = tuple(part for part in ASKED if getattr(case.report, part))
    memory = replace(memory, report=replace(filing, receipt=case.receipt, done=told or (TOLD,)))
    return following(assistant, memory, case, replies.said("registered", case.receipt).text)


def _not_agreed_yet(heard: Heard, memory: Memory) -> Turn | None:
    """The offer again, where the message means nothing else either."""
    reading = heard.reading
    is_else = heard.asks() or reading.relevance >= RELEVANT or reading.situations or reading.places
    return None if is_else or reading.intent not in ("nlu_fallback", "out_of_scope", "affirm") else (replies.not_agreed_yet(), memory)


def _asks_about_consent(heard: Heard, filing: Filing) -> bool:
    if heard.taps("about"):
        return True
    is_short = filing.asked == CONSENT and len(heard.typed) <= answers.STORY
    return is_short and heard.has(wording("heard")["about_consent"]) and not any(link.named for link in heard.reading.links)


def _going_on_already(assistant: Assistant, filing: Filing | None) -> str | None:
    """The receipt of this conversation's last report while it is being worked; a new misfortune after that is a report of its own."""
    assert assistant.cases
    mine = {each.case.receipt: each.case for each in assistant.cases.mine()} if filing and filing.receipt else {}
    case = mine.get(filing.receipt or "") if filing else None
    return case.receipt if case and case.state not in CLOSED else None


def _withdrawn(assistant: Assistant, heard: Heard, memory: Memory, filing: Filing) -> Turn | None:
    assert filing.receipt and assistant.cases
    if heard.taps("keep") or heard.reading.intent == "deny" or heard.has(wording("heard")["kept"]):
        ways = ("progress",) if filing.ended else ("resume",)
        return replies.said("kept", filing.receipt, *ways), replace(memory, report=replace(filing, asked=None))
    is_wish = heard.reading.intent in ("affirm", "withdraw_report") and heard.reading.confidence >= SURE_WISH
    if not heard.taps("sure") and (not is_wish or heard.has(wording("heard")["question_words"])):
        return None
    try:
        assistant.cases.withdraw(filing.receipt)
    except IllegalMove:
        case = standing(assistant, filing).case
        return replies.refused(assistant.kb, assistant.divisions, "cannot_withdraw", case), replace(memory, report=None)
    return replies.said("withdrawn", filing.receipt), replace(memory, report=None)


def _paused(assistant: Assistant, heard: Heard, memory: Memory, filing: Filing, key: str) -> Turn | None:
    """Who answers without having gone back to the question; what means nothing else brings the question again, and is kept nowhere."""
    reading = heard.reading
    if _is_wish(reading) or heard.asks() or reading.intent.startswith("ask_"):
        return None
    told = answers.sure(key, heard, ()) if key in _CLEAR else None
    if told is not None:
        return stored(assistant, memory, key, told, wording("case")["saved"])
    if reading.intent not in ("nlu_fallback", "out_of_scope") or reading.relevance >= RELEVANT or reading.situations or reading.places:
        return None
    case = standing(assistant, filing).case
    return ask(assistant, memory, key, case.report, replies.said("resumed", case.receipt).text)


def _answered(assistant: Assistant, heard: Heard, memory: Memory, filing: Filing, key: str) -> Turn | None:
    """A wish or a question of its own goes its own way; everything else belongs to the report, and is kept nowhere else."""
    reading, named = heard.reading, assistant.kb.situations.situations
    told = answers.sure(key, heard, tuple(named[name].name for name in filing.situations))
    if told is not None:
        return stored(assistant, memory, key, told, wording("case")["saved"])
    has_enough = len(heard.typed) <= answers.SHORT and heard.has(wording("heard")["enough"])
    if heard.taps("finish") or reading.intent == "stop_check" or has_enough:
        return finish(assistant, memory, filing, wording("case")["stopped"])
    if heard.taps("agree"):  # tapped twice, or the message came again
        return following(assistant, memory, standing(assistant, filing).case, replies.said("registered_again", filing.receipt).text)
    if key == "risks" and heard.taps("others"):
        return replies.other_risks(), memory
    if _is_wish(reading) or heard.asks():
        return None
    others = answers.beside(key, heard, standing(assistant, filing).case.report)
    if key == TOLD and not others:
        others = answers.instead(heard, standing(assistant, filing).case.report)
    if others:  # nothing that was told is lost; what was asked is asked again
        waits = done(memory, filing) if key == TOLD else replace(memory, report=replace(filing, asked=None))
        return stored(assistant, waits, next(iter(others)), others, wording("case")["saved"])
    if key == TOLD and reading.intent == "deny":
        return replies.which(standing(assistant, filing).case.report), waiting(memory, replace(filing, asked=None))
    has_none = key == "phone" and heard.has(wording("heard")["no_phone"])
    if has_none or reading.intent in ("deny", "unsure") and key not in (TOLD, "for_other"):
        return skip(assistant, reading, memory)
    told = answers.likely(key, heard)
    if told is not None:
        return stored(assistant, memory, key, told, wording("case")["saved"])
    if key == "division" and reading.places:
        unclear = turns.place_unclear(assistant.kb, assistant.divisions, reading.places[-1].name, reading.places[-1].codes)
        return replace(unclear, status=None, about={"reports": key}), memory
    report = standing(assistant, filing).case.report
    if key == TOLD:  # it is read back again in the end
        return following(assistant, done(memory, filing), standing(assistant, filing).case, "")
    if key == "phone":
        return ask(assistant, memory, key, report, wording("case")["no_digits"])
    return ask(assistant, memory, key, report, is_again=True)


