"""How a report stands: those of this conversation at once, another by its receipt and the end of its telephone number."""
from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.casework.queries import DIGITS_ASKED, NotFound, Standing, TriedTooOften, WrongReceipt
from bot.casework.receipt import LENGTH, is_valid, transposed
from bot.dialogue.answers import Heard
from bot.dialogue.digits import receipt_in, runs
from bot.dialogue.reading import Lookup, Memory, Reading
from bot.dialogue.small_talk import small_talk
from bot.dialogue.turn import Assistant
from bot.replies import case_status as replies
from bot.replies.reply import Reply

Turn = tuple[Reply, Memory]
MOST_WRONG, PAUSE = 5, timedelta(hours=1)  # four digits are ten thousand tries
_LONGEST = 12  # characters of an answer
_NO_PHONE = ("deny", "unsure", "skip_detail")


def progress(assistant: Assistant, reading: Reading, memory: Memory) -> Turn:
    """我上次报的怎么样了"""
    if assistant.cases is None:
        return small_talk(assistant, "check_progress", memory), memory
    mine, receipt = assistant.cases.mine(), receipt_in(reading.typed or reading.text)
    if receipt is None:
        if not mine:
            return small_talk(assistant, "check_progress", memory), memory
        return _told(assistant, mine[0], memory, mine[1:])
    own = next((each for each in mine if each.case.receipt == receipt), None)
    if own:
        return _told(assistant, own, memory)
    tries = _tries(memory, assistant.cases.at)
    if tries.wrong >= MOST_WRONG:
        return replies.wrong_often(assistant.kb, assistant.divisions, memory.division), memory
    if len(receipt) != LENGTH:
        return replies.refused("receipt_length", most=LENGTH, count=len(receipt)), memory
    if not is_valid(receipt):
        return replies.wrong_receipt(transposed(receipt)), replace(memory, lookup=_wrong(tries, assistant.cases.at))
    report = replace(memory.report, asked=None) if memory.report else None
    return replies.ask_digits(), replace(memory, lookup=replace(tries, receipt=receipt), report=report, waiting=False)


def going_on(assistant: Assistant, reading: Reading, memory: Memory) -> Turn | None:
    """What follows if the message is the end of the telephone number that was asked for, or a receipt and nothing else."""
    if assistant.cases is None or reading.intent == "crisis":
        return None
    heard = Heard.of(reading)
    if len(heard.bare) == LENGTH and is_valid(receipt_in(heard.typed) or "") and not (memory.report and memory.report.asked):
        return progress(assistant, reading, memory)
    waited, digits = memory.lookup, runs(heard.typed, DIGITS_ASKED)
    is_end = len(digits) == 1 and len(digits[0]) == DIGITS_ASKED and len(heard.typed) <= _LONGEST
    if waited is None or waited.receipt is None or not (is_end or heard.taps("no_phone") or reading.intent in _NO_PHONE):
        return None
    tries = _tries(memory, assistant.cases.at)
    if tries.wrong >= MOST_WRONG:
        return replies.wrong_often(assistant.kb, assistant.divisions, memory.division), replace(memory, lookup=replace(tries, receipt=None))
    try:
        standing = assistant.cases.proven(waited.receipt, digits[0] if is_end else "")
    except TriedTooOften:
        return replies.wrong_often(assistant.kb, assistant.divisions, memory.division), replace(memory, lookup=replace(tries, receipt=None))
    except (NotFound, WrongReceipt):
        return replies.ask_digits_again(), replace(memory, lookup=replace(_wrong(tries, assistant.cases.at), receipt=waited.receipt))
    reply = replies.status(assistant.kb, assistant.divisions, standing, assistant.on, is_own=False)
    return reply, replace(memory, lookup=replace(tries, receipt=None))


def left_open(memory: Memory) -> Memory:
    """After anything else the end of the number is no longer waited for."""
    return replace(memory, lookup=replace(memory.lookup, receipt=None)) if memory.lookup and memory.lookup.receipt else memory


def _told(assistant: Assistant, standing: Standing, memory: Memory, others: list[Standing] | None = None) -> Turn:
    return replies.status(assistant.kb, assistant.divisions, standing, assistant.on, others or ()), memory


def _tries(memory: Memory, at: datetime) -> Lookup:
    """The wrong tries that still count."""
    lookup = memory.lookup or Lookup()
    is_over = not lookup.since or at - datetime.fromisoformat(lookup.since) >= PAUSE
    return Lookup(lookup.receipt) if is_over else lookup


def _wrong(tries: Lookup, at: datetime) -> Lookup:
    return Lookup(None, tries.wrong + 1, tries.since or at.isoformat())


