"""Which addresses may be fetched: the web, and nothing inside the own network. Pure."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from onrecord.errors import ReadError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_IPV4_COMPATIBLE = ipaddress.ip_network("::/96")


def is_address(name: str) -> bool:
    """Whether an input's name is an address of the web (or of something else that looks like one)."""
    scheme, separator, _ = name.partition("://")
    return bool(separator) and scheme.isalnum()


def checked(url: str) -> str:
    """The address without its fragment. Raises ReadError for what is no web address."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as wrong:
        raise ReadError(f"no valid address ({wrong})", url) from wrong
    if parts.scheme.lower() not in ("http", "https"):
        raise ReadError(f"{parts.scheme or 'this'} is not fetched, only http and https", url)
    if not host:
        raise ReadError("an address without a host", url, "Write it as https://HOST/PATH.")
    if parts.username or parts.password:
        raise ReadError("an address with a password in it is not fetched", parts._replace(netloc=host).geturl())
    return parts._replace(fragment="").geturl()


def is_public(address: str) -> bool:
    """Whether an IP address is on the public Internet: not loopback, private, link-local, multicast,
    reserved, nor one of these in an IPv6 wrapping."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(found) if isinstance(found, ipaddress.IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one carries to the same machine."""
    if address in _NAT64 or (address in _IPV4_COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
