"""The rules of the house (DESIGN 2 and 9): arrows, homes, sizes and what Python does not hold."""
from __future__ import annotations

import ast
import re
import tokenize
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(file for package in ("bot", "actions") for file in (ROOT / package).rglob("*.py"))
LONGEST_MODULE, LONGEST_MEDIAN = 300, 120

FRAMEWORKS = ("rasa", "rasa_sdk", "sqlalchemy", "alembic", "fastapi", "starlette", "sanic", "telegram", "jinja2", "typer", "redis")
KNOWS_RASA = ("bot.nlu", "bot.dialogue", "bot.channels", "actions")
# These are Rasa's neighbours and need none of it: the core of understanding and of a turn.
FREE_OF_RASA = ("bot.nlu.alphabet", "bot.nlu.normalize", "bot.nlu.char_tfidf", "bot.nlu.crisis_words", "bot.dialogue.interpret", "bot.dialogue.reading",
                "bot.dialogue.turn", "bot.dialogue.checking", "bot.dialogue.rumours", "bot.dialogue.conversation", "bot.dialogue.small_talk",
                "bot.dialogue.outgoing", "bot.dialogue.chat_cases", "bot.dialogue.digits", "bot.dialogue.answers", "bot.dialogue.filing_steps",
                "bot.dialogue.filing", "bot.dialogue.progress")


def module_name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {module_name(file): file.read_text(encoding="utf-8") for file in FILES}
PACKAGES = {module_name(file) for file in FILES if file.name == "__init__.py"}
TREES = {name: ast.parse(text) for name, text in SOURCES.items()}


def is_in(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def imports(name: str) -> set[str]:
    """The modules that a module imports, wherever in it, but for type checking only."""
    only_for_types = {id(inner) for node in ast.walk(TREES[name]) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
                      for inner in ast.walk(node)}
    found = set()
    for node in ast.walk(TREES[name]):
        if id(node) in only_for_types:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            here = name.split(".") if name in PACKAGES else name.split(".")[:-1]
            base = ".".join([*here[:len(here) - node.level + 1], *filter(None, [node.module])]) if node.level else node.module or ""
            # `from bot.knowledge import check` imports the module, `from bot.clock import today` only its package
            found |= {inner if (inner := f"{base}.{alias.name}") in SOURCES else base for alias in node.names}
    return found


IMPORTS = {name: imports(name) for name in SOURCES}


def crossing(inside: tuple[str, ...], forbidden: tuple[str, ...]) -> list[str]:
    return [f"{name} imports {other}" for name in SOURCES if is_in(name, *inside) for other in sorted(IMPORTS[name]) if is_in(other, *forbidden)]


def test_the_modules_are_found_and_read():
    assert {"bot.knowledge.loader", "bot.replies.policy", "bot.dialogue.turn", "actions._turn", "bot.settings"} <= set(SOURCES)
    assert "bot.knowledge.divisions" in IMPORTS["bot.knowledge.lookup"]
    assert is_in("rasa.core.channels", "rasa") and not is_in("rasa_sdk", "rasa")


def test_the_knowledge_imports_no_framework_and_nothing_of_what_is_built_on_it():
    own = {name for name in SOURCES if not is_in(name, "bot.knowledge") and name != "bot"}

    assert crossing(("bot.knowledge",), (*FRAMEWORKS, *own)) == []


def test_replies_import_only_the_knowledge_and_the_casework():
    outside = [f"{name} imports {other}" for name in SOURCES if is_in(name, "bot.replies") for other in sorted(IMPORTS[name])
               if is_in(other, "bot", "actions", *FRAMEWORKS) and not is_in(other, "bot.replies", "bot.knowledge", "bot.casework")]

    assert outside == []


def test_casework_imports_no_framework_and_none_of_its_users():
    assert crossing(("bot.casework",), (*FRAMEWORKS, "bot.replies", "bot.dialogue", "bot.nlu", "bot.channels", "bot.storage", "bot.jobs", "actions",
                                        "bot.settings", "bot.bootstrap")) == []


def test_the_storage_knows_databases_and_casework_and_nothing_else_of_ours():
    outside = [f"{name} imports {other}" for name in SOURCES if is_in(name, "bot.storage") for other in sorted(IMPORTS[name])
               if is_in(other, "bot", "actions") and not is_in(other, "bot.storage", "bot.casework")]
    strangers = tuple(set(FRAMEWORKS) - {"sqlalchemy", "alembic"})

    assert outside == [] and crossing(("bot.storage",), strangers) == []


def test_only_the_storage_the_bootstrap_and_rasa_s_tracker_store_know_the_database():
    knowing = {name for name in SOURCES for other in IMPORTS[name] if is_in(other, "sqlalchemy", "alembic") and not is_in(name, "bot.storage")}

    assert knowing <= {"bot.bootstrap", "bot.dialogue.tracker_store"}


def test_masking_imports_nothing_of_ours_but_the_reading_of_content_files():
    outside = [f"{name} imports {other}" for name in SOURCES if is_in(name, "bot.privacy") for other in sorted(IMPORTS[name])
               if is_in(other, "bot", "actions", *FRAMEWORKS) and not is_in(other, "bot.privacy", "bot.knowledge.strict_yaml")]

    assert outside == []


def test_only_understanding_dialogue_channels_and_actions_know_rasa():
    strangers = [f"{name} imports {other}" for name in SOURCES if not is_in(name, *KNOWS_RASA) for other in sorted(IMPORTS[name])
                 if is_in(other, "rasa", "rasa_sdk")]

    assert strangers == []


def test_what_a_turn_is_decided_by_is_free_of_rasa():
    assert crossing(FREE_OF_RASA, ("rasa", "rasa_sdk")) == []


def test_only_actions_know_the_action_sdk_and_only_one_of_them_its_tracker_events():
    events = [name for name in SOURCES if is_in(name, "actions") and any(is_in(other, "rasa_sdk.events") for other in IMPORTS[name])]

    assert events == ["actions._turn"]


def test_nothing_imports_the_actions():
    assert [f"{name} imports {other}" for name in SOURCES if is_in(name, "bot.knowledge", "bot.replies", "bot.nlu", "bot.casework")
            for other in IMPORTS[name] if is_in(other, "actions")] == []


def test_no_module_imports_itself_in_a_circle():
    graph = {name: sorted(other for other in IMPORTS[name] if other in SOURCES and other != name) for name in SOURCES}
    done: set[str] = set()
    circles: list[str] = []

    def walk(name: str, way: tuple[str, ...]) -> None:
        if name in way:
            circles.append(" → ".join((*way[way.index(name):], name)))
            return
        if name in done:
            return
        for other in graph[name]:
            walk(other, (*way, name))
        done.add(name)

    for name in graph:
        walk(name, ())

    assert circles == []


def test_only_the_settings_read_the_environment():
    readers = [name for name, tree in TREES.items() for node in ast.walk(tree)
               if (isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.environb", "os.getenv", "os.putenv"})
               or (isinstance(node, ast.ImportFrom) and node.module == "os" and {"environ", "getenv"} & {alias.name for alias in node.names})
               or (isinstance(node, (ast.Import, ast.ImportFrom)) and "dotenv" in ast.unparse(node))]

    assert sorted(set(readers)) == ["bot.settings"]


def test_only_the_clock_asks_what_time_it_is():
    asking = re.compile(r"\b(datetime\.now|datetime\.utcnow|datetime\.today|date\.today|time\.time|time\.localtime|time\.gmtime)$")
    askers = [f"{name}:{node.lineno} {ast.unparse(node)}" for name, tree in TREES.items() if name != "bot.clock"
              for node in ast.walk(tree) if isinstance(node, ast.Attribute) and asking.search(ast.unparse(node))]

    assert askers == []


def test_importing_a_module_does_nothing_outward():
    """No call at the top of a module opens, reads, connects or asks for settings."""
    outward = {"open", "settings", "knowledge_base", "divisions", "connect", "create_engine", "read_text", "read_bytes", "urlopen", "getenv", "today"}
    found = []
    for name, tree in TREES.items():
        for statement in tree.body:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.If)):
                continue
            found += [f"{name}:{node.lineno} {ast.unparse(node)}" for node in ast.walk(statement)
                      if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in outward]

    assert found == []


