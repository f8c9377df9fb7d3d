"""Where a request comes from, for counting in memory. Nobody writes it down."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

IPV6_SUBSCRIBER = 64


def client_address(request: HttpRequest) -> str:
    """The address that the last trusted proxy saw; whatever a client claims itself is ignored.

    An IPv6 subscriber has a whole /64, so that is what is counted.
    """
    return _subscriber(_seen_by_proxies(request) or request.META.get("REMOTE_ADDR", ""))


def _seen_by_proxies(request: HttpRequest) -> str:
    trusted = settings.TRUSTED_PROXIES
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    return chain[-trusted] if 0 < trusted <= len(chain) else ""


def _subscriber(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, IPV6_SUBSCRIBER), strict=False))
