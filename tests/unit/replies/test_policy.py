"""The answer contract (DESIGN 5), on the small content."""
from __future__ import annotations

import json
from datetime import date

import pytest

from bot.knowledge.lookup import Status
from bot.knowledge.model import Aspect
from bot.replies.policy import MOST, kind_buttons, place_buttons
from bot.replies.reply import MOST_BUTTONS

COUNTY, CITY, OTHER, SIBLING = "441424", "441400", "500230", "441423"
IN_FORCE, LAST_DAY, DAY_AFTER = date(2024, 6, 30), date(2024, 12, 31), date(2025, 1, 1)
GRANT = "441424_doc-a/industry_grant.yml"


def test_the_first_sentence_says_what_was_asked(answer):
    reply = answer()

    assert reply.text.startswith("五华县产业奖补：每户每年奖补最高2000元")
    assert reply.status is Status.ANSWERED


def test_the_citation_names_document_number_and_clause(answer):
    reply = answer()

    assert reply.citation == "依据：《五华县办法》试字〔2024〕8号 二"
    assert reply.plain() == f"{reply.text}\n{reply.citation}"
    (reference,) = reply.references
    assert (reference.document, reference.clauses, reference.headings, reference.standing) == ("doc-a", ("二",), ("奖补",), "in_force")


def test_a_document_without_a_number_is_cited_without_one(small, answer):
    small.change("documents/doc-a.yml", "number: 试字〔2024〕8号\n", "")

    assert answer().citation == "依据：《五华县办法》 二"


@pytest.mark.parametrize(("day", "said"), [(IN_FORCE, False), (LAST_DAY, False), (DAY_AFTER, True)])
def test_a_period_that_has_ended_is_said_at_once_from_the_day_after(answer, day, said):
    reply = answer(on=day)

    assert ("已到期" in reply.text[:60]) is said
    assert ("请先问县农业农村委" in reply.text) is said


@pytest.mark.parametrize("day", [IN_FORCE, DAY_AFTER])
@pytest.mark.parametrize("aspect", [Aspect.AMOUNT, Aspect.MATERIALS, Aspect.HOW_TO_APPLY, Aspect.VALIDITY, Aspect.SOURCE])
def test_a_draft_is_said_at_once(small, answer, aspect, day):
    small.change("documents/doc-a.yml", "status: in_force", "status: draft_for_comment")

    assert "征求意见稿" in answer(aspect, on=day).text[:60]


def test_a_repealed_document_is_said_at_once(small, answer):
    small.change("documents/doc-a.yml", "status: in_force", "status: repealed")

    assert "废止" in answer().text[:60]


def test_what_the_document_leaves_open_is_said_with_whom_to_ask(answer):
    reply = answer(Aspect.MATERIALS)

    assert reply.status is Status.NOT_STATED
    assert reply.text.startswith("五华县产业奖补：自家搞种养，多干多补，每户每年最多2000元。")
    assert "要带什么材料，文件没有写明，我不能乱说。" in reply.text
    assert "请问县农业农村委" in reply.text and "12317平台" in reply.text
    assert reply.citation


def test_a_part_of_an_answer_says_that_it_is_a_part(answer):
    reply = answer(Aspect.HOW_TO_APPLY)

    assert reply.status is Status.PARTLY_ANSWERED
    assert "怎么办理，文件没写，可以找：县农业农村委" in reply.text


def test_a_wider_places_rule_is_shown_as_such(small, answer):
    small.add_place(CITY, "梅州市", "doc-c")
    (small.folder / GRANT).unlink()

    reply = answer()

    assert reply.text.startswith("五华县的文件没写这一项，梅州市是这样规定的：")
    assert "《梅州市办法》" in reply.citation and "五华县办法" not in reply.citation


def test_a_part_of_an_answer_from_a_wider_place_reads_well(small, answer):
    small.add_place(CITY, "梅州市", "doc-c")
    (small.folder / GRANT).unlink()

    reply = answer(Aspect.HOW_TO_APPLY)

    assert reply.status is Status.PARTLY_ANSWERED
    assert "：的" not in reply.text
    assert "梅州市" in reply.text


def test_what_a_wider_place_leaves_open_is_not_said_of_the_nearer_one(small, answer):
    small.add_place(CITY, "梅州市", "doc-c")
    (small.folder / GRANT).unlink()

    assert answer(Aspect.MATERIALS).text.startswith("梅州市产业奖补：")


def test_validity_says_the_period_and_where_it_stands(answer):
    assert "2024年度，现在在有效期内" in answer(Aspect.VALIDITY).text
    assert "到2024年12月31日就到期了" in answer(Aspect.VALIDITY, on=DAY_AFTER).text


def test_the_source_says_who_issued_which_document_when(answer):
    reply = answer(Aspect.SOURCE)

    assert "五华县办公室印发的《五华县办法》试字〔2024〕8号" in reply.text
    assert "2024年4月10日" in reply.text


