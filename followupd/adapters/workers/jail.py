"""Makes the kernel refuse calls of a worker process (seccomp(2)): writing files, connections, new programs.

No library is used: pyseccomp has had no release for years and needs libseccomp at run time. The filter is a list of
refused calls. Each fails with EPERM, as a call without the necessary right does. Other machines than x86-64 and ARM64,
and kernels without seccomp, have only the limits of `serving`.
"""

from __future__ import annotations

import errno
import os
import struct
from dataclasses import dataclass

from followupd.adapters.system.memory import set_process_option

PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, SECCOMP_MODE_FILTER = 22, 38, 2  # prctl(2)
_ALLOW, _REFUSE, _UNKNOWN = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
_LOAD, _JUMP_EQUAL, _JUMP_ABOVE, _JUMP_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # bpf(4)
_CALL_NUMBER, _MACHINE, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_CLONE_THREAD = 0x10000
_FOREIGN_CALLS = 0x40000000  # x32: the same calls with other numbers


@dataclass(frozen=True, slots=True)
class _Machine:
    """The numbers of the calls on one kind of machine."""

    audit_arch: int
    refused: tuple[int, ...]  # in any case
    open_calls: tuple[tuple[int, int], ...]  # number, and the index of the argument with the flags
    clone: int
    prlimit: int


_CLONE3, _OPENAT2 = 435, 437
# Since Linux 5 these numbers are the same everywhere: pidfd_send_signal, io_uring_*, open_tree, move_mount, fsopen and
# its relatives, pidfd_open, pidfd_getfd, process_madvise.
_NEW_CALLS = (424, 425, 426, 427, 428, 429, 430, 431, 432, 433, 434, 438, 440)
_WRITING_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_MACHINES = {
    "x86_64": _Machine(
        0xC000003E,
        (
            41, 42, 43, 49, 50, 53, 288,  # socket, connect, accept, bind, listen, socketpair, accept4
            57, 58, 59, 322,  # fork, vfork, execve, execveat
            62, 200, 234, 129, 297,  # kill, tkill, tgkill, rt_sigqueueinfo, rt_tgsigqueueinfo
            101, 310, 311, 312,  # ptrace, process_vm_readv, process_vm_writev, kcmp
            76, 82, 83, 84, 85, 86, 87, 88, 90, 92, 91, 93, 94, 133,  # truncate, rename … unlink, symlink, chmod, chown, mknod
            258, 259, 260, 263, 264, 265, 266, 268, 316, 452,  # the same with names that end in -at
            132, 235, 261, 280, 188, 189, 190, 197, 198, 199,  # utime and its kin, setxattr, removexattr
            319, 303, 304, 321, 323, 298, 248, 249, 250,  # memfd, file handles, bpf, userfaultfd, perf, keys
            161, 165, 166, 155, 167, 272, 308,  # chroot, mount, umount, pivot_root, swapon, unshare, setns
        ),
        ((2, 1), (257, 2)),
        56, 302,
    ),
    "aarch64": _Machine(
        0xC00000B7,
        (
            198, 199, 200, 201, 202, 203, 242,  # socket, socketpair, bind, listen, accept, connect, accept4
            221, 281,  # execve, execveat
            129, 130, 131, 138, 240,  # kill, tkill, tgkill, rt_sigqueueinfo, rt_tgsigqueueinfo
            117, 270, 271, 272,  # ptrace, process_vm_readv, process_vm_writev, kcmp
            45, 33, 34, 35, 36, 37, 38, 52, 53, 54, 55, 276, 452,  # truncate, mknodat, mkdirat, unlinkat … renameat2
            88, 5, 6, 7, 14, 15, 16,  # utimensat, setxattr, removexattr
            279, 264, 265, 280, 282, 241, 217, 218, 219,  # memfd, file handles, bpf, userfaultfd, perf, keys
            51, 40, 39, 41, 224, 97, 268,  # chroot, mount, umount2, pivot_root, swapon, unshare, setns
        ),
        ((56, 2),),
        220, 261,
    ),
}  # fmt: skip


def confine_process(*, may_read_files: bool) -> bool:
    """Make the kernel refuse this process to write new files, to connect and to start programs.

    Without `may_read_files` it may open no file at all. Returns whether the kernel has accepted the filter. It cannot
    be undone; a second call can only refuse more.
    """
    machine = _MACHINES.get(os.uname().machine)
    if machine is None:
        return False
    set_process_option(PR_SET_NO_NEW_PRIVS, 1)
    return _install_filter(_build_filter(machine, may_read_files=may_read_files))


def _install_filter(instructions: list[bytes]) -> bool:
    try:
        import ctypes

        program = ctypes.create_string_buffer(b"".join(instructions))
        header = ctypes.create_string_buffer(
            struct.pack("HxxxxxxP", len(instructions), ctypes.addressof(program))
        )
        return bool(ctypes.CDLL(None).prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0) == 0)
    except (ImportError, OSError, AttributeError, MemoryError):
        return False


def _build_filter(machine: _Machine, *, may_read_files: bool) -> list[bytes]:
    """Return the filter program that the kernel runs before each call."""
    refused_calls = list(machine.refused) + list(_NEW_CALLS)
    if not may_read_files:
        refused_calls += [number for number, _ in machine.open_calls]
    program = [
        _make_step(_LOAD, _MACHINE),
        _make_step(_JUMP_EQUAL, machine.audit_arch, if_true=1),
        _make_step(_RETURN, _REFUSE),
        _make_step(_LOAD, _CALL_NUMBER),
        _make_step(_JUMP_ABOVE, _FOREIGN_CALLS, if_false=1),
        _make_step(_RETURN, _REFUSE),
    ]
    for number in refused_calls:
        program += [_make_step(_JUMP_EQUAL, number, if_false=1), _make_step(_RETURN, _REFUSE)]
    for number in (_CLONE3, _OPENAT2):  # then libraries use the older call, whose flags the filter can read
        program += [_make_step(_JUMP_EQUAL, number, if_false=1), _make_step(_RETURN, _UNKNOWN)]
    if may_read_files:
        for number, argument in machine.open_calls:
            program += _check_bits(number, argument, _WRITING_FLAGS, is_refused=True)
    program += _check_bits(machine.clone, 0, _CLONE_THREAD, is_refused=False)  # no new processes
    program += _check_bits(machine.prlimit, 0, 0xFFFFFFFF, is_refused=True)  # prlimit only for this process
    return [*program, _make_step(_RETURN, _ALLOW)]


def _check_bits(number: int, argument: int, bits: int, *, is_refused: bool) -> list[bytes]:
    """Return steps that check the lower half of an argument.

    They refuse the call if it has one of the bits (`is_refused`), or else if it has none.
    """
    with_bits, without_bits = (_REFUSE, _ALLOW) if is_refused else (_ALLOW, _REFUSE)
    return [
        _make_step(_JUMP_EQUAL, number, if_false=4),
        _make_step(_LOAD, _ARGUMENTS + 8 * argument),
        _make_step(_JUMP_BITS, bits, if_false=1),
        _make_step(_RETURN, with_bits),
        _make_step(_RETURN, without_bits),
    ]


def _make_step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)
