"""`kb check`: everything that can be wrong with the content, with and without the official texts."""
from __future__ import annotations

from pathlib import Path
from typing import Iterator

from bot.knowledge import official_text
from bot.knowledge.aspects import FIELDS, OWED_BY_A_BENEFIT, OWED_BY_A_SERVICE
from bot.knowledge.check_clocks import check_clocks
from bot.knowledge.divisions import Divisions
from bot.knowledge.household import Fact
from bot.knowledge.loader import KnowledgeBase, read_tree
from bot.knowledge.model import Amount, Cited, Condition, Figure, Kind, Scheme, TimeLimit
from bot.knowledge.problems import ContentError, Problem
from bot.knowledge.proof import Clauses, Item, cited, clause_exists, foreign
from bot.knowledge.strict_yaml import line_of
from bot.knowledge.survey import PERIOD, cited_clauses


def check(kb: KnowledgeBase, divisions: Divisions, sources: Path | None = None) -> list[Problem]:
    """All problems, in the order of the files. With `sources`, also each citation against the official text."""
    problems: dict[Problem, None] = {}  # each once: a broken document would be told again by everything that cites it

    def gather(found: Iterator[Problem]) -> bool:
        try:
            for problem in found:
                problems[problem] = None
            return True
        except ContentError as error:
            problems.update(dict.fromkeys(error.problems))
            return False

    shared = (_catalogue(kb), _units(kb), _holidays(kb), _facts(kb), _situations(kb), _names_of_places(divisions))
    readable = [gather(found) for found in shared]
    if not all(readable):
        return list(problems)
    clauses: Clauses = {}
    for document_id in kb.document_ids:
        gather(_document(kb, divisions, document_id, sources, clauses))
    for division in kb.folders:
        gather(_place(kb, divisions, division, clauses))
        for kind in kb.schemes(division):
            gather(_scheme(kb, divisions, division, kind, clauses))
    if not problems:
        gather(_coverage(kb))
    return list(problems)


def _catalogue(kb: KnowledgeBase) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    defined: dict[str, str] = {}
    for file in kb.catalogue_files:
        tree = read_tree(file)
        for key in tree:
            if key in defined:
                yield Problem.at(file, line_of(tree, (key,)), "kind_twice", scheme=key, first=defined[key])
                continue
            defined[key] = file.name
            for field, text in _names(kb.kinds[key]):
                if owner.setdefault(text, key) != key:
                    yield Problem.at(file, line_of(tree, (key, field)), "said_twice", text=text, first=owner[text], second=key)


def _names(kind: Kind) -> Iterator[tuple[str, str]]:
    yield "name", kind.name
    yield from (("aliases", text) for text in kind.aliases)
    yield from (("sayings", text) for text in kind.sayings)


def _units(kb: KnowledgeBase) -> Iterator[Problem]:
    """Reading them is the whole check."""
    _ = kb.units
    yield from ()


def _holidays(kb: KnowledgeBase) -> Iterator[Problem]:
    """Reading them is the whole check."""
    _ = kb.holidays
    yield from ()


def _facts(kb: KnowledgeBase) -> Iterator[Problem]:
    file = kb.folder / "facts.yml"
    for name, fact in kb.facts.items():
        for implied in _implied(fact):
            other, _, choice = implied.partition(".")
            if other not in kb.facts:
                yield Problem.at(file, line_of(read_tree(file), (name, "implies")), "unknown_fact", fact=other)
            elif choice and choice not in kb.facts[other].choices:
                yield Problem.at(file, line_of(read_tree(file), (name, "implies")), "unknown_choice", fact=other, choice=choice)
        if fact.unit and fact.unit not in kb.units:
            yield Problem.at(file, line_of(read_tree(file), (name, "unit")), "unknown_unit", unit=fact.unit)


def _situations(kb: KnowledgeBase) -> Iterator[Problem]:
    file, tree = kb.folder / "situations.yml", read_tree(kb.folder / "situations.yml")
    for name, situation in kb.situations.situations.items():
        line = line_of(tree, ("situations", name))
        for kind in situation.kinds:
            if kind not in kb.kinds:
                yield Problem.at(file, line, "unknown_scheme", scheme=kind)
        for told, value in situation.told.items():
            if told not in kb.facts:
                yield Problem.at(file, line, "unknown_fact", fact=told)
            elif kb.facts[told].choices and value not in kb.facts[told].choices:
                yield Problem.at(file, line, "unknown_choice", fact=told, choice=value)


