"""`huinong qr …` on the small content."""
from __future__ import annotations

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.channels.h5.poster import words
from bot.channels.telegram.deep_link import Start, read
from bot.cli import fonts
from tests.anew import forget

URL = ("--url", "https://huinong.example")


@pytest.fixture
def run(small, tmp_path, monkeypatch):
    """Runs `qr` with words; files go to a folder of the test's own."""
    monkeypatch.setenv("HUINONG_CONTENT", str(small.folder))
    monkeypatch.setenv("HUINONG_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("HUINONG_TODAY", "2024-06-30")
    for name in ("HUINONG_PUBLIC_URL", "HUINONG_FONT", "HUINONG_WEB_HOST", "HUINONG_WEB_PORT"):
        monkeypatch.delenv(name, raising=False)

    def run_one(*words_: str):
        forget()
        # wide, or long errors are broken over lines
        return CliRunner(env={"COLUMNS": "1000", "TERMINAL_WIDTH": "1000", "NO_COLOR": "1"}).invoke(app, ["qr", *words_])
    yield run_one
    forget()


@pytest.fixture
def draws():
    try:
        fonts.faces(None, words()["title"])
    except fonts.NoFont as missing:
        pytest.skip(str(missing))


def test_a_poster_is_printed_as_png_and_pdf(run, draws, tmp_path):
    result = run("--division", "441424", "--village", "双龙村", "--out", str(tmp_path / "new" / "folder"), *URL)

    assert result.exit_code == 0, result.output
    assert sorted(file.name for file in (tmp_path / "new" / "folder").iterdir()) == ["poster-441424-双龙村.pdf", "poster-441424-双龙村.png"]
    assert "五华县 双龙村: https://huinong.example/r/441424/%E5%8F%8C%E9%BE%99%E6%9D%91" in result.output
    assert "WARNING" not in result.output
    assert "telephone" not in result.output


def test_without_a_village_and_a_folder_the_poster_is_the_county_s_in_var(run, draws, tmp_path):
    result = run("--division", "五华县", *URL)

    assert result.exit_code == 0, result.output
    assert (tmp_path / "var" / "posters" / "poster-441424.png").is_file()
    assert "五华县: https://huinong.example/r/441424\n" in result.output


def test_the_code_opens_the_report_in_the_chat_where_a_bot_is_given(run, draws, tmp_path):
    result = run("--division", "441424", "--village", "双龙村", "--telegram", "@huinong_bot", "--out", str(tmp_path))

    assert result.exit_code == 0, result.output
    assert (tmp_path / "poster-telegram-441424-双龙村.png").is_file()
    address = result.output.partition("五华县 双龙村: ")[2].split()[0]
    assert address.startswith("https://t.me/huinong_bot?start=")
    assert read(address.partition("start=")[2]) == Start("441424", "双龙村")
    assert "WARNING" not in result.output and "too long" not in result.output


def test_a_village_too_long_for_a_link_to_the_chat_is_told(run, draws, tmp_path):
    result = run("--division", "441424", "--village", "村" * 30, "--telegram", "huinong_bot", "--out", str(tmp_path))

    assert result.exit_code == 0, result.output
    assert "?start=report_441424\n" in result.output and "too long for a link to Telegram" in result.output


def test_a_name_with_odd_characters_is_no_path_and_no_markup(run, draws, tmp_path):
    result = run("--division", "441424", "--village", "[red]<b>&\"..村", "--out", str(tmp_path / "o"), *URL)

    assert result.exit_code == 0, result.output
    assert sorted(file.name for file in (tmp_path / "o").iterdir()) == ["poster-441424-_red__b_____村.pdf", "poster-441424-_red__b_____村.png"]
    assert "[red]" in result.output


@pytest.mark.parametrize(("settings_", "warned"), [
    ({}, "WARNING: http://127.0.0.1:8000 is an address of this machine only, a phone cannot open it. Set HUINONG_PUBLIC_URL or give --url"),
    ({"HUINONG_WEB_HOST": "0.0.0.0"}, "WARNING: http://0.0.0.0:8000 is an address of this machine only"),
    ({"HUINONG_PUBLIC_URL": "http://192.168.1.5:8000/"}, "WARNING: http://192.168.1.5:8000 is an address of this local network only"),
])
def test_an_address_that_phones_cannot_open_is_warned_of(run, draws, monkeypatch, settings_, warned):
    for name, value in settings_.items():
        monkeypatch.setenv(name, value)
    result = run("--division", "441424")

    assert result.exit_code == 0, result.output
    assert warned in result.output


def test_a_telephone_from_a_document_whose_period_is_over_is_told(run, draws, monkeypatch):
    monkeypatch.setenv("HUINONG_TODAY", "2025-01-01")

    assert "Its telephone 12317 stands in a document that is period_ended" in run("--division", "441424", *URL).output


def test_a_place_without_a_telephone_is_told(run, draws):
    assert "No telephone on it" in run("--division", "500230", *URL).output


@pytest.mark.parametrize(("given", "said"), [
    (("--division", "999999"), "--division: 999999 is no place that is known: give the six-digit code of the county"),
    (("--division", ""), "--division"),
    (("--division", "441424", "--village", "村" * 31), "--village: the village's name has 31 characters, the poster has room for 30"),
    (("--division", "441424", "--village", "双\x1b龙"), "--village: character 2 of the village's name (U+001B)"),
    (("--division", "441424", "--village", "../../etc"), "--village: the village's name has a slash"),
    (("--division", "441424", "--telegram", "惠农"), "--telegram: '惠农' is no bot's user name"),
    (("--division", "441424", "--url", "ftp://a.example"), "--url: 'ftp://a.example' is no address that phones open"),
])
def test_what_is_wrong_is_said_and_nothing_is_written(run, tmp_path, given, said):
    result = run(*given)

    assert result.exit_code == 2
    assert said in " ".join(result.output.split())
    assert not (tmp_path / "var" / "posters").exists()


def test_a_character_the_font_lacks_is_refused(run, draws):
    result = run("--division", "441424", "--village", "双\U0001f3e0村", *URL)

    assert result.exit_code == 2
    assert "has no picture for \U0001f3e0" in result.output


def test_a_folder_that_cannot_be_written_is_said(run, draws, tmp_path):
    (tmp_path / "file").write_text("")
    result = run("--division", "441424", "--out", str(tmp_path / "file"), *URL)

    assert result.exit_code == 2
    assert "the poster cannot be written to" in result.output
    assert "give a folder you may write to" in result.output


def test_without_a_font_it_is_said_what_to_install(run, monkeypatch):
    monkeypatch.setattr(fonts, "_on_this_machine", lambda: iter(()))
    result = run("--division", "441424", *URL)

    assert result.exit_code == 1
    assert "apt-get install fonts-noto-cjk" in result.output
