"""Names of workers that identify their process, so that a dead one is recognised at once.

A name contains the host, its boot id and the namespace of process numbers, the process's number and
its start time (proc(5): /proc/sys/kernel/random/boot_id, /proc/self/ns/pid, /proc/PID/stat).
Process numbers are reused; a number together with a start time is not.
"""

import os
from functools import cache
from pathlib import Path
from secrets import token_hex
from socket import gethostname
from typing import Final

_PROC: Final = Path("/proc")
_START_TIME_FIELD: Final = 22
"""The field in /proc/PID/stat, counted from 1. The second field, the name in brackets, may contain
anything, so fields are counted after its last bracket.
"""


def worker_name(name: str) -> str:
    """A name that no other worker has, in this process or another."""
    return f"{name}-{_this_process()}-{token_hex(4)}"


def has_died(worker: str) -> bool:
    """Whether the process of a worker surely no longer runs.

    False for a worker of another host, boot or container, and if the system does not tell.
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
    """This host, boot and namespace of process numbers; None if the system does not tell."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        namespace = (_PROC / "self/ns/pid").readlink().name
    except OSError:
        return None
    host = gethostname().replace("-", "_")
    return f"{host}.{boot.replace('-', '')[:12]}.{namespace.strip('pid:[]')}"


def _start_time(number: str) -> str:
    """A process's start time in ticks since the boot; "" if there is no such process."""
    try:
        fields = (_PROC / number / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return fields.rpartition(")")[2].split()[_START_TIME_FIELD - 3]
