"""A security key in software: makes and uses P-256 passkeys as CTAP2 hardware does."""

import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

USER_PRESENT, ATTESTED = 0x01, 0x40
COORDINATE = 32


@dataclass
class Authenticator:
    """One key with one credential; `origin` is where its browser thinks it is."""

    origin: str = "http://localhost:8001"
    domain: str = "localhost"
    count: int = 0
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def create(self, options: dict[str, Any]) -> str:
        """Answer `navigator.credentials.create`."""
        client = self._client_data("webauthn.create", options["challenge"])
        attested = bytes(16) + struct.pack(">H", len(self.credential_id)) + self.credential_id
        data = self._authenticator_data(USER_PRESENT | ATTESTED) + attested + self._public_key()
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(clientDataJSON=client, attestationObject=attestation)

    def get(self, options: dict[str, Any]) -> str:
        """Answer `navigator.credentials.get`."""
        self.count += 1
        client = self._client_data("webauthn.get", options["challenge"])
        data = self._authenticator_data(USER_PRESENT)
        signed = data + hashlib.sha256(client).digest()
        signature = self.private.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        data = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        assert base64url_to_bytes(challenge)
        return json.dumps(data).encode()

    def _authenticator_data(self, flags: int) -> bytes:
        domain = hashlib.sha256(self.domain.encode()).digest()
        return domain + struct.pack(">BI", flags, self.count)

    def _public_key(self) -> bytes:
        numbers = self.private.public_key().public_numbers()
        x, y = (each.to_bytes(COORDINATE) for each in (numbers.x, numbers.y))
        return encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def _answer(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.credential_id)
        encoded = {key: bytes_to_base64url(value) for key, value in response.items()}
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": encoded}
            | {"clientExtensionResults": {}}
        )
