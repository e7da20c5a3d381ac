"""Serving the pages: one process, a clean end, and the demonstration with the packaged sample."""

from __future__ import annotations

import contextlib
import gc
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from onrecord.config import Settings, make_folder, make_home
from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    import uvicorn

GRACE = 3  # seconds that open connections get when the server is told to stop


def serve(settings: Settings, host: str, port: int) -> None:
    """Serves the ledger's pages until told to stop. Raises OnrecordError where the port is taken."""
    import uvicorn

    from onrecord import logs
    from onrecord.ledger import open_ledger
    from onrecord.pages.app import create_app
    from onrecord.pages.postman import Postman

    logs.configure(settings.log)
    make_home(settings)
    listening = _listen(host, port)
    address = f"http://{host}:{listening.getsockname()[1]}/"
    if settings.base_url == Settings.model_fields["base_url"].default:
        settings = settings.model_copy(update={"base_url": address.rstrip("/")})
    app = create_app(settings, open_ledger(settings.db))
    postman = Postman(app.state.site)
    postman.start()
    print(f"onrecord: serving {settings.db} at {address}", file=sys.stderr, flush=True)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=GRACE,
        proxy_headers=False,
        server_header=False,
    )
    _settle()
    with contextlib.suppress(KeyboardInterrupt):  # being told to stop is how a server ends
        stopping(uvicorn.Server(config), app.state.live.close).run(sockets=[listening])
    postman.stop()


def _settle() -> None:
    """What is loaded by now stays for good: looking through it again and again for garbage would hold requests up."""
    gc.collect()
    gc.freeze()


def stopping(server: uvicorn.Server, first: Callable[[], None]) -> uvicorn.Server:
    """The server, doing this first when it is told to stop: open streams would hold it up."""
    told = server.handle_exit

    def handle_exit(sig: int, frame: FrameType | None) -> None:
        first()
        told(sig, frame)

    server.handle_exit = handle_exit  # type: ignore[method-assign]
    return server


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise OnrecordError(
            f"cannot listen there ({error.strerror})",
            f"{host}:{port}",
            "Choose another with --port, or 0 for a free one",
        ) from error
    return listening


def demo(folder: Path | None, port: int) -> None:
    """Records the packaged sample where it is not recorded yet, then serves it on loopback."""
    home = folder or Path.home() / ".cache" / "onrecord" / "demo"
    make_folder(home, "Name another with --folder.")
    settings = Settings(db=f"sqlite:///{home / 'ledger.sqlite'}", mail=f"file:{home / 'mail'}")
    record_sample(settings)
    serve(settings, "127.0.0.1", port)


def record_sample(settings: Settings) -> int:
    """Records the packaged sample; how many of its pages are new."""
    from onrecord import intake, sample
    from onrecord.ledger import open_ledger

    ledger = open_ledger(settings.db)
    run = intake.Run(settings, known=ledger.knows, own=True)
    added = sum(ledger.record(reading).added for _, reading in run.over(map(str, sample.files())))
    ledger.close()
    return added
