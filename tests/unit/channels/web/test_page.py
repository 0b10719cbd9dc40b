"""The start screen and the conversation, for browsers without JavaScript."""
from __future__ import annotations

import html
import re

import httpx
import pytest
from fastapi.testclient import TestClient

from bot import bootstrap
from bot.channels.web.wording import notice, words
from bot.replies.policy import place_buttons
from tests.unit.channels.fake_dialogue import FENGDU, FakeDialogue, answered, draft, reply


def shown(page: str) -> str:
    """The page without what only JavaScript clones."""
    return re.sub(r"(?s)<template.*?</template>", "", page)


def buttons(page: str) -> list[str]:
    return [html.unescape(value) for value in re.findall(r'name="message" value="([^"]*)"', shown(page))]


def next_buttons(page: str) -> list[str]:
    return buttons(page[page.index('id="next"'):])


def test_the_start_screen_offers_every_covered_place_and_five_questions(browser: TestClient) -> None:
    page = browser.get("/").text
    places = [button.text for button in place_buttons(bootstrap.knowledge_base(), bootstrap.divisions())]
    assert places and len(words()["examples"]) == 5
    assert buttons(page) == places + words()["examples"]


def test_a_question_sent_by_the_form_comes_back_with_its_answer(browser: TestClient, dialogue: FakeDialogue) -> None:
    browser.get("/")
    page = shown(browser.post("/", data={"message": "产业奖补我够条件吗"}).text)
    assert dialogue.heard[0][1] == "产业奖补我够条件吗"
    assert page.index("产业奖补我够条件吗") < page.index("从外面返乡回流的")
    assert 'id="start" hidden' in page


def test_the_form_page_keeps_the_conversation_so_far(browser: TestClient) -> None:
    browser.get("/")
    for message in ("我在丰都县", "产业奖补", "危房改造"):
        page = shown(browser.post("/", data={"message": message}).text)
    assert [page.count(f">{message}</p>") for message in ("我在丰都县", "产业奖补", "危房改造")] == [1, 1, 1]


def test_opening_the_page_again_shows_the_conversation(browser: TestClient) -> None:
    browser.get("/")
    browser.post("/api/chat", json={"message": "产业奖补"})
    assert "从外面返乡回流的" in shown(browser.get("/").text)


def test_where_no_transcript_is_kept_the_latest_question_and_answer_are_shown(browser: TestClient, dialogue: FakeDialogue) -> None:
    dialogue.keeps_transcript = False
    browser.post("/", data={"message": "我在丰都县"})
    page = shown(browser.post("/", data={"message": "产业奖补"}).text)
    assert "产业奖补" in page and "从外面返乡回流的" in page and "我在丰都县</p>" not in page


def test_only_the_last_answer_offers_buttons(browser: TestClient, dialogue: FakeDialogue) -> None:
    browser.get("/")
    browser.post("/", data={"message": "产业奖补"})
    dialogue.answer = [draft()]
    page = browser.post("/", data={"message": "梅州给多少"}).text
    assert next_buttons(page) == ["生产奖补：找谁"]


def test_an_answer_without_buttons_offers_the_example_questions(browser: TestClient) -> None:
    page = browser.post("/", data={"message": "我在丰都县"}).text
    assert next_buttons(page) == words()["examples"]


def test_nobody_in_danger_is_offered_example_questions(browser: TestClient, dialogue: FakeDialogue) -> None:
    dialogue.answer = [reply("先顾人命要紧！", "crisis")]
    assert next_buttons(browser.post("/", data={"message": "救命"}).text) == []


def test_the_citation_folds_out_to_the_document_and_its_clauses(browser: TestClient) -> None:
    page = shown(browser.post("/", data={"message": "产业奖补"}).text)
    source = page[page.index("<details"):]
    for said in (FENGDU["title"], FENGDU["number"], FENGDU["issuer"], "2024年4月10日", "二（十）　推动低收入脱贫人口稳定增收", *FENGDU["notes"]):
        assert said in source


