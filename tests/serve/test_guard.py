"""Only this computer's own page is let in; every answer carries the policy."""

from __future__ import annotations

import asyncio

import pytest
from starlette.middleware.trustedhost import TrustedHostMiddleware

from simulate.serve.guard import LOCAL, POLICY, Guard, is_own


def test_an_origin_is_the_page_itself_port_and_all():
    assert is_own("", "127.0.0.1:1")
    assert is_own("http://127.0.0.1:1", "127.0.0.1:1")
    for origin in ("http://[::1", "http://[", "https://127.0.0.1:1", "127.0.0.1:1", "//127.0.0.1:1"):
        assert not is_own(origin, "127.0.0.1:1")
    for origin in ("http://127.0.0.1:2", "http://localhost:1", "null", "http://example.org", "file://"):
        assert not is_own(origin, "127.0.0.1:1")


def ask(headers, kind="http"):
    """What is sent back, and whether the page was asked at all."""
    asked, sent = [], []

    async def page(scope, receive, send):
        asked.append(scope)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"a", b"b")]})

    async def send(message):
        sent.append(message)

    scope = {
        "type": kind,
        "extensions": {"websocket.http.response": {}},
        "headers": [*headers, (b"cookie", b"lingbao_1=secret")],
        "query_string": b"",
        "path": "/",
    }
    guarded = TrustedHostMiddleware(Guard(page, "secret", 1), allowed_hosts=LOCAL, www_redirect=False)
    asyncio.run(guarded(scope, None, send))
    return sent, bool(asked)


def test_let_in_with_headers():
    sent, asked = ask([(b"host", b"127.0.0.1:8765")])
    assert asked
    assert (b"content-security-policy", POLICY.encode()) in sent[0]["headers"]
    assert (b"a", b"b") in sent[0]["headers"]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8765", "localhost:80", "LocalHost"])
def test_this_computer_is_let_in(host):
    assert ask([(b"host", host.encode())])[1]


@pytest.mark.parametrize(
    "host",
    [None, "", "example.org", "127.0.0.1.example.org", "127.0.0.1@example.org", "localhost:80:90",
     "localhost:x", "127.0.0.2", "0.0.0.0", "[::1]", "127.0.0.1, example.org"],
)  # fmt: skip
def test_other_hosts_are_refused(host):
    sent, asked = ask([] if host is None else [(b"host", host.encode())])
    assert not asked
    assert sent[0]["status"] == 400


@pytest.mark.parametrize(
    "headers",
    [
        [(b"Host", b"localhost"), (b"host", b"example.org")],
        [(b"host", b"localhost"), (b"origin", b"http://example.org")],
    ],
)
def test_other_pages_are_refused(headers):
    sent, asked = ask(headers)
    assert not asked
    assert sent[0]["status"] in (400, 403)
    sent, asked = ask(headers, "websocket")
    assert not asked
    assert sent[0]["type"] in ("websocket.close", "websocket.http.response.start")


def test_the_policy_names_no_stranger():
    assert "http" not in POLICY
    assert "*" not in POLICY
