"""An Intel core with AMX as one without it, for figures that compare with the AVX512-VNNI cores of others.

A program must ask Linux for AMX before it may use it; here the kernel is told to say no, and libraries then use VNNI.
`python -m benchmarks._without_amx` measures extraction so, and prints its figures as JSON. x86-64 Linux only."""

from __future__ import annotations

import ctypes
import json
import os
import platform
import struct
import subprocess
import sys
from pathlib import Path

NO_NEW_PRIVILEGES, SECCOMP, FILTER = 38, 22, 2  # prctl(2)
ARCH_PRCTL, ASK_FOR = 158, 0x1023  # x86-64's arch_prctl(2), ARCH_REQ_XCOMP_PERM
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06  # classic BPF
NUMBER, FIRST = 0, 16  # places of a system call's number and of its first argument, seccomp(2)
ALLOW, REFUSE = 0x7FFF0000, 0x00050001  # as it would be done; with EPERM


class Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def there() -> bool:
    """Whether this machine has AMX and lets it be refused."""
    facts = Path("/proc/cpuinfo")
    linux = platform.system() == "Linux" and platform.machine() == "x86_64"
    return linux and facts.exists() and " amx_int8" in facts.read_text(encoding="utf-8")


def refuse() -> None:
    """From now on this process and those it starts are told no when they ask for AMX. Raises OSError where the kernel
    takes no filter."""
    steps = (
        (LOAD, 0, 0, NUMBER),
        (EQUAL, 0, 3, ARCH_PRCTL),
        (LOAD, 0, 0, FIRST),
        (EQUAL, 0, 1, ASK_FOR),
        (RETURN, 0, 0, REFUSE),
        (RETURN, 0, 0, ALLOW),
    )
    packed = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = Program(len(steps), ctypes.addressof(packed))
    libc = ctypes.CDLL(None, use_errno=True)
    for call in ((NO_NEW_PRIVILEGES, 1, 0, 0, 0), (SECCOMP, FILTER, ctypes.byref(program), 0, 0)):
        if libc.prctl(*call):
            raise OSError(ctypes.get_errno(), f"prctl: {os.strerror(ctypes.get_errno())}")


def figures() -> dict[str, float]:
    """What a process measures that may not use AMX."""
    done = subprocess.run([sys.executable, "-m", __name__], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    refuse()
    from benchmarks.extraction import compared

    print(json.dumps(compared()))
