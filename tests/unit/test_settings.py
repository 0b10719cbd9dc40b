"""Settings that are checked before they are used."""
from __future__ import annotations

import pytest

from bot.settings import settings, web_address


@pytest.fixture
def given(monkeypatch):
    for name in ("HUINONG_PUBLIC_URL", "HUINONG_WEB_HOST", "HUINONG_WEB_PORT", "HUINONG_FONT"):
        monkeypatch.delenv(name, raising=False)

    def settings_with(**values: str):
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        return settings()
    yield settings_with
    settings.cache_clear()


@pytest.mark.parametrize(("written", "kept"), [
    ("https://huinong.example.cn", "https://huinong.example.cn"), ("https://huinong.example.cn/", "https://huinong.example.cn"),
    ("http://1.2.3.4:8000/sub/", "http://1.2.3.4:8000/sub"), ("HTTPS://A.CN", "HTTPS://A.CN"), ("http://[::1]:8000", "http://[::1]:8000"),
    ("http://a.cn:65535", "http://a.cn:65535")])
def test_a_web_address_is_kept_without_its_last_slash(written, kept):
    assert web_address(written) == kept


@pytest.mark.parametrize("wrong", [
    "", "huinong.example", "ftp://a.cn", "javascript:alert(1)", "http://", "http:///r", "https://a.cn?x=1", "https://a.cn#x", "https://u:p@a.cn",
    "https://a.cn\n", "https://a b.cn", "https://惠农.cn", "http://a.cn:0", "http://a.cn:65536", "http://a.cn:port", 'https://a.cn/"><b>'])
def test_what_is_no_web_address_is_refused_with_an_example(wrong):
    with pytest.raises(ValueError, match="is no address that phones open: write https://"):
        web_address(wrong)


def test_an_address_is_as_long_as_a_code_stays_readable():
    longest = "https://" + "a" * 92

    assert web_address(longest) == longest
    with pytest.raises(ValueError, match="at most 100"):
        web_address(longest + "a")


def test_the_public_address_is_the_web_app_s_own_unless_it_is_set(given):
    assert given().public_url == "http://127.0.0.1:8000"
    assert given(HUINONG_WEB_HOST="::1", HUINONG_WEB_PORT="9000").public_url == "http://[::1]:9000"
    assert given(HUINONG_PUBLIC_URL="https://huinong.example.cn/").public_url == "https://huinong.example.cn"


def test_a_wrong_public_address_is_told_by_its_name(given):
    with pytest.raises(ValueError, match="HUINONG_PUBLIC_URL: 'huinong' is no address"):
        given(HUINONG_PUBLIC_URL="huinong")


def test_without_a_token_there_is_no_telegram_and_secrets_do_not_show(given, monkeypatch):
    for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_BASE_URL", "TELEGRAM_WEBHOOK_URL", "SPEECH_TO_TEXT_KEY"):
        monkeypatch.delenv(name, raising=False)
    plain = given()
    assert (plain.telegram_token, plain.telegram_api, plain.telegram_webhook) == (None, "https://api.telegram.org", None)

    own = given(TELEGRAM_BOT_TOKEN="1:secret", TELEGRAM_BASE_URL="http://127.0.0.1:8081/", SPEECH_TO_TEXT_KEY="secret-key")
    assert own.telegram_api == "http://127.0.0.1:8081" and "secret" not in repr(own)
