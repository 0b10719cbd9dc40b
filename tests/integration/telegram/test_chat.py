"""A person and the bot in Telegram: what is asked, tapped and shared, and what stands in the chat then."""
from __future__ import annotations

from bot.channels.telegram.wording import words
from tests.integration.telegram.conftest import ME
from tests.telegram_server.rasa import reply
from tests.telegram_server.shapes import Fault

CITED = reply("每户每年最高2000元。", "怎么办理", "找谁", citation="依据：《丰都县2024年工作要点》二（十）", status="answered", code="012345", references=[
    {"document": "d", "title": "t", "issuer": "县委农办", "standing": "in_force", "period": "2024年度", "issued_on": "2024-04-10", "notes": ["文字完整"]}])


async def test_a_question_gets_its_answer_in_the_place_of_the_line_that_waited_for_it(stage):
    stage.person().says("低保怎么申请")
    await stage.answered()

    answer = stage.telegram.transcript(ME)[1]
    assert answer.texts == ["正在查…", "回答：低保怎么申请"]


async def test_sources_fold_in_a_quote_and_buttons_stand_below(stage):
    stage.rasa.answer = lambda *_: [CITED]
    stage.person().says("补多少")
    await stage.answered()

    answer = stage.telegram.transcript(ME)[1]
    assert answer.quoted("expandable_blockquote") == ["依据：《丰都县2024年工作要点》二（十）\n发文的是县委农办，2024年4月10日，管2024年度"]
    assert answer.text.startswith("每户每年最高2000元。\n依据") and answer.text.endswith("012345")
    assert answer.titles == ["怎么办理", "找谁"]


async def test_a_tapped_button_says_its_words(stage):
    stage.rasa.answer = lambda _, message: [reply("好的", "到户产业奖补：" + "怎么办理" * 20)]
    person = stage.person()
    person.says("你好")
    await stage.answered(count=2)
    person.taps("到户产业奖补：" + "怎么办理" * 20)
    await stage.answered(count=3)

    assert stage.rasa.texts() == ["你好", "到户产业奖补：" + "怎么办理" * 20]
    await stage.until(lambda: "到户产业奖补：" + "怎么办理" * 20 in stage.telegram.toasts.values())


async def test_a_double_tap_is_one_tap(stage):
    stage.rasa.answer = lambda _, message: [reply(f"回答：{message}", "我同意")]
    person = stage.person()
    person.says("我要申报")
    await stage.answered(count=2)
    person.taps("我同意", times=3)
    person.says("完了")
    await stage.until(lambda: "回答：完了" in stage.telegram.bot_texts(ME))

    assert stage.rasa.texts() == ["我要申报", "我同意", "完了"]


async def test_a_button_of_long_ago_says_so_for_a_moment(stage):
    query = {"id": "77", "from": {"id": ME, "is_bot": False, "first_name": "x"}, "chat_instance": "1", "data": "999:0",
             "message": {"message_id": 5, "date": 1, "chat": {"id": ME, "type": "private"}}}
    stage.telegram.send({"callback_query": query})

    assert await stage.until(lambda: stage.telegram.toasts.get("77")) == words()["too_old"]
    assert stage.rasa.heard == []


async def test_somebody_else_s_buttons_do_nothing(stage):
    stage.rasa.answer = lambda *_: [reply("回执号 482 109 3757", "撤回申报")]
    stage.person().says("查进度")
    await stage.answered(count=2)
    number = stage.telegram.transcript(ME)[1].buttons[0]["callback_data"]
    query = {"id": "78", "from": {"id": 666, "is_bot": False, "first_name": "x"}, "chat_instance": "1", "data": number,
             "message": {"message_id": 5, "date": 1, "chat": {"id": 666, "type": "private"}}}
    stage.telegram.send({"callback_query": query})

    assert await stage.until(lambda: stage.telegram.toasts.get("78")) == words()["too_old"]
    assert stage.rasa.texts() == ["查进度"]


async def test_commands_say_what_people_would_say(stage):
    person = stage.person()
    for number, command in enumerate(("/start", "/report", "/status@huinong_bot", "/help", "/human", "/nonsense"), 1):
        person.says(command)
        await stage.answered(count=number + 1)

    assert stage.rasa.texts() == ["你好", "我要申报", "查进度", "怎么用", "转人工", "怎么用"]


