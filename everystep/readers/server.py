"""The parent's side of the helper that forks a child for each file.

A helper serves one request at a time; threads that read at once have one each. The
helper holds no key and no content, is started when first needed, replaced when it is
gone, and ends with this process.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FORKS = hasattr(os, "fork") and hasattr(socket, "send_fds")
# The child ends itself; this long after it should have, its helper is ended with it.
GRACE_SECONDS = 5
MOST_REPLY = 1 << 30
_START = Path(__file__).with_name("child") / "start.py"


class Gone(Exception):
    """A helper ended before it could take a request."""


@dataclass(frozen=True)
class Request:
    """What a child is to open and within which limits."""

    kind: str
    cells: int
    memory: int
    cpu: int
    wall: float

    def line(self) -> bytes:
        """Return the request as the child reads it."""
        return json.dumps(vars(self)).encode()


class Helper:
    """One helper process and the socket through which it takes requests."""

    def __init__(self) -> None:
        self.control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-I", str(_START)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                # A parser's last words may quote the file.
                stderr=subprocess.DEVNULL,
                env=_bare_environment(),
                start_new_session=True,
            )

    def ask(self, request: Request, content: bytes) -> tuple[bytes, int]:
        """Return what the child said and the status that it ended with."""
        mine, theirs = socket.socketpair()
        until = time.monotonic() + request.wall + GRACE_SECONDS
        with mine:
            with theirs:
                try:
                    socket.send_fds(self.control, [request.line()], [theirs.fileno()])
                except OSError as told:
                    raise Gone from told
            try:
                reply = _exchanged(mine, content, until)
                self.control.settimeout(max(until - time.monotonic(), 0.01))
                said = _status(self.control)
            except TimeoutError:
                self.end()
                return b"", -signal.SIGALRM
        if not said:
            self.end()
            return b"", -signal.SIGKILL
        return reply, int(said)

    def end(self) -> None:
        """End the helper and any child of it."""
        self.control.close()
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _status(control: socket.socket) -> bytes:
    with contextlib.suppress(ConnectionResetError):
        return control.recv(64)
    return b""


def _bare_environment() -> dict[str, str]:
    """Return no more of our surroundings than Python needs to start."""
    kept = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ}


def _exchanged(line: socket.socket, content: bytes, until: float) -> bytes:
    # A child may end before it has read all; how it ended tells why.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        line.settimeout(max(until - time.monotonic(), 0.01))
        line.sendall(content)
        line.shutdown(socket.SHUT_WR)
    parts, size = [], 0
    with contextlib.suppress(ConnectionResetError):
        while size <= MOST_REPLY:
            line.settimeout(max(until - time.monotonic(), 0.01))
            part = line.recv(1 << 20)
            if not part:
                break
            parts.append(part)
            size += len(part)
    return b"".join(parts)


_idle: list[Helper] = []
_lock = threading.Lock()


@contextlib.contextmanager
def _helper() -> Iterator[Helper]:
    with _lock:
        helper = _idle.pop() if _idle else None
    helper = helper or Helper()
    try:
        yield helper
    except BaseException:
        helper.end()
        raise
    if helper.process.poll() is None:
        with _lock:
            _idle.append(helper)


def ask(request: Request, content: bytes) -> tuple[bytes, int]:
    """Have a child open a file; return what it said and its ending status."""
    if not FORKS:
        return _ask_once(request, content)
    for _ in range(3):
        with contextlib.suppress(Gone), _helper() as helper:
            return helper.ask(request, content)
    return b"", 1


def _ask_once(request: Request, content: bytes) -> tuple[bytes, int]:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_START), "once", request.line().decode()],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_bare_environment(),
            timeout=request.wall + GRACE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return b"", -int(getattr(signal, "SIGALRM", 14))
    return done.stdout, done.returncode


def end_all() -> None:
    """End every helper that waits; one is started again when it is needed."""
    with _lock:
        while _idle:
            _idle.pop().end()


def _forget() -> None:
    """Leave the helpers to the process that started them."""
    global _lock
    _lock = threading.Lock()
    for helper in _idle:
        helper.control.close()
        helper.process.returncode = 0
    _idle.clear()


atexit.register(end_all)
if FORKS:
    os.register_at_fork(after_in_child=_forget)
