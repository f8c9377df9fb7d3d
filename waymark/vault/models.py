"""Keys and envelopes. Nothing here is a person's data, and nothing here opens without a key."""

import uuid

from django.db import models

from waymark.vault.fields import SealedField


class RecoveryKey(models.Model):
    """The public half of the key printed once at set-up; compartment keys are sealed to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.UUIDField(unique=True)  # the organisation; the vault knows no organisations
    public_key = models.BinaryField(max_length=32)


class Holder(models.Model):
    """Whoever may open compartments: a worker, or an invitation that nobody has answered yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_key = models.BinaryField(max_length=32)


class PasswordLock(models.Model):
    """A holder's private key under their password, and what verifies the password."""

    holder = models.OneToOneField(Holder, on_delete=models.CASCADE, primary_key=True)
    salt = models.BinaryField(max_length=16)
    passes = models.PositiveIntegerField()
    memory = models.PositiveIntegerField(help_text="bytes")
    verifier = models.BinaryField(max_length=32)
    sealed_private = SealedField()


class Compartment(models.Model):
    """A circle of workers that opens the same records, for instance Hotline or Legal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.UUIDField(db_index=True)
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="compartment_name")]


class CompartmentKey(models.Model):
    """The current key pair of a compartment; rotation puts a new pair into the same row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.OneToOneField(Compartment, on_delete=models.CASCADE, related_name="key")
    generation = models.PositiveIntegerField(default=1)
    public_key = models.BinaryField(max_length=32)
    sealed_for_recovery = SealedField()


class Membership(models.Model):
    """A compartment's private key, sealed to one holder."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment_key = models.ForeignKey(CompartmentKey, on_delete=models.CASCADE)
    holder = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="memberships")
    sealed_private = SealedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["compartment_key", "holder"], name="membership_once")
        ]


class Envelope(models.Model):
    """One data key. After erasure the row stays as the tombstone, without any key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    erased_at = models.DateTimeField(null=True, help_text="rounded to the hour")


class WrappedDataKey(models.Model):
    """An envelope's data key, sealed to a compartment or to a single reader (a reporter)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE, related_name="wrapped_keys")
    compartment_key = models.ForeignKey(CompartmentKey, null=True, on_delete=models.PROTECT)
    reader = models.BinaryField(max_length=32, null=True, help_text="a single reader's public key")
    sealed_key = SealedField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(compartment_key=None) ^ models.Q(reader=None),
                name="wrapped_for_one",
            )
        ]


class SealedRecord(models.Model):
    """Base of every record with sealed columns; several rows may share one envelope."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def erased(self) -> bool:
        """Whether the data key is destroyed."""
        return self.envelope.erased_at is not None


class IndexedRecord(models.Model):
    """Says that an envelope's words are in the blind index of a compartment key."""

    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE)
    compartment_key = models.ForeignKey(CompartmentKey, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["envelope", "compartment_key"], name="indexed_once")
        ]


class BlindTerm(models.Model):
    """A keyed hash of one word of a record, until its compartment rotates or it is erased."""

    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE)
    # The index below begins with the compartment key, so the key needs none of its own.
    compartment_key = models.ForeignKey(CompartmentKey, on_delete=models.CASCADE, db_index=False)
    term = models.BinaryField(max_length=16)

    class Meta:
        # The envelope stands in it, so that a search reads the index and no row.
        indexes = [
            models.Index(fields=["compartment_key", "term", "envelope"], name="blind_term_envelope")
        ]
