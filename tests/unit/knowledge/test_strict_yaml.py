"""YAML as people who are not programmers write it."""
from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.strict_yaml import YamlProblem, line_of, load


@pytest.fixture
def read(tmp_path: Path):
    def read_text(text: str):
        file = tmp_path / "a.yml"
        file.write_text(text, encoding="utf-8")
        return load(file)
    return read_text


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "Yes", "NO", "True", "FALSE", "y", "n", "Null", "NULL", ".inf", "2024-12-31",
                                  "12:30", "0110000", "0o17", "0x1f", "1_000", "1e3", "500,230", "第3条", "=", "<<"])
def test_a_plain_word_stays_text(read, word):
    assert read(f"a: {word}\n") == {"a": word}


@pytest.mark.parametrize(("written", "meant"), [
    ("true", True), ("false", False), ("0", 0), ("2000", 2000), ("-15", -15), ("2.5", 2.5), ("0.30", 0.3), ("null", None), ("~", None), ("", None)])
def test_only_true_false_numbers_and_nothing_are_more_than_text(read, written, meant):
    value = read(f"a: {written}\n")["a"]

    assert value == meant
    assert type(value) is type(meant)


def test_a_quoted_code_keeps_its_zeros(read):
    assert read('a: "011000"\n') == {"a": "011000"}


@pytest.mark.parametrize("text", ["a: 1\nb: 2\na: 3\n", "x: {a: 1}\na: 1\na: 2\n", "x: {b: 1,\n\n    b: 2}\n"])
def test_a_key_written_twice_is_told_with_both_lines(read, text):
    with pytest.raises(YamlProblem) as raised:
        read(text)

    assert raised.value.kind == "duplicate_key"
    assert raised.value.line == 3
    assert raised.value.details["first"] in {"1", "2"}


def test_the_same_key_in_two_mappings_is_right(read):
    assert read("x: {a: 1}\ny: {a: 2}\n") == {"x": {"a": 1}, "y": {"a": 2}}


@pytest.mark.parametrize(("text", "line"), [
    ("a: 1\nb: [1, 2\nc: 3\n", 3), ("a: 1\n b: 2\n", 2), ("a: 'x\n", 2), ("a: b: c\n", 1), ("\ta: 1\n", 1), ("a: 1\n--- \nb: 2\n", 2),
    ("a: !!python/object:os.system x\n", 1), ("a: &x [*x]\n", 1), ("a: \x07\n", 1), ("a: 1\nb: 惠农\x00\n", 2), ("a: 1\n? [b, c]\n: 2\n", 2)])
def test_what_is_no_yaml_is_told_with_its_line(read, text, line):
    with pytest.raises(YamlProblem) as raised:
        read(text)

    assert (raised.value.kind, raised.value.line) == ("not_yaml", line)


def test_a_file_in_another_encoding_is_told(tmp_path):
    file = tmp_path / "a.yml"
    file.write_bytes("a: 惠农\n".encode("gb18030"))

    with pytest.raises(YamlProblem) as raised:
        load(file)

    assert raised.value.kind == "not_utf8"


def test_each_step_into_the_tree_has_its_line(read):
    tree = read("""\
title: x
items:
  - {what: a, source: b}
  - what: c
    source: d
deep:
  inner:
    word: e
""")

    assert line_of(tree, ()) == 1
    assert line_of(tree, ("title",)) == 1
    assert line_of(tree, ("items", 0)) == 3
    assert line_of(tree, ("items", 1)) == 4
    assert line_of(tree, ("items", 1, "source")) == 5
    assert line_of(tree, ("deep", "inner", "word")) == 8


def test_the_line_of_what_is_missing_is_that_of_what_it_is_missing_from(read):
    tree = read("items:\n  - {what: a}\n  - {what: b}\n")

    assert line_of(tree, ("items", 1, "source")) == 3
    assert line_of(tree, ("items", 7, "source")) == 1
    assert line_of(tree, ("nothing", "at", "all")) == 1
