"""The published profile is the one in the documentation, and says what is true."""

from pathlib import Path

import pytest

from tests.directory.api.conftest import Program, content
from waymark.directory.api.finding import MOST_FOUND
from waymark.directory.api.parameters import FARTHEST_KM
from waymark.directory.api.profile import profile_text
from waymark.directory.api.resources import AROUND, WISHES
from waymark.directory.api.values import MOST_IDS
from waymark.directory.hsds import profile
from waymark.directory.models import CapacityStatus

DOCUMENTED = Path(__file__).resolve().parents[3] / "docs" / "hsds-profile.md"


def test_the_documentation_has_the_same_words() -> None:
    assert DOCUMENTED.read_text(encoding="utf-8") == profile_text()


@pytest.mark.django_db
def test_it_is_served_to_anybody(api: Program) -> None:
    assert content(api.get("/profile")).decode() == profile_text()


def test_every_term_and_parameter_of_ours_is_explained() -> None:
    text = profile_text()
    details = [term.code for term in profile.terms() if term.taxonomy == profile.DETAILS]
    own = [name for name in (*AROUND, *WISHES) if name not in {"postcode", "proximity"}]
    for word in (*details, *own, *CapacityStatus.values):
        assert f"`{word}`" in text, word
    for taxonomy in profile.taxonomies():
        assert f"`{taxonomy.name}`" in text


def test_its_figures_are_those_of_the_code() -> None:
    text = profile_text()
    assert f"best {MOST_FOUND:,}" in text
    assert f"at most {FARTHEST_KM}" in text
    assert f"up to {MOST_IDS} ids" in text


def test_every_installation_has_the_same_ids() -> None:
    """Written down once: a change of an id would break whoever reads us."""
    by_code = {term.code: str(term.pk) for term in profile.terms()}
    assert by_code["any_immigration_status"] == "d4ca9c8f-e79f-5746-a56f-64682823875e"
    assert str(profile.taxonomies()[0].pk) == "2ddce70e-f2d9-530c-b0fb-7de062e59e5a"
