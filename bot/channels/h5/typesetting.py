"""Chinese text into lines that fit: no line begins with a closing mark or ends with an opening one."""
from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from PIL import ImageFont

Font = ImageFont.FreeTypeFont
_STEP = 2  # pixels that a size is tried smaller by
_LINE = 1.35  # of the size: from one line's top to the next
# No character has this code point: a font draws for it what it draws for all it lacks.
_NO_CHARACTER = "\U0010ffff"


@dataclass(frozen=True)
class FontFile:
    """A font on this machine; `index` is its place in a collection (.ttc)."""

    path: str
    index: int = 0

    def sized(self, size: int) -> Font:
        """`size` in pixels. Raises OSError for a file that is no font."""
        return ImageFont.truetype(self.path, size, index=self.index, layout_engine=ImageFont.Layout.BASIC)

    def lacks(self, text: str) -> str:
        """The characters of `text` that it has no picture for."""
        font = self.sized(40)
        empty = bytes(font.getmask(_NO_CHARACTER))
        return "".join(sign for sign in dict.fromkeys(text) if not sign.isspace() and bytes(font.getmask(sign)) == empty)


@dataclass(frozen=True)
class Block:
    """Lines in one size, all of them narrower than what they were fitted into."""

    lines: tuple[str, ...]
    font: Font

    @property
    def step(self) -> int:
        return round(self.font.size * _LINE)

    @property
    def height(self) -> int:
        return self.step * len(self.lines)


@lru_cache(maxsize=256)
def fitted(text: str, file: FontFile, width: int, largest: int, smallest: int, most_lines: int = 1) -> Block:
    """`text` as large as it goes into `width` pixels and `most_lines` lines, in lines of much the same length.

    Below `smallest` it takes more lines rather than become unreadable.
    """
    for size in range(largest, smallest - 1, -_STEP):
        font = file.sized(size)
        if len(wrapped(text, font, width)) <= most_lines:
            return Block(_balanced(text, font, width), font)
    font = file.sized(smallest)
    return Block(_balanced(text, font, width), font)


def wrapped(text: str, font: Font, width: int) -> tuple[str, ...]:
    """Greedy: each line takes what goes into `width` pixels, and at least one character."""
    lines = [""]
    for sign in text:
        if not lines[-1] or font.getlength(lines[-1] + sign) <= width:
            lines[-1] += sign
            continue
        # What may not stand alone at the line's edge goes along with its neighbour.
        stay = len(lines[-1])
        while stay > 1 and not _may_break(lines[-1][stay - 1], (lines[-1][stay:] + sign)[0]):
            stay -= 1
        if not _may_break(lines[-1][stay - 1], (lines[-1][stay:] + sign)[0]):
            stay = len(lines[-1])  # a row of nothing but marks: break it anywhere
        lines[-1], rest = lines[-1][:stay], lines[-1][stay:]
        lines.append(rest + sign)
    return tuple(line.strip(" ") for line in lines)


def _may_break(before: str, after: str) -> bool:
    return unicodedata.category(before) not in ("Ps", "Pi") and not _is_mark(after)


def _balanced(text: str, font: Font, width: int) -> tuple[str, ...]:
    """Two lines part behind a mark where they can; else lines become as even as their number allows."""
    best = wrapped(text, font, width)
    if len(best) == 2:
        halves = [(text[:at], text[at:].strip(" ")) for at in range(1, len(text)) if _is_mark(text[at - 1]) and not _is_mark(text[at])]
        if fitting := [pair for pair in halves if _longest(pair, font) <= width]:
            return min(fitting, key=lambda pair: _longest(pair, font))
    most = len(best)
    for narrower in range(width, 0, -max(1, round(font.size / 4))):
        lines = wrapped(text, font, narrower)
        if len(lines) > most:
            break
        best = lines
    return best


def _is_mark(sign: str) -> bool:
    """One that closes or parts."""
    return unicodedata.category(sign) in ("Pe", "Pf", "Po")


def _longest(lines: tuple[str, ...], font: Font) -> float:
    return max(map(font.getlength, lines))
