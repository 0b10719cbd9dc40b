"""What is on the paper: a code that leads to the page, on one sheet of A4, and nothing runs off it."""
from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import get_args, get_type_hints

import numpy as np
import pytest
import segno
from PIL import Image

from bot.channels.h5.address import page_url, typed_url, village_name
from bot.channels.h5.hotline import Hotline
from bot.channels.h5.poster import QUIET, SIZE, Poster, draw, save, words
from bot.knowledge.model import Document

BASE = "https://huinong.example"
HOTLINE = Hotline("12317平台", "12317", "五华县办法", "试字〔2024〕8号", "三", "in_force", "2024年度")


def poster(village: str = "双龙村", place: str = "重庆市丰都县", base: str = BASE, hotline: Hotline | None = HOTLINE) -> Poster:
    name = village_name(village)
    return Poster(place, name, page_url(base, "500230", name), typed_url(base, "500230"), hotline, date(2024, 6, 30))


LONGEST = poster("山" * 30, "新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿克陶县", f"http://{'a' * 60}.example:8000/{'b' * 17}",
                 replace(HOTLINE, title="很长很长的文件名" * 4, standing="period_ended"))
POSTERS = {"usual": poster(), "no village": poster(""), "no telephone": poster(hotline=None), "odd": poster("<b>&\"x\" %20?#</b>".replace("/", "")),
           "wide": poster("W" * 30), "longest": LONGEST,
           "chat": replace(poster(), url="https://t.me/huinong_bot?start=report_500230_5Y-M6b6Z5p2R", typed="@huinong_bot", door="chat")}


def modules(image: Image.Image, count: int) -> np.ndarray:
    """The code as it was drawn, one bool per module, with its quiet zone. Only the code is pure black."""
    pixels = np.asarray(image.convert("RGB"))
    rows, columns = np.nonzero((pixels == 0).all(axis=2))
    top, left, bottom, right = rows.min(), columns.min(), rows.max() + 1, columns.max() + 1
    assert (bottom - top, right - left) == (right - left, bottom - top)
    side, rest = divmod(bottom - top, count)
    assert rest == 0, "modules are whole pixels"
    middles = range(-QUIET, count + QUIET)
    return np.array([[pixels[top + row * side + side // 2, left + column * side + side // 2].max() < 128 for column in middles] for row in middles])


def expected(url: str) -> np.ndarray:
    return np.array([[bool(module) for module in row] for row in segno.make_qr(url, error="m").matrix_iter(scale=1, border=QUIET)])


@pytest.mark.parametrize("drawn", POSTERS.values(), ids=POSTERS)
def test_the_code_in_the_png_is_the_page_s_address_with_white_around_it(faces, tmp_path, drawn):
    png, _ = save(drawn, faces, tmp_path / "poster")
    wanted = expected(drawn.url)

    with Image.open(png) as image:
        found = modules(image, len(wanted) - 2 * QUIET)
    assert (found == wanted).all()


def test_another_address_is_another_code(faces):
    """The comparison above would see a wrong one."""
    wanted = expected(poster("双凤村").url)

    assert not (modules(draw(poster("双龙村"), faces), len(wanted) - 2 * QUIET) == wanted).all()


def test_the_code_stands_damage_of_at_least_fifteen_in_a_hundred():
    assert segno.make_qr(poster().url, error="m").error in ("M", "Q", "H")


@pytest.mark.parametrize("drawn", POSTERS.values(), ids=POSTERS)
def test_nothing_runs_off_the_paper_and_nothing_is_pushed_off(faces, drawn):
    pixels = np.asarray(draw(drawn, faces).convert("L"))
    edge, band = 50, 1500  # pixels: what printers leave white; the red band on top may run to the edges

    assert (pixels[-edge:] == 255).all()
    assert (pixels[band:, :edge] == 255).all()
    assert (pixels[band:, -edge:] == 255).all()
    assert (pixels[-4 * edge:-edge] < 255).any(), "the last line is there"


def test_the_pdf_is_one_page_of_a4(faces, tmp_path):
    _, pdf = save(poster(), faces, tmp_path / "poster")
    written = pdf.read_bytes()

    assert written.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", written)) == 1
    box = re.search(rb"/MediaBox \[([^]]*)\]", written)
    assert box is not None
    assert [float(number) for number in box[1].split()] == pytest.approx([0, 0, 210 / 25.4 * 72, 297 / 25.4 * 72], abs=0.5)


def test_the_png_is_a4_at_300_dots_per_inch(faces, tmp_path):
    png, _ = save(poster(), faces, tmp_path / "poster")

    with Image.open(png) as image:
        assert (image.size, image.format) == (SIZE, "PNG")
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_a_telephone_changes_the_paper_only_where_there_is_one(faces):
    assert draw(poster(hotline=None), faces).tobytes() != draw(poster(), faces).tobytes()


def test_each_standing_of_a_document_that_gives_a_telephone_has_its_words():
    assert set(words()["standing"]) == set(get_args(get_type_hints(Document.standing)["return"])) - {"repealed"}


def test_the_words_hold_no_telephone_and_no_figure():
    def texts(tree):
        if isinstance(tree, str):
            yield tree
        elif isinstance(tree, (dict, list)):
            for part in tree.values() if isinstance(tree, dict) else tree:
                yield from texts(part)

    assert [text for text in texts(words()) if re.search(r"\d", text)] == []
