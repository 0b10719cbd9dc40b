"""A font with Chinese for what is drawn."""
from __future__ import annotations

import pytest

from bot.channels.h5.poster import Faces, words
from bot.cli import fonts


@pytest.fixture(scope="session")
def faces() -> Faces:
    try:
        return fonts.faces(None, words()["title"])
    except fonts.NoFont as missing:
        pytest.skip(str(missing))
