"""A page that needs a small part of the evidence rooms does not wait for SciPy."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from waymark.evidence.exports import attach

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("waymark.evidence", "waymark.evidence.disclosure", "waymark.evidence.linkage")
STAFF_SITE = """
from waymark.commands import bootstrap
bootstrap.start_django("waymark.config.staff")
from waymark.config.wsgi import application
from django.urls import get_resolver
assert get_resolver().url_patterns
"""


def loaded_by(program: str, **settings: str) -> str:
    """The first names of all modules that a program leaves loaded."""
    told = f"{program}\nimport sys\nprint(*sorted({{m.partition('.')[0] for m in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", told],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize("package", PACKAGES)
def test_every_name_that_a_package_gives_is_there(package: str) -> None:
    module = import_module(package)
    for name in module.__all__:
        assert getattr(module, name) is not module
        assert not getattr(getattr(module, name), "__path__", None), "a module in a name's place"


@pytest.mark.parametrize("package", [*PACKAGES, "waymark.evidence.linkage.names"])
def test_importing_a_package_loads_no_scipy(package: str) -> None:
    assert "scipy" not in loaded_by(f"import {package}").split()


def test_asking_for_an_estimator_does() -> None:
    assert "scipy" in loaded_by("from waymark.evidence import LatentClasses").split()


def test_a_name_that_nobody_gives_is_told() -> None:
    load = attach("waymark.evidence", {"lists": ("ListTable",)})
    assert load("ListTable").__name__ == "ListTable"
    with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
        load("Nonsense")


def test_the_staff_site_starts_without_scipy(tmp_path: Path) -> None:
    names = ("PUBLIC_SECRET", "STAFF_SECRET", "RECEIPT_KEY")
    secrets = {f"WAYMARK_{name}": "0" * 64 for name in names}
    loaded = loaded_by(STAFF_SITE, WAYMARK_HOME=str(tmp_path), WAYMARK_SITE="staff", **secrets)
    assert "scipy" not in loaded.split()
