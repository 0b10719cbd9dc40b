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
_KEYS = ("suffixes", "ethnic", "placeholders", "short_names", "ambiguous", "not_places", "townships", "cues", "tails", "homely",
         "here", "goes", "is_in", "does", "lives", "stays", "particles", "others")
# As many characters may stand between a place and what is done there (在河南老家那边也种地).
_NEAR = 6
_SHORTEST = 2
_CLAUSE_END = re.compile(r"[^\w]")
_SPELL = re.compile(r"(?:\[(\d*)-(\d*)\])?([^,]+)")


@dataclass(frozen=True)
class Mention:
    """A place named in a text. More than one code means that the name alone does not tell which.

    `is_compared` says that the text also speaks of "our place", which this is not; `is_away` that one only goes, works or is
    treated there, or that somebody else does; `is_home` that it is said to be where one lives.
    """

    codes: tuple[str, ...]
    text: str
    start: int
    end: int
    is_compared: bool = False
    is_away: bool = False
    is_home: bool = False


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
        self._homely = frozenset(tree["homely"])
        self._here: tuple[str, ...] = tuple(tree["here"])
        self._words: tuple[str, ...] = tuple(tree.get("words") or ())
        self._away: tuple[str, ...] = tuple(tree.get("away") or ())
        self._lives, self._goes, self._is_in, self._does, self._stays, self._particles = (
            tuple(tree[key]) for key in ("lives", "goes", "is_in", "does", "stays", "particles"))
        self._others_at = tuple(other + at for other in tree["others"] for at in (*self._is_in, *self._lives, *self._goes))
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
            codes = self._given.get(name) or self._joined.get(name) or self._sure.get(name)
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
        """Whether an unsure name stands where people say where they are from. One that is also a word must say so clearer."""
        before, name, after = text[:start], text[start:end], text[end:]
        if len(name) == _SHORTEST and name in self._not_places:  # 我是郊区的 tells nothing
            return False
        tail = next((tail for tail in self._tails if after.startswith(tail)), "")
        if not after or tail and before.endswith(self._cues):
            return not before or before.endswith(self._cues)
        if tail not in self._homely or before and before[-1].isalnum():
            return False
        is_all = not after[len(tail):len(tail) + 1].isalnum()
        return is_all or not before and (len(tail) > 1 or name not in self._not_places)

    def _inside(self, codes: tuple[str, ...], parents: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(code for code in codes if any(parent in self.chain(code)[1:] for parent in parents))

    def _settled(self, text: str, found: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """An unclear name is cleared up by a parent named anywhere in the text (五华, 我在梅州)."""
        settled = []
        for mention in found:
            others = tuple(code for other in found if other is not mention for code in other.codes)
            inside = self._inside(mention.codes, others) if len(mention.codes) > 1 else ()
            before = text[:mention.start]
            is_home = before.endswith(self._lives) and not before.endswith((*self._stays, *self._others_at))
            settled.append(Mention(inside or mention.codes, mention.text, mention.start, mention.end, self._is_compared(text, mention),
                                   self._is_away(text, mention), is_home))
        return tuple(settled)

    def _is_compared(self, text: str, mention: Mention) -> bool:
        return any(word in text for word in self._here) and not text[:mention.start].endswith(self._here)

    def _is_away(self, text: str, mention: Mention) -> bool:
        """Only what stands in the same clause tells: 我是丰都的，在浙江打工 is home and away."""
        before, after = _clause_before(text[:mention.start]), _clause_after(text[mention.end:])
        if before.endswith(self._others_at):  # 女儿嫁到枣庄
            return True
        if before.endswith((*self._lives, *self._stays)):
            return False
        if before.endswith(self._goes) and not after.strip("".join(self._particles)):
            return True
        return before.endswith((*self._goes, *self._is_in)) and any(0 <= after.find(word) <= _NEAR for word in self._does)

    @cached_property
    def _full(self) -> dict[str, tuple[str, ...]]:
        index: dict[str, list[str]] = {}
        for code, name in self._names.items():
            if self.exists(code):
                index.setdefault(name, []).append(code)
        return {name: tuple(codes) for name, codes in index.items()}

    @cached_property
    def _sure(self) -> dict[str, tuple[str, ...]]:
        """Full names, which count anywhere; the shortest are parts of other words too (示范县 ends as 范县 does)."""
        return {name: codes for name, codes in self._full.items() if len(name) > _SHORTEST and name not in self._not_places}

    @cached_property
    def _joined(self) -> dict[str, tuple[str, ...]]:
        """Names right after that of the city or province, short or in full, which count anywhere: 哈尔滨宾县, 济南市中区."""
        index: dict[str, list[str]] = {}
        for name, codes in self._full.items():
            short = self._shortened(name)
            for code in codes:
                for parent in self.chain(code)[1:]:
                    full = self._names[parent]
                    for spelled in dict.fromkeys((full, self._shortened(full))):
                        if len(spelled) >= _SHORTEST:
                            index.setdefault(spelled + name, []).append(code)
                        if min(len(spelled), len(short)) >= _SHORTEST and short != name and not {spelled, short} & self._not_places:
                            index.setdefault(spelled + short, []).append(code)
        return {name: tuple(codes) for name, codes in index.items()}

    @cached_property
    def _unsure(self) -> dict[str, tuple[str, ...]]:
        """Short names and full names that are also plain words: they count alone, after a cue or after their parent."""
        index: dict[str, list[str]] = {name: list(codes) for name, codes in self._full.items() if name not in self._sure}
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
        return max(map(len, (*self._full, *self._given, *self._joined)))


def _clause_before(text: str) -> str:
    return _CLAUSE_END.split(text)[-1]


def _clause_after(text: str) -> str:
    return _CLAUSE_END.split(text)[0]
