"""Names of a package that are loaded when somebody asks for them.

Importing the small part of a package that a page needs must not load SciPy: that takes longer than
starting all the rest. See PEP 562.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def attach(package: str, homes: Mapping[str, tuple[str, ...]]) -> Callable[[str], Any]:
    """The `__getattr__` of a package whose names live in modules of it.

    Args:
        package: its `__name__`.
        homes: module inside the package -> the names that it gives.
    """
    module_of = {name: module for module, names in homes.items() for name in names}

    def load(name: str) -> Any:
        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{module_of[name]}"), name)

    return load
