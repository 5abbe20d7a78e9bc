"""Names of workers that tell which process they belong to, so that a dead one is known at once.

A name says on which host, in which boot of it and in which namespace of process numbers the process
runs, its number and when it started (proc(5): /proc/sys/kernel/random/boot_id, /proc/self/ns/pid,
/proc/PID/stat). Numbers of processes are used again; a number and a start time together are not.
"""

import os
from functools import cache
from pathlib import Path
from secrets import token_hex
from socket import gethostname
from typing import Final

_PROC: Final = Path("/proc")
_START_TIME_FIELD: Final = 22
"""Of /proc/PID/stat; the fields up to the second, which may hold anything, end with a bracket."""


def worker_name(name: str) -> str:
    """A name that no other worker has, in this process or another."""
    return f"{name}-{_this_process()}-{token_hex(4)}"


def has_died(worker: str) -> bool:
    """Whether the process of a worker surely runs no longer.

    False for a worker of another host, boot or container, or one that cannot be told about.
    """
    found = worker.rsplit("-", 4)
    here = _place()
    if here is None or len(found) < 5:  # noqa: PLR2004 - the parts of a name
        return False
    _, where, number, started, _ = found
    return where == here and _start_time(number) != started


@cache
def _this_process() -> str:
    number = str(os.getpid())
    return f"{_place() or 'unknown'}-{number}-{_start_time(number)}"


@cache
def _place() -> str | None:
    """This host, boot and namespace of process numbers; None where the system does not tell."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        namespace = (_PROC / "self/ns/pid").readlink().name
    except OSError:
        return None
    host = gethostname().replace("-", "_")
    return f"{host}.{boot.replace('-', '')[:12]}.{namespace.strip('pid:[]')}"


def _start_time(number: str) -> str:
    """When a process started, in ticks since the boot; "" if there is none of that number."""
    try:
        fields = (_PROC / number / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return fields.rpartition(")")[2].split()[_START_TIME_FIELD - 3]
