"""Photos that go with a report, voice messages, and what is neither."""
from __future__ import annotations

import httpx
import pytest

from bot.casework.commands import Register
from bot.casework.handlers import Casework
from bot.casework.model import Channel, Report
from bot.casework.receipt import spaced
from bot.channels.telegram.pictures import LARGEST
from bot.channels.telegram.speech import SpeechToText
from bot.channels.telegram.wording import words
from bot.storage.case_photos import MOST
from bot.storage.cases import CaseStore
from bot.storage.tables import audit_log, case_photos
from tests.integration.storage.case_rows import count, everything_written, rows
from tests.integration.telegram.conftest import KEYRING, ME
from tests.telegram_server.rasa import reply
from tests.unit.casework.fakes import MOMENT, FakeRules

JPEG, PNG, WEBP = b"\xff\xd8\xff\xe0" + b"j" * 500, b"\x89PNG\r\n\x1a\n" + b"p" * 500, b"RIFF\x10\x00\x00\x00WEBP" + b"w" * 500


async def case_of(stage, person):
    """The person has written, and reported."""
    person.says("你好")
    await stage.answered(count=2)
    sender = stage.rasa.heard[0][0]
    casework = Casework(CaseStore(stage.engine, KEYRING), FakeRules())
    return casework.register(Register("k", Report(), Channel.CHAT, "v1", MOMENT, chat=sender)).case


@pytest.mark.parametrize("content", [JPEG, PNG, WEBP], ids=["jpeg", "png", "webp"])
async def test_a_photo_is_kept_sealed_with_the_open_case(stage, content):
    case = await case_of(stage, stage.person())
    stage.person().sends_photo(content)
    texts = await stage.answered(count=3)

    assert texts[-1] == words()["photo"]["kept"].format(receipt=spaced(case.receipt), count=1)
    assert stage.photos.of(case) == [content]
    assert content[20:40].decode() not in everything_written(stage.engine)
    assert [row.action for row in rows(stage.engine, audit_log)][-1] == "add_photo"


async def test_the_same_photo_is_kept_once_and_more_are_counted(stage):
    case = await case_of(stage, stage.person())
    for number, content in enumerate((JPEG, JPEG, PNG)):
        stage.person().sends_photo(content, name=f"photo{number}")
    texts = await stage.answered(count=5)

    assert [text[-20:] for text in texts[-3:]] == [words()["photo"]["kept"].format(receipt=spaced(case.receipt), count=number)[-20:] for number in (1, 1, 2)]


async def test_a_photo_with_words_says_the_words_too(stage):
    await case_of(stage, stage.person())
    stage.person().sends_photo(JPEG, caption="房子裂了")
    await stage.answered(count=4)

    assert stage.rasa.texts() == ["你好", "房子裂了"]


async def test_without_a_report_a_photo_waits_for_one(stage):
    stage.person().sends_photo(JPEG)

    assert await stage.answered() == [words()["photo"]["no_case"]]
    assert stage.telegram.transcript(ME)[-1].titles == ["我要申报"] and count(stage.engine, case_photos) == 0


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"<svg onload=alert(1)>", b"GIF89a", b""], ids=["pdf", "svg", "gif", "nothing"])
async def test_what_only_says_that_it_is_a_photo_is_not_kept(stage, content):
    await case_of(stage, stage.person())
    stage.person().sends_photo(content)

    assert (await stage.answered(count=3))[-1] == words()["photo"]["unknown"]
    assert count(stage.engine, case_photos) == 0


@pytest.mark.parametrize("told", [None, 100], ids=["told", "told small"])
async def test_a_photo_beyond_the_cap_is_not_kept(stage, told):
    await case_of(stage, stage.person())
    stage.person().sends_photo(JPEG + b"x" * LARGEST, size=told)

    assert (await stage.answered(count=3))[-1] == words()["photo"]["too_big"]


