"""The rights that a sandbox process gives up before it reads a stranger's bytes, as the kernel
allows.

Landlock (landlock(7)) leaves it the files of Python itself and no others; it forbids TCP from Linux
6.7 on and signals to other processes from 6.12 on. A seccomp filter (seccomp(2)) forbids it to
start processes or programs, to create sockets, to trace, to signal, to mount, and to change the
owner, mode or times of files. Neither can be undone. The kernel is called through ctypes: the
Python package for Landlock is a preview, and the one for seccomp needs a C library and its headers.

As a script it restricts itself and then becomes another program: `python rights.py PROGRAM …`.
"""

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

PR_SET_SECCOMP: Final = 22
PR_GET_SECCOMP: Final = 21
PR_SET_NO_NEW_PRIVS: Final = 38
SECCOMP_MODE_FILTER: Final = 2

# Landlock's system calls have the same numbers on every architecture.
LANDLOCK_CREATE_RULESET: Final = 444
LANDLOCK_ADD_RULE: Final = 445
LANDLOCK_RESTRICT_SELF: Final = 446
LANDLOCK_VERSION_FLAG: Final = 1
LANDLOCK_RULE_PATH_BENEATH: Final = 1

EXECUTE: Final = 1 << 0
READ_FILE: Final = 1 << 2
READ_DIR: Final = 1 << 3
FILE_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many file rights each version of Landlock has; later versions have as
many as the last here.
"""

NET_VERSION: Final = 4
SCOPE_VERSION: Final = 6

NOT_STARTED: Final = 126
"""The exit status if the program could not be executed."""

_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo")
_FILES = ("/etc/ld.so.cache", "/etc/localtime", "/etc/timezone", "/dev/null", "/dev/urandom")

_AUDIT_ARCH: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CLONE: Final = {"x86_64": 56, "aarch64": 220}
_EXECVE: Final = {"x86_64": 59, "aarch64": 221}
_CLONE3: Final = 435
_CLONE_THREAD: Final = 0x10000
_X32_BIT: Final = 0x40000000

# From the kernel's tables: arch/x86/entry/syscalls/syscall_64.tbl,
# include/uapi/asm-generic/unistd.h.
_COMMON = (424, 425, 434, 438)  # pidfd_send_signal, io_uring_setup, pidfd_open, pidfd_getfd
_REFUSED: Final[dict[str, tuple[int, ...]]] = {
    "x86_64": (
        *(41, 42, 43, 44, 46, 49, 50, 53, 288, 307),  # sockets
        *(57, 58, 59, 322),  # fork, vfork, execve, execveat
        *(62, 129, 200, 234, 297),  # signals
        *(101, 310, 311, 312),  # ptrace, process_vm_*, kcmp
        *(155, 161, 165, 166, 272, 308, 428, 429, 430, 431, 432, 442),  # mounts and namespaces
        *(90, 91, 92, 93, 94, 132, 188, 189, 190, 197, 198, 199, 235, 260, 261, 268, 280, 452),
        *(175, 169, 246, 248, 249, 250, 298, 313, 320, 321, 323),  # modules, keys, bpf, perf
        *_COMMON,
    ),
    "aarch64": (
        *(198, 199, 200, 201, 202, 203, 206, 211, 242, 269),  # sockets
        *(221, 281),  # execve, execveat
        *(129, 130, 131, 138, 240),  # signals
        *(117, 270, 271, 272),  # ptrace, process_vm_*, kcmp
        *(39, 40, 41, 51, 97, 268, 428, 429, 430, 431, 432, 442),  # mounts and namespaces
        *(5, 6, 7, 14, 15, 16, 52, 53, 54, 55, 88, 452),  # mode, owner, times, attributes
        *(104, 105, 142, 217, 218, 219, 241, 273, 280, 282, 294),  # modules, keys, bpf, perf
        *_COMMON,
    ),
}

# Classic BPF, linux/bpf_common.h.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
_UNKNOWN = 0x00050000 | errno.ENOSYS
_NUMBER, _ARCH, _FIRST_ARGUMENT = 0, 4, 16


def give_up(program: str = "") -> None:
    """Give up all rights that this kernel can take; a part that fails does not stop the others.

    For a `program` that is to be executed, only the right to do that and its own file are left.
    """
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    left = ((program, EXECUTE | READ_FILE),) if program else _left()
    with suppress(OSError):
        _leave_files(libc, left)
    with suppress(OSError):
        _filter_calls(libc, may_become=bool(program))


def bound(program: Path) -> tuple[str, ...]:
    """The command that starts a program without these rights.

    It must be one statically linked file, since it may open no library.
    """
    if not sys.platform.startswith("linux"):
        return (str(program),)
    return (sys.executable, "-I", "-S", "-B", __file__, str(program))


def missing() -> tuple[str, ...]:
    """The rights that a sandbox process keeps on this machine, for `doctor`; () if none."""
    if not sys.platform.startswith("linux"):
        return ("this system has no Landlock and no seccomp",)
    libc = ctypes.CDLL(None, use_errno=True)
    version = _landlock_version(libc)
    found: list[str] = []
    if version < 1:
        found.append("the kernel has no Landlock: files stay open to it")
    if platform.machine() not in _REFUSED or libc.prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0:
        found.append("no seccomp filter for this machine: sockets and processes stay open to it")
    return tuple(found)


def _landlock_version(libc: ctypes.CDLL) -> int:
    return int(libc.syscall(LANDLOCK_CREATE_RULESET, None, 0, LANDLOCK_VERSION_FLAG))


def _leave_files(libc: ctypes.CDLL, left: Iterable[tuple[str, int]]) -> None:
    version = _landlock_version(libc)
    if version < 1:
        return
    files = (1 << FILE_RIGHTS.get(version, FILE_RIGHTS[max(FILE_RIGHTS)])) - 1
    net = 0b11 if version >= NET_VERSION else 0
    scoped = 0b11 if version >= SCOPE_VERSION else 0
    handled = struct.pack("QQQ", files, net, scoped)
    size = 24 if version >= SCOPE_VERSION else 16 if version >= NET_VERSION else 8
    rules = libc.syscall(LANDLOCK_CREATE_RULESET, handled, size, 0)
    if rules < 0:
        raise OSError(ctypes.get_errno(), "landlock_create_ruleset")
    try:
        for path, rights in left:
            _allow(libc, rules, path, rights)
        if libc.syscall(LANDLOCK_RESTRICT_SELF, rules, 0) < 0:
            raise OSError(ctypes.get_errno(), "landlock_restrict_self")
    finally:
        os.close(rules)


def _left() -> Iterator[tuple[str, int]]:
    """The files that stay readable: the interpreter, its libraries, and our own code.

    A folder of the search path that is not Python's, such as a checkout, may be listed; of its
    files only those of our packages may be read.
    """
    yield str(Path(__file__).parents[1]), READ_FILE | READ_DIR
    for entry in filter(None, sys.path):
        is_python = Path(entry).name in {"site-packages", "dist-packages"}
        yield entry, READ_FILE | READ_DIR if is_python else READ_DIR
    for home in (sys.prefix, sys.base_prefix):
        yield str(Path(home, "lib")), READ_FILE | READ_DIR
    for folder in _LIBRARIES:
        yield folder, READ_FILE | READ_DIR
    for file in _FILES:
        yield file, READ_FILE


def _allow(libc: ctypes.CDLL, rules: int, path: str, rights: int) -> None:
    try:
        at = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # no such folder
    try:
        rule = struct.pack("=Qi", rights, at)
        libc.syscall(LANDLOCK_ADD_RULE, rules, LANDLOCK_RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(at)


def _filter_calls(libc: ctypes.CDLL, *, may_become: bool) -> None:
    machine = platform.machine()
    if machine not in _REFUSED:
        return
    program = b"".join(
        struct.pack("HBBI", *one) for one in _program(machine, may_become=may_become)
    )
    held = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: the number of instructions, padded, then a pointer to them.
    filtered = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(held))
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, filtered, 0, 0) < 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_SECCOMP)")


def _program(machine: str, *, may_become: bool = False) -> Iterator[tuple[int, int, int, int]]:
    """The filter: (code, jump if true, jump if false, operand) for each instruction.

    Threads may be started, processes not: the flags of clone tell them apart. Those of clone3 are
    in memory that a filter cannot read, so it gets ENOSYS, after which glibc uses clone.
    """
    become = {_EXECVE[machine]} if may_become else set()
    refused = tuple(number for number in _REFUSED[machine] if number not in become)
    to_allow, to_refuse, to_unknown = 2, 5, 5  # instructions to skip
    yield _LOAD, 0, 0, _ARCH
    yield _EQUAL, 1, 0, _AUDIT_ARCH[machine]
    yield _RETURN, 0, 0, _REFUSE
    yield _LOAD, 0, 0, _NUMBER
    yield _AT_LEAST, 0, 1, _X32_BIT
    yield _RETURN, 0, 0, _REFUSE
    for left, number in zip(reversed(range(len(refused))), refused, strict=True):
        yield _EQUAL, left + to_refuse, 0, number
    yield _EQUAL, to_unknown, 0, _CLONE3
    yield _EQUAL, 0, to_allow, _CLONE[machine]
    yield _LOAD, 0, 0, _FIRST_ARGUMENT
    yield _ANY_BIT, 0, 1, _CLONE_THREAD
    yield _RETURN, 0, 0, _ALLOW
    yield _RETURN, 0, 0, _REFUSE
    yield _RETURN, 0, 0, _UNKNOWN


if __name__ == "__main__":
    give_up(sys.argv[1])
    try:
        os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606  # only this program calls it
    except OSError:
        sys.exit(NOT_STARTED)
