"""Addresses: which are understood, and what is said of those that cannot be listened on."""

import errno
import socket
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands.running import free_port
from waymark.commands import sockets
from waymark.commands.console import PlainError
from waymark.config import options


@pytest.mark.parametrize(
    ("text", "host", "port", "shown"),
    [
        ("127.0.0.1:8000", "127.0.0.1", 8000, "127.0.0.1:8000"),
        ("[::1]:8443", "::1", 8443, "[::1]:8443"),
        ("0.0.0.0:80", "0.0.0.0", 80, "0.0.0.0:80"),  # noqa: S104  only parsed
        ("localhost:1", "localhost", 1, "localhost:1"),
    ],
)
def test_addresses(
    monkeypatch: pytest.MonkeyPatch, text: str, host: str, port: int, shown: str
) -> None:
    monkeypatch.setenv("WAYMARK_STAFF_LISTEN", text)
    address = sockets.address_of("staff")
    assert (address.host, address.port, str(address)) == (host, port, shown)
    assert address.setting == "WAYMARK_STAFF_LISTEN"


@pytest.mark.parametrize("text", ["", "8000", ":8000", "host", "host:", "h:0", "h:65536", "h:-1"])
def test_what_is_no_address(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("WAYMARK_PUBLIC_LISTEN", text)
    with pytest.raises(PlainError, match="WAYMARK_PUBLIC_LISTEN must be an address and a port"):
        sockets.address_of("public")


@given(st.text(max_size=30).filter(lambda text: "\x00" not in text))
def test_any_text_is_an_address_or_a_plain_error(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(options, "read", lambda _: text)
        with suppress(PlainError):
            assert 0 < sockets.address_of("public").port < 65536


def test_a_busy_port_names_the_setting() -> None:
    port = free_port()
    address = sockets.Address("WAYMARK_PUBLIC_LISTEN", "127.0.0.1", port)
    with sockets.listen(address), pytest.raises(PlainError) as refused:
        sockets.listen(address)
    assert f"Port {port} on 127.0.0.1 is in use" in str(refused.value)
    assert "WAYMARK_PUBLIC_LISTEN" in str(refused.value)


def test_a_port_is_free_again_at_once() -> None:
    address = sockets.Address("X", "127.0.0.1", free_port())
    with sockets.listen(address) as listener, socket.create_connection(listener.getsockname()):
        pass
    sockets.listen(address).close()


def test_an_address_of_another_machine() -> None:
    with pytest.raises(PlainError, match="is no address of this machine"):
        sockets.listen(sockets.Address("X", "192.0.2.1", 8000))


def test_a_name_that_nobody_knows() -> None:
    with pytest.raises(PlainError, match="is no address of this machine"):
        sockets.listen(sockets.Address("X", "nowhere.invalid", 8000))


def test_a_port_that_needs_rights() -> None:
    address = sockets.Address("WAYMARK_STAFF_LISTEN", "127.0.0.1", 80)
    said = sockets.refusal(address, OSError(errno.EACCES, "denied"))
    assert "above 1023" in said