async def test_the_place_is_asked_with_buttons(stage):
    person = stage.person()
    person.says("/place")
    await stage.answered(count=2)
    person.taps("丰都县")
    await stage.answered(count=3)

    assert stage.rasa.texts() == ["我在丰都县"]


async def test_the_big_keys_stay_below_and_say_their_words(stage):
    person = stage.person()
    person.says("你好")
    await stage.answered(count=2)
    assert [[key["text"] for key in row] for row in stage.telegram.transcript(ME)[-1].keyboard] == [["问政策", "一键申报", "查进度"], ["发我的位置"]]

    for said in ("一键申报", "查进度", "问政策"):
        person.says(said)
    await stage.answered(count=5)

    assert stage.rasa.texts() == ["你好", "我要申报", "查进度", "怎么用"]
    assert sum(shown.keyboard is not None for shown in stage.telegram.transcript(ME)) == 1


async def test_the_number_can_be_shared_where_a_report_asks_for_it_and_the_keys_change_back_at_its_end(stage):
    about = {"我要申报": "risks", "看病": "phone", "13812345678": "village", "双龙村": "summary"}
    stage.rasa.answer = lambda _, message: [reply(f"问{about[message]}", about={"reports": about[message]})]
    person = stage.person()
    person.says("我要申报")
    await stage.answered(count=2)
    person.says("看病")
    await stage.answered(count=4)
    assert stage.telegram.transcript(ME)[-1].keyboard[0][0] == {"text": "发我的手机号", "request_contact": True}

    person.sends(contact={"phone_number": "+86 138-1234-5678", "first_name": "x", "user_id": ME})
    await stage.answered(count=5)
    assert stage.telegram.transcript(ME)[-1].keyboard is None
    person.says("双龙村")
    await stage.answered(count=7)

    assert stage.rasa.texts() == ["我要申报", "看病", "13812345678", "双龙村"]
    assert stage.telegram.transcript(ME)[-1].keyboard[0][0]["text"] == "问政策"


async def test_a_foreign_number_is_not_passed_on(stage):
    stage.person().sends(contact={"phone_number": "+1 202 555 0100", "first_name": "x"})

    assert await stage.answered() == [words()["contact_wrong"]]
    assert stage.rasa.heard == []


async def test_a_location_becomes_the_nearest_county_once_the_person_says_so(stage):
    person = stage.person()
    person.sends(location={"latitude": 29.9, "longitude": 107.7})
    text = (await stage.answered())[0]
    assert "丰都县（离县城约4公里）" in text and "不一定准" in text

    person.taps("重庆市丰都县")
    await stage.answered(count=2)

    assert stage.rasa.texts() == ["我在重庆市丰都县"]


async def test_a_location_far_from_all_that_is_known_asks_for_the_name(stage):
    stage.person().sends(location={"latitude": 48.85, "longitude": 2.35})

    assert await stage.answered() == [words()["where"]["nowhere"]]


async def test_a_poster_s_link_opens_the_report_with_the_place(stage):
    from bot.channels.telegram.deep_link import parameter

    stage.person().says(f"/start {parameter('500230', '双龙村')}")
    texts = await stage.answered(count=2)

    assert stage.rasa.texts() == ["我在重庆市丰都县双龙村", "我要申报"]
    assert texts[0] == "您家在重庆市丰都县双龙村。\n回答：我要申报"


async def test_a_link_that_nobody_printed_is_a_plain_start(stage):
    person = stage.person()
    for said in ("/start report_999999", "/start x'; DROP TABLE", "/start report_500230_%%%"):
        person.says(said)
    await stage.answered(count=4)

    assert stage.rasa.texts() == ["我要申报", "你好", "我在重庆市丰都县", "我要申报"]


async def test_while_the_dialogue_works_the_person_sees_typing(stage):
    stage.rasa.seconds = 0.6
    stage.person().says("你好")
    await stage.answered()

    assert (ME, "typing") in stage.telegram.actions


