"""Requests to the local page that no browser of its own would send: strange hosts, origins, paths, methods, bodies."""

from __future__ import annotations

import random
import re
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.robustness import hostile
from tests.robustness.attempts import Attempt, Outcome
from tests.robustness.terminal import left_of_session, process

START, ANSWER, WHOLE = 160, 10, 60  # seconds: to start, to take a request, to answer one that is whole
ADDRESS = re.compile(rb"http://127\.0\.0\.1:(\d+)")
OWN = ("127.0.0.1", "localhost")
METHODS = ("GET", "GET", "GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "CONNECT", "get", "MARK7", "")
PATHS = (
    "/", "/", "/nothing", "/_nicegui/", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd",
    "//", "/%00",
    "/%ff", "/?x=" + "y" * 5000, "/results", "/static/../pyproject.toml", "*", "http://x.invalid/",
    "/_nicegui_ws/socket.io/?EIO=4",
    "/_nicegui_ws/socket.io/?EIO=4&transport=polling", "/_nicegui_ws/socket.io/?EIO=99&transport=websocket",
    "/<script>",
)  # fmt: skip
ORIGINS = (
    "null", "http://127.0.0.1:{port}", "http://x.invalid", "http://[::1", "http://[", "//",
    "http://127.0.0.1:{port}@x.invalid",
    "http://127.0.0.1:99999999", "http://\u5317\u4eac", "javascript:1", "", " ", "http://127.0.0.1:{port}.x.invalid",
    "file://", "x" * 9000,
)  # fmt: skip
HOSTS = (
    "127.0.0.1:{port}", "127.0.0.1:{port}", "localhost:{port}", "x.invalid", "127.0.0.1.x.invalid", "127.0.0.1:x",
    "[::1]:{port}",
    "127.0.0.1:{port}:1", "0.0.0.0:{port}", "", "127.1:{port}", "2130706433", "LOCALHOST:{port}",
    "127.0.0.1:{port}, x.invalid",
    "[", "localhost.:{port}", "127.0.0.1:\u0661",
)  # fmt: skip


@contextmanager
def _served(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int, str]]:
    """The page in a process of its own, its port, and what stands in its address after it."""
    running = process("serve", "--port", "0", "--no-browser", "--results", "runs", "--scenarios", "scenarios",
                      cwd=folder,
                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
    assert running.stdout is not None
    watch = threading.Timer(START, running.kill)
    watch.start()
    try:
        port, rest = 0, "/"
        for line in running.stdout:
            if found := ADDRESS.search(line):
                port = int(found[1])
                rest = line[found.end() :].split()[0].decode() if line[found.end() :].split() else "/"
                break
        assert port, "the page did not start"
        watch.cancel()
        threading.Thread(target=running.stdout.read, daemon=True).start()
        yield running, port, rest
    finally:
        watch.cancel()
        running.send_signal(signal.SIGINT)
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def try_page(attempts: Sequence[Attempt], folder: Path) -> Iterator[Outcome]:
    """Requests one after the other to one page; it answers each below 500 and goes on answering."""
    with _served(folder) as (running, port, rest):
        for attempt in attempts:
            yield _asked(attempt, running, port, rest)
    left = left_of_session(running.pid)
    assert not left, f"the page left {left}"


def _asked(attempt: Attempt, running: subprocess.Popen[bytes], port: int, rest: str) -> Outcome:
    request, is_own = _request(attempt.chance, port)
    what = repr(request[:100])
    status = _status(port, request)
    wrong = None
    if running.poll() is not None:
        wrong = "the page ended", f"exit code {running.returncode}"
    elif status >= 500 and status != 501 and status != 505:
        wrong = f"status {status}", what
    elif 200 <= status < 300 and not is_own and b" OPTIONS" not in request[:20]:
        wrong = "let in", what
    elif _plain_status(port, rest) not in (200, 302, 303, 307):
        wrong = "no answer afterwards", what
    if wrong:
        return Outcome(attempt, "mishandled", what, wrong[1], wrong[0], {"request.txt": request})
    return Outcome(attempt, "accepted" if 200 <= status < 400 else "refused", what, f"status {status}")


def _request(chance: random.Random, port: int) -> tuple[bytes, bool]:
    """The bytes of a request, and whether its host and origin are the page's own."""
    method, path = chance.choice(METHODS), chance.choice((*PATHS, "/" + chance.choice(hostile.TEXTS)[:200]))
    host, origin = chance.choice(HOSTS).format(port=port), None
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
    if chance.random() < 0.6:
        origin = chance.choice(ORIGINS).format(port=port)
        lines.append(f"Origin: {origin}")
    if chance.random() < 0.1:
        lines.append("Host: 127.0.0.1")
        host = "two hosts"
    if chance.random() < 0.2:
        lines += [
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        ]
    body = chance.choice(("", "", "x", "{", chance.choice(hostile.TEXTS)))
    if body:
        lines.append(f"Content-Length: {chance.choice((len(body.encode()), 3, -1, 10**12))}")
    lines.append("Connection: close")
    raw = "\r\n".join([*lines, "", body]).encode("utf-8", "replace")
    if chance.random() < 0.05:
        raw = raw[: chance.randrange(len(raw))]
    is_own = host.lower() in {f"{name}:{port}" for name in OWN} and (origin or "").strip() in (
        "",
        f"http://{host.lower()}",
    )
    return raw, is_own or host.lower() in OWN


def _plain_status(port: int, rest: str) -> int:
    """The status of the answer to what a browser of its own sends."""
    request = f"GET {rest} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    return _status(port, request.encode(), WHOLE)


def _status(port: int, request: bytes, seconds: float = 2.0) -> int:
    """The status of the answer; 400 where the connection was closed without one, or kept waiting for the rest."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=ANSWER) as line:
            line.settimeout(seconds)
            line.sendall(request)
            answer = line.recv(64)
    except (TimeoutError, ConnectionError):
        return 400
    found = re.match(rb"HTTP/1\.\d (\d{3})", answer)
    return int(found[1]) if found else 400
