"""Reads policies_kb/. A place is read when it is first asked for, so thousands of counties cost nothing at start."""
from __future__ import annotations

import hashlib
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Type, TypeVar

from pydantic import ValidationError

from bot.knowledge import strict_yaml
from bot.knowledge.holidays import Holidays
from bot.knowledge.household import Fact, Situations
from bot.knowledge.model import Document, Kind, Part, Place, Scheme, Unit
from bot.knowledge.problems import ContentError, Problem, from_validation

_SHARED = ("*.yml", "schemes/*.yml", "documents/*.yml")

Shape = TypeVar("Shape", bound=Part)


def read_tree(file: Path) -> strict_yaml.Mapping:
    """The file as a mapping that knows its lines. Raises ContentError."""
    try:
        tree = strict_yaml.load(file)
    except FileNotFoundError as error:
        raise ContentError([Problem.at(file, 1, "file_missing")]) from error
    except strict_yaml.YamlProblem as problem:
        raise ContentError([Problem.at(file, problem.line, problem.kind, **problem.details)]) from problem
    if not isinstance(tree, strict_yaml.Mapping):
        raise ContentError([Problem.at(file, 1, "not_a_mapping")])
    return tree


def shape(file: Path, tree: Any, wanted: Type[Shape], root: Any = None, at: tuple = ()) -> Shape:
    """`tree` as a `wanted`. `root` and `at` place it in its file when it is only a part of it. Raises ContentError."""
    if not isinstance(tree, dict):
        raise ContentError([Problem.at(file, strict_yaml.line_of(root, at), "not_a_mapping")])
    try:
        return wanted.parse_obj(tree)
    except ValidationError as error:
        raise ContentError(from_validation(file, tree, error)) from error


def _entries(file: Path, wanted: Type[Shape]) -> dict[str, Shape]:
    tree = read_tree(file)
    return {str(key): shape(file, value, wanted, tree, (key,)) for key, value in tree.items()}


class KnowledgeBase:
    """The content of one folder. Every property raises ContentError when its files are wrong."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self.scheme = lru_cache(maxsize=None)(self._scheme)
        self.schemes = lru_cache(maxsize=None)(self._schemes)
        self.place = lru_cache(maxsize=None)(self._place)
        self.document = lru_cache(maxsize=None)(self._document)
        self._digest = lru_cache(maxsize=None)(self._digest_of)

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """The catalogue: kind id → kind, in the order of the files."""
        return {key: kind for file in self.catalogue_files for key, kind in _entries(file, Kind).items()}

    @cached_property
    def groups(self) -> dict[str, str]:
        """Kind id → the file of the catalogue that it stands in."""
        return {str(key): file.stem for file in self.catalogue_files for key in read_tree(file)}

    @property
    def catalogue_files(self) -> list[Path]:
        return sorted((self.folder / "schemes").glob("*.yml"))

    @cached_property
    def facts(self) -> dict[str, Fact]:
        return _entries(self.folder / "facts.yml", Fact)

    @cached_property
    def units(self) -> dict[str, Unit]:
        return _entries(self.folder / "units.yml", Unit)

    @cached_property
    def holidays(self) -> Holidays:
        """Without the file none: it is for the years that the calendar library does not know yet."""
        file = self.folder / "holidays.yml"
        return shape(file, read_tree(file), Holidays) if file.is_file() else Holidays()

    @cached_property
    def situations(self) -> Situations:
        file = self.folder / "situations.yml"
        return shape(file, read_tree(file), Situations)

    @cached_property
    def household_words(self) -> list[str]:
        """Words that say who somebody is, not which policy is meant."""
        told = (saying for situation in self.situations.situations.values() if situation.of_whom for saying in situation.says)
        return list(dict.fromkeys((*read_tree(self.folder / "groups.yml")["household_words"], *told)))

    @cached_property
    def coverage(self) -> dict[str, dict[str, str]]:
        """Document id → clause id → why it concerns neither households nor staff."""
        return read_tree(self.folder / "coverage.yml")

    @cached_property
    def folders(self) -> dict[str, Path]:
        """Division code → folder, for each covered place."""
        return {path.name[:6]: path for path in sorted(self.folder.iterdir()) if path.is_dir() and path.name[:6].isdigit()}

    @cached_property
    def document_ids(self) -> list[str]:
        return sorted(file.stem for file in (self.folder / "documents").glob("*.yml"))

    def document_file(self, document_id: str) -> Path:
        return self.folder / "documents" / f"{document_id}.yml"

    def scheme_file(self, division: str, kind: str) -> Path:
        return self.folders[division] / f"{kind}.yml"

    def preload(self, most: int) -> None:
        """Reads every scheme now, so that no turn has to; thousands of places are left to be read when they are asked for."""
        if len(self.folders) <= most:
            for place in self.folders:
                for kind in self.schemes(place):
                    self.scheme(place, kind)

    def _document(self, document_id: str) -> Document:
        file = self.document_file(document_id)
        return shape(file, read_tree(file), Document)

    def _place(self, division: str) -> Place:
        file = self.folders[division] / "place.yml"
        return shape(file, read_tree(file), Place)

    def _schemes(self, division: str) -> tuple[str, ...]:
        """The kinds that this very place has a file for."""
        if division not in self.folders:
            return ()
        return tuple(sorted(file.stem for file in self.folders[division].glob("*.yml") if file.stem != "place"))

    def _scheme(self, division: str, kind: str) -> Scheme | None:
        """What `kind` is in this very place, or None."""
        if division not in self.folders or not self.scheme_file(division, kind).is_file():
            return None
        file = self.scheme_file(division, kind)
        return shape(file, read_tree(file), Scheme)

    def version(self, chain: tuple[str, ...]) -> str:
        """Twelve hexadecimal digits that change whenever a file changes that answers for the divisions of `chain` rest on.

        Other places' folders are not read: thousands of counties cost nothing.
        """
        return self._digest(tuple(place for place in chain if place in self.folders))

    def _digest_of(self, places: tuple[str, ...]) -> str:
        digest = hashlib.sha256()
        shared = [file for pattern in _SHARED for file in sorted(self.folder.glob(pattern))]
        for file in (*shared, *(file for place in places for file in sorted(self.folders[place].glob("*.yml")))):
            digest.update(str(file.relative_to(self.folder)).encode() + b"\0" + file.read_bytes() + b"\0")
        return digest.hexdigest()[:12]

    def standing(self, document_id: str, on: date) -> str:
        return self.document(document_id).standing(on)