def test_the_code_stands_small_under_the_citation_and_small_talk_has_none(browser: TestClient, dialogue: FakeDialogue) -> None:
    page = shown(browser.post("/", data={"message": "产业奖补"}).text)
    assert '<p class="code" data-if="code_line" data-text="code_line">答复编号 012345</p>' in page[page.index("</details>"):]
    dialogue.answer = [reply("不客气。")]
    assert page.count("答复编号") == shown(browser.post("/", data={"message": "谢谢"}).text).count("答复编号") == 1


def test_a_document_without_number_or_date_says_so_and_leaves_no_empty_row(browser: TestClient, dialogue: FakeDialogue) -> None:
    dialogue.answer = [draft()]
    page = shown(browser.post("/", data={"message": "生产奖补"}).text)
    assert words()["card"]["undated"] in page and words()["card"]["number"] not in page and "None" not in page


@pytest.mark.parametrize(("standing", "badge"), [("period_ended", "已到期"), ("draft_for_comment", "征求意见稿"), ("repealed", "已废止")])
def test_a_document_that_is_not_in_force_is_marked(browser: TestClient, dialogue: FakeDialogue, standing: str, badge: str) -> None:
    dialogue.answer = [answered() | {"references": [FENGDU | {"standing": standing}]}]
    assert f">{badge}</span>" in shown(browser.post("/", data={"message": "产业奖补"}).text)


def test_a_document_in_force_carries_no_mark(browser: TestClient, dialogue: FakeDialogue) -> None:
    dialogue.answer = [answered() | {"references": [FENGDU | {"standing": "in_force"}]}]
    assert 'class="badge"' not in shown(browser.post("/", data={"message": "产业奖补"}).text)


def test_the_page_opens_at_the_latest_question(browser: TestClient) -> None:
    browser.get("/")
    browser.post("/", data={"message": "我在丰都县"})
    page = shown(browser.post("/", data={"message": "产业奖补"}).text)
    assert page.count('id="latest"') == 1
    assert page.index("我在丰都县") < page.index('id="latest"') < page.index(">产业奖补</p>")


@pytest.mark.parametrize("form", [{"message": ""}, {"message": " \n\x00 "}, {}])
def test_an_empty_form_is_answered_kindly_and_not_passed_on(browser: TestClient, dialogue: FakeDialogue, form: dict[str, str]) -> None:
    response = browser.post("/", data=form)
    assert response.status_code == 400 and notice("empty") in shown(response.text)
    assert dialogue.heard == []


def test_a_turn_without_an_answer_says_so(browser: TestClient, dialogue: FakeDialogue) -> None:
    dialogue._hear = lambda body: httpx.Response(200, json=[])  # type: ignore[method-assign]
    assert notice("no_reply") in shown(browser.post("/", data={"message": "嗯"}).text)


def test_starting_over_forgets_the_conversation(browser: TestClient, dialogue: FakeDialogue) -> None:
    browser.get("/")
    browser.post("/", data={"message": "产业奖补"})
    page = shown(browser.post("/new").text)
    assert "从外面返乡回流的" not in page and 'id="start" hidden' not in page
    browser.post("/", data={"message": "产业奖补"})
    assert dialogue.heard[0][0] != dialogue.heard[1][0]


def test_an_unknown_address_is_a_plain_page_with_a_way_back(browser: TestClient) -> None:
    response = browser.get("/nothing-here")
    assert response.status_code == 404 and notice("not_found") in response.text and 'href="/"' in response.text


def test_nothing_is_loaded_from_elsewhere(browser: TestClient) -> None:
    page = browser.get("/").text
    wanted = re.findall(r'(?:src|href|action)="([^"]*)"', page)
    assert wanted and all(each.startswith(("/", "#")) and not each.startswith("//") for each in wanted)
    assert all(browser.get(each).status_code == 200 for each in wanted if each.startswith("/static/"))
    assert "http" not in re.sub(r"http-equiv", "", browser.get("/static/page.css").text + browser.get("/static/chat.js").text + browser.get("/static/size.js").text)


def test_the_page_has_no_inline_script_or_style(browser: TestClient) -> None:
    page = browser.get("/").text
    assert not re.search(r"<style|style=|<script(?![^>]*src=)|\son\w+=", page)
