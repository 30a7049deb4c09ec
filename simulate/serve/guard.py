"""Who may talk to the page: this computer's own browser, from the page itself, by the user who started it.

A web page elsewhere can make a browser send requests to 127.0.0.1, and can give its own name that address.  Such
requests carry a foreign ``Host``, which Starlette's TrustedHostMiddleware refuses before this one is asked, or a
foreign ``Origin``, refused here, WebSockets included.  Other users of this computer reach the address too, but not the
token in it: whoever comes with the token is given it as a cookie and asked again without.  The content security policy
keeps the page from asking anything of anyone else.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from secrets import compare_digest
from typing import Any, Final
from urllib.parse import parse_qs

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOCAL: Final = ("127.0.0.1", "localhost")  # hosts that the page may be asked as, at any port
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
TOKEN: Final = "token"
_STRANGER: Final = (
    "Only this computer may open this page, as 127.0.0.1 or localhost.\n只能在本机通过127.0.0.1或localhost打开。\n"
)
_NO_TOKEN: Final = (
    "Open the whole address that serve printed, with its token.\n请打开serve所显示的完整网址（含token）。\n"
)


def is_own(origin: str, host: str) -> bool:
    """Whether an ``Origin`` header, if there is one, is the page itself: the very host and port asked."""
    return not origin or origin.lower() == f"http://{host.strip().lower()}"


class Guard:
    """ASGI middleware: 403 for requests of other pages or without the token, safety headers on every answer."""

    def __init__(self, app: App, token: str, port: int) -> None:
        self.app = app
        self._token = token.encode()
        self._cookie = f"lingbao_{port}"  # cookies are shared by all ports of a host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, refuse, or leave alone what is not a request."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif not _is_from_the_page(scope):
            await _refuse(scope, send, _STRANGER)
        elif self._is_known(scope):
            await self.app(scope, receive, _with_headers(send))
        elif scope["type"] == "http" and self._has_token(scope):
            await self._welcome(send)
        else:
            await _refuse(scope, send, _NO_TOKEN)

    def _is_known(self, scope: Scope) -> bool:
        for header in _given(scope, b"cookie"):
            try:
                found = SimpleCookie(header).get(self._cookie)
            except CookieError:
                continue
            if found is not None and self._is_token(found.value):
                return True
        return False

    def _has_token(self, scope: Scope) -> bool:
        given = parse_qs(scope["query_string"].decode("latin-1")).get(TOKEN, [""])
        return self._is_token(given[-1])

    def _is_token(self, text: str) -> bool:
        return compare_digest(text.encode("utf-8", "replace"), self._token)

    async def _welcome(self, send: Send) -> None:
        """The token as a cookie, and the page asked again without it, so that it stays in no history."""
        cookie = f"{self._cookie}={self._token.decode()}; Path=/; HttpOnly; SameSite=Lax"
        headers = [(b"location", b"/"), (b"set-cookie", cookie.encode()), *HEADERS]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


def _given(scope: Scope, header: bytes) -> list[str]:
    return [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == header]


def _is_from_the_page(scope: Scope) -> bool:
    hosts = _given(scope, b"host")
    return len(hosts) == 1 and all(is_own(each, hosts[0]) for each in _given(scope, b"origin"))


async def _refuse(scope: Scope, send: Send, why: str) -> None:
    """403; a WebSocket that is closed before it was accepted is answered the same by the server."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": why.encode("utf-8")})


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *HEADERS]}
        await send(message)

    return sending
