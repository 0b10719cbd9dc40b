"""One list of questions through REST, the web chat, the terminal and Telegram: what is meant is the same everywhere.

A new channel joins CHANNELS with a function that talks through it as its users do.
"""
from __future__ import annotations

import asyncio
import dataclasses
import json
import re
import uuid
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Callable, Sequence

import pytest
import yaml
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from bench.chat_stage import GatewayProcess
from bot.channels.rasa_client import RasaClient
from bot.channels.web.app import create_app
from bot.channels.web.wording import words as page_words
from bot.cli import talk as terminal
from bot.storage.answer_ledger import AnswerLedger
from bot.storage.engine import make_engine
from tests.integration.processes import Talk
from tests.telegram_server.chat import Chat
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.shapes import Shown

pytestmark = pytest.mark.model
Step = dict[str, Any]
CONVERSATIONS: list[list[Step]] = yaml.safe_load(Path(__file__).with_name("same_answers.yml").read_text(encoding="utf-8"))["conversations"]
QUESTIONS = [pytest.param(number, place, id=f"{step.get('say') or step['tap']} ({number + 1}.{place + 1})")
             for number, steps in enumerate(CONVERSATIONS) for place, step in enumerate(steps)]
QUOTE = "expandable_blockquote"
_FIGURE = re.compile(r"\d+(?:\.\d+)?%?")
_CODE = re.compile(r"\n答复编号 (\d{6})$")
_UNSEEN = "unseen"  # where an answer has no code, a chat app shows neither its status nor its kind


@dataclasses.dataclass(frozen=True)
class Meaning:
    status: str | None
    kind: str | None
    text: str
    figures: tuple[str, ...]
    citation: str
    buttons: tuple[str, ...]


def meaning(status: str | None, kind: str | None, text: str, citation: str, buttons: Sequence[str]) -> Meaning:
    text = "".join(text.split())
    return Meaning(status, kind, text, tuple(_FIGURE.findall(text)), citation, tuple(buttons))


def of_reply(reply: dict[str, Any]) -> Meaning:
    return meaning(reply["status"], reply["about"].get("kind"), reply["text"], reply["citation"], [each["title"] for each in reply["buttons"]])


def played(say: Callable[[str], dict[str, Any]], steps: list[Step]) -> list[Meaning]:
    """A conversation where a button says its words."""
    found: list[Meaning] = []
    reply: dict[str, Any] = {}
    for step in steps:
        text = step.get("say") or next(each["text"] for each in reply["buttons"] if each["title"] == step["tap"])
        reply = say(text)
        found.append(of_reply(reply))
    return found


def through_rest(url: str, folder: Path) -> list[list[Meaning]]:
    return [played(Talk(url, uuid.uuid4().hex).say, steps) for steps in CONVERSATIONS]


def through_the_web_chat(url: str, folder: Path) -> list[list[Meaning]]:
    with TestClient(create_app(RasaClient(url), backlog=lambda: None)) as browser:
        def say(text: str) -> dict[str, Any]:
            answer = browser.post("/api/chat", json={"message": text})
            assert answer.status_code == 200 and len(answer.json()["replies"]) == 1, answer.text
            card = answer.json()["replies"][0]
            # the page offers its examples where an answer offers nothing
            return {**card, "buttons": [] if card["offer"] == page_words()["page"]["suggestion_heading"] else card["buttons"]}

        found = []
        for steps in CONVERSATIONS:
            browser.cookies.clear()
            found.append(played(say, steps))
        return found


def through_the_terminal(url: str, folder: Path) -> list[list[Meaning]]:
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terminal, "settings", lambda: SimpleNamespace(dialogue_url=url))
        for steps in CONVERSATIONS:
            conversation = terminal.Conversation()

            def say(text: str, conversation: terminal.Conversation = conversation) -> dict[str, Any]:
                [reply] = terminal.cards(conversation.send(text))
                return reply
            found.append(played(say, steps))
    return found


def through_telegram(url: str, folder: Path) -> list[list[Meaning]]:
    return asyncio.run(_through_telegram(url, folder))


