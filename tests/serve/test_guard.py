"""Only this computer's own page is let in; every answer carries the policy."""

from __future__ import annotations

import asyncio

import pytest

from simulate.serve.guard import POLICY, Guard, is_local, is_own


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8765", "localhost:80", "LocalHost", " localhost "])
def test_this_computer(host):
    assert is_local(host)


@pytest.mark.parametrize(
    "host",
    ["", "example.org", "127.0.0.1.example.org", "127.0.0.1@example.org", "localhost:80:90",
     "localhost:x", "localhost:٣", "localhost:", "127.0.0.2", "0.0.0.0", "[::1]", "127.0.0.1, example.org"],
)  # fmt: skip
def test_strangers(host):
    assert not is_local(host)


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

    scope = {"type": kind, "headers": [*headers, (b"cookie", b"lingbao_1=secret")], "query_string": b"", "path": "/"}
    asyncio.run(Guard(page, "secret", 1)(scope, None, send))
    return sent, bool(asked)


def test_let_in_with_headers():
    sent, asked = ask([(b"host", b"127.0.0.1:8765")])
    assert asked
    assert (b"content-security-policy", POLICY.encode()) in sent[0]["headers"]
    assert (b"a", b"b") in sent[0]["headers"]


@pytest.mark.parametrize(
    "headers",
    [[], [(b"host", b"example.org")], [(b"Host", b"localhost"), (b"host", b"example.org")],
     [(b"host", b"localhost"), (b"origin", b"http://example.org")]],
)  # fmt: skip
def test_refused(headers):
    sent, asked = ask(headers)
    assert not asked
    assert sent[0]["status"] == 403
    sent, asked = ask(headers, "websocket")
    assert not asked
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_the_policy_names_no_stranger():
    assert "http" not in POLICY
    assert "*" not in POLICY
