"""What an operator decides once for the whole installation."""

from functools import cache
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

SOURCE_LANGUAGE = "en"


def validate_time_zone(name: str) -> None:
    """Refuse a time zone that the IANA database does not know."""
    if name not in _time_zones():
        raise ValidationError(_("Use a time zone such as America/Chicago."))


@cache
def _time_zones() -> frozenset[str]:
    # Reads the whole database from the disk, which takes longer than all else that is validated.
    return frozenset(available_timezones())


class Site(models.Model):
    """The one row of settings that show on the pages; read it through `queries.site()`."""

    ONLY: ClassVar[int] = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    organisation = models.CharField(max_length=120)
    # Where the organisation works, as an ISO code: whose lines the pages offer first.
    country = models.CharField(
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Use two capital letters, such as US."))],
    )
    emergency_number = models.CharField(
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^\+?[0-9]{2,15}$", _("Use digits only, such as 112."))],
    )
    emergency_text = models.CharField(max_length=300, blank=True)
    exit_url = models.URLField(
        default="https://www.wikipedia.org/",
        validators=[URLValidator(schemes=["https", "http"])],
    )
    time_zone = models.CharField(max_length=60, default="UTC", validators=[validate_time_zone])
    checked_languages = models.JSONField(default=list, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_site")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let this process read the new values at once."""
        from waymark.web import queries

        super().save(*args, **kwargs)
        queries.forget_site()

    def is_checked(self, language: str) -> bool:
        """Whether a native speaker has checked the pages in this language."""
        return language == SOURCE_LANGUAGE or language in self.checked_languages
