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
# More than a child may say; one that says more no longer minds its limits.
MOST_REPLY = 128 << 20
KILLED = -9
"""How a child ends that nothing of its file explains: on SIGKILL, or its helper did."""
TOO_MUCH = -25
"""How a child ends that says more than there is room for: as on SIGXFSZ."""
_START = Path(__file__).with_name("child") / "start.py"


class Gone(Exception):
    """A helper ended before it could take a request."""


@dataclass(frozen=True)
class Request:
    """What a child is to open and within which limits."""

    kind: str
    cells: int
    characters: int
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
                taken = 0
                with contextlib.suppress(OSError):
                    line, handles = request.line(), [theirs.fileno()]
                    taken = socket.send_fds(self.control, [line], handles)
                if not taken:
                    raise Gone
            try:
                reply = _exchanged(mine, content, until)
                if len(reply) > MOST_REPLY:
                    # It would go on writing, to nobody, until its time is over.
                    self.end()
                    return b"", TOO_MUCH
                self.control.settimeout(max(until - time.monotonic(), 0.01))
                said = _status(self.control)
            except TimeoutError:
                self.end()
                return b"", -signal.SIGALRM
        if not said:
            self.end()
            return b"", KILLED
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
    helper = None
    with _lock:
        while _idle and helper is None:
            helper = _idle.pop()
            if helper.process.poll() is not None:
                helper.end()
                helper = None
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
    """Have a child open a file; return what it said and its ending status.

    Where something else killed it, it is asked once more: that is not of the file.
    """
    reply, status = _ask(request, content)
    return _ask(request, content) if status == KILLED else (reply, status)


def _ask(request: Request, content: bytes) -> tuple[bytes, int]:
    if not FORKS:
        return _ask_once(request, content)
    for _ in range(3):
        with contextlib.suppress(Gone), _helper() as helper:
            return helper.ask(request, content)
    return b"", KILLED


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
    if len(done.stdout) > MOST_REPLY:
        return b"", TOO_MUCH
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
