"""Every answer that can be composed from the real content: its figures, its length, its citation, its notice.

Each place is composed once; a test then looks at all of its answers and tells the first twenty that are wrong.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.knowledge.loader import KnowledgeBase
from bot.knowledge.lookup import Finding, Question, Status, available_kinds, look_up
from bot.knowledge.model import Aspect, Document, Scheme
from bot.replies import turns
from bot.replies.policy import compose
from bot.replies.reply import MOST_BUTTONS, Reply

CONTENT = Path(__file__).resolve().parents[2] / "policies_kb"
PLACES = sorted(KnowledgeBase(CONTENT).folders)
WITHIN, LATER = date(2024, 6, 30), date(2030, 1, 1)  # a day within every document's period, and one after all of them
LONGEST, SHORTEST, NOTICE_WITHIN = 250, 40, 60

FIGURE = re.compile(r"(\d+(?:\.\d+)?)([万亿]?)(%?)")
NUMBERING = re.compile(r"（\d+）")  # of the ways in which a condition can be met
SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
NOTICES = {"period_ended": "到期", "draft_for_comment": "征求意见稿", "repealed": "废止"}

Figures = set[tuple[Decimal, str]]


@dataclass(frozen=True)
class Answer:
    """One page of the answer to a question."""

    finding: Finding
    reply: Reply
    page: int
    day: date

    def __str__(self) -> str:
        question = self.finding.question
        return f"{question.division} {question.kind} {question.aspect.value} p{self.page} {self.day}: {self.reply.text}"


@pytest.fixture(scope="module", params=PLACES)
def answers(request, real_kb, real_divisions) -> list[Answer]:
    """Every page of every answer of one place; on the later day only the first pages, which have the notice."""
    found = []
    for kind in sorted(available_kinds(real_kb, real_divisions, request.param)):
        for aspect in Aspect:
            finding = look_up(real_kb, real_divisions, Question(aspect, kind, request.param, WITHIN))
            page, more = 0, True
            while more:
                reply = compose(real_kb, real_divisions, finding, page)
                found.append(Answer(finding, reply, page, WITHIN))
                page, more = page + 1, reply.about["page"] + 1 < reply.about["pages"]
            later = look_up(real_kb, real_divisions, Question(aspect, kind, request.param, LATER))
            found.append(Answer(later, compose(real_kb, real_divisions, later), 0, LATER))
    return found


def tell(wrong: list[str]) -> None:
    assert not wrong, f"{len(wrong)} answers are wrong, of which the first are:\n" + "\n".join(wrong[:20])


def figures_in(text: str) -> Figures:
    return {(Decimal(digits) * SCALES[scale], percent) for digits, scale, percent in FIGURE.findall(NUMBERING.sub("", text))}


def figures_of_day(day: date | None) -> Figures:
    return {(Decimal(part), "") for part in (day.year, day.month, day.day)} if day else set()


def figures_of_scheme(scheme: Scheme) -> Figures:
    found: Figures = set()
    for item in (*scheme.items(), *scheme.damaged):
        found |= figures_in(item.words() if hasattr(item, "words") else item.text)
        for day in ("by", "starts", "until"):
            found |= figures_of_day(getattr(item, day, None))
        value = getattr(item, "value", None)
        if isinstance(value, (int, float)):
            found.add((Decimal(str(value)), "%" if item.unit == "percent" else ""))
    return found


def figures_of_document(document: Document) -> Figures:
    found = figures_in(f"{document.number} {document.short_title} {document.issuer} {document.period.text}")
    return found | figures_of_day(document.issued_on) | figures_of_day(document.period.starts) | figures_of_day(document.period.until)


def figures_of_clauses(answer: Answer) -> Figures:
    """A source is told with the ids of its clauses."""
    if answer.finding.question.aspect is not Aspect.SOURCE:
        return set()
    return {figure for reference in answer.reply.references for clause in reference.clauses for figure in figures_in(clause)}


def known_figures(kb: KnowledgeBase, answer: Answer, of_schemes: dict[int, Figures]) -> Figures:
    """What stands in the scheme, in the wider ones that round it off, in their documents and in the place's contacts."""
    finding = answer.finding
    known = figures_of_clauses(answer)
    for scheme in (finding.scheme, *(scheme for _, scheme in finding.beyond)):
        known |= of_schemes.setdefault(id(scheme), figures_of_scheme(scheme))
        known |= figures_of_document(kb.document(scheme.gist.source.document))
    hotline = kb.place(finding.place).hotline
    return known | (figures_in(hotline.words()) if hotline else set())


