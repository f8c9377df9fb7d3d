from django.db import models

from waymark.accounts.models import Worker
from waymark.vault import letters


class Signer(models.Model):
    """Another organisation whose signed packs are accepted, since somebody compared its key."""

    name = models.CharField(max_length=120, unique=True)
    public_key = models.CharField(max_length=64, unique=True)  # Ed25519, hexadecimal
    trusted = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="+")
    # The newest pack of theirs that was imported: an older one is refused.
    last_serial = models.PositiveBigIntegerField(default=0)
    last_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["name"]

    @property
    def shown_key(self) -> str:
        """The key in groups of four letters, for two people to compare."""
        return letters.encode(bytes.fromhex(self.public_key))


class Pack(models.Model):
    """A pack that this installation signed."""

    serial = models.PositiveBigIntegerField(primary_key=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2, blank=True)
    contacts = models.PositiveIntegerField()

    class Meta:
        ordering = ["-serial"]
