"""Passkeys (WebAuthn): what this site is called, the questions it asks, the answers it accepts."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import webauthn
from django.conf import settings
from webauthn.helpers import exceptions, structs
from webauthn.registration.verify_registration_response import VerifiedRegistration

from waymark.accounts.models import Passkey, Worker

NAME = "Waymark"
LONGEST_ANSWER = 20_000


class PasskeyRefused(Exception):
    """The browser's answer does not fit the question, this site, or the key."""


@dataclass(frozen=True)
class RelyingParty:
    """The domain that passkeys are bound to, and the origin they are used at."""

    domain: str
    origin: str


def relying_party() -> RelyingParty | None:
    """This site as passkeys see it; None where it is reached by a number.

    Browsers bind passkeys to names. On one's own machine the name is `localhost`.
    """
    parts = urlsplit(settings.STAFF_URL)
    host = parts.hostname or "localhost"
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        return RelyingParty(host, f"{parts.scheme}://{parts.netloc}")
    port = f":{parts.port}" if parts.port else ""
    return RelyingParty("localhost", f"{parts.scheme}://localhost{port}") if loopback else None


def creation_options(party: RelyingParty, worker: Worker, challenge: bytes) -> str:
    """The JSON that `navigator.credentials.create` is called with."""
    options = webauthn.generate_registration_options(
        rp_id=party.domain,
        rp_name=NAME,
        user_id=worker.id.bytes,
        user_name=worker.login,
        user_display_name=worker.name,
        challenge=challenge,
        exclude_credentials=_descriptors(worker.passkeys.all()),
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.DISCOURAGED,
            user_verification=structs.UserVerificationRequirement.PREFERRED,
        ),
    )
    return webauthn.options_to_json(options)


def request_options(party: RelyingParty, worker: Worker, challenge: bytes) -> str:
    """The JSON that `navigator.credentials.get` is called with."""
    options = webauthn.generate_authentication_options(
        rp_id=party.domain,
        challenge=challenge,
        allow_credentials=_descriptors(worker.passkeys.all()),
    )
    return webauthn.options_to_json(options)


def _descriptors(keys: Iterable[Passkey]) -> list[structs.PublicKeyCredentialDescriptor]:
    return [structs.PublicKeyCredentialDescriptor(id=bytes(key.credential_id)) for key in keys]


def check_creation(party: RelyingParty, answer: str, challenge: bytes) -> VerifiedRegistration:
    """The new credential in a browser's answer. Raises PasskeyRefused."""
    try:
        return webauthn.verify_registration_response(
            credential=answer[:LONGEST_ANSWER],
            expected_challenge=challenge,
            expected_rp_id=party.domain,
            expected_origin=party.origin,
        )
    except (exceptions.WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused(type(error).__name__) from error


def credential_id_of(answer: str) -> bytes:
    """Which credential an answer speaks for. Raises PasskeyRefused."""
    try:
        return webauthn.helpers.parse_authentication_credential_json(answer[:LONGEST_ANSWER]).raw_id
    except (exceptions.WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused(type(error).__name__) from error


def check_request(party: RelyingParty, answer: str, challenge: bytes, key: Passkey) -> int:
    """The key's new counter if it signed the challenge. Raises PasskeyRefused."""
    try:
        verified = webauthn.verify_authentication_response(
            credential=answer[:LONGEST_ANSWER],
            expected_challenge=challenge,
            expected_rp_id=party.domain,
            expected_origin=party.origin,
            credential_public_key=bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
        )
    except (exceptions.WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused(type(error).__name__) from error
    return verified.new_sign_count
