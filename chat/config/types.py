"""Types of settings, with their validation."""

import re
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import getaddresses
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import NoDecode

from chat.config.origins import DEFAULT_PORTS, origin


def _folder(path: str | Path) -> Path:
    if not str(path).strip():
        raise ValueError("empty")
    try:
        return Path(path).expanduser().absolute()
    except RuntimeError as error:  # the home of an unknown user
        raise ValueError(str(error)) from error


def _url(url: str) -> str:
    if urlsplit(url).port == 0:  # reading the port raises if it is no number or too large
        raise ValueError("port 0")
    return url


def _redis(url: str) -> str:
    parts = urlsplit(_url(url))
    if not parts.hostname or (parts.path.strip("/") and not parts.path.strip("/").isdecimal()):
        raise ValueError("no host, or a database that is no number")  # Redis' client would take database 0
    return url


def _origin(url: str) -> str:
    """Return a URL without a path as browsers write it in the header `Origin`."""
    scheme, _, authority = url.partition("://")
    found = origin(scheme.lower(), authority.removesuffix("/")) if scheme.lower() in DEFAULT_PORTS else None
    if found is None:
        raise ValueError("no origin")
    return found


def _networks(text: object) -> tuple[IPv4Network | IPv6Network, ...]:
    networks = tuple(ip_network(part.strip()) for part in str(text or "").split(",") if part.strip())
    if any(network.prefixlen == 0 for network in networks):
        raise ValueError("everybody")  # everybody could then claim any address
    return networks


def _hosts(text: object) -> tuple[str, ...]:
    hosts = tuple(part.strip().lower() for part in str(text or "").split(",") if part.strip())
    if not all(HOST_WITH_PORT.fullmatch(host) for host in hosts):
        raise ValueError("no host")
    return hosts


def _mailbox(text: str) -> str:
    try:
        [(name, address)] = getaddresses([text])
        domain = Address(name, addr_spec=address).domain  # raises unless it is a single address
    except (MessageError, IndexError) as error:
        raise ValueError(str(error)) from error
    if not domain or not text.isprintable():
        raise ValueError("no address")
    return text


def _place(place: str) -> str:
    """Return a folder as an absolute path, or a URL as it is."""
    scheme, separator, rest = place.partition("://")
    if not separator:
        return str(_folder(place))
    if scheme.lower() not in STORES or not rest.strip("/"):
        raise ValueError("no store")
    return place


STORES = ("file", "s3", "s3a", "gs", "az", "azure", "abfs", "abfss", "adl", "http", "https", "memory")
"""Schemes of the stores that obstore knows."""

Host = Annotated[str, Field(pattern=r"^([\w.-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[\w:.%]*)$")]
HOST_WITH_PORT = re.compile(r"[\w.-]+(:[0-9]{1,5})?")
Hosts = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_hosts)]
Folder = Annotated[Path, BeforeValidator(_folder)]
DatabaseUrl = Annotated[str, Field(pattern=r"^(sqlite:///|postgres(ql)?://)."), AfterValidator(_url)]
FilesPlace = Annotated[str, AfterValidator(_place)]
RedisUrl = Annotated[str, Field(pattern=r"^rediss?://."), AfterValidator(_redis)]
Origin = Annotated[str, AfterValidator(_origin)]
Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_networks)]
SmtpUrl = Annotated[
    str, Field(pattern=r"^smtps?://([^@/?#\s]+@)?([\w.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?/?$"), AfterValidator(_url)
]
Mailbox = Annotated[str, AfterValidator(_mailbox)]
Token = Annotated[str, Field(pattern=r"^[!-~]{16,}$")]
LogFormat = Annotated[Literal["text", "json"], BeforeValidator(lambda form: str(form).lower())]
Level = Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(lambda level: str(level).lower())]
