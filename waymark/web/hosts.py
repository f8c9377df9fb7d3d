"""Whether others reach an address of this site."""

import ipaddress
from urllib.parse import urlsplit


def reachable(url: str) -> str:
    """A public address without its last slash; empty for one that only this machine reaches."""
    host = urlsplit(url).hostname or ""
    if not host or host == "localhost" or host.endswith(".localhost"):
        return ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return url.rstrip("/")
    return "" if address.is_loopback or address.is_unspecified else url.rstrip("/")
