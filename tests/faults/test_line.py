"""Lines that break, and requests that are no requests."""

import socket
from urllib.parse import urlsplit

import pytest

from benchmarks.intake import RECEIPT, Connection, prepared_bodies
from benchmarks.site import PublicSite

pytestmark = pytest.mark.slow


def raw(site: PublicSite, sent: bytes) -> socket.socket:
    parts = urlsplit(site.address)
    line = socket.create_connection((parts.hostname or "", parts.port or 80), timeout=5)
    line.sendall(sent)
    return line


def test_a_line_lost_in_the_middle_stores_nothing_and_a_retry_stores_once(
    public_site: PublicSite,
) -> None:
    [body] = prepared_bodies(public_site.address, public_site.form_path, 1)
    head = (
        f"POST {public_site.form_path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    raw(public_site, head + body[: len(body) // 2]).close()
    assert public_site.openable([]) == 0
    # The answer is lost: the report arrived, the reporter does not know, and sends again.
    lost = raw(public_site, head + body)
    lost.recv(1)
    lost.close()
    with Connection(public_site.address) as connection:
        status, page = connection.request("POST", public_site.form_path, body)
    found = RECEIPT.search(page)
    assert status == 200
    assert found is not None
    assert public_site.openable([found[0].decode()]) == 1


def test_slow_lines_do_not_keep_others_waiting(public_site: PublicSite) -> None:
    [body] = prepared_bodies(public_site.address, public_site.form_path, 1)
    head = (
        f"POST {public_site.form_path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nwhat="
    ).encode()
    dripping = [raw(public_site, head) for _ in range(60)]
    with Connection(public_site.address) as connection:
        connection.socket.settimeout(10)
        status, page = connection.request("POST", public_site.form_path, body)
    assert status == 200
    assert RECEIPT.search(page)
    for line in dripping:
        line.close()
