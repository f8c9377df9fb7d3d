"""What a release can be for and can never be for, and that it always ends."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils.translation import override

from waymark.learn.content.faults import ContentError
from waymark.referrals.reference.releases import NEVER, WAYS, read_releases, releases

OURS = read_releases()
Write = Callable[[str], None]
FILE = """
reviewed_by = "Ann"
reviewed_on = 2026-11-01
review_due = 2027-05-01
default_days = 30
most_days = 60
ways = ["signed"]
[[purposes]]
id = "housing"
[[never]]
id = "condition-of-service"
[[never]]
id = "unlimited"
[[never]]
id = "any-recipient"
[[never]]
id = "person-suspected"
[[kinds]]
id = "identity"
"""


@pytest.fixture
def write(tmp_path: Path, settings: LazySettings) -> Iterator[Write]:
    """Write the organisation's own list for releases."""
    settings.CONTENT_FOLDER = str(tmp_path)
    (tmp_path / "releases").mkdir()
    releases.forget()

    def into(text: str) -> None:
        (tmp_path / "releases/releases.toml").write_text(text, encoding="utf-8")

    yield into
    releases.forget()


def test_a_release_ends_after_ninety_days_if_nobody_says_otherwise() -> None:
    assert OURS.default_days == 90
    assert OURS.default_days <= OURS.most_days < 10_000


def test_what_is_never_a_purpose_cannot_be_chosen() -> None:
    assert "condition-of-service" in OURS.never_ids
    assert not set(OURS.purpose_ids) & set(OURS.never_ids)
    assert all(OURS.allows(each) for each in OURS.purpose_ids)
    assert not any(OURS.allows(each) for each in OURS.never_ids)
    assert not OURS.allows("")
    assert not OURS.allows("housing ")


def test_the_kinds_of_information_are_told_with_examples() -> None:
    kinds = {kind.id: kind for kind in OURS.kinds()}
    assert {"identity", "contact", "family", "health", "legal", "immigration", "exploitation",
            "services", "safety"} <= set(kinds)  # fmt: skip
    assert kinds["identity"].label == "Who you are"
    assert all(kind.examples.endswith(".") for kind in kinds.values())


def test_the_text_is_given_in_the_language_that_is_named() -> None:
    with override("es"):
        [housing, *_] = OURS.purposes("en")
    assert housing.text == "to find you a safe place to live"
    assert all(each.text for each in (*OURS.purposes(), *OURS.never()))


def test_how_it_was_given() -> None:
    assert OURS.ways == WAYS
    assert OURS.way("verbal-with-witness") == "Said, with a witness"
    with pytest.raises(KeyError):
        OURS.way("ticked-a-box")


def test_an_organisation_has_its_own_list(write: Write) -> None:
    write(FILE)
    assert releases().default_days == 30
    assert releases().purpose_ids == ("housing",)


@pytest.mark.parametrize("gone", sorted(NEVER))
def test_an_organisation_cannot_take_a_refusal_away(write: Write, gone: str) -> None:
    write(FILE.replace(f'[[never]]\nid = "{gone}"\n', ""))
    with pytest.raises(ContentError, match=f"must keep '{gone}'"):
        read_releases()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("default_days = 30", "default_days = 0", "at least 1"),
        ("default_days = 30", "default_days = 61", "no more than `most_days`"),
        ("most_days = 60\n", "", "`most_days` is missing"),
        ('ways = ["signed"]', 'ways = ["ticked"]', "each once"),
        ('ways = ["signed"]', "ways = []", "needs one"),
        ('ways = ["signed"]', 'ways = ["signed", "signed"]', "each once"),
        ('id = "housing"', 'id = "unlimited"', "no words purposes.unlimited"),
        ('id = "housing"', 'id = "housing"\ntext = "x"', "`text` is no field"),
        ('[[purposes]]\nid = "housing"\n', "", "needs"),
        ('[[kinds]]\nid = "identity"\n', "", "needs"),
        ('id = "identity"', 'id = "soul"', "no words kinds.soul.label"),
        ('[[kinds]]', '[[purposes]]\nid = "housing"\n[[kinds]]', "is there twice"),
    ],
)  # fmt: skip
def test_a_wrong_list_says_what_to_mend(write: Write, old: str, new: str, says: str) -> None:
    assert old in FILE
    write(FILE.replace(old, new, 1))
    with pytest.raises(ContentError, match=says):
        read_releases()


def test_a_purpose_cannot_be_both(tmp_path: Path, write: Write) -> None:
    (tmp_path / "releases/en.toml").write_text('[purposes]\nunlimited = "for all"\n')
    write(FILE.replace('id = "housing"', 'id = "unlimited"', 1))
    with pytest.raises(ContentError, match="is a purpose and never one"):
        read_releases()


def test_no_words_are_left_over() -> None:
    keys = OURS.words.texts["en"]
    for table, codes in (
        ("purposes", OURS.purpose_ids),
        ("never", OURS.never_ids),
        ("kinds", OURS.kind_ids),
        ("ways", OURS.ways),
    ):
        written = {key.split(".")[1] for key in keys if key.startswith(f"{table}.")}
        assert written == set(codes)


def test_the_person_is_told_in_their_language() -> None:
    assert set(OURS.words.texts) == {"en", "es", "vi", "ar"}
    for language in ("es", "vi", "ar"):
        texts = [each.text for each in (*OURS.purposes(language), *OURS.never(language))]
        texts += [text for kind in OURS.kinds(language) for text in (kind.label, kind.examples)]
        assert all(texts)
        assert not set(texts) & {each.text for each in (*OURS.purposes("en"), *OURS.never("en"))}
        assert OURS.way("signed", language) != OURS.way("signed", "en")
