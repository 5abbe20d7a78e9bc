"""A reader that does what a hostile file would have it do, in the real process of the sandbox.

The processes are started as ever; a `sitecustomize` on their search path puts the hostile reader
into them. It tries to get out once the process has given up its rights, and writes into the text,
in the place of `ASKED`, what it could do: so each door shows by the piece that came in through it.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket

import pytest

from briefs.sandbox import pool

ASKED = "Whatever the reader could do stands here."
NOTHING = "The reader could do nothing at all."
COULD = "The reader could "

_HOOK = '''
import json, os, sys

TOLD = json.loads({told!r})


def attempts():
    import ctypes, signal, socket, subprocess

    libc, parent = ctypes.CDLL(None, use_errno=True), os.getppid()

    def forked():
        if os.fork() == 0:
            os._exit(0)

    def traced():
        # It would stop the tests themselves where nothing holds it back.
        if not TOLD["gives_up"] or libc.ptrace(16, parent, 0, 0) < 0:
            raise OSError(ctypes.get_errno(), "")

    return {{
        "read the passwords": lambda: open("/etc/passwd").read(),
        "read the library": lambda: open(TOLD["library"], "rb").read(),
        "read the settings": lambda: open(TOLD["settings"]).read(),
        "read the environment of the bot": lambda: open(f"/proc/{{parent}}/environ", "rb").read(),
        "read the memory of the bot": lambda: open(f"/proc/{{parent}}/mem", "rb").close(),
        "list a folder": lambda: os.listdir(TOLD["folder"]),
        "write a file": lambda: open(os.path.join(TOLD["folder"], "new"), "w"),
        "change the library": lambda: open(TOLD["library"], "ab"),
        "remove the library": lambda: os.remove(TOLD["library"]),
        "connect": lambda: socket.create_connection(("127.0.0.1", TOLD["port"]), 1),
        "ask for a name": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "listen": lambda: socket.create_server(("127.0.0.1", 0)),
        "start a child": forked,
        "run a program": lambda: subprocess.run(["true"], check=True),
        "signal the bot": lambda: os.kill(parent, 0),
        "trace the bot": traced,
        "find a secret of its own": lambda: [os.environ[one] for one in TOLD["secrets"]],
    }}


def tried():
    done = []
    for name, attempt in attempts().items():
        try:
            attempt()
        except Exception:
            continue
        done.append(name)
    return TOLD["could"] + (", ".join(done) or "do nothing at all") + "."


def hostile(real):
    """What does a task, and tries to get out before it does what it is asked."""

    def do(data, **asked):
        found = tried()
        if TOLD["asked"].encode() not in data and not found.endswith(" nothing at all."):
            raise RuntimeError(found)
        return real(data.replace(TOLD["asked"].encode(), found.encode()), **asked)

    return do


if "briefs.sandbox.worker" in sys.orig_argv:
    from briefs.sandbox import rights

    real = rights.give_up

    def give_up(program=""):
        if TOLD["gives_up"]:
            real(program)
        doing = sys.modules["__main__"].DOING
        doing.update({{name: hostile(real) for name, real in doing.items()}})

    rights.give_up = give_up
'''


def write_hook(folder: Path, secrets: Path, port: int, *, gives_up: bool = True) -> None:
    """Write what makes every sandbox hostile whose search path begins with the folder."""
    told = json.dumps(
        {
            "library": str(secrets / "library.db"),
            "settings": str(secrets / ".env"),
            "folder": str(secrets),
            "port": port,
            "secrets": ["SOURCEBRIEF_TELEGRAM_TOKEN"],
            "asked": ASKED,
            "could": COULD,
            "gives_up": gives_up,
        }
    )
    (folder / "sitecustomize.py").write_text(_HOOK.format(told=told))


def make_secrets(folder: Path) -> None:
    """What a stranger would like to have."""
    (folder / ".env").write_text("SOURCEBRIEF_TELEGRAM_TOKEN=4242:a-secret\n")
    (folder / "library.db").write_text("drafts")


@contextmanager
def hostile_sandbox(folder: Path, *, gives_up: bool = True) -> Iterator[Path]:
    """This program's sandbox with the hostile reader in it; the folder of what it wants."""
    hook, secrets = folder / "hook", folder / "secrets"
    hook.mkdir()
    secrets.mkdir()
    make_secrets(secrets)
    with socket() as listening, pytest.MonkeyPatch.context() as patch:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        write_hook(hook, secrets, listening.getsockname()[1], gives_up=gives_up)
        patch.syspath_prepend(str(hook))
        patch.setitem(os.environ, "SOURCEBRIEF_TELEGRAM_TOKEN", "4242:a-secret")
        pool.shared.cache_clear()
        try:
            yield secrets
        finally:
            pool.shared().close()
            pool.shared.cache_clear()
