"""Answers to put into a ledger."""
from __future__ import annotations

from datetime import date, datetime, timezone
from typing import Any

from bot.storage.answer_ledger import Answer

MOMENT = datetime(2026, 11, 21, 16, 30, 15, 123456, tzinfo=timezone.utc)


def answer(**changed: Any) -> Answer:
    row: dict[str, Any] = {
        "answered_at": MOMENT, "question": "产业奖补给多少", "status": "answered", "kind": "industry_grant", "aspect": "amount", "division": "441424",
        "place": "441424", "answered_on": date(2026, 11, 22), "knowledge_base": "0123456789ab", "text": "最高2000元。\n依据：某办法 二",
        "about": {"kind": "industry_grant", "page": 0, "known": {"脱贫户": True}}}
    return Answer(**{**row, **changed})
