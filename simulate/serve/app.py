"""Starting the page: bound to this computer alone, with nothing kept and nothing asked from outside."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulate.errors import Findings
from simulate.machine.files import naming, scratch_folder, without_links
from simulate.serve.kept_drafts import KEPT

if TYPE_CHECKING:
    from simulate.serve.server_state import ServerState

HOST: Final = "127.0.0.1"
RECONNECT: Final = 30.0  # seconds a window may be away, as of a computer that slept
PAUSE: Final = 0.05  # seconds between two looks whether the page answers


def serve(*, port: int, results: Path, scenarios: Path, workers: int, opens_browser: bool) -> None:
    """Serve until interrupted; raises ProblemsFound if the port is taken.  ``port`` 0: any that is free."""
    chosen = free_port(port)
    _end_with_the_terminal()
    with _scratch(without_links(results) / KEPT) as scratch:
        os.environ["NICEGUI_STORAGE_PATH"] = str(scratch / "storage")  # read when the library is imported
        from simulate.serve.scenario_store import ScenarioStore
        from simulate.serve.server_state import ServerState

        state = ServerState(results, ScenarioStore(scenarios), scratch, workers)
        state.draw_library()  # a process of its own, which gets ready while what the page is made with is loaded
        try:
            _listen(state, chosen, opens_browser)
        finally:
            state.close()


def _end_with_the_terminal() -> None:
    """A terminal that closes is heard as SIGTERM is: by the server, once there is one, which then ends in order."""
    hang_up = getattr(signal, "SIGHUP", None)
    if hang_up is not None and signal.getsignal(hang_up) is not signal.SIG_IGN:
        signal.signal(hang_up, lambda *_: signal.raise_signal(signal.SIGTERM))


@contextmanager
def _scratch(kept: Path) -> Iterator[Path]:
    """A folder for what lasts as long as the server, also for what is sent to it, beside what it keeps.

    What a killed server leaves there goes with the next one.
    """
    with naming(kept):
        kept.mkdir(parents=True, exist_ok=True)
    try:
        with scratch_folder(kept / "windows") as scratch:
            tempfile.tempdir = str(scratch)
            yield scratch
    finally:
        tempfile.tempdir = None
        with suppress(OSError):
            kept.rmdir()  # of a page on which nothing was done


def _listen(state: ServerState, port: int, opens_browser: bool) -> None:
    """Make the page and serve it until interrupted."""
    from nicegui import app, ui
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from simulate.serve.guard import LOCAL, TOKEN, Guard
    from simulate.serve.page import add_page

    token = secrets.token_urlsafe(24)
    address = f"/?{TOKEN}={token}"
    app.add_middleware(Guard, token=token, port=port)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=LOCAL, www_redirect=False)  # asked first
    app.on_shutdown(state.close)
    app.on_startup(lambda: _announce(port, address))
    app.timer(0.5, state.tick)
    add_page(state)
    shown: str | bool = address if opens_browser else False
    ui.run(
        host=HOST, port=port, title="Lingbao 灵保", favicon="灵", show=shown, reload=False,
        show_welcome_message=False, tailwind=False, reconnect_timeout=RECONNECT, timeout_graceful_shutdown=3,
    )  # fmt: skip


async def _announce(port: int, address: str) -> None:
    """Say where the page is, once it answers: the library calls its start before it listens."""
    while True:
        try:
            _, writer = await asyncio.open_connection(HOST, port)
        except OSError:
            await asyncio.sleep(PAUSE)
        else:
            writer.close()
            break
    print(f"Lingbao: http://{HOST}:{port}{address}  (Ctrl+C ends it)", flush=True)


def free_port(port: int) -> int:
    """The port itself if nobody listens there, or a free one for 0; raises ProblemsFound."""
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            findings = Findings()
            findings.add((f"--port {port}", 0, 0), "a port that is taken or not allowed", "a free port", "try --port 0")
            findings.raise_if_any()
        return int(probe.getsockname()[1])
