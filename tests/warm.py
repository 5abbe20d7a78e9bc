"""A `sourcebrief` that has been started already: each call is a fork of it.

Documents have dozens of commands, and starting Python and importing the program takes most of each.
`serve` is the process that waits; CLIENT is what stands on the PATH in the program's place. A call
has its caller's standard streams, folder and environment, and no memory of other calls.
"""

import array
import gc
import json
import os
import signal
import socket
import sys
from importlib import import_module
from pathlib import Path

from bot.cli import main

CLIENT = """\
import array, json, os, socket, sys
line = socket.socket(socket.AF_UNIX)
line.connect({path!r})
said = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
line.sendmsg([len(said).to_bytes(4, "big")],
             [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))])
line.sendall(said)
sys.exit(line.recv(1)[0])
"""


def serve(path: str) -> None:
    """Wait for calls at a socket, until the process is ended."""
    for row in main.COMMANDS:
        import_module(row.target.partition(":")[0])
    gc.freeze()  # no call walks what was imported, which would copy all of it
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(f"{path}.new")
        door.listen()
        Path(f"{path}.new").rename(path)  # whoever sees it can call
        while True:
            line, _ = door.accept()
            if os.fork() == 0:
                os._exit(_called(line))
            line.close()


def _called(line: socket.socket) -> int:
    fds = array.array("i")
    size, given, _, _ = line.recvmsg(4, socket.CMSG_LEN(3 * fds.itemsize))
    fds.frombytes(given[0][2][: 3 * fds.itemsize])
    said = b""
    while len(said) < int.from_bytes(size, "big"):
        said += line.recv(65_536)
    args, folder, environ = json.loads(said)
    for own, theirs in enumerate(fds):
        os.dup2(theirs, own)
        os.close(theirs)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    try:
        status = main.run(args)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    line.send(bytes([status]))
    return status


if __name__ == "__main__":
    serve(sys.argv[1])