def test_a_place_without_content_is_told_so_and_offered_the_covered_ones(answer):
    reply = answer(division=OTHER)

    assert reply.status is Status.NOT_IN_YOUR_AREA
    assert "重庆市丰都县" in reply.text
    assert [button.title for button in reply.buttons] == ["五华县"]
    assert reply.citation == "" and "2000" not in reply.text


def test_a_neighbouring_countys_figures_are_never_shown(answer):
    reply = answer(division=SIBLING)

    assert reply.status is Status.NOT_IN_YOUR_AREA
    assert "2000" not in reply.plain() and "五华县办法" not in reply.plain()


def test_a_kind_that_the_place_lacks_is_told_so_and_its_group_offered(small, answer):
    small.write("schemes/all.yml", (small.folder / "schemes/all.yml").read_text(encoding="utf-8") + "visits: {name: 走访, about: 走访}\n")

    reply = answer(kind="visits")

    assert reply.status is Status.NOTHING_FOUND
    assert "没有写“走访”" in reply.text and "县乡村振兴局" in reply.text
    assert [button.title for button in reply.buttons][:2] == ["产业奖补", "自主申报"]


def long_list(small, count: int) -> None:
    sentence = "  - {{text: 第{0}件事要这样办，先到村里说清楚家里的情况，再一起等镇上来人看, source: doc-a 二, proof: [第二条]}}\n"
    small.change(GRANT, "not_stated: [how_to_apply, materials]\n",
                 "steps:\n" + "".join(sentence.format(n) for n in range(1, count + 1)) + "not_stated: [materials]\n")


def test_a_long_answer_goes_on_over_pages_and_loses_nothing(small, answer):
    long_list(small, 20)
    pages = []
    while not pages or len(pages) < pages[-1].about["pages"]:
        pages.append(answer(Aspect.HOW_TO_APPLY, page=len(pages)))

    assert len(pages) > 1
    together = "".join(page.text for page in pages)
    assert [number for number in range(1, 21) if f"第{number}件事" not in together] == []
    assert all(len(page.text) <= MOST for page in pages)
    assert all(page.citation for page in pages)


def test_after_the_last_page_nothing_is_made_up(small, answer):
    long_list(small, 20)
    page = 0
    while page + 1 < answer(Aspect.HOW_TO_APPLY, page=page).about["pages"]:
        page += 1

    reply = answer(Aspect.HOW_TO_APPLY, page=page + 1)

    assert "就这些了" in reply.text
    assert "件事" not in reply.text


# buttons, places and kinds

@pytest.mark.parametrize("aspect", list(Aspect))
@pytest.mark.parametrize("kind", ["industry_grant", "self_report"])
def test_every_answer_has_at_most_six_buttons_and_none_asks_the_same_again(answer, aspect, kind):
    reply = answer(aspect, kind)
    asked = {"amount": "能给多少", "where": "找谁", "how_to_apply": "怎么办理", "eligibility": "谁能享受", "deadline": "要多久"}.get(aspect.value)

    assert 2 <= len(reply.buttons) <= MOST_BUTTONS
    assert len({button.text for button in reply.buttons}) == len(reply.buttons)
    assert asked not in [button.title for button in reply.buttons]
    assert [button.title for button in reply.buttons][-2:] == ["我要申报", "转人工"]


def test_a_button_asks_for_the_kind_by_name(answer):
    assert "产业奖补：找谁" in [button.text for button in answer().buttons]


def test_buttons_offer_only_aspects_that_the_scheme_speaks_on(answer):
    titles = [button.title for button in answer(kind="self_report").buttons]

    assert "找谁" in titles and "要多久" in titles
    assert "能给多少" not in titles and "我够不够条件" not in titles


def test_the_same_finding_gives_the_same_reply(answer):
    assert answer() == answer()


def test_a_reply_can_be_written_as_json(answer):
    found = json.loads(json.dumps(answer().as_dict(), ensure_ascii=False))

    assert found["status"] == "answered"
    assert found["about"]["division"] == COUNTY
    assert found["about"]["on"] == "2024-06-30"
    assert len(found["about"]["knowledge_base"]) == 12
    assert found["references"][0]["document"] == "doc-a"


def test_no_more_than_six_places_or_kinds_are_offered(real_kb, real_divisions):
    assert len(place_buttons(real_kb, real_divisions, tuple(real_kb.folders) * 3)) == MOST_BUTTONS
    assert len(kind_buttons(real_kb, tuple(real_kb.kinds)[:9], Aspect.AMOUNT)) == MOST_BUTTONS


def test_an_offered_place_is_found_again_in_what_its_button_sends(real_kb, real_divisions):
    for button, code in zip(place_buttons(real_kb, real_divisions), real_kb.folders, strict=False):
        assert [mention.codes for mention in real_divisions.find(button.text)] == [(code,)]
