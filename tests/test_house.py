"""The rules of the house that a machine can check."""

from __future__ import annotations

import ast
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from bot.domain import errors
from bot.ports import Deps
from bot.settings import Settings
from tests.support.loopback import OutsideReached

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = sorted((*ROOT.glob("bot/**/*.py"), *ROOT.glob("actions/**/*.py")))
MODULES = sorted((*PROGRAM, *ROOT.glob("tests/**/*.py"), *ROOT.glob(".ci/*.py")))
NLU_FILES = sorted(ROOT.glob("nlu_data/nlu/*.yml"))
UNLABELLED = {"nlu_fallback", "channel_event"}
"""Intents that need no examples: doubt itself, and events that are no sentence."""

CATCHES_ALL = {
    "bot/console/hub.py",  # the loop that reads for all consoles outlives one row
    "actions/base.py",  # R16: errors become responses
    "bot/web.py",  # R16: errors become HTTP
    "bot/zh/calendar.py",  # its library raises plain Exception for days that do not exist
}
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


def name_of(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


@cache
def tree_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"), filename=name_of(module))


def nodes(modules: list[Path]) -> Iterator[tuple[str, ast.AST]]:
    """Every syntax node of the modules, with the place it stands at."""
    for module in modules:
        for node in ast.walk(tree_of(module)):
            yield f"{name_of(module)}:{getattr(node, 'lineno', 0)}", node


def tracked_texts() -> Iterator[tuple[str, str]]:
    """Name and text of every file that is, or is about to be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    if listed.returncode != 0:
        pytest.skip("not a git checkout: which files belong to the project is unknown")
    for name in filter(None, listed.stdout.decode().split("\0")):
        file = ROOT / name
        if file.is_file():
            content = file.read_bytes()
            if b"\0" not in content:
                yield name, content.decode("utf-8", errors="replace")


def domain() -> dict[str, Any]:
    return cast(dict[str, Any], yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8")))


# --- size and shape --------------------------------------------------------------------------------------------------


def test_modules_stay_within_400_lines() -> None:
    lengths = {name_of(module): len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_modules_open_with_one_line_that_says_what_they_are_for() -> None:
    silent = [
        name_of(module)
        for module in MODULES
        if module.stat().st_size > 0
        and not module.name.startswith("test_")  # its tests say what it is for
        and not (ast.get_docstring(tree_of(module)) or "").partition("\n")[0].strip()
    ]
    assert silent == []


def test_no_module_is_a_junk_drawer() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [name_of(module) for module in MODULES if drawers & {module.stem, *module.relative_to(ROOT).parts}] == []


# --- who may import whom ---------------------------------------------------------------------------------------------


def test_rooms_import_as_the_contract_says() -> None:  # R1, R2, R4
    # Without its cache, which does not notice a module that has appeared.
    lint = "from importlinter.cli import lint_imports_command as run; run(['--no-logo', '--no-cache'])"
    checked = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_what_rasa_loads_is_python_3_10() -> None:  # R3
    modules = sorted((ROOT / "bot" / "__init__.py", *ROOT.glob("bot/zh/**/*.py"), *ROOT.glob("bot/nlu/**/*.py")))
    too_new = []
    for module in modules:
        try:
            ast.parse(module.read_text(encoding="utf-8"), feature_version=(3, 10))
        except SyntaxError as error:
            too_new.append(f"{name_of(module)}:{error.lineno}")
    assert too_new == []


# --- configuration ---------------------------------------------------------------------------------------------------


def test_only_the_entry_reads_the_environment() -> None:  # R6
    read = [
        place
        for place, node in nodes(PROGRAM)
        if (isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv"})
        or (isinstance(node, ast.ImportFrom) and node.module == "os" and {"environ", "getenv"} & _imported(node))
    ]
    assert [place for place in read if not place.startswith("bot/__main__.py:")] == []


def _imported(node: ast.ImportFrom) -> set[str]:
    return {alias.name for alias in node.names}


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_setting_stands_in_the_readme(readme: str) -> None:  # R6
    text = (ROOT / readme).read_text(encoding="utf-8")
    settings = {field.alias for field in Settings.model_fields.values() if field.alias}
    assert settings - set(re.findall(r"\b[A-Z][A-Z0-9_]+\b", text)) == set()


def test_both_readmes_have_the_same_shape() -> None:
    shapes = [
        re.findall(r"^#+", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE)
        for readme in ("README.md", "README.zh-CN.md")
    ]
    assert shapes[0] == shapes[1]


# --- errors and logs -------------------------------------------------------------------------------------------------


def test_every_domain_error_has_its_words() -> None:  # R15
    codes = {error.code for error in _family(errors.DomainError)}
    assert codes - {name.removeprefix("utter_error_") for name in domain()["responses"]} == set()


def test_every_error_has_a_code_of_its_own() -> None:  # R15
    leaves = [error for error in _family(errors.BotError) if not error.__subclasses__()]
    assert len({error.code for error in leaves}) == len(leaves)


def _family(error: type[errors.BotError]) -> Iterator[type[errors.BotError]]:
    for child in error.__subclasses__():
        yield child
        yield from _family(child)


def test_only_loops_and_translators_catch_everything() -> None:  # R16
    wide = [place for place, node in nodes(PROGRAM) if isinstance(node, ast.ExceptHandler) and _is_wide(node)]
    files = {place.rpartition(":")[0] for place in wide}
    assert {file for file in files - CATCHES_ALL if not file.startswith("bot/worker/")} == set()


def _is_wide(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}
    # What is raised again is tidied up after, not caught.
    tidies = any(isinstance(node, ast.Raise) and node.exc is None for node in ast.walk(handler))
    return bool(caught & {"Exception", "BaseException"}) and not tidies


def test_log_events_are_constants() -> None:  # R17
    loose = []
    for place, node in nodes(PROGRAM):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LEVELS:
            logger = node.func.value
            if isinstance(logger, ast.Name) and logger.id in {"log", "logger", "_log"} and not _is_event(node.args):
                loose.append(place)
    assert loose == []


def _is_event(arguments: list[ast.expr]) -> bool:
    return (
        len(arguments) == 1
        and isinstance(arguments[0], ast.Constant)
        and re.fullmatch(r"[a-z][a-z0-9_]*", str(arguments[0].value)) is not None
    )


# --- the dialogue ----------------------------------------------------------------------------------------------------


def test_actions_of_the_domain_are_those_that_are_served() -> None:  # R26
    from actions.server import all_actions

    served = {action.name() for action in all_actions(cast(Deps, None))}
    assert set(domain()["actions"]) == served


def test_every_response_that_is_spoken_exists() -> None:  # R26
    names, families = _spoken()
    known = set(domain()["responses"])
    assert names - known == set()
    assert {family for family in families if not any(name.startswith(family) for name in known)} == set()


def test_every_response_that_exists_is_spoken() -> None:  # R26
    names, families = _spoken()
    unused = {name for name in set(domain()["responses"]) - names if not name.startswith(tuple(families))}
    assert unused == set()


def _spoken() -> tuple[set[str], set[str]]:
    """Names of responses in the program, and beginnings of names that are put together there."""
    names: set[str] = set()
    families: set[str] = set()
    for _, node in nodes(PROGRAM):
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
            beginning = str(node.values[0].value)
            families |= {beginning} if re.fullmatch(r"utter_[a-z0-9_]+", beginning) else set()
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names |= {node.value} if re.fullmatch(r"utter_[a-z0-9_]*[a-z0-9]", node.value) else set()
    return names, families


def test_every_slot_that_is_read_exists() -> None:  # R26
    read = {
        str(node.args[0].value)
        for _, node in nodes(PROGRAM)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "get_slot"
        and isinstance(node.args[0], ast.Constant)
    }
    assert read - set(domain().get("slots", {})) == set()


def test_every_intent_has_examples() -> None:  # R26
    labelled = {
        intent
        for file in NLU_FILES
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
        for intent in block.get("intent", "").partition("/")[0].split("+")
        if intent and block["examples"].strip()
    }
    assert labelled | UNLABELLED == set(domain()["intents"])


def test_every_intent_has_a_rule() -> None:  # R26
    assert _intents_in("nlu_data/rules/*.yml", "nlu_data/stories/*.yml") == set(domain()["intents"])


def test_every_intent_has_a_test_conversation() -> None:  # R26
    assert set(domain()["intents"]) - UNLABELLED - _intents_in("tests/dialogue/test_*.yml") == set()


def _intents_in(*patterns: str) -> set[str]:
    files = [file for pattern in patterns for file in ROOT.glob(pattern)]
    return {intent for file in files for intent in re.findall(r"(?m)^[\s-]+intent: (\w+)", file.read_text("utf-8"))}


# --- tests -----------------------------------------------------------------------------------------------------------


def test_tests_replace_nothing_of_ours() -> None:  # R22
    patched = [
        place
        for place, node in nodes(sorted(ROOT.glob("tests/**/*.py")))
        if isinstance(node, ast.Attribute)
        and node.attr in {"setattr", "delattr"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "monkeypatch"
    ]
    assert patched == []


def test_tests_cannot_leave_this_machine() -> None:  # R25
    with pytest.raises(OutsideReached), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))
    with pytest.raises(OutsideReached):
        socket.getaddrinfo("example.org", 80)


# --- what must not be in the repository ------------------------------------------------------------------------------


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    path = re.compile(r"(?<![\w.~-])/(?:root|home|Users|work)/[\w.]")
    assert [name for name, text in tracked_texts() if path.search(text)] == []


def test_no_file_names_a_host_of_packages() -> None:
    host = re.compile(r"pypi[.]org|pythonhosted[.]org|npmjs[.](?:org|com)|pypi[.]tuna|mirrors[.]\w+[.]\w+|/simple/?\s")
    assert [name for name, text in tracked_texts() if host.search(text)] == []
