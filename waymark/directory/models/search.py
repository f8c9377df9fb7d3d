"""The search index's tables as Django knows them. `search/tables.py` makes them, with raw SQL."""

from django.db import models


class SearchRow(models.Model):
    """One service at one location in the index. Holds no place that is not public."""

    row = models.IntegerField(primary_key=True)
    service_at_location_id = models.UUIDField(unique=True)
    service_id = models.UUIDField()
    location_id = models.UUIDField(null=True)
    latitude = models.IntegerField(null=True, help_text="millionths of a degree")
    longitude = models.IntegerField(null=True, help_text="millionths of a degree")
    approximate = models.BooleanField()
    rank = models.IntegerField()
    languages = models.BigIntegerField()
    traits = models.BigIntegerField()
    words = models.TextField(help_text="folded, a blank before each")
    cell = models.IntegerField()
    keys = models.TextField(help_text="the keys of its postings")

    class Meta:
        db_table = "directory_row"


class SearchKey(models.Model):
    """What postings are listed under: everything, a term, an area, a language, a word's prefix."""

    key = models.IntegerField(primary_key=True)
    name = models.TextField(unique=True)
    rows = models.IntegerField(help_text="how many postings it has")

    class Meta:
        db_table = "directory_key"


class Posting(models.Model):
    """One row listed under one key. Read with SQL only; Django knows of it to empty it in tests."""

    pk = models.CompositePrimaryKey("key", "cell", "row")
    key = models.IntegerField()
    cell = models.IntegerField()
    row = models.IntegerField()
    latitude = models.IntegerField(null=True)
    longitude = models.IntegerField(null=True)
    rank = models.IntegerField()
    languages = models.BigIntegerField()
    traits = models.BigIntegerField()

    class Meta:
        db_table = "directory_posting"
