"""A reply as one text."""
from __future__ import annotations

import pytest

from bot.replies.reply import Reply, as_plain


@pytest.mark.parametrize(("citation", "code", "plain"), [
    ("", "", "好。"), ("依据：甲", "", "好。\n依据：甲"), ("", "012345", "好。\n答复编号 012345"), ("依据：甲", "012345", "好。\n依据：甲\n答复编号 012345")])
def test_the_citation_and_the_code_have_a_line_each(citation, code, plain):
    reply = Reply(None, "好。", citation, code=code)

    assert reply.plain() == as_plain("好。", citation, code) == plain
    assert reply.as_dict()["code"] == code