async def test_a_long_answer_comes_in_parts_that_end_with_a_sentence(stage):
    long = "".join(f"第{number}条规定写得明明白白😀。" for number in range(700))
    stage.rasa.answer = lambda *_: [reply(long, "找谁")]
    stage.person().says("全部")
    texts = await stage.answered(count=4)

    assert "".join(texts[:3]) == long and all(text.endswith("。") for text in texts[:3])
    assert [shown.titles for shown in stage.telegram.transcript(ME)[1:4]] == [[], [], ["找谁"]]


async def test_markup_in_what_people_type_and_in_answers_stays_text(stage):
    nasty = "*粗* _斜_ [链](http://x) <b>&amp;</b> `码` ||藏|| \\ {\"a\": 1} 𠮷👨‍👩‍👧"
    stage.rasa.answer = lambda _, message: [reply(message, nasty, citation=f"依据：{nasty}")]
    stage.person().says(nasty)
    await stage.answered(count=2)

    answer = stage.telegram.transcript(ME)[1]
    assert stage.rasa.texts() == [nasty]
    assert answer.text == f"{nasty}\n依据：{nasty}" and answer.titles == [nasty]
    assert answer.quoted("expandable_blockquote") == [f"依据：{nasty}"]
    assert not any("parse_mode" in call.params for call in stage.telegram.calls)


async def test_an_answer_of_nothing_still_says_something(stage):
    stage.rasa.answer = lambda *_: []
    stage.person().says("？？？")

    assert (await stage.answered())[0] == words()["no_reply"]


async def test_stickers_and_empty_texts_are_kindly_declined(stage):
    person = stage.person()
    person.sends(sticker={"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False})
    person.says("\u202e")

    assert await stage.answered(count=2) == [words()["unknown_kind"], words()["empty"]]


async def test_too_many_messages_are_slowed_down(stage):
    person = stage.person()
    for number in range(32):
        person.says(f"问{number}")
    await stage.answered(count=33)

    assert len(stage.rasa.heard) == 30
    assert stage.telegram.bot_texts(ME).count(words()["too_fast"]) == 2


async def test_what_concerns_nobody_is_passed_over(stage):
    head = {"message_id": 9, "date": 1, "text": "x"}
    stage.telegram.send({"channel_post": {**head, "chat": {"id": -100, "type": "channel"}}})
    stage.telegram.send({"message": {**head, "chat": {"id": 7, "type": "private"}, "from": {"id": 7, "is_bot": True, "first_name": "b"}}})
    stage.telegram.send({"message": "nonsense"})
    stage.telegram.send({"poll": {"id": "1"}})
    stage.person().says("你好")
    await stage.answered()

    assert stage.rasa.texts() == ["你好"]
    await stage.until(lambda: not stage.telegram.unconfirmed)


async def test_commands_and_menu_are_set_in_chinese(stage):
    await stage.running[0][1].api.introduce()

    assert [each["command"] for each in stage.telegram.commands] == ["start", "report", "status", "place", "help", "human"]
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in each["description"]) for each in stage.telegram.commands)
    assert stage.telegram.calls_of("setChatMenuButton")[0].params["menu_button"] == {"type": "commands"}


async def test_each_chat_keeps_its_order_while_others_go_on(stage):
    stage.rasa.seconds = 0.02
    people = [stage.person(number) for number in range(1, 21)]
    for turn in range(5):
        for person in people:
            person.says(f"{person.number}的第{turn}问")
    for person in people:
        await stage.answered(person.chat, 6)

    for person in people:
        answers = [text for text in stage.telegram.bot_texts(person.chat) if text.startswith("回答")]
        assert answers == [f"回答：{person.number}的第{turn}问" for turn in range(5)]
    senders = {sender for sender, _ in stage.rasa.heard}
    assert len(senders) == 20 and all(sender.startswith("tg-") and len(sender) == 43 for sender in senders)


async def test_a_slow_chat_keeps_no_other_waiting(stage):
    stage.rasa.answer = lambda _, message: [reply(message)]
    stage.telegram.fail("editMessageText", Fault(429, 2))
    stage.person(1).says("慢")
    await stage.until(lambda: stage.telegram.calls_of("editMessageText"))
    stage.person(2).says("快")
    texts = await stage.answered(2, 2)

    assert texts[0] == "快" and stage.telegram.bot_texts(1) == ["正在查…"]
    await stage.answered(1, 2)
