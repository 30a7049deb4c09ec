"""Who may talk to the page: this computer's own browser, from the page itself, and nothing from outside.

A web page elsewhere can make a browser send requests to 127.0.0.1, and can give its own name that address.  Such
requests carry a foreign ``Host`` or ``Origin`` and are refused, WebSockets included.  The content security policy keeps
the page from asking anything of anyone else.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOCAL: Final = frozenset({"127.0.0.1", "localhost"})
POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",  # the page's library compiles its templates in the browser
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = (
    (b"content-security-policy", POLICY.encode("ascii")),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
_REFUSAL: Final = (
    "Only this computer may open this page, as 127.0.0.1 or localhost.\n只能在本机通过127.0.0.1或localhost打开。\n"
)


def is_local(host: str) -> bool:
    """Whether a ``Host`` header names this computer: 127.0.0.1 or localhost, any port."""
    name, colon, port = host.strip().lower().partition(":")
    return name in LOCAL and (not colon or port.isdecimal())


def is_own(origin: str, host: str) -> bool:
    """Whether an ``Origin`` header, if there is one, is the page itself: the very host and port asked."""
    return not origin or urlsplit(origin).netloc.lower() == host.strip().lower()


class Guard:
    """ASGI middleware: 403 for requests that are not local, safety headers on every answer."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, refuse, or leave alone what is no request."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif not _may_enter(scope):
            await _refuse(scope, send)
        else:
            await self.app(scope, receive, _with_headers(send))


def _may_enter(scope: Scope) -> bool:
    given: list[tuple[bytes, bytes]] = scope["headers"]
    hosts = [value.decode("latin-1") for name, value in given if name.lower() == b"host"]
    origins = [value.decode("latin-1") for name, value in given if name.lower() == b"origin"]
    return len(hosts) == 1 and is_local(hosts[0]) and all(is_own(origin, hosts[0]) for origin in origins)


async def _refuse(scope: Scope, send: Send) -> None:
    """403; a WebSocket that is closed before it was accepted is answered the same by the server."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": _REFUSAL.encode("utf-8")})


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *HEADERS]}
        await send(message)

    return sending