def test_every_figure_of_an_answer_stands_in_its_scheme_or_document(answers, real_kb):
    of_schemes: dict[int, Figures] = {}
    wrong = []
    for answer in answers:
        made_up = figures_in(answer.reply.text) - known_figures(real_kb, answer, of_schemes)
        if made_up:
            wrong.append(f"{sorted(f'{value:f}{percent}' for value, percent in made_up)} {answer}")

    tell(wrong)


def test_every_answer_fits_on_a_phone(answers):
    tell([f"{len(answer.reply.text)} characters {answer}" for answer in answers if len(answer.reply.text) > LONGEST])


def test_every_full_answer_says_enough_to_stand_alone(answers):
    tell([f"{len(answer.reply.text)} characters {answer}" for answer in answers
          if answer.page == 0 and answer.reply.status is Status.ANSWERED and len(answer.reply.text) < SHORTEST])


def test_every_answer_has_its_citation(answers):
    tell([str(answer) for answer in answers if not (answer.reply.citation.startswith("依据：《") and answer.reply.references)])


def test_every_answer_has_at_most_six_buttons_and_none_twice(answers):
    tell([str(answer) for answer in answers
          if not 2 <= len(answer.reply.buttons) == len({button.text for button in answer.reply.buttons}) <= MOST_BUTTONS])


def test_a_draft_or_an_ended_period_is_said_at_the_beginning(answers, real_kb):
    wrong = []
    for answer in answers:
        standing = real_kb.standing(answer.finding.scheme.gist.source.document, answer.day)
        if standing in NOTICES and NOTICES[standing] not in answer.reply.text[:NOTICE_WITHIN]:
            wrong.append(f"{standing} {answer}")

    tell(wrong)


def test_every_cited_document_that_is_not_in_force_is_said_to_be_so(answers):
    tell([f"{reference.document} is {reference.standing} {answer}" for answer in answers for reference in answer.reply.references
          if reference.standing in NOTICES and NOTICES[reference.standing] not in answer.reply.text])


def test_on_the_later_day_nothing_is_said_to_be_in_force(answers):
    tell([str(answer) for answer in answers if answer.day == LATER and "现在在有效期内" in answer.reply.text])


def test_no_blank_is_left_unfilled(answers):
    tell([str(answer) for answer in answers if re.search(r"None|[{}]|\[|\]|True|False", answer.reply.plain())])


def test_no_punctuation_is_doubled(answers):
    tell([str(answer) for answer in answers if re.search(r"[。；：，、][。；：，、]|[：，、；]$|^[。；：，、]|：的|的的", answer.reply.text)])


def unclosed(text: str) -> Iterator[str]:
    for opening, closing in ("（）", "“”", "《》", "〔〕", "「」"):
        if text.count(opening) != text.count(closing):
            yield opening + closing


def test_brackets_and_quotes_are_closed(answers):
    tell([f"{pair} {answer}" for answer in answers for pair in unclosed(answer.reply.plain())])


def test_no_sentence_is_said_twice(answers):
    wrong = []
    for answer in answers:
        sentences = [sentence for sentence in re.split(r"[。；]", answer.reply.text) if len(sentence) > 5]
        if len(set(sentences)) < len(sentences):
            wrong.append(str(answer))

    tell(wrong)


@pytest.mark.parametrize("day", [WITHIN, LATER])
@pytest.mark.parametrize("place", PLACES)
def test_what_the_answers_of_a_place_rest_on_fits_on_a_phone_with_its_citation(real_kb, real_divisions, place, day):
    reply = turns.documents(real_kb, real_divisions, place, day)

    assert SHORTEST <= len(reply.text) <= LONGEST
    assert reply.citation.startswith("依据：《")
    assert [ref.document for ref in reply.references if NOTICES.get(ref.standing, "") not in reply.text] == []
    assert list(unclosed(reply.text)) == []