def test_no_module_is_longer_than_a_person_reads_at_once():
    long = {name: lines for name, text in SOURCES.items() if (lines := text.count("\n")) > LONGEST_MODULE}

    assert long == {}


def test_modules_are_short(record_property):
    lengths = [text.count("\n") for text in SOURCES.values() if text.count("\n") > 1]
    record_property("median_lines", median(lengths))

    assert median(lengths) <= LONGEST_MEDIAN


def strings(file: Path) -> list[tuple[int, str]]:
    """The string literals of a file as they are written, docstrings left out."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    docstrings = {node.body[0].value.lineno for node in ast.walk(tree)
                  if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and node.body
                  and isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant) and isinstance(node.body[0].value.value, str)}
    with file.open("rb") as stream:
        return [(token.start[0], token.string) for token in tokenize.tokenize(stream.readline)
                if token.type == tokenize.STRING and token.start[0] not in docstrings]


@pytest.mark.parametrize(("written", "found"), [
    ('a = "低保"\n', True), ('"""低保"""\n', False), ("# 低保\n", False), ('def f():\n    """低保"""\n    return "x"\n', False),
    ('def f():\n    return "低保"\n', True), ('class A:\n    """低保"""\n    b = \'低\'\n', True), (r'a = "\u4f4e"' + "\n", False), ('f"{a}低"\n', True)])
def test_a_chinese_sentence_in_a_string_is_seen_and_one_in_a_comment_is_not(tmp_path, written, found):
    file = tmp_path / "a.py"
    file.write_text(written, encoding="utf-8")

    assert any(CHINESE.search(text) for _, text in strings(file)) is found


CHINESE = re.compile("[\u3001-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e]")


def test_no_chinese_stands_in_the_strings_of_python():
    found = [f"{module_name(file)}:{line} {text}" for file in FILES for line, text in strings(file) if CHINESE.search(text)]

    assert found == []


def test_no_figure_of_a_policy_stands_in_python():
    figures = {"2000", "8300", "12317", "5000000"}
    found = []
    for file in FILES:
        with file.open("rb") as stream:
            for token in tokenize.tokenize(stream.readline):
                if token.type == tokenize.NUMBER and token.string.replace("_", "") in figures:
                    found.append(f"{module_name(file)}:{token.start[0]} {token.string}")
        found += [f"{module_name(file)}:{line} {text}" for line, text in strings(file) if set(re.findall(r"\d+", text)) & figures]

    assert found == []


def test_every_module_says_what_it_is():
    assert [name for name, tree in TREES.items() if not ast.get_docstring(tree)] == []


def test_tests_are_no_packages():
    """Modules of the same name in two folders would hide each other (import mode: importlib)."""
    assert [str(file.relative_to(ROOT)) for file in (ROOT / "tests").rglob("__init__.py")] == []


def test_unit_tests_mirror_the_packages():
    packages = {name.removeprefix("bot.").split(".")[0] for name in PACKAGES if name.startswith("bot.")}
    folders = {folder.name for folder in (ROOT / "tests" / "unit").iterdir() if folder.is_dir() and folder.name != "__pycache__"}

    assert sorted(folders - packages - {"actions", "bench"}) == []
