"""Whatever an organisation hides, renames or needs, and in whatever order: no answer is touched."""

from collections.abc import Mapping
from contextlib import suppress

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.fields.test_forms import as_posted
from tests.cases.making import make_case, make_person
from tests.cast import Cast
from waymark.accounts.models import Organisation
from waymark.cases.answers import DECLINED, UNKNOWN, Answer, Answers, answers_from_json
from waymark.cases.fields.asking import asked_now, fields_for
from waymark.cases.fields.catalogue import specs_of
from waymark.cases.fields.forms import WHY, AnswersForm
from waymark.cases.fields.settings import Wish, back_to_catalogue, change_fields
from waymark.cases.fields.showing import shown
from waymark.cases.models import FieldSetting, FieldUse
from waymark.cases.records import read

SPECS = {spec.key: spec for spec in specs_of("identity")}
NAMES = [spec.name for spec in specs_of("identity")]
TEXTS = [spec.name for spec in specs_of("identity") if spec.type == "text"]
LABELS = st.sampled_from(("", "Nickname", "الاسم", "<b>Name</b>"))
WISHES = st.dictionaries(
    st.sampled_from(sorted(SPECS)), st.builds(Wish, st.sampled_from(FieldUse), LABELS), max_size=5
)
CHANGES = st.lists(st.none() | WISHES, max_size=5)
HELD = st.sampled_from((Answer("Rosa"), Answer("\u0631\u0648\u0632\u0627"), UNKNOWN, DECLINED))
STORED = st.dictionaries(st.sampled_from(TEXTS), HELD, max_size=6)


class Undo(Exception):
    """Takes an example's writes back."""


def change(cast: Cast, changes: list[Mapping[str, Wish] | None]) -> dict[str, Wish]:
    """Sara changes her mind again and again; None goes back to the catalogue. What should hold."""
    model: dict[str, Wish] = {}
    for wishes in changes:
        if wishes is None:
            back_to_catalogue(cast.riverside, "identity", by=cast.sara_supervisor)
            model.clear()
        else:
            change_fields(cast.riverside, wishes, by=cast.sara_supervisor)
            model |= wishes
    return model


def uses(house: Organisation) -> dict[str, tuple[FieldUse, str]]:
    """What a house asks, and what it calls it."""
    return {each.spec.key: (each.use, str(each.label)) for each in fields_for(house, "identity")}


def wanted(model: Mapping[str, Wish]) -> dict[str, tuple[FieldUse, str]]:
    """The same, worked out from the last wish about each field."""
    found = {}
    for key, spec in SPECS.items():
        wish = model.get(key, Wish(spec.use))
        use = spec.use if spec.fixed else wish.use
        found[key] = (use, wish.label or str(spec.label))
    return found


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES)
def test_the_last_wish_about_each_field_holds_and_only_in_the_own_house(
    cast: Cast, changes: list[Mapping[str, Wish] | None]
) -> None:
    with suppress(Undo), transaction.atomic():
        next_door = uses(cast.lakeside)
        model = change(cast, changes)
        assert uses(cast.riverside) == wanted(model)
        assert uses(cast.lakeside) == next_door
        kept = FieldSetting.objects.filter(organisation=cast.riverside)
        assert {row.key for row in kept} <= model.keys()
        raise Undo


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES, stored=STORED)
def test_what_is_stored_stays_as_it_was_said(
    cast: Cast, changes: list[Mapping[str, Wish] | None], stored: dict[str, Answer]
) -> None:
    """Hidden, needed or renamed: not asked, unknown and declined stay three different things."""
    with suppress(Undo), transaction.atomic():
        before = _saved_without_a_touch(cast, stored)
        change(cast, changes)
        assert _saved_without_a_touch(cast, stored) == before == stored
        raise Undo


def _saved_without_a_touch(cast: Cast, stored: Answers) -> Answers:
    """The form of a person is shown and sent again as it was shown."""
    asked = asked_now(fields_for(cast.riverside, "identity"))
    shown_form = AnswersForm(asked, answers=stored, region="US")
    form = AnswersForm(asked, as_posted(shown_form), answers=stored, region="US")
    needed = {each.spec.name for each in asked if each.required} - stored.keys()
    assert form.is_valid() is not bool(needed), form.errors
    if needed:
        data = QueryDict(as_posted(shown_form).urlencode(), mutable=True)
        data.update({f"{name}{WHY}": "unknown" for name in needed})
        form = AnswersForm(asked, data, answers=stored, region="US")
        assert form.is_valid()
    return {name: each for name, each in form.merged(stored).items() if name not in needed}


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES, stored=STORED)
def test_a_record_shows_all_that_it_holds_whatever_is_asked_now(
    cast: Cast, changes: list[Mapping[str, Wish] | None], stored: dict[str, Answer]
) -> None:
    with suppress(Undo), transaction.atomic():
        model = change(cast, changes)
        fields = fields_for(cast.riverside, "identity")
        lines = [line for part in shown(fields, stored) for line in part.lines]
        assert len(lines) == len(stored)
        hidden = {key for key, (use, _) in wanted(model).items() if use is FieldUse.HIDDEN}
        gone = sum(f"identity.{name}" in hidden for name in stored)
        assert sum(line.no_longer_asked for line in lines) == gone
        assert sum(line.silent for line in lines) == sum(
            each.silence is not None for each in stored.values()
        )
        raise Undo


def test_settings_write_nothing_into_records(cast: Cast) -> None:
    case = make_case(cast)
    person = make_person(case, prs_FirstName="Rosa")
    sealed = bytes(person.identity)
    change_fields(
        cast.riverside,
        {"identity.prs_FirstName": Wish(FieldUse.HIDDEN, "Call name")},
        by=cast.sara_supervisor,
    )
    person.refresh_from_db()
    assert bytes(person.identity) == sealed
    keyring = cast.keyring(cast.carl_cases)
    assert answers_from_json(read(person, keyring)) == {"prs_FirstName": Answer("Rosa")}


def test_a_field_that_is_none_is_refused_and_nothing_else_is_kept(cast: Cast) -> None:
    wishes = {
        "identity.prs_Email": Wish(FieldUse.HIDDEN),
        "identity.no_such": Wish(FieldUse.HIDDEN),
    }
    with pytest.raises(KeyError):
        change_fields(cast.riverside, wishes, by=cast.sara_supervisor)
    assert not FieldSetting.objects.filter(organisation=cast.riverside).exists()
