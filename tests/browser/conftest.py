"""One browser for all, and the report pages as a phone opens them."""
from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest

from bot.channels.web.app import create_app
from tests.browser.phones import phones, served
from tests.integration.h5.house import ADDRESS, own_database
from tests.unit.channels.fake_dialogue import FakeDialogue

NAMES = ("chromium", "chromium-browser", "google-chrome")  # as .ci/run looks for one, and installs it where there is none
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Not for longer: while it is open, an event loop runs in the main thread, and tests with one of their own could not run."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if not program:
        pytest.skip(f"none of {', '.join(NAMES)} is on the PATH")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The app with a database of its own."""
    with own_database(tmp_path), served(create_app(FakeDialogue().client())) as address:
        yield address


@pytest.fixture
def phone(chromium: Any, site: str) -> Iterator[Callable[..., Any]]:
    """phone(path, width=…, java_script_enabled=…) → the opened page, a village's own if no path is given."""
    with phones(chromium, site) as open_page:
        yield lambda path=ADDRESS, **options: open_page(path, **options)
