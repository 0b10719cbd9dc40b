"""The answer contract (DESIGN 5), on the small content."""
from __future__ import annotations

import json
from datetime import date

import pytest

from bot.knowledge.lookup import Question, Status, look_up
from bot.knowledge.model import Aspect
from bot.replies.policy import MOST, compose, kind_buttons, place_buttons
from bot.replies.reply import MOST_BUTTONS

COUNTY, CITY, OTHER, SIBLING = "441424", "441400", "500230", "441423"
IN_FORCE, LAST_DAY, DAY_AFTER = date(2024, 6, 30), date(2024, 12, 31), date(2025, 1, 1)
GRANT = "441424_doc-a/industry_grant.yml"


@pytest.fixture
def answer(small):
    def compose_one(aspect: Aspect = Aspect.AMOUNT, kind: str = "industry_grant", division: str = COUNTY, on: date = IN_FORCE, page: int = 0):
        kb, divisions = small.kb, small.divisions
        return compose(kb, divisions, look_up(kb, divisions, Question(aspect, kind, division, on)), page)
    return compose_one


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


# what is stated, and what is left open

STEPS = """steps:
  - {text: 先落实帮扶措施, source: doc-a 二, proof: [第二条]}
  - {text: 再补充相关手续, source: doc-a 三, proof: [第三条]}
"""
GAPS = """open_points:
  - {text: 怎么验收，文件没写, source: doc-a 二, proof: [第二条]}
  - {text: 养什么能补，文件没列, source: doc-a 二, proof: [第二条]}
  - {text: 哪天发钱，文件没写, source: doc-a 三, proof: [第三条]}
"""


@pytest.fixture
def asked_for(small):
    """The answer to a question that is after these statements."""
    def compose_one(aspect: Aspect, *first: str, kind: str = "industry_grant", page: int = 0):
        question = Question(aspect, kind, COUNTY, IN_FORCE, first)
        return compose(small.kb, small.divisions, look_up(small.kb, small.divisions, question), page)
    return compose_one


def test_steps_keep_their_order_whichever_was_asked_for(small, asked_for):
    small.change(GRANT, "not_stated: [how_to_apply, materials]\n", STEPS + "not_stated: [materials]\n")

    assert "这样办：先落实帮扶措施；再补充相关手续。" in asked_for(Aspect.HOW_TO_APPLY, "再补充相关手续").text


def test_a_channel_that_a_step_names_is_said_once_and_its_clause_cited(small, answer):
    small.change(GRANT, "not_stated: [how_to_apply, materials]\n",
                 "steps:\n  - {text: 自己申报，可打12317平台, source: doc-a 二, proof: [第二条]}\n"
                 "channels:\n  - {kind: hotline, name: 12317平台, source: doc-a 三, proof: [12317平台]}\nnot_stated: [materials]\n")
    reply = answer(Aspect.HOW_TO_APPLY)

    assert reply.text.count("12317平台") == 1
    assert reply.citation.endswith(" 二、三")


@pytest.mark.parametrize("aspect", [Aspect.OVERVIEW, Aspect.ELIGIBILITY])
def test_what_is_left_open_is_said_after_what_is_stated_and_of_two_things_at_most(small, asked_for, aspect):
    small.change(GRANT, "related: [self_report]\n", GAPS)
    reply = asked_for(aspect, "养什么能补，文件没列")

    assert reply.text.endswith("。文件没写清的还有：养什么能补；怎么验收。")
    assert reply.text.index("最高") < reply.text.index("文件没写")
    assert "哪天发钱" in asked_for(aspect, "养什么能补，文件没列", page=1).text


def test_a_page_of_nothing_but_what_is_left_open_reads_as_a_sentence(small, answer):
    small.change(GRANT, "related: [self_report]\n", GAPS)

    assert answer(Aspect.OVERVIEW, page=1).text == "五华县产业奖补：文件没写清的还有：哪天发钱。"


def test_gaps_that_do_not_fit_are_cited_with_the_facts_already(small, answer):
    small.change(GRANT, "related: [self_report]\n", GAPS)

    assert answer(Aspect.OVERVIEW).citation.endswith(" 二、三")


def test_an_answer_that_is_not_stated_ends_with_the_gap_and_names_two_at_most(small, answer):
    small.change(GRANT, "related: [self_report]\n", "rules:\n  - {text: 多干多补, source: doc-a 二, proof: [多干多补]}\n" + GAPS)
    text = answer(Aspect.MATERIALS).text

    assert text.index("元。多干多补。要带什么材料") < text.index("文件没有写明")
    assert text.count("文件没") <= 2


def test_an_open_condition_is_no_way_to_qualify_and_an_open_requirement_matters(small, answer):
    small.change(GRANT, "    - {fact: able_to_work, is: true, text: 有劳动能力, source: doc-a 二, proof: [有劳动能力]}",
                 "    - any_of:\n"
                 "        - {fact: able_to_work, is: true, text: 有劳动能力, source: doc-a 二, proof: [有劳动能力]}\n"
                 "        - {open: 其他人（文件没写能不能领）, source: doc-a 二, proof: [第二条]}\n"
                 "    - {open: 成效合格（怎么算文件没写）, source: doc-a 二, proof: [第二条]}")
    text = answer(Aspect.ELIGIBILITY).text

    assert text.startswith("五华县产业奖补，要同时满足：脱贫户或监测对象、有劳动能力、人均纯收入在8300元以下。")
    assert text.endswith("。文件没写清、但也要看的：成效合格（怎么算）。文件没写清的还有：其他人（能不能领）。")


def test_no_time_stated_means_neither_how_long_nor_until_when(small, answer):
    small.change(GRANT, "time_limits:\n  - {what: 申请后办结, value: 15, unit: day, bound: max, source: doc-a 二, proof: [15天以内]}\n", "")

    assert "要多久、哪天起止，文件没有写明" in answer(Aspect.DEADLINE).text


def test_no_answer_of_the_real_content_names_more_than_two_gaps_or_turns_steps_around(real_kb, real_divisions):
    wrong = []
    for place in real_kb.folders:
        for kind in real_kb.schemes(place):
            scheme = real_kb.scheme(place, kind)
            steps = tuple(step.text for step in scheme.steps)
            question = Question(Aspect.HOW_TO_APPLY, kind, place, DAY_AFTER, steps[::-1][:1])
            text = compose(real_kb, real_divisions, look_up(real_kb, real_divisions, question)).text
            found = [text.index(step) for step in steps if step in text]
            wrong += [f"{place} {kind}: {text}"] * (found != sorted(found))
            for aspect in (Aspect.OVERVIEW, Aspect.ELIGIBILITY):
                reply = compose(real_kb, real_divisions, look_up(real_kb, real_divisions, Question(aspect, kind, place, DAY_AFTER)))
                named = sum(point.text.partition("，文件没")[0] in reply.text for point in scheme.open_points if "，文件没" in point.text)
                wrong += [f"{place} {kind}: {reply.text}"] * (named > 2 or len(reply.text) > MOST)

    assert wrong == []


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
