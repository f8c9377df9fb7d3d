"""Every function that takes the one who does it has a row in a table: a new one without fails."""

import ast
from collections.abc import Iterator
from pathlib import Path

import waymark
from tests.referrals.every_action.table import ACTIONS, BY_NAME, ELSEWHERE, NOT_ALONE

ROOT = Path(waymark.__file__).parent
ROOMS = ("cases", "referrals", "packs")


def functions() -> Iterator[str]:
    """Public functions with an argument `by`, as module and name below `waymark`."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    names = {each.arg for each in (*node.args.args, *node.args.kwonlyargs)}
                    if "by" in names:
                        yield f"{module}.{node.name}"


def test_every_action_is_in_a_table() -> None:
    listed = {*BY_NAME, *NOT_ALONE}
    there = {name for name in functions() if not name.startswith(ELSEWHERE)}
    assert there - listed == set(), "add a row, with a call that succeeds"
    assert listed - there == set(), "a row names a function that is not there"


def test_no_action_stands_twice_and_none_is_open_to_everybody() -> None:
    assert len(BY_NAME) == len(ACTIONS)
    assert not BY_NAME.keys() & NOT_ALONE.keys()
    assert all(0 < len(action.may) <= 3 for action in ACTIONS)
    assert all(action.says or action.unwritten for action in ACTIONS)