def _implied(fact: Fact) -> Iterator[str]:
    """The atoms that a fact or one of its choices implies."""
    for key, implied in fact.implies.items():
        yield from implied if isinstance(implied, dict) else (key,)


def _names_of_places(divisions: Divisions) -> Iterator[Problem]:
    tree = read_tree(divisions.file)
    for field in ("short_names", "townships", "ambiguous"):
        for name, codes in (tree[field] or {}).items():
            line = line_of(tree, (field, name))
            for code in codes if isinstance(codes, list) else [codes]:
                if not isinstance(code, str):
                    yield Problem.at(divisions.file, line, "unquoted", key=name)
                elif not divisions.exists(code):
                    yield Problem.at(divisions.file, line, "unknown_division", division=code)


def _document(kb: KnowledgeBase, divisions: Divisions, document_id: str, sources: Path | None,
              clauses: Clauses) -> Iterator[Problem]:
    file, document = kb.document_file(document_id), kb.document(document_id)
    tree = read_tree(file)
    if document.id != document_id:
        yield Problem.at(file, line_of(tree, ("id",)), "wrong_file_name", scheme=document.id)
    if not divisions.exists(document.division):
        yield Problem.at(file, line_of(tree, ("division",)), "unknown_division", division=document.division)
    seen: set[str] = set()
    for index, clause in enumerate(document.clauses):
        if clause.id in seen:
            yield Problem.at(file, line_of(tree, ("clauses", index)), "clause_twice", clause=clause.id)
        seen.add(clause.id)
    if sources is None:
        return
    text_file = sources / document.source_file
    if not text_file.is_file():
        yield Problem.at(file, line_of(tree, ("source_file",)), "source_file_missing", file=text_file)
        return
    clauses[document_id], lost = official_text.cut(document, text_file.read_text(encoding="utf-8"))
    for index, clause in enumerate(document.clauses):
        if clause.id in lost:
            yield Problem.at(file, line_of(tree, ("clauses", index)), "anchor_missing", clause=clause.id, starts=clause.starts)
    yield from cited(kb, file, line_of(tree, ("period",)), document.period, clauses)


def _place(kb: KnowledgeBase, divisions: Divisions, division: str, clauses: Clauses) -> Iterator[Problem]:
    file, place = kb.folders[division] / "place.yml", kb.place(division)
    tree = read_tree(file)
    if not divisions.exists(place.division):
        yield Problem.at(file, line_of(tree, ("division",)), "unknown_division", division=place.division)
    elif place.division != division:
        yield Problem.at(file, line_of(tree, ("division",)), "wrong_folder", division=place.division)
    for key in ("ask_office", "hotline"):
        if item := getattr(place, key):
            yield from cited(kb, file, line_of(tree, (key,)), item, clauses)
    yield from check_clocks(kb, divisions, file, tree, division, place.clocks, clauses)


def _scheme(kb: KnowledgeBase, divisions: Divisions, division: str, kind: str, clauses: Clauses) -> Iterator[Problem]:
    file, tree = kb.scheme_file(division, kind), read_tree(kb.scheme_file(division, kind))
    scheme = kb.scheme(division, kind)
    assert scheme is not None
    if scheme.scheme != kind:
        yield Problem.at(file, line_of(tree, ("scheme",)), "wrong_file_name", scheme=scheme.scheme)
    elif kind not in kb.kinds:
        yield Problem.at(file, line_of(tree, ("scheme",)), "unknown_scheme", scheme=kind)
    for name in scheme.related:
        if name not in kb.kinds:
            yield Problem.at(file, line_of(tree, ("related",)), "unknown_scheme", scheme=name)
    yield from _silence(kb, file, scheme)
    for item, line in _located(scheme, tree):
        yield from _vocabulary(kb, file, line, item)
        yield from foreign(kb, divisions, file, line, item, division)
        yield from cited(kb, file, line, item, clauses)
    for index, damage in enumerate(scheme.damaged):
        yield from clause_exists(kb, file, line_of(tree, ("damaged", index)), damage.source)


