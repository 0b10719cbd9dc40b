"""Lines fit, break where a reader would, and lose nothing."""
from __future__ import annotations

import pytest

from bot.channels.h5.typesetting import FontFile, fitted, wrapped

TEXT = "生病、受灾、没活干、孩子上不起学……自家的事能报，也能替邻居报"


@pytest.mark.parametrize("width", [100, 333, 700, 1200, 5000])
@pytest.mark.parametrize("text", [TEXT, "村", "", "http://huinong.example/r/500230", "《》（）“”……！？", "（" * 9, "。" * 9])
def test_no_line_is_wider_than_the_room_and_no_character_is_lost(faces, text, width):
    block = fitted(text, faces.regular, width, 90, 60, most_lines=2)

    assert "".join(block.lines) == text
    assert all(block.font.getlength(line) <= width for line in block.lines)


def test_a_text_is_as_large_as_it_may_be_if_there_is_room(faces):
    assert fitted("双龙村", faces.bold, 2000, 160, 100).font.size == 160


def test_a_long_text_first_shrinks_and_only_then_takes_more_lines(faces):
    shrunk, wrapped_too = fitted("村" * 15, faces.bold, 2000, 160, 100), fitted("村" * 30, faces.bold, 2000, 160, 100)

    assert (len(shrunk.lines), 100 < shrunk.font.size < 160) == (1, True)
    assert (wrapped_too.lines, wrapped_too.font.size) == (("村" * 15, "村" * 15), 100)


def test_two_lines_part_behind_a_mark(faces):
    assert fitted("点了就算报上，别的以后再补", faces.regular, 700, 80, 70, most_lines=2).lines == ("点了就算报上，", "别的以后再补")


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(faces):
    font = faces.regular.sized(50)
    for width in range(200, 900, 25):
        lines = wrapped("他说“扫一扫”，再点（一下），就报上了。", font, width)
        assert not any(line[0] in "”，）。" for line in lines)
        assert not any(line[-1] in "“（" for line in lines)


def test_a_font_says_what_it_cannot_draw(faces):
    assert faces.regular.lacks("双龙村 ABC，。") == ""
    assert faces.regular.lacks("双\U0001f3e0龙\U0001f3e0") == "\U0001f3e0"


def test_a_file_that_is_no_font_is_an_error(tmp_path):
    (tmp_path / "a.ttf").write_text("no font")

    with pytest.raises(OSError, match="file format"):
        FontFile(str(tmp_path / "a.ttf")).sized(20)
