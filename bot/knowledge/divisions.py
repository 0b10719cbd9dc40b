"""Administrative divisions: codes and full names from python-stdnum's table, short and folk names from divisions.yml."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import Mapping

from bot.knowledge.loader import read_tree
from bot.knowledge.problems import ContentError, Problem

_ENTRY = re.compile(r'^\s*(\d+)\s+(?:province|county)="([^"]*)"')
# Abolished long ago, but without an end in the table: a county that became a city, and a forest district under its old code.
_ABOLISHED = ("429001", "422900", "422921")
_KEYS = ("suffixes", "ethnic", "placeholders", "short_names", "ambiguous", "not_places", "townships", "cues", "tails")
_SPELL = re.compile(r"(?:\[(\d*)-(\d*)\])?([^,]+)")


@dataclass(frozen=True)
class Mention:
    """A place named in a text. More than one code means that the name alone does not tell which.

    `is_compared` says that the text also speaks of "our place", which this is not.
    """

    codes: tuple[str, ...]
    text: str
    start: int
    end: int
    is_compared: bool = False


@lru_cache(maxsize=1)
def current_names() -> Mapping[str, str]:
    """Six-digit code → full name, for every division that exists today. Source: python-stdnum, cn/loc.dat."""
    names: dict[str, str] = {}
    province = ""
    table = (resources.files("stdnum") / "cn" / "loc.dat").read_text(encoding="utf-8")
    for line in table.splitlines():
        entry = _ENTRY.match(line)
        if not entry:
            continue
        digits, spelled = entry.groups()
        if len(digits) == 2:
            province, names[digits + "0000"] = digits, spelled
            continue
        for _, until, name in _SPELL.findall(spelled):
            if not until and digits != "0000":
                names[province + digits] = name
    for code in _ABOLISHED:
        names.pop(code, None)
    return names


class Divisions:
    """Names, parents and finding of places. `file` is policies_kb/divisions.yml; raises ContentError when it is wrong."""

    def __init__(self, file: Path) -> None:
        self.file, tree = file, read_tree(file)
        if missing := [Problem.at(file, 1, "missing_key", key=key) for key in _KEYS if key not in tree]:
            raise ContentError(missing)
        self._names = current_names()
        self._suffixes: tuple[str, ...] = tuple(sorted(tree["suffixes"], key=len, reverse=True))
        self._ethnic: tuple[str, ...] = tuple(tree["ethnic"])
        self._placeholders = frozenset(tree["placeholders"])
        self._not_places = frozenset(tree["not_places"])
        self._cues: tuple[str, ...] = tuple(tree["cues"])
        self._tails: tuple[str, ...] = tuple(tree["tails"])
        self._here: tuple[str, ...] = tuple(tree["here"])
        self._words: tuple[str, ...] = tuple(tree.get("words") or ())
        self._away: tuple[str, ...] = tuple(tree.get("away") or ())
        self._given: dict[str, tuple[str, ...]] = {name: (code,) for name, code in tree["short_names"].items()}
        self._given |= {name: (code,) for name, code in (tree["townships"] or {}).items()}
        self._given |= {name: tuple(codes) for name, codes in tree["ambiguous"].items()}

    def exists(self, code: str) -> bool:
        return code in self._names and self._names[code] not in self._placeholders

    def name(self, code: str) -> str:
        """The full name, without parents. Raises KeyError for a code that does not exist."""
        return self._names[code]

    def full_name(self, code: str) -> str:
        """With its province and city where the name needs them, for telling two places apart."""
        return "".join(self._names[parent] for parent in reversed(self.chain(code)))

    def chain(self, code: str) -> tuple[str, ...]:
        """The place itself, then its city and province where they exist: nearest first."""
        parents = dict.fromkeys([code, code[:4] + "00", code[:2] + "0000"])
        return tuple(parent for parent in parents if self.exists(parent))

    def find(self, text: str) -> tuple[Mention, ...]:
        """Places named in a text, parents merged into the place they precede (梅州五华 is one)."""
        found: list[Mention] = []
        position = 0
        while position < len(text):
            mention = self._at(text, position, found[-1] if found else None)
            if mention is None:
                position += next((len(word) for word in self._words if text.startswith(word, position)), 1)
                continue
            position = mention.end
            last = found[-1] if found else None
            if last and mention.start - last.end <= 1 and (inside := self._inside(mention.codes, last.codes)):
                found[-1] = Mention(inside, text[last.start:mention.end], last.start, mention.end)
            else:
                found.append(mention)
        return self._settled(text, tuple(found))

    def _at(self, text: str, start: int, last: Mention | None) -> Mention | None:
        """The longest name that begins here; none within a word that hides one, nor where one only works or studies."""
        if text.startswith(self._words, start):
            return None
        for length in range(min(self._longest, len(text) - start), 1, -1):
            name = text[start:start + length]
            end = start + length
            codes = self._given.get(name) or self._sure.get(name)
            if codes is None and name in self._unsure:
                codes = self._unsure[name]
                if last is not None and start - last.end <= 1 and (inside := self._inside(codes, last.codes)):
                    codes = inside
                elif not self._is_cued(text, start, end):
                    codes = None
            if codes:
                return None if text.startswith(self._away, end) else Mention(codes, name, start, end)
        return None

    def _is_cued(self, text: str, start: int, end: int) -> bool:
        """Whether an unsure name stands where people say where they are from."""
        before, after = text[:start], text[end:]
        return (not before and not after) or (before.endswith(self._cues) and (not after or after.startswith(self._tails)))

    def _inside(self, codes: tuple[str, ...], parents: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(code for code in codes if any(parent in self.chain(code)[1:] for parent in parents))

    def _settled(self, text: str, found: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """An unclear name is cleared up by a parent named anywhere in the text (五华, 我在梅州)."""
        settled = []
        for mention in found:
            others = tuple(code for other in found if other is not mention for code in other.codes)
            inside = self._inside(mention.codes, others) if len(mention.codes) > 1 else ()
            settled.append(Mention(inside or mention.codes, mention.text, mention.start, mention.end,
                                   self._is_compared(text, mention)))
        return tuple(settled)

    def _is_compared(self, text: str, mention: Mention) -> bool:
        return any(word in text for word in self._here) and not text[:mention.start].endswith(self._here)

    @cached_property
    def _full(self) -> dict[str, tuple[str, ...]]:
        index: dict[str, list[str]] = {}
        for code, name in self._names.items():
            if self.exists(code) and len(name) > 2:
                index.setdefault(name, []).append(code)
        return {name: tuple(codes) for name, codes in index.items()}

    @cached_property
    def _sure(self) -> dict[str, tuple[str, ...]]:
        """Full names, which count anywhere."""
        return {name: codes for name, codes in self._full.items() if name not in self._not_places}

    @cached_property
    def _unsure(self) -> dict[str, tuple[str, ...]]:
        """Short names and full names that are also plain words: they count alone, after a cue or after their parent."""
        index: dict[str, list[str]] = {name: list(codes) for name, codes in self._full.items() if name in self._not_places}
        for name, codes in self._full.items():
            short = self._shortened(name)
            if len(short) > 1 and short != name and short not in self._not_places:
                index.setdefault(short, []).extend(codes)
        return {name: tuple(codes) for name, codes in index.items()}

    def _shortened(self, name: str) -> str:
        for suffix in self._suffixes:
            if name.endswith(suffix):
                name = name.removesuffix(suffix)
                break
        while ethnic := next((e for e in self._ethnic if name.endswith(e) and name != e), None):
            name = name.removesuffix(ethnic)
        return name

    @cached_property
    def _longest(self) -> int:
        return max(map(len, (*self._full, *self._given)))
