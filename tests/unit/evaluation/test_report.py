"""The file of figures."""
from __future__ import annotations

import builtins

import pytest

from bot.evaluation.limits import Limit
from bot.evaluation.report import Section, draw, render
from bot.evaluation.tables import Table

STYLES = Table("By style", ("style", "turns", "right", "%", "to plain"), (("plain", "2", "1", "50.0", ""), ("typo", "2", "2", "100.0", "+50.0")))


def test_a_section_has_its_limits_its_picture_and_its_tables():
    section = Section("The set", "Two turns.", [STYLES, Table("Empty", ("a",), ()), Table("Noted", ("a|b",), (("x|y",),), "All right.")],
                      [Limit("right answers", "at least 93%", "75.0%", False)])
    text = render([section, Section("Held out", "One turn.", [])], "2026-11-22", "images/eval-styles.svg")

    assert "## The set\n\nTwo turns." in text and "| right answers | at least 93% | 75.0% | **fail** |" in text
    assert text.count("![") == 1 and "| typo | 2 | 2 | 100.0 | +50.0 |" in text
    assert "Empty" not in text and "| x\\|y |" in text and "\nAll right.\n" in text and "2026-11-22" in text


def test_the_picture_has_a_bar_for_each_style_and_is_the_same_each_time(tmp_path):
    pytest.importorskip("matplotlib")
    first, second = tmp_path / "a" / "one.svg", tmp_path / "two.svg"

    assert draw(STYLES, 45.0, first) and draw(STYLES, 45.0, second)
    assert first.read_bytes() == second.read_bytes() and b"<svg" in first.read_bytes()


def test_without_matplotlib_there_is_no_picture(tmp_path, monkeypatch):
    found = builtins.__import__

    def without(name, *rest, **more):
        if name == "matplotlib":
            raise ImportError(name)
        return found(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)

    assert draw(STYLES, 45.0, tmp_path / "one.svg") is False and not (tmp_path / "one.svg").exists()
