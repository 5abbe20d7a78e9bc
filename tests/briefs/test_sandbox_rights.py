"""What code in the sandbox could still do: nothing, on a machine that supports it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from socket import socket

import pytest

from briefs.sandbox import rights

ATTEMPTS = """
import ctypes, json, os, signal, socket, subprocess, sys, threading
from briefs.sandbox import rights

held, parent, port, own = sys.argv[1], os.getppid(), int(sys.argv[2]), sys.argv[3]
if own != "free":
    rights.give_up("" if own == "bound" else own)
libc = ctypes.CDLL(None, use_errno=True)

def forked():
    if os.fork() == 0:
        os._exit(0)

def started():
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()

def raw(number, *arguments):
    if libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "")

attempts = {
    "read a file": lambda: open(held).read(),
    "read the parent's environment": lambda: open(f"/proc/{parent}/environ", "rb").read(),
    "list a folder": lambda: os.listdir(os.path.dirname(held)),
    "write a file": lambda: open(held + ".new", "w"),
    "change a file": lambda: open(held, "a"),
    "remove a file": lambda: os.remove(held + ".spare"),
    "make a link": lambda: os.symlink("/", held + ".link"),
    "change a mode": lambda: os.chmod(held, 0o777),
    "change times": lambda: os.utime(held, (1, 1)),
    "connect": lambda: socket.create_connection(("127.0.0.1", port), 1),
    "listen": lambda: socket.create_server(("127.0.0.1", 0)),
    "make a local socket": lambda: socket.socketpair(),
    "fork": forked,
    "run a program": lambda: subprocess.run(["true"], check=True),
    "become a program": lambda: os.execv("/bin/true", ["true"]) if own != "free" else None,
    "signal the parent": lambda: os.kill(parent, 0),
    "trace the parent": lambda: raw(101, 16, parent, 0, 0) if own != "free" else None,
    "leave a namespace": lambda: raw(272, 0) if own != "free" else None,
    "import a module": lambda: __import__("briefs.text.sentences"),
    "import a library": lambda: __import__("lxml.html"),
    "start a thread": started,
}
done = []
for name, attempt in attempts.items():
    try:
        attempt()
    except (OSError, subprocess.SubprocessError, RuntimeError):
        continue
    done.append(name)
print(json.dumps(done))
"""
WORK = {"import a module", "import a library", "start a thread"}


def done(folder: Path, own: str) -> set[str]:
    """What a process could do, without rights ("bound"), with all of them ("free"), or with the
    right alone to become the program that `own` is the path of.
    """
    held = folder / "secret.txt"
    held.write_text("a token")
    held.with_suffix(".txt.spare").write_text("")
    with socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        tried = subprocess.run(
            [sys.executable, "-c", ATTEMPTS, str(held), str(port), own],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
    found: list[str] = json.loads(tried.stdout)
    return set(found)


@pytest.mark.skipif(bool(rights.missing()), reason="; ".join(rights.missing()))
def test_without_rights_it_can_only_do_its_work(tmp_path: Path) -> None:
    assert done(tmp_path, "bound") == WORK


@pytest.mark.skipif(bool(rights.missing()), reason="; ".join(rights.missing()))
def test_before_it_becomes_a_program_it_can_do_nothing_else(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_bytes(b"")
    assert done(tmp_path, str(program)) == {"start a thread"}


@pytest.mark.skipif(bool(rights.missing()), reason="; ".join(rights.missing()))
def test_a_program_that_cannot_be_become_is_told_from_one_that_fails(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_bytes(b"no program")
    program.chmod(0o755)
    ended = subprocess.run(rights.bound(program), check=False)
    assert ended.returncode == rights.NOT_STARTED


def test_with_its_rights_each_attempt_would_succeed(tmp_path: Path) -> None:
    free = done(tmp_path, "free")
    assert free >= WORK | {"read a file", "write a file", "connect", "fork", "run a program"}


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_jumps_only_to_its_ends(machine: str) -> None:
    program = list(rights._program(machine))
    for at, (code, if_true, if_false, _) in enumerate(program):
        assert at + 1 + max(if_true, if_false) < len(program) or code == rights._RETURN
    refused = [
        program[at + 1 + if_true]
        for at, (code, if_true, _, operand) in enumerate(program)
        if code == rights._EQUAL and operand in rights._REFUSED[machine]
    ]
    assert len(refused) == len(rights._REFUSED[machine])
    assert set(refused) == {(rights._RETURN, 0, 0, rights._REFUSE)}
