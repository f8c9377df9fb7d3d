"""Organisations, workers, their second factors and where they are signed in."""

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.accounts.roles import Role
from waymark.vault.fields import SealedField
from waymark.vault.models import Compartment, Holder
from waymark.web.models import validate_time_zone

TWO_LETTERS = RegexValidator(r"^[A-Z]{2}$", _("Use the country's two capital letters, such as US."))
PLAIN_LOGIN = RegexValidator(
    r"^[a-z0-9._-]+$", _("Use small letters without accents, digits, dots, hyphens or _ only.")
)


class Organisation(models.Model):
    """A member of the coalition that this installation serves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    country = models.CharField(_("country"), max_length=2, validators=[TWO_LETTERS])
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )


class Worker(models.Model):
    """Somebody who signs in. `holder` is empty until the invitation is answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="workers")
    login = models.CharField(
        _("sign-in name"), max_length=60, unique=True, validators=[PLAIN_LOGIN]
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    is_active = models.BooleanField(default=True)
    holder = models.OneToOneField(Holder, null=True, on_delete=models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)

    @property
    def roles(self) -> frozenset[Role]:
        """The worker's roles; reads `role_rows`, prefetched or not."""
        return frozenset(Role(row.role) for row in self.role_rows.all())


class WorkerRole(models.Model):
    """One role of one worker."""

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="role_rows")
    role = models.CharField(max_length=30, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["worker", "role"], name="role_once")]


class Invitation(models.Model):
    """A way in for a worker who has no key yet. Its secret is a code that only they are given.

    The holder carries the compartments that the inviting worker may pass on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    worker = models.OneToOneField(Worker, on_delete=models.CASCADE)
    holder = models.OneToOneField(Holder, on_delete=models.CASCADE)
    expires_at = models.DateTimeField()


class TotpDevice(models.Model):
    """A one-time code generator. Its secret is sealed to the worker's own key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    worker = models.OneToOneField(Worker, on_delete=models.CASCADE, related_name="totp")
    sealed_secret = SealedField()
    last_step = models.BigIntegerField(default=0, help_text="30 s step of the last code accepted")


class Passkey(models.Model):
    """A WebAuthn credential; only public data."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="passkeys")
    credential_id = models.BinaryField(max_length=1023, unique=True)
    public_key = models.BinaryField(max_length=2048)
    sign_count = models.PositiveBigIntegerField(default=0)
    label = models.CharField(_("label"), max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)


class RecoveryCode(models.Model):
    """The hash of a one-time code that stands in for a lost second factor."""

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.BinaryField(max_length=32)
    used_at = models.DateTimeField(null=True)


class RotationDue(models.Model):
    """Somebody was put out of a compartment by an administrator, who cannot rotate its key.

    Until a supervisor rotates, a copy of the old key that the person kept opens stored records.
    """

    compartment = models.OneToOneField(Compartment, on_delete=models.CASCADE, primary_key=True)
    since = models.DateTimeField(auto_now_add=True)


class SignIn(models.Model):
    """One browser that a worker signed in with.

    The cookie's token is stored nowhere: its hash is the row's id, and another hash of it closes
    the private key. A locked row has no private key; the password brings it back.
    """

    id = models.CharField(primary_key=True, max_length=64, editable=False)
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="sign_ins")
    sealed_private = SealedField()
    second_factor_at = models.DateTimeField(null=True)
    challenge = models.BinaryField(max_length=64, default=b"", help_text="WebAuthn, one use")
    created_at = models.DateTimeField(auto_now_add=True)
    active_at = models.DateTimeField(help_text="last request that a person made")
