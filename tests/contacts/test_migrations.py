"""Rows from before contacts expired are kept, expire, and have a history."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from waymark.contacts.actions import Loaded, load_contacts
from waymark.contacts.models import Contact, Verification

from .test_load import COUNT

OLD = ("contacts", "0001_initial")
NEW = ("contacts", "0003_bundled_rows_are_verified")


def migrate(*target: tuple[str, str]) -> MigrationExecutor:
    executor = MigrationExecutor(connection)
    executor.migrate(list(target))
    return MigrationExecutor(connection)


@pytest.mark.django_db(transaction=True)
def test_old_rows_keep_what_they_say_and_expire() -> None:
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        apps = migrate(OLD).loader.project_state([OLD]).apps
        contact = apps.get_model("contacts", "Contact")
        number = apps.get_model("contacts", "ContactNumber")
        for slug, confidence, source in (
            ("us-first", "A", "own site (federal)"),
            ("us-second", "A", "government"),
            ("us-third", "A", "partner official page"),
            ("us-fourth", "B", "own site"),
        ):
            made = contact.objects.create(
                slug=slug,
                country="US",
                name=f"Line {slug}",
                name_language="en",
                kind="victim_support",
                source_url="https://example.org/numbers",
                source_kind=source,
                confidence=confidence,
                date_seen=date(2026, 11, 22),
                bundled=slug == "us-first",
            )
            number.objects.create(
                contact=made,
                position=0,
                channel="phone",
                printed="911",
                dial="911",
                reach="inside",
                confirmed=True,
            )
        migrate(*newest)
        found = {each.slug: each for each in Contact.objects.all()}
        assert {each.expires for each in found.values()} == {date(2027, 5, 21)}
        assert [each.bundled for each in found.values()] == [True, False, False, False]
        assert all(each.numbers.get().printed == "911" for each in found.values())
        means = dict(Verification.objects.values_list("contact__slug", "means"))
        assert means == {
            "us-first": "own_page",
            "us-second": "government",
            "us-third": "official_partner",
            "us-fourth": "second_hand",
        }
        assert {row.seen_on for row in Verification.objects.all()} == {date(2026, 11, 22)}
        # The bundled row is not in the list any more and goes; the others were somebody's own.
        assert load_contacts() == Loaded(added=COUNT, removed=1)
        assert Contact.objects.filter(slug="us-second").exists()
        # And back: what 0001 knew is still there.
        old = migrate(OLD).loader.project_state([OLD]).apps.get_model("contacts", "Contact")
        assert old.objects.filter(slug="us-second").exists()
    finally:
        migrate(*newest)
