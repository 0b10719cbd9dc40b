"""The web app on a database of its own, and a household that fills in its forms, for tests."""
from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any, Iterator
from urllib.parse import unquote

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from httpx import Response

from bot import bootstrap
from bot.replies.report import consent_version
from bot.storage.tables import cases
from tests.anew import forget

PHONE, VILLAGE = "13812345678", "双龙村"
ADDRESS = f"/r/500230/{VILLAGE}"


@contextmanager
def own_database(folder: Path, url: str = "") -> Iterator[None]:
    """Everything the program writes goes to `folder`, its cases to `url` or to SQLite there."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HUINONG_VAR", str(folder))
        environment.setenv("HUINONG_KEYS_FILE", str(folder / "keys"))
        environment.setenv("DATABASE_URL", url or f"sqlite:///{folder / 'cases.db'}")
        environment.setenv("HUINONG_PUBLIC_URL", "https://huinong.example.cn")
        forget()
        try:
            yield
        finally:
            forget()


def case_count() -> int:
    with bootstrap.database().connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(cases)).scalar_one()


def text_of(response: Response) -> str:
    """What can be read on the page, on one line."""
    main = response.text[response.text.index("<main"):]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def field_of(page: str, name: str) -> str:
    """What a field holds when the page is opened."""
    found = re.search(rf'<input[^>]* name="{name}"[^>]* value="([^"]*)"', page) or re.search(rf'<textarea[^>]* name="{name}"[^>]*>\n?([^<]*)<', page)
    assert found, f"no field {name}"
    return unescape(found[1])


def error_beside(page: str, name: str) -> str:
    """The sentence beside a field, which must be tied to it and listed at the top with a link."""
    found = re.search(rf'<p class="error" id="{name}-error"><span[^>]*>[^<]*</span>([^<]*)</p>', page)
    assert found, f"no error beside {name}"
    assert re.search(rf'aria-describedby="[^"]*\b{name}-error', page), f"{name} is not described by its error"
    assert re.search(rf'<li><a href="#({name}|risk-illness)">{re.escape(found[1])}</a></li>', page), f"no link to {name}"
    return unescape(found[1])


@dataclass
class Household:
    """Opens the page, fills it in and sends it; `typed` is what stands in the form."""

    browser: TestClient
    address: str = ADDRESS
    typed: dict[str, Any] = field(default_factory=dict)

    def open(self) -> str:
        page = self.browser.get(self.address).text
        self.typed = {"token": field_of(page, "token"), "risks": ["illness"], "who": "self", "name": "", "phone": PHONE, "move": "",
                      "consent": consent_version(), "do": "send"}
        return page

    def send(self, **other: Any) -> Response:
        """What the server answers to the form with `other` typed; redirects are not followed."""
        return self.browser.post(self.address, data={**self.typed, **other}, follow_redirects=False)

    def register(self, **other: Any) -> str:
        """The link to the case, without its page."""
        self.open()
        return link_of(self.send(**other))

    def receipt(self, link: str) -> str:
        found = re.search(r'<p class="number">([0-9 ]+)</p>', self.browser.get(f"/r/receipt/{link}").text)
        assert found
        return found[1].replace(" ", "")


def link_of(response: Response) -> str:
    """The link of the receipt that a sent form leads to."""
    assert response.status_code == 303, text_of(response)
    return unquote(response.headers["location"]).removeprefix("/r/receipt/").partition("?")[0]
