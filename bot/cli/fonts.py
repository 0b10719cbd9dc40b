"""Finds fonts with Chinese on this machine."""
from __future__ import annotations

import shutil
import subprocess
from itertools import count
from pathlib import Path
from typing import Iterator

from PIL import ImageFont

from bot.channels.h5.poster import Faces
from bot.channels.h5.typesetting import FontFile

_KNOWN = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",  # Debian, Ubuntu
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",  # Arch, Alpine
    "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc",  # Fedora
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
)


class NoFont(Exception):
    """Says what, why and how to mend."""


def faces(given: Path | None, sample: str) -> Faces:
    """`given`, else a font of this machine that can draw all of `sample`, with its bold sister. Raises NoFont."""
    if given:
        try:
            lacking = _simplified(given).lacks(sample)
        except OSError as error:
            raise NoFont(f"HUINONG_FONT={given} is no font that can be read ({error}): "
                         "give the path of a .ttf, .otf or .ttc file") from error
        if lacking:
            raise NoFont(f"HUINONG_FONT={given} cannot draw {lacking}: "
                         "give the path of a font with Chinese, such as NotoSansCJK-Regular.ttc")
        return _with_bold(given)
    for file in _on_this_machine():
        try:
            if not _simplified(file).lacks(sample):
                return _with_bold(file)
        except OSError:  # not there, or no font
            continue
    raise NoFont("there is no font with Chinese on this machine, so the poster cannot be drawn: "
                 "install one (apt-get install fonts-noto-cjk), or set HUINONG_FONT to the path of one")


def _on_this_machine() -> Iterator[Path]:
    yield from map(Path, _KNOWN)
    if match := shutil.which("fc-match"):
        try:
            found = subprocess.run([match, "--format=%{file}", "sans:lang=zh-cn"],
                                   capture_output=True, text=True, timeout=10, check=False).stdout
        except (OSError, subprocess.SubprocessError):
            return
        if found:
            yield Path(found)


def _with_bold(regular: Path) -> Faces:
    bold = regular.with_name(regular.name.replace("Regular", "Bold"))
    return Faces(_simplified(regular), _simplified(bold if bold.is_file() else regular))


def _simplified(file: Path) -> FontFile:
    """Of a collection the member that draws as the mainland does (… SC), else the first. Raises OSError."""
    for index in count():
        try:
            family = ImageFont.truetype(str(file), 20, index=index).getname()[0] or ""
        except OSError:
            if index == 0:
                raise
            return FontFile(str(file))
        if family.endswith(" SC"):
            return FontFile(str(file), index)
    raise AssertionError("count() has no end")