def _located(scheme: Scheme, tree: object) -> Iterator[tuple[Item, int]]:
    """Each cited item of a scheme with its line."""
    lists = {name for name in Scheme.__fields__ if isinstance(getattr(scheme, name), tuple)}
    for name in Scheme.__fields__:
        value = getattr(scheme, name)
        if name in lists and value and isinstance(value[0], (Cited,)):
            for index, item in enumerate(value):
                yield item, line_of(tree, (name, index))
        elif isinstance(value, Cited):
            yield value, line_of(tree, (name,))
    if scheme.conditions:
        yield from _located_leaves(scheme.conditions, tree, ("conditions",))


def _located_leaves(node: Condition, tree: object, at: tuple) -> Iterator[tuple[Condition, int]]:
    if node.is_leaf:
        yield node, line_of(tree, at)
    for name in ("all_of", "any_of"):
        for index, child in enumerate(getattr(node, name)):
            yield from _located_leaves(child, tree, (*at, name, index))
    if node.negated:
        yield from _located_leaves(node.negated, tree, (*at, "not"))


def _silence(kb: KnowledgeBase, file: Path, scheme: Scheme) -> Iterator[Problem]:
    kind = kb.kinds.get(scheme.scheme)
    if kind is None or kind.audience == "staff":
        return
    for aspect in OWED_BY_A_SERVICE if scheme.kind == "service" else OWED_BY_A_BENEFIT:
        if aspect not in scheme.not_stated and not FIELDS[aspect].in_any(scheme):
            yield Problem.at(file, 1, "silent_aspect", aspect=aspect.value)


def _vocabulary(kb: KnowledgeBase, file: Path, line: int, item: Item) -> Iterator[Problem]:
    if isinstance(item, (Amount, Figure, TimeLimit)) and item.unit and item.unit not in kb.units:
        yield Problem.at(file, line, "unknown_unit", unit=item.unit)
    if isinstance(item, Condition) and item.fact:
        fact = kb.facts.get(item.fact)
        if fact is None:
            yield Problem.at(file, line, "unknown_fact", fact=item.fact)
        elif not _fits(fact, item):
            yield Problem.at(file, line, "wrong_test", fact=item.fact, type=fact.type)
        elif fact.choices:
            for choice in item.among or (item.equals,):
                if choice not in fact.choices:
                    yield Problem.at(file, line, "unknown_choice", fact=item.fact, choice=choice)


def _fits(fact: Fact, leaf: Condition) -> bool:
    """Whether the test of a leaf is one that its fact can pass. A leaf has exactly one test."""
    if fact.type == "bool":
        return isinstance(leaf.equals, bool)
    if fact.choices:
        return bool(leaf.among) or isinstance(leaf.equals, str)
    return not leaf.among and not isinstance(leaf.equals, (bool, str))


def _coverage(kb: KnowledgeBase) -> Iterator[Problem]:
    used_by, file = cited_clauses(kb), kb.folder / "coverage.yml"
    for document_id in kb.coverage:
        if document_id not in kb.document_ids:
            yield Problem.at(file, line_of(kb.coverage, (document_id,)), "unknown_document", document=document_id)
    for document_id in kb.document_ids:
        document = kb.document(document_id)
        excused = kb.coverage.get(document_id, {})
        used = {clause for doc, clause in used_by if doc == document_id}
        for clause in document.clauses:
            if clause.id not in used and clause.id not in excused:
                yield Problem.at(file, 1, "clause_unaccounted", clause=f"{document_id} {clause.id}")
        for clause_id in excused:
            line = line_of(kb.coverage, (document_id, clause_id))
            if clause_id not in {clause.id for clause in document.clauses}:
                yield Problem.at(file, line, "unknown_clause", document=document_id, clause=clause_id)
            elif schemes := used_by.get((document_id, clause_id), set()) - {PERIOD}:
                yield Problem.at(file, line, "clause_both", clause=clause_id, scheme=sorted(schemes)[0])
