"""What people type stands in no log and nowhere in clear in the database: whole conversations and page visits, at the most talkative level."""
from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Iterator, NamedTuple

import httpx
import pytest
import sqlalchemy as sa

from bot.nlu.alphabet import clean
from bot.storage import conversations
from bot.storage.engine import make_engine
from bot.storage.key_file import read_keys
from tests.integration.processes import ROOT, Talk, free_port, stop, wait_until_it_answers

SAID = (
    "家里出事了，我叫张三丰，电话13800000001打我", "身份证500230199909090211号的低保怎么申请", "我妈的号139-0000-0002，您打那个",
    "＋８６１３７０００００００３是我", "户主是欧阳铁柱，一三六 零零零零 零零零四", "电话1 3 5 0 0 0 0 0 0 0 5写错了/restart", "/inform{\"phone\": \"13400000006\"}",
)
REPORTED = ("我要申报", "我同意，现在就报", "生病", "丰都的", "给自己家报", "诸葛大花", "13300000007", "电话写错了", "13300000008", "双河坝村",
            "男人在工地摔断腿躺了半年", "查进度", "到户产业奖补能给多少钱", "我上次报的怎么样了", "撤回申报")
ON_THE_PAGE = {"name": "司徒小翠", "phone": "13200000009", "story": "房子后墙倒了雨天漏水", "identity_number": "500230199909090211", "village": "石板滩村"}
# what tells a person in any of these, in the ways it may be written; no part of it is an everyday word
SECRETS = (
    "张三丰", "13800000001", "500230199909090211", "139-0000-0002", "13900000002", "13700000003", "欧阳铁柱", "零零零零 零零零四", "1 3 5 0 0 0 0 0 0 0 5",
    "13500000005", "13400000006", "诸葛大花", "13300000007", "13300000008", "双河坝村", "摔断腿", "司徒小翠", "13200000009", "后墙倒了", "石板滩村", "无名氏九妹",
    "13100000010", "上官无双", "13000000011",
)


class Visited(NamedTuple):
    """The processes after they were talked to: what they logged, where they keep things, what they answered."""

    log: str
    folder: Path
    replies: str
    senders: tuple[str, ...]


@pytest.fixture(scope="module")
def visited(start_dialogue, logs, tmp_path_factory) -> Iterator[Visited]:
    var = tmp_path_factory.mktemp("personal")
    port = free_port()
    own = {"HUINONG_VAR": str(var), "HUINONG_KEYS_FILE": str(var / "keys"), "DATABASE_URL": f"sqlite:///{var}/huinong.db", "HUINONG_LOG_LEVEL": "DEBUG"}
    dialogue = start_dialogue(**own)
    address = {"HUINONG_WEB_PORT": str(port), "HUINONG_DIALOGUE_PORT": dialogue.rsplit(":", 1)[1]}
    with (var / "web.log").open("w") as log:
        web = subprocess.Popen([sys.executable, "-m", "bot", "web"], cwd=ROOT, env={**os.environ, **own, **address}, stdout=log, stderr=log)
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", web)
        replies, senders = [], ("personal-a", "personal-b")
        for sender, texts in zip(senders, (SAID, REPORTED), strict=True):
            replies += [Talk(dialogue, sender).post(text) for text in texts]
        replies += visit(f"http://127.0.0.1:{port}")
        spoil(dialogue, f"http://127.0.0.1:{port}")
        written = (var / "web.log").read_text(encoding="utf-8") + logs[dialogue].read_text(encoding="utf-8")
        yield Visited(written, var, json.dumps(replies, ensure_ascii=False), senders)
    finally:
        stop(web)


def visit(web: str) -> list[str]:
    """The chat page with and without JavaScript, and the page that registers a household, with a mistake first."""
    with httpx.Client(base_url=web, timeout=60, follow_redirects=True, headers={"Origin": web}) as browser:
        pages = [browser.get("/"), browser.post("/", data={"message": "我叫张三丰，电话13800000001打我"}), browser.get("/")]
        pages.append(browser.post("/api/chat", json={"message": "身份证500230199909090211号，低保怎么申请"}))
        form = browser.get("/r/500230/石板滩村")
        typed = {"token": hidden(form.text, "token"), "who": "other", "name": ON_THE_PAGE["name"], "risks": ["illness", "housing"], "do": "send"}
        pages.append(browser.post("/r/500230/石板滩村", data={**typed, "phone": "1320000000"}))  # too short, and no consent
        sent = browser.post("/r/500230/石板滩村", data={**typed, "phone": ON_THE_PAGE["phone"], "consent": consent(form.text)})
        pages += [form, sent]
        link = re.search(r"/r/case/([^/\"]+)/", sent.text)
        assert sent.status_code == 200 and link, sent.text
        for step, fields in (("who", {"name": ON_THE_PAGE["name"], "reporter": "上官无双"}), ("story", {"story": ON_THE_PAGE["story"]}),
                             ("identity", {"identity_number": ON_THE_PAGE["identity_number"]}), ("phone", {"phone": "13000000011"})):
            page = browser.get(f"/r/case/{link[1]}/{step}")
            pages.append(browser.post(f"/r/case/{link[1]}/{step}", data={**all_hidden(page.text), **fields}))
        pages.append(browser.post("/r/status", data={"receipt": "1234567890", "digits": ON_THE_PAGE["phone"]}))
        assert all(page.status_code < 500 for page in pages), [page.status_code for page in pages]
        return [page.text for page in pages]


