"""The helper process: it forks a fresh child for each file and holds no content.

Run as ``python -I start.py`` with a socket for its standard input. A request is one
line and one more socket; the file goes in and its cells come out through that one,
which only the child reads. It ends when its parent does: its input is then at an end.

``python -I start.py once '<request>'`` does one file by itself, where nothing forks.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
from typing import Any, BinaryIO

# Enough for a reader and its libraries; see `LIMITS` in the parent for what comes on
# top. Without /proc the child's own size is not known.
UNKNOWN_SIZE = 400 << 20
Request = dict[str, Any]


def child_package() -> None:
    """Make our sibling modules importable without the packages above them."""
    package = type(sys)("child")
    package.__path__ = [os.path.dirname(os.path.abspath(__file__))]  # noqa: PTH120,PTH100
    sys.modules["child"] = package


def child_stop() -> type[Exception]:
    """Return the exception by which our readers give a reason."""
    found: type[Exception] = importlib.import_module("child.shape").Stop
    return found


def limit(request: Request) -> None:
    """Set the limits of this process, for good."""
    if sys.platform == "win32":
        return
    import resource

    memory = own_size() + request["memory"]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # At the hard limit the signal would be one that does not tell why.
    resource.setrlimit(resource.RLIMIT_CPU, (request["cpu"], request["cpu"] + 2))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # No reader has anything to write to.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    signal.setitimer(signal.ITIMER_REAL, request["wall"])


def own_size() -> int:
    """Return the address space that this process holds before it opens anything."""
    try:
        with open("/proc/self/statm", "rb") as stream:  # noqa: PTH123
            return int(stream.read().split()[0]) * os.sysconf("SC_PAGESIZE")
    except OSError:
        return UNKNOWN_SIZE


def answer(request: Request, source: BinaryIO, reply: BinaryIO) -> None:
    """Read one file and write its sheets, a line each, and how it ended."""
    limit(request)
    gc.disable()
    told = "damaged"
    try:
        readers = importlib.import_module("child.readers")
        content = source.read()
        most = request["cells"], request["characters"]
        for line in readers.lines(request["kind"], content, *most):
            reply.write(line)
        told = ""
    except MemoryError:
        told = "too_large"
    # A reader's panic is no Exception; and any words but our own may quote the file.
    except BaseException as error:  # noqa: BLE001
        told = str(error) if isinstance(error, child_stop()) else "gave_up"
    reply.write(json.dumps({"end": told}).encode() + b"\n")
    reply.flush()


def serve(control: socket.socket) -> None:
    """Fork a child for each request until the parent is gone."""
    readers = importlib.import_module("child.readers")
    while True:
        line, handles, _, _ = socket.recv_fds(control, 4096, 1)
        if not line or not handles:
            return
        request = json.loads(line)
        readers.prepare(request["kind"])
        gc.freeze()
        number = os.fork()
        if not number:
            control.close()
            child(request, handles[0])
        os.close(handles[0])
        _, status = os.waitpid(number, 0)
        control.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


def child(request: Request, handle: int) -> None:
    """Do one request and leave, whatever happens, without the parent's last rites."""
    status = 1
    try:
        with (
            socket.socket(fileno=handle) as line,
            line.makefile("rb") as source,
            line.makefile("wb") as reply,
        ):
            answer(request, source, reply)
        status = 0
    finally:
        os._exit(status)


def main() -> None:
    """Serve a parent, or do one file."""
    child_package()
    if sys.argv[1:2] == ["once"]:
        request = json.loads(sys.argv[2])
        importlib.import_module("child.readers").prepare(request["kind"])
        answer(request, sys.stdin.buffer, sys.stdout.buffer)
    else:
        with contextlib.closing(socket.socket(fileno=0)) as control:
            serve(control)


if __name__ == "__main__":
    main()
