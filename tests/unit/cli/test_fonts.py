"""A font with Chinese is found, or it is said what to install."""
from __future__ import annotations

from pathlib import Path

import pytest
from PIL import ImageFont

from bot.cli import fonts

SAMPLE = "申报"


@pytest.fixture
def found() -> fonts.Faces:
    try:
        return fonts.faces(None, SAMPLE)
    except fonts.NoFont as missing:
        pytest.skip(str(missing))


def test_the_font_of_the_machine_draws_what_is_asked_for(found):
    assert (found.regular.lacks(SAMPLE), found.bold.lacks(SAMPLE)) == ("", "")


def test_of_a_collection_the_mainland_s_shapes_are_taken(found):
    if "NotoSansCJK" not in found.regular.path:
        pytest.skip("no collection here")
    assert ImageFont.truetype(found.regular.path, 20, index=found.regular.index).getname()[0] == "Noto Sans CJK SC"


def test_a_given_font_is_taken(found):
    assert fonts.faces(Path(found.bold.path), SAMPLE).regular == found.bold


def test_a_given_file_that_is_no_font_is_refused(tmp_path):
    (tmp_path / "a.ttf").write_text("no font")
    for path in (tmp_path / "a.ttf", tmp_path / "missing.ttf"):
        with pytest.raises(fonts.NoFont, match=r"HUINONG_FONT=.* is no font that can be read .* give the path of"):
            fonts.faces(path, SAMPLE)


def test_a_given_font_without_chinese_is_refused(found):
    with pytest.raises(fonts.NoFont, match="cannot draw .*: give the path of a font with Chinese"):
        fonts.faces(Path(found.regular.path), "申\U0001f3e0")


def test_a_font_that_only_the_system_knows_is_asked_for(found, monkeypatch):
    monkeypatch.setattr(fonts, "_KNOWN", ())
    monkeypatch.setattr(fonts.shutil, "which", lambda name: "/usr/bin/fc-match")
    monkeypatch.setattr(fonts.subprocess, "run", lambda *_, **__: fonts.subprocess.CompletedProcess([], 0, found.regular.path, ""))

    assert fonts.faces(None, SAMPLE) == found


@pytest.mark.parametrize("answer", ["", "/nowhere/a.ttf"])
def test_without_a_font_it_is_said_what_to_install(monkeypatch, answer):
    monkeypatch.setattr(fonts, "_KNOWN", ("/nowhere/b.ttc",))
    monkeypatch.setattr(fonts.shutil, "which", lambda name: "/usr/bin/fc-match")
    monkeypatch.setattr(fonts.subprocess, "run", lambda *_, **__: fonts.subprocess.CompletedProcess([], 0, answer, ""))

    with pytest.raises(fonts.NoFont, match="apt-get install fonts-noto-cjk"):
        fonts.faces(None, SAMPLE)


def test_without_fc_match_it_is_said_too(monkeypatch):
    monkeypatch.setattr(fonts, "_KNOWN", ())
    monkeypatch.setattr(fonts.shutil, "which", lambda name: None)

    with pytest.raises(fonts.NoFont, match="no font with Chinese on this machine"):
        fonts.faces(None, SAMPLE)