async def test_one_case_has_room_for_so_many(stage):
    case = await case_of(stage, stage.person())
    for number in range(MOST):
        stage.photos.add(case.chat, "jpeg", JPEG + bytes([number]), MOMENT)
    stage.person().sends_photo(JPEG)

    assert (await stage.answered(count=3))[-1] == words()["photo"]["enough"]


async def test_a_photo_that_cannot_be_fetched_is_asked_for_again(stage):
    stage.person().sends_photo(JPEG)
    stage.telegram.files.clear()

    assert await stage.answered() == [words()["photo"]["failed"]]


async def test_a_photo_sent_as_a_file_is_known_by_what_it_holds(stage):
    await case_of(stage, stage.person())
    stage.telegram.files["d"] = JPEG
    stage.person().sends(document={"file_id": "d", "file_unique_id": "d", "mime_type": "application/octet-stream", "file_size": len(JPEG)})

    assert "收好了" in (await stage.answered(count=3))[-1]


async def test_other_files_are_declined(stage):
    stage.telegram.files["d"] = b"PK" + b"d" * 50
    stage.person().sends(document={"file_id": "d", "file_unique_id": "d", "mime_type": "application/zip", "file_name": "照片.jpg"})
    stage.person().sends(video={"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 3})

    assert await stage.answered(count=2) == [words()["photo"]["unknown"]] * 2


def voice(stage, seconds=5):
    stage.telegram.files["voice"] = b"OggS" + b"v" * 50
    stage.person().sends(voice={"file_id": "voice", "file_unique_id": "voice", "duration": seconds, "mime_type": "audio/ogg"})


async def test_without_a_service_a_voice_message_is_answered_with_a_kind_word(stage):
    voice(stage)

    assert await stage.answered() == [words()["voice"]["not_here"]]


async def heard_by(stage, answer):
    await stage.close()
    asked = []

    def serve(request):
        asked.append(request)
        return answer(request)
    stage.speech = SpeechToText("http://speech.test/v1/audio/transcriptions", "k", "whisper-1", httpx.MockTransport(serve))
    await stage.open()
    return asked


async def test_a_voice_message_is_shown_as_text_and_answered(stage):
    asked = await heard_by(stage, lambda request: httpx.Response(200, json={"text": "低保怎么申请"}))
    voice(stage)
    texts = await stage.answered(count=3)

    assert texts[:2] == ["您说的是：低保怎么申请", "回答：低保怎么申请"]
    assert asked[0].headers["authorization"] == "Bearer k" and b"OggS" in asked[0].content and b"whisper-1" in asked[0].content


@pytest.mark.parametrize("answer", [
    lambda request: httpx.Response(500), lambda request: httpx.Response(200, text="no"), lambda request: httpx.Response(200, json={"text": " "}),
    lambda request: httpx.Response(200, json=[]), lambda request: (_ for _ in ()).throw(httpx.ConnectError("x"))],
    ids=["500", "no json", "silence", "a list", "away"])
async def test_what_was_not_heard_is_asked_for_again(stage, answer):
    await heard_by(stage, answer)
    voice(stage)

    assert await stage.answered() == [words()["voice"]["failed"]]
    assert stage.rasa.heard == []


async def test_a_speech_is_too_long(stage):
    await heard_by(stage, lambda request: httpx.Response(200, json={"text": "x"}))
    voice(stage, seconds=121)

    assert await stage.answered() == [words()["voice"]["too_long"]]


async def test_what_is_erased_takes_its_photos_along(stage):
    from bot.storage.people import People, Person

    case = await case_of(stage, stage.person())
    stage.photos.add(case.chat, "jpeg", JPEG, MOMENT)
    stage.rasa.answer = lambda *_: [reply("x")]
    People(stage.engine, KEYRING).erase(Person(receipt=case.receipt), "staff", "asked", MOMENT)

    assert count(stage.engine, case_photos) == 0 and stage.store.by_sender(case.chat) is None
