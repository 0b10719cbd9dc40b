"""A dialogue process that is not there: answers like Rasa's REST channel, remembers, and can be told to fail."""
from __future__ import annotations

import json
from typing import Any

import httpx

from bot.channels.rasa_client import RasaClient
from bot.replies.reply import as_plain

FENGDU = {
    "document": "fengdu-2024-8", "title": "丰都县2024年工作要点", "number": "丰委农办〔2024〕8号", "issuer": "中共丰都县委农村工作领导小组办公室",
    "issued_on": "2024-04-10", "standing": "period_ended", "period": "2024年度", "clauses": ["二（十）", "一（二）"],
    "headings": ["推动低收入脱贫人口稳定增收", "巩固提升“三保障”和饮水安全保障水平"], "notes": ["文字完整，没有缺损", "机构名称之后可能有调整"],
}
MEIZHOU = {
    "document": "meizhou-draft", "title": "梅州市有效衔接实施方案（征求意见稿）", "number": None, "issuer": "梅州市扶贫开发领导小组办公室",
    "issued_on": None, "standing": "draft_for_comment", "period": "“十四五”时期", "clauses": ["三、6"], "headings": ["拓展稳定增收渠道"], "notes": [],
}
NEXT = [("怎么办理", "到户产业奖补：怎么办理"), ("找谁", "到户产业奖补：找谁"), ("能给多少", "到户产业奖补：能给多少"),
        ("有哪些帮助", "到户产业奖补：有哪些帮助"), ("我要申报", "我要申报"), ("转人工", "转人工")]
GRANT = ("丰都县（2024年度的规定，已到期）到户产业奖补，脱贫户或监测对象，符合下面一条就行：（1）从外面返乡回流的、本人有劳动能力、"
         "自己愿意发展产业、没领过到户产业奖补；（2）年人均纯收入低于全市平均水平、正在发展产业项目；给这些人：脱贫户、监测对象；"
         "没有干的，不给奖补。现在还办不办、有没有新规定，请先问县乡村振兴局。")


def reply(text: str, status: str | None = None, references: list[dict[str, Any]] | None = None, citation: str = "",
          buttons: list[tuple[str, str]] | None = None, code: str = "") -> dict[str, Any]:
    """A Reply's JSON."""
    return {"status": status, "text": text, "citation": citation, "references": references or [],
            "buttons": [{"title": title, "text": sent} for title, sent in buttons or []], "about": {}, "code": code}


def answered(text: str = GRANT) -> dict[str, Any]:
    return reply(text, "answered", [FENGDU], "依据：《丰都县2024年工作要点》丰委农办〔2024〕8号 二（十）、一（二）", NEXT, "012345")


def draft() -> dict[str, Any]:
    return reply("梅州市（征求意见稿，没有生效）的文件没有写明生产奖补给多少，我不能乱说。", "not_stated", [MEIZHOU],
                 "依据：《梅州市有效衔接实施方案（征求意见稿）》 三、6", [("找谁", "生产奖补：找谁")])


PLACE_SET = reply("好，记住了：重庆市丰都县。您想问哪项政策？比如低保、看病、上学、危房、贷款、产业补助。")


class FakeDialogue:
    """`heard` has (sender, message) in order; `answer` is what it says next; the flags break it."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.answer: list[dict[str, Any]] = []
        self.down = self.slow = False
        self.keeps_transcript = True
        self._turns: dict[str, list[dict[str, Any]]] = {}

    def client(self) -> RasaClient:
        return RasaClient("http://dialogue.test", transport=httpx.MockTransport(self._serve))

    def _serve(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("refused")
        if self.slow:
            raise httpx.ReadTimeout("slow")
        if request.url.path == "/webhooks/rest/transcript" and self.keeps_transcript:
            return httpx.Response(200, json=self._turns.get(request.url.params["sender"], []))
        if request.url.path == "/webhooks/rest/webhook":
            return self._hear(json.loads(request.content))
        return httpx.Response(200, json={"status": "ok"}) if request.url.path == "/webhooks/rest/" else httpx.Response(404)

    def _hear(self, body: dict[str, str]) -> httpx.Response:
        sender, message = body["sender"], body["message"]
        self.heard.append((sender, message))
        said = self.answer or [PLACE_SET if message.startswith("我在") else answered()]
        turns = self._turns.setdefault(sender, [])
        turns.append({"who": "user", "text": message, "reply": None, "buttons": []})
        turns += [{"who": "bot", "text": each["text"], "reply": each, "buttons": []} for each in said]
        return httpx.Response(200, json=[entry for each in said for entry in wire(sender, each)])


def wire(sender: str, said: dict[str, Any]) -> list[dict[str, Any]]:
    """One reply as Rasa's REST channel sends it: the text, then the whole reply."""
    plain = as_plain(said["text"], said["citation"], said.get("code", ""))
    buttons = [{"title": each["title"], "payload": each["text"]} for each in said["buttons"]]
    first = {"recipient_id": sender, "text": plain, **({"buttons": buttons} if buttons else {})}
    return [first, {"recipient_id": sender, "custom": {"reply": said}}]