def spoil(dialogue: str, web: str) -> None:
    """What goes wrong must not be quoted either: broken bodies, secrets in paths, queries and headers."""
    for url in (f"{dialogue}/webhooks/rest/webhook", f"{web}/api/chat", f"{web}/r/500230", f"{web}/api/v1/reports"):
        httpx.post(url, content='{"message": "无名氏九妹 13100000010'.encode(), headers={"Content-Type": "application/json"}, timeout=60)
        httpx.post(url, json={"message": ["无名氏九妹", {"phone": 13100000010}]}, timeout=60)
    for path in ("/r/无名氏九妹", "/无名氏九妹?phone=13100000010", "/r/status/13100000010", "/r?place=无名氏九妹13100000010"):
        httpx.get(web + path, headers={"User-Agent": "13100000010", "Referer": f"{web}/?13100000010"}, timeout=60)
        httpx.get(dialogue + path, timeout=60)


def hidden(page: str, name: str) -> str:
    return all_hidden(page)[name]


def all_hidden(page: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)}


def consent(page: str) -> str:
    return re.search(r'name="consent"[^>]*value="([^"]+)"', page)[1]


def written_as(secret: str) -> tuple[bytes, ...]:
    """The bytes it may stand in a file as: text, the escapes of JSON, of URLs, of Python's repr; UTF-16."""
    escaped = json.dumps(secret).strip('"')
    said = clean(secret)  # as the dialogue gets it
    return (secret.encode(), said.encode(), json.dumps(said).strip('"').encode(), escaped.encode(), escaped.replace("\\", "\\\\").encode(), repr(secret.encode())[2:-1].encode(),
            httpx.URL("/", params={"q": secret}).query[2:], secret.encode("utf-16-le"))


def found_in(content: bytes) -> list[str]:
    return [secret for secret in SECRETS if any(form in content for form in written_as(secret))]


def test_the_search_would_find_what_it_looks_for(visited):
    """They did reach the processes: pages and replies show what was typed, and what is sealed holds it."""
    assert found_in("；".join(SECRETS).encode()) == found_in(json.dumps(SECRETS).encode()) == found_in(repr([each.encode() for each in SECRETS]).encode()) == [*SECRETS]
    engine, keyring = make_engine(f"sqlite:///{visited.folder}/huinong.db"), read_keys(visited.folder / "keys")
    with engine.connect() as connection:
        said = [each.text for sender in visited.senders for each in conversations.conversation(connection, keyring, sender).said if each.who == "user"]
        reports = [json.loads(keyring.open(row.sealed)) for row in connection.execute(sa.text("SELECT sealed FROM cases"))]
    assert len(said) == len(SAID) + len(REPORTED) and "诸葛大花" in said and any("13800000001" in text for text in said)
    assert any(report.get("name") == "诸葛大花" and report.get("phone") == "13300000008" and "摔断腿" in report.get("story", "") for report in reports)
    assert any(report.get("name") == "司徒小翠" and report.get("story") == ON_THE_PAGE["story"] and report.get("phone") == "13000000011" for report in reports)


def test_no_log_of_any_process_has_a_word_of_it_even_at_debug(visited):
    assert '"level": "debug"' in visited.log or '"event": "turn"' in visited.log
    assert found_in(visited.log.encode()) == []


def test_no_log_tells_who_talked(visited):
    assert not any(sender in visited.log for sender in visited.senders)


def test_no_byte_of_the_database_has_it_in_clear(visited):
    files = [file for file in visited.folder.rglob("huinong.db*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) > 50_000 and len(files) >= 2  # the write-ahead log too

    assert {file.name: found for file in files if (found := found_in(file.read_bytes()))} == {}


def test_no_text_column_of_any_table_has_it_in_clear(visited):
    engine = make_engine(f"sqlite:///{visited.folder}/huinong.db")
    leaks = {}
    with engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        for name in names:
            content = repr([tuple(row) for row in connection.execute(sa.text(f'SELECT * FROM "{name}"'))])
            if leaked := found_in(content.encode()):
                leaks[name] = leaked
    assert leaks == {} and {"events", "cases", "answers", "outbox", "audit_log", "case_history"} <= set(names)