async def _through_telegram(url: str, folder: Path) -> list[list[Meaning]]:
    telegram, var = TelegramServer(), folder / "telegram"
    var.mkdir()
    await telegram.start()
    gateway = GatewayProcess(telegram, int(url.rpartition(":")[2]), var, TELEGRAM_MESSAGES_PER_SECOND="1000")
    await gateway.start()
    ledger = AnswerLedger(make_engine(f"sqlite:///{folder / 'conversations.db'}"))

    async def talked(number: int, steps: list[Step]) -> list[Meaning]:
        chat = Chat(telegram, telegram.person(5_000_000 + number), var / "huinong.db")
        return [of_messages(await (chat.taps(step["tap"]) if "tap" in step else chat.says(step["say"])), ledger) for step in steps]

    try:
        return [await talked(number, steps) for number, steps in enumerate(CONVERSATIONS)]
    finally:
        await gateway.end()
        await telegram.stop()


def of_messages(shown: Sequence[Shown], ledger: AnswerLedger) -> Meaning:
    """As somebody in the chat reads it; what is not shown, as staff find it by the answer's code."""
    shown = [each for each in shown if each.keyboard is None]
    text, quotes = "\n".join(each.text for each in shown), [quote for each in shown for quote in each.quoted(QUOTE)]
    code = _CODE.search(text)
    text = _CODE.sub("", text)
    for quote in quotes:
        text = text.replace(quote, "")
    kept = ledger.find(code[1]) if code else None
    status, kind = (kept.status, kept.kind) if kept else (_UNSEEN, _UNSEEN)
    citation = quotes[0].partition("\n")[0] if quotes else ""
    return meaning(status, kind, text, citation, [title for each in shown for title in each.titles])


CHANNELS = {"web chat": through_the_web_chat, "terminal": through_the_terminal, "Telegram": through_telegram}


@pytest.fixture(scope="module")
def folder(dialogue_url: str, logs: dict[str, Path]) -> Path:
    """Where the dialogue process has its database."""
    return logs[dialogue_url].parent


@pytest.fixture(scope="module")
def rest(dialogue_url: str, folder: Path) -> list[list[Meaning]]:
    return through_rest(dialogue_url, folder)


@pytest.fixture(scope="module", params=CHANNELS)
def other(request: pytest.FixtureRequest, dialogue_url: str, folder: Path) -> list[list[Meaning]]:
    return CHANNELS[request.param](dialogue_url, folder)


@pytest.mark.parametrize(("conversation", "place"), QUESTIONS)
def test_the_answer_is_of_the_status_that_the_list_expects(rest, conversation, place):
    assert rest[conversation][place].status == CONVERSATIONS[conversation][place]["status"], rest[conversation][place].text


@pytest.mark.parametrize(("conversation", "place"), QUESTIONS)
def test_the_same_is_meant_in_this_channel(rest, other, conversation, place):
    expected, got = rest[conversation][place], other[conversation][place]
    if got.status == _UNSEEN:
        assert expected.status in (None, "crisis")
        expected = dataclasses.replace(expected, status=_UNSEEN, kind=_UNSEEN)

    assert got == expected


def test_the_list_is_not_of_one_sort(rest):
    meant = [each for conversation in rest for each in conversation]

    assert {"answered", "area_unknown", "not_stated", "not_in_your_area", "out_of_scope", "crisis", "handed_over", None} <= {each.status for each in meant}
    assert sum(bool(each.citation and each.figures) for each in meant) >= 5 and sum("tap" in step for steps in CONVERSATIONS for step in steps) >= 3


def test_one_question_on_the_command_line_is_the_same_answer(dialogue_url, rest, monkeypatch):
    from bot.__main__ import app

    monkeypatch.setattr(terminal, "settings", lambda: SimpleNamespace(dialogue_url=dialogue_url))
    printed = CliRunner().invoke(app, ["ask", "--json", "--place", "丰都县", "到户产业奖补能给多少钱"])

    assert of_reply(json.loads(printed.stdout)) == rest[0][1]
