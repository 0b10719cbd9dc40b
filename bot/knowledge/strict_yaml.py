"""YAML for people who are not programmers: no duplicate keys, no octal codes, `no` stays a word, every key knows its line."""
from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml


class YamlProblem(Exception):
    """The file is no readable YAML. `kind` is a key of problems.yml; `line` starts at 1."""

    def __init__(self, kind: str, line: int, **details: str) -> None:
        super().__init__(kind, line, details)
        self.kind, self.line, self.details = kind, line, details


class Mapping(dict):
    """A YAML mapping; `lines` gives the line of each key and `line` its own."""

    line: int
    lines: dict[Any, int]


class _Loader(yaml.CSafeLoader):
    yaml_implicit_resolvers: dict = {}


# Only these plain words are not text. YAML 1.1 would also read `no` as false, 0110000 as octal and dates as dates.
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$", "-+0123456789"),
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


def _construct_mapping(loader: _Loader, node: yaml.MappingNode) -> Mapping:
    mapping = Mapping()
    mapping.line = node.start_mark.line + 1
    mapping.lines = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        line = key_node.start_mark.line + 1
        if isinstance(key, (dict, list)):
            raise YamlProblem("not_yaml", line, detail="a key that is a list or a mapping")
        if key in mapping:
            raise YamlProblem("duplicate_key", line, key=str(key), first=str(mapping.lines[key]))
        mapping.lines[key] = line
        mapping[key] = loader.construct_object(value_node, deep=True)
    return mapping


_Loader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)


def load(path: Path) -> Any:
    """Read one file. Raises YamlProblem."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlProblem("not_yaml", (mark.line if mark else 0) + 1, detail=str(error.problem)) from error
    except yaml.reader.ReaderError as error:  # a control character
        before = path.read_bytes()[:error.position]
        raise YamlProblem("not_yaml", before.count(b"\n") + 1, detail=str(error.reason)) from error
    except UnicodeDecodeError as error:
        raise YamlProblem("not_utf8", 1) from error


def line_of(tree: Any, location: tuple) -> int:
    """The line of the nearest thing that exists on the way to `location` (keys and indexes from the root)."""
    line = getattr(tree, "line", 1)
    for step in location:
        if isinstance(tree, Mapping) and step in tree:
            line, tree = tree.lines[step], tree[step]
            line = getattr(tree, "line", line) if isinstance(tree, Mapping) else line
        elif isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
            line = getattr(tree, "line", line)
        else:
            break
    return line
