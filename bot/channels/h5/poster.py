"""Draws the poster of the village board: A4 portrait, 300 dots per inch, one drawing for PNG and PDF."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping

import segno
from PIL import Image, ImageDraw

from bot.channels.h5.hotline import Hotline
from bot.channels.h5.typesetting import Block, FontFile, fitted
from bot.knowledge.loader import read_tree

DPI = 300
SIZE = (2480, 3508)  # pixels of A4
QUIET = 4  # modules of white around the code, as ISO/IEC 18004 asks for
# Only the code is pure black: nothing else is mistaken for a part of it, neither by a phone nor by a test.
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
_INK, _GREY, _RED, _PALE, _LINE = (32, 32, 32), (90, 90, 90), (176, 28, 28), (253, 243, 238), (222, 200, 192)
_MARGIN, _GAP = 14, 6  # mm
_LARGEST, _SMALLEST = 102, 60  # mm, the code with its quiet zone: read from two steps away, and from one
_PARTS = 5  # below which air is let in when there is some left


@dataclass(frozen=True)
class Poster:
    """`place` is the division's full name, `url` goes into the code, `typed` is printed under it, `door` is a key of the words' doors."""

    place: str
    village: str
    url: str
    typed: str
    hotline: Hotline | None
    day: date
    door: str = "page"


@dataclass(frozen=True)
class Faces:
    regular: FontFile
    bold: FontFile


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """poster.yml. Raises ContentError."""
    return read_tree(Path(__file__).with_suffix(".yml"))


def save(poster: Poster, faces: Faces, stem: Path) -> tuple[Path, Path]:
    """Draws it to `stem`.png and `stem`.pdf. Raises OSError."""
    image = draw(poster, faces)
    png, pdf = (stem.with_name(f"{stem.name}.{ending}") for ending in ("png", "pdf"))
    image.save(png, dpi=(DPI, DPI), optimize=True)
    # Pillow keeps pictures in a PDF as JPEG: hardly compressed, the code's edges stay sharp
    image.save(pdf, resolution=DPI, quality=95, subsampling=0, title=f"{words()['title']} {poster.place}{poster.village}")
    return png, pdf


def draw(poster: Poster, faces: Faces) -> Image.Image:
    """The page: what the words leave free goes to the code first and then between the parts, so a long name pushes nothing off."""
    code = min(px(_LARGEST), px(_SMALLEST) + _free(_filled(poster, faces, px(_SMALLEST))))
    return _filled(poster, faces, code, _free(_filled(poster, faces, code)) // _PARTS).image


def _free(sheet: _Sheet) -> int:
    return max(0, SIZE[1] - sheet.y)


def _filled(poster: Poster, faces: Faces, code: int, air: int = 0) -> _Sheet:
    sheet = _Sheet(faces)
    sheet.band(poster)
    sheet.y += air
    door = words()["doors"][poster.door]
    sheet.code_and_steps(poster.url, code, door)
    sheet.y += air
    sheet.address(poster.typed, door)
    sheet.y += air
    sheet.warning()
    sheet.y += air
    sheet.other_ways(poster.hotline)
    sheet.y += air
    sheet.footer(poster.day)
    return sheet


def px(mm: float) -> int:
    return round(mm * DPI / 25.4)


class _Sheet:
    """The page as it fills from the top; `y` is where the next part begins, in pixels."""

    def __init__(self, faces: Faces) -> None:
        self.faces = faces
        self.image = Image.new("RGB", SIZE, WHITE)
        self.pen = ImageDraw.Draw(self.image)
        self.left, self.right, self.y = px(_MARGIN), SIZE[0] - px(_MARGIN), 0

    def band(self, poster: Poster) -> None:
        """Title and place, white on red, and below what may be reported."""
        width = self.right - self.left
        title = fitted(words()["title"], self.faces.bold, width, px(17), px(12))
        if poster.village:
            lines = [fitted(poster.place, self.faces.regular, width, px(8), px(6)),
                     fitted(poster.village, self.faces.bold, width, px(13), px(9.5))]
        else:
            lines = [fitted(poster.place, self.faces.bold, width, px(13), px(9))]
        height = px(9) + title.height + px(2) + sum(line.height for line in lines) + px(5)
        self.pen.rectangle((0, 0, SIZE[0], height), _RED)
        self.y = px(9)
        self._centred(title, WHITE)
        self.y += px(2)
        for line in lines:
            self._centred(line, WHITE)
        self.y = height + px(4)
        self._centred(fitted(words()["who"], self.faces.bold, width, px(7.5), px(5), most_lines=2), _INK)
        self.y += px(3)

    def code_and_steps(self, url: str, largest: int, door: Mapping[str, Any]) -> None:
        """The code on the left; on the right what happens, spread over its height."""
        symbol = _symbol(url, largest)
        frame = (self.left, self.y, self.left + largest + px(4), self.y + largest + px(14))
        self.pen.rounded_rectangle(frame, px(4), outline=_RED, width=px(1))
        inset = (largest + px(4) - symbol.width) // 2
        self.image.paste(symbol, (self.left + inset, self.y + inset))
        scan = fitted(door["scan"], self.faces.bold, largest, px(8), px(6))
        self.pen.text((self.left + largest // 2 + px(2), frame[3] - px(8)), scan.lines[0], _RED, scan.font, anchor="mm")
        self._steps([door["first"], *words()["steps"]], frame[2] + px(_GAP), frame[3] - self.y)
        self.y = frame[3] + px(3)

    def _steps(self, said: list[Mapping[str, str]], left: int, room: int) -> None:
        """Spread over `room` pixels with even gaps."""
        disc = px(11)
        indent = left + disc + px(3)
        heads = [fitted(step["head"], self.faces.bold, self.right - indent, px(8.5), px(5)) for step in said]
        texts = [fitted(step["text"], self.faces.regular, self.right - indent, px(7), px(5), most_lines=2) for step in said]
        gap = (room - sum(disc + text.height for text in texts)) // len(said)
        top = self.y + gap // 2
        for number, (head, text) in enumerate(zip(heads, texts, strict=True), 1):
            self.pen.ellipse((left, top, left + disc, top + disc), _RED)
            self.pen.text((left + disc // 2, top + disc // 2), str(number), WHITE, self.faces.bold.sized(px(7.5)), anchor="mm")
            self.pen.text((indent, top + disc // 2), head.lines[0], _INK, head.font, anchor="lm")
            top = self._at(text, indent, top + disc, _INK) + gap

    def address(self, typed: str, door: Mapping[str, Any]) -> None:
        width = self.right - self.left
        self._centred(fitted(door["typed"], self.faces.regular, width, px(5.2), px(4)), _GREY)
        self._centred(fitted(typed, self.faces.bold, width, px(9), px(4.5)), _INK)
        self.y += px(3)

    def warning(self) -> None:
        width = self.right - self.left - px(12)
        free = fitted(words()["free"], self.faces.bold, width, px(10), px(8))
        swindle = fitted(words()["swindle"], self.faces.bold, width, px(7), px(5))
        height = free.height + swindle.height + px(6)
        self.pen.rounded_rectangle((self.left, self.y, self.right, self.y + height), px(3), _PALE, _RED, px(0.8))
        self.y += px(3)
        self._centred(free, _RED)
        self._centred(swindle, _RED)
        self.y += px(3 + 4)

    def other_ways(self, hotline: Hotline | None) -> None:
        """Who can help, and the telephone if the content has one; side by side."""
        cards = [[words()["proxy"]["head"], words()["proxy"]["text"], ""]]
        if hotline:
            said = words()["hotline"]
            source = said["source"].format(title=hotline.title, number=hotline.document_number, clause=hotline.clause)
            cards.append([said["head"].format(number=hotline.number), said["text"].format(name=hotline.name),
                          " ".join(source.split()) + words()["standing"][hotline.standing].format(period=hotline.period)])
        column = (self.right - self.left - px(_GAP) * (len(cards) - 1)) // len(cards)
        inner, bottom = column - px(8), self.y
        for number, (head, text, source) in enumerate(cards):
            left = self.left + number * (column + px(_GAP)) + px(4)
            y = self._at(fitted(head, self.faces.bold, inner, px(9), px(6)), left, self.y + px(1.5), _INK)
            y = self._at(fitted(text, self.faces.regular, inner, px(6.2), px(4.6), most_lines=2), left, y, _INK)
            if source:
                y = self._at(fitted(source, self.faces.regular, inner, px(3.5), px(2.8), most_lines=2), left, y + px(0.5), _GREY)
            bottom = max(bottom, y + px(2))
        for number in range(len(cards)):
            left = self.left + number * (column + px(_GAP))
            self.pen.rounded_rectangle((left, self.y, left + column, bottom), px(3), outline=_LINE, width=px(0.6))
        self.y = bottom

    def footer(self, day: date) -> None:
        said = words()["footer"].format(day=words()["day"].format(year=day.year, month=day.month, date=day.day))
        self.y += px(2)
        self._centred(fitted(said, self.faces.regular, self.right - self.left, px(3.4), px(3)), _GREY)
        self.y += px(6)  # what printers leave white

    def _centred(self, block: Block, colour: tuple[int, int, int]) -> None:
        for line in block.lines:
            self.pen.text((SIZE[0] // 2, self.y + block.step // 2), line, colour, block.font, anchor="mm")
            self.y += block.step

    def _at(self, block: Block, left: int, y: int, colour: tuple[int, int, int]) -> int:
        """Below `y`, flush left; where it ends."""
        for line in block.lines:
            self.pen.text((left, y + block.step // 2), line, colour, block.font, anchor="lm")
            y += block.step
        return y


def _symbol(url: str, width: int) -> Image.Image:
    """The code with its quiet zone, each module a square of whole pixels, at most `width` pixels wide."""
    rows = [list(row) for row in segno.make_qr(url, error="m").matrix_iter(scale=1, border=QUIET)]
    small = Image.new("RGB", (len(rows), len(rows)))
    small.putdata([BLACK if module else WHITE for row in rows for module in row])
    side = max(1, width // len(rows)) * len(rows)
    return small.resize((side, side), Image.Resampling.NEAREST)
