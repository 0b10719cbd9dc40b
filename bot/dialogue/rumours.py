"""听说每户补三千是真的吗: what was heard, set beside the documents of the household's place."""
from __future__ import annotations

from dataclasses import replace

from bot.dialogue.interpret import ELLIPTICAL, RELEVANT_STRANGER, interpret
from bot.dialogue.reading import Memory, Reading
from bot.dialogue.turn import Assistant
from bot.knowledge.lookup import Question, covered_place
from bot.knowledge.rumour import Verdict, judge, kinds_with_figure, neighbours, read
from bot.replies import rumour, turns
from bot.replies.reply import Reply
from bot.replies.wording import wording

# A policy with at least this share may be the one that was heard of.
HEARD_OF = 0.12
# Where several policies may be meant, the one whose documents know of what was heard.
_FIRST = (Verdict.MATCHES, Verdict.OUT_OF_DATE, Verdict.DRAFT, Verdict.OTHER_PLACE, Verdict.DIFFERS, Verdict.EXISTS,
          Verdict.NOT_IN_DOCUMENTS)


def check_rumour(assistant: Assistant, reading: Reading, memory: Memory) -> tuple[Reply, Memory]:
    placed = assistant.settled(reading, memory)
    if isinstance(placed, Reply):
        return placed, memory
    memory, kb = placed, assistant.kb
    asked_of = memory if reading.elliptical >= ELLIPTICAL else replace(memory, kind=None)  # 听说要取消了？ is of the last policy
    wanted = interpret(reading, asked_of, assistant.available(memory.division))
    heard_of = tuple(link.kind for link in reading.links if link.score >= HEARD_OF)
    kinds = (wanted.kind, *(() if any(link.named for link in reading.links) else heard_of)) if wanted.kind else wanted.choices
    groups = wording("rumour")["words"]
    heard = read(reading.whole_text, groups)
    if not kinds:
        chain = assistant.divisions.chain(memory.division) if memory.division else ()
        kinds = (kinds_with_figure(kb, chain, heard) or kinds_with_figure(kb, neighbours(kb, memory.division), heard))[:1]
    if not kinds:
        return rumour.unclear(), memory
    if memory.division is None:
        return turns.area_unknown(kb, assistant.divisions), replace(memory, kind=kinds[0], aspect=wanted.aspect.value, page=0, waiting=True)
    if covered_place(kb, assistant.divisions, memory.division) is None:
        return turns.place_set(kb, assistant.divisions, memory.division), memory
    asked = [Question(wanted.aspect, kind, memory.division, assistant.on) for kind in kinds]
    judged = [(judge(kb, assistant.divisions, question, heard, groups), question) for question in asked]
    best, question = min(judged, key=lambda entry: _FIRST.index(entry[0].verdict))
    is_sure = wanted.kind == question.kind and reading.relevance >= RELEVANT_STRANGER
    if best.verdict is Verdict.NOT_IN_DOCUMENTS and best.scheme and heard.only_that_it_exists and is_sure:
        best = replace(best, verdict=Verdict.EXISTS)
    reply = rumour.verdict(kb, assistant.divisions, question, best, heard)
    return reply, replace(memory, kind=question.kind, aspect=question.aspect.value, page=0)
