"""What a household does on the report page."""
from __future__ import annotations

from typing import Any

from tests.integration.h5.house import PHONE


def fill_in(page: Any, number: str = PHONE) -> None:
    page.tap("label.tile:has-text('看病')")
    page.fill("#phone", number)
    page.tap("label[for=consent]")


def registered(page: Any) -> str:
    """The receipt on the page that follows; the link to the case is the end of its address."""
    page.wait_for_url("**/r/receipt/**")
    return page.locator(".number").inner_text()


def kept(page: Any) -> str | None:
    return page.evaluate("localStorage.getItem('huinong-report')")
