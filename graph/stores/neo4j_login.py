"""The address of a Neo4j server and the login for it, with no secret in any message."""

from __future__ import annotations

import os
from typing import NamedTuple
from urllib.parse import urlsplit

from schemas import StoreError

USERNAME_VARIABLE = "NEO4J_USERNAME"
PASSWORD_VARIABLE = "NEO4J_PASSWORD"


class Address(NamedTuple):
    """Where a server is: as the driver wants it, and as messages may show it."""

    url: str
    shown: str

    def hide(self, text: str) -> str:
        """A text of the driver's, which repeats the address, with the form that may be shown.

        Example:
            >>> address = parse_address("bolt://localhost?token=secret")
            >>> address.hide("bad URI 'bolt://localhost?token=secret'")
            "bad URI 'bolt://localhost'"
        """
        _, _, query = self.url.partition("?")
        text = text.replace(self.url, self.shown)
        return text.replace(query, "…") if query else text


def parse_address(url: str) -> Address:
    """Check the address of a server.

    Raises:
        StoreError: It holds a login, no host, or a port that is no number. What was given
            is not repeated, for a password may hide in any part of it.

    Example:
        >>> parse_address("bolt://localhost:7687").shown
        'bolt://localhost:7687'
        >>> parse_address("bolt://neo4j:secret@localhost")
        Traceback (most recent call last):
        ...
        schemas.errors.StoreError: the address of the Neo4j server holds a login; leave it out and \
give it as --user and --password-file or as NEO4J_USERNAME and NEO4J_PASSWORD
    """
    refuse_login(url)
    shown = _shown(url)
    if shown is None:
        raise StoreError(
            "the address of the Neo4j server is not of the form bolt://host:port, the port a number"
        )
    return Address(url, shown)


def refuse_login(url: str) -> None:
    """Refuse an address that may hold a login, without repeating any of it.

    Raises:
        StoreError: There is an ``@`` in it.
    """
    if "@" in url:
        raise StoreError(
            "the address of the Neo4j server holds a login; leave it out and give it as --user "
            f"and --password-file or as {USERNAME_VARIABLE} and {PASSWORD_VARIABLE}"
        )


def _shown(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:  # its message repeats what stood there
        return None
    if not host or parts.path not in ("", "/") or parts.fragment:
        return None
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}" if port is None else f"{parts.scheme}://{host}:{port}"


def login(
    address: Address, *, user: str | None = None, password: str | None = None
) -> tuple[str, str] | None:
    """User and password, from the arguments or else from the environment.

    Returns:
        ``None`` where neither is given: some servers ask for no login.

    Raises:
        StoreError: One of the two is missing.
    """
    user = user or os.environ.get(USERNAME_VARIABLE) or None
    password = password or os.environ.get(PASSWORD_VARIABLE) or None
    if user is None and password is None:
        return None
    if user is None or password is None:
        missing = USERNAME_VARIABLE if user is None else PASSWORD_VARIABLE
        raise StoreError(
            f"the login for {address.shown} is incomplete: {missing} is not set and none is given"
        )
    return user, password
