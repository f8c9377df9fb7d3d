"""The addresses that the sites listen on."""

import errno
import socket
from dataclasses import dataclass

from waymark.commands.console import PlainError
from waymark.config import options

HIGHEST_PORT = 65535
BACKLOG = 1024


@dataclass(frozen=True)
class Address:
    """Host and port of a site, and the setting that names them."""

    setting: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def address_of(site: str) -> Address:
    """The address that a site's setting names. Raises PlainError when it names none."""
    name = f"{site.upper()}_LISTEN"
    text = options.read(name)
    host, _, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) <= HIGHEST_PORT:
        raise PlainError(
            f"WAYMARK_{name} must be an address and a port such as 127.0.0.1:8000, not {text!r}."
        )
    return Address(f"WAYMARK_{name}", host.strip("[]"), int(port))


def listen(address: Address) -> socket.socket:
    """A socket that listens there already, so that no connection is lost while a site starts."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address.host, address.port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise PlainError(refusal(address, error)) from error
    return listener


def refusal(address: Address, error: OSError) -> str:
    """Why a site cannot listen at an address, and what to change."""
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {address.port} on {address.host} is in use: "
            f"stop the program that uses it, or set {address.setting} to another port."
        )
    if error.errno == errno.EACCES:
        return (
            f"Port {address.port} needs more rights than this user has: "
            f"set {address.setting} to a port above 1023."
        )
    return f"{address} is no address of this machine: change {address.setting}."
