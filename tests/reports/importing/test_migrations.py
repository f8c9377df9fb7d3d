"""Reports from before imports stay what they were: nobody imported them."""

import secrets

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.cast import HOTLINE, make_cast
from tests.reports.staff.conftest import make_team
from waymark.reports.actions.intake import submit
from waymark.reports.content import Content
from waymark.reports.models import Report

OLD = ("reports", "0001_initial")


@pytest.mark.django_db(transaction=True)
def test_reports_that_are_there_were_not_imported() -> None:
    cast = make_cast()
    team = make_team(cast.riverside, "night", cast.compartment(cast.riverside, HOTLINE))
    made = submit(team, Content("A cellar."), (), secrets.token_bytes(16), "en").report
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        MigrationExecutor(connection).migrate([OLD])
    finally:
        MigrationExecutor(connection).migrate(newest)
    kept = Report.objects.get()
    assert (kept.pk, kept.imported_at, kept.brought_in) == (made.pk, None, None)
    assert not kept.asks_nobody
    key = cast.keyring(cast.ana_hotline).data_key(kept.envelope_id)
    assert Content.from_bytes(key.open(kept, "content")) == Content("A cellar.")
