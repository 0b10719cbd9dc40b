from __future__ import annotations

import asyncio
import json
import socket
from typing import Any, Awaitable, Callable

import httpx
import pytest

from bot.channels.rasa_client import ChatReply, DialogueDown, RasaClient, Turn, replies
from bot.replies.reply import Button, Reference, Reply
from tests.unit.channels.fake_dialogue import FENGDU, FakeDialogue, answered, reply, wire


def run(handler: Callable[[httpx.Request], httpx.Response], use: Callable[[RasaClient], Awaitable[Any]]) -> Any:
    async def work() -> Any:
        client = RasaClient("http://dialogue.test", transport=httpx.MockTransport(handler))
        try:
            return await use(client)
        finally:
            await client.close()

    return asyncio.run(work())


def send(client: RasaClient) -> Awaitable[list[ChatReply]]:
    return client.send("someone", "低保怎么申请")


class Failing:
    """Fails with `errors` in turn, then answers."""

    def __init__(self, *errors: Exception) -> None:
        self.errors, self.calls = list(errors), 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return httpx.Response(200, json=wire("someone", answered()))


def test_a_message_goes_to_the_rest_channel_with_its_sender() -> None:
    fake = FakeDialogue()
    run(fake._serve, send)
    assert fake.heard == [("someone", "低保怎么申请")]


def test_the_whole_reply_takes_the_place_of_its_text() -> None:
    [found] = replies(wire("someone", answered("丰都县这样办。")))
    assert (found.status, found.text, found.citation) == ("answered", "丰都县这样办。", answered()["citation"])
    assert found.references[0].clauses == ("二（十）", "一（二）")
    assert found.buttons[0] == Button("怎么办理", "到户产业奖补：怎么办理")


def test_a_reply_of_ours_arrives_as_it_was_sent() -> None:
    sent = Reply(None, "好。", "依据：甲", (Reference("d", "甲", None, "乙", None, "in_force", "今年", ("一",), ("头",), ("注",)),), (Button("a", "b"),), {"page": 0}, "012345")
    body = json.loads(json.dumps(sent.as_dict()))
    [found] = replies([{"custom": {"reply": body}}])
    assert (found.text, found.citation, found.buttons, found.about, found.code) == (sent.text, sent.citation, sent.buttons, sent.about, sent.code)
    assert found.plain() == sent.plain()
    assert found.references == sent.references


def test_a_text_that_rasa_sent_in_pieces_is_not_shown_twice() -> None:
    whole = reply("第一段。\n\n第二段。")
    assert [each.text for each in replies([{"text": "第一段。"}, {"text": "第二段。"}, {"custom": {"reply": whole}}])] == ["第一段。\n\n第二段。"]


def test_a_text_that_stands_alone_is_kept_beside_a_whole_reply() -> None:
    entries = [{"text": "请稍等。", "buttons": [{"title": "好", "payload": "好的"}]}, *wire("someone", answered("这样办。"))]
    assert [(each.text, each.buttons[:1]) for each in replies(entries)] == [
        ("请稍等。", (Button("好", "好的"),)), ("这样办。", (Button("怎么办理", "到户产业奖补：怎么办理"),))]


def test_two_whole_replies_in_a_turn_are_both_shown_though_one_contains_the_other() -> None:
    entries = wire("someone", reply("好。")) + wire("someone", reply("好。再见。"))
    assert [each.text for each in replies(entries)] == ["好。", "好。再见。"]


@pytest.mark.parametrize("entry", [{}, {"image": "x"}, {"custom": None}, {"custom": {"reply": {"status": "answered"}}}, {"custom": {"other": 1}}])
def test_entries_that_say_nothing_are_passed_over(entry: dict[str, Any]) -> None:
    assert replies([entry]) == []


def test_a_refused_connection_is_tried_once_more() -> None:
    failing = Failing(httpx.ConnectError("refused"))
    assert len(run(failing, send)) == 1
    assert failing.calls == 2


def test_a_connection_refused_twice_means_down() -> None:
    failing = Failing(httpx.ConnectError("refused"), httpx.ConnectError("refused"))
    with pytest.raises(DialogueDown, match="unreachable"):
        run(failing, send)
    assert failing.calls == 2


@pytest.mark.parametrize(("error", "reason"), [(httpx.ReadTimeout("slow"), "slow"), (httpx.ReadError("broken off"), "unreachable")])
def test_a_message_that_may_have_arrived_is_not_sent_again(error: Exception, reason: str) -> None:
    failing = Failing(error)
    with pytest.raises(DialogueDown, match=reason):
        run(failing, send)
    assert failing.calls == 1


@pytest.mark.parametrize("response", [
    httpx.Response(500), httpx.Response(404), httpx.Response(200, text="<html>"), httpx.Response(200, json={"status": "failure"})])
def test_an_answer_that_is_none_means_down(response: httpx.Response) -> None:
    with pytest.raises(DialogueDown, match="failing|unreadable"):
        run(lambda request: response, send)


def test_the_exception_does_not_hold_what_was_said() -> None:
    with pytest.raises(DialogueDown) as caught:
        run(Failing(httpx.ReadTimeout("低保")), send)
    assert "低保" not in str(caught.value) and caught.value.__cause__ is None and caught.value.__suppress_context__


def test_half_a_surrogate_is_sent_as_a_question_mark() -> None:
    fake = FakeDialogue()
    run(fake._serve, lambda client: client.send("someone", "低保\ud83d"))
    assert fake.heard == [("someone", "低保?")]


def test_the_transcript_has_both_sides_in_order() -> None:
    fake = FakeDialogue()

    async def talk(client: RasaClient) -> Any:
        await client.send("someone", "产业奖补")
        return await client.transcript("someone")

    user, bot = run(fake._serve, talk)
    assert user == Turn("user", "产业奖补")
    assert (bot.who, bot.text, bot.reply.references[0].document) == ("bot", answered()["text"], FENGDU["document"])


def test_a_bot_turn_without_its_whole_reply_keeps_text_and_buttons() -> None:
    entries = [{"who": "bot", "text": "您家在哪儿？", "reply": None, "buttons": [{"title": "丰都", "payload": "我在丰都"}]}, {"who": "bot", "text": ""}, {"who": "?"}]
    turns = run(lambda request: httpx.Response(200, json=entries), lambda client: client.transcript("someone"))
    assert turns == [Turn("bot", "您家在哪儿？", ChatReply("您家在哪儿？", buttons=(Button("丰都", "我在丰都"),)))]


def test_a_process_without_transcripts_gives_none() -> None:
    assert run(lambda request: httpx.Response(404), lambda client: client.transcript("someone")) is None


@pytest.mark.parametrize(("response", "alive"), [(httpx.Response(200, json={"status": "ok"}), True), (httpx.Response(503), False), (httpx.Response(404), False)])
def test_alive_is_what_answers_with_200(response: httpx.Response, alive: bool) -> None:
    assert run(lambda request: response, lambda client: client.is_alive()) is alive


def test_a_closed_port_is_noticed_and_nobody_waits_long() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: connections are refused

        async def work() -> bool:
            client = RasaClient(f"http://127.0.0.1:{taken.getsockname()[1]}")
            try:
                return await asyncio.wait_for(client.is_alive(), timeout=3)
            finally:
                await client.close()

        assert asyncio.run(work()) is False
