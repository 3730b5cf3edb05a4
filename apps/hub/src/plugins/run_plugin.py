"""The program of a plugin's process for authors in Python: run_plugin.py KIT_FOLDER FILE [--sealed].

Puts the kit where `import activity_hub_plugin` finds it and runs the author's file. Sealed, the process first
gives up, for good, to start programs, to make processes and to open sockets: the namespaces around it leave
it nothing to reach, and this leaves it nothing to try with.
"""

import ctypes
import gc
import io
import os
import platform
import runpy
import struct
import sys

# Numbers of Linux: execve, execveat, fork, vfork, socket, unshare, setns, ptrace; then clone, clone3.
DENIED = {
    "x86_64": ((59, 322, 57, 58, 41, 272, 308, 101), 56, 435, 0xC000003E),
    "aarch64": ((221, 281, 198, 97, 268, 117), 220, 435, 0xC00000B7),
}
ALLOW, EPERM, ENOSYS, KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
LOAD, EQUAL, AT_LEAST, BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
CLONE_THREAD = 0x00010000
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2

SCHED_SETATTR = {"x86_64": 314, "aarch64": 274}
SHORTEST_TURN_NS = 100_000


def take_short_turns():
    # Whoever wakes on this processor waits out the turn that has begun, however nice it is: milliseconds for every
    # statement of PostgreSQL beside a plugin that loops. Kernels before 6.12 take no notice.
    number = SCHED_SETATTR.get(platform.machine())
    # struct sched_attr: its size, policy, flags, niceness, priority, turn, deadline, period.
    attributes = struct.pack("IIQiIQQQ", 48, os.SCHED_OTHER, 0, os.nice(0), 0, SHORTEST_TURN_NS, 0, 0)
    if number is not None:
        ctypes.CDLL(None).syscall(number, 0, attributes, 0)


def seal():
    denied, clone, clone3, architecture = DENIED[platform.machine()]
    # Each step: operation, steps to skip when it holds, when it does not, operand.
    steps = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, KILL), (LOAD, 0, 0, 0)]
    # The numbers of the x32 ABI, which would pass by the others.
    steps += [(AT_LEAST, 0, 1, 0x40000000), (RETURN, 0, 0, EPERM)]
    for number in denied:
        steps += [(EQUAL, 0, 1, number), (RETURN, 0, 0, EPERM)]
    # Threads are made with clone; libraries fall back to it when there is no clone3.
    steps += [(EQUAL, 0, 1, clone3), (RETURN, 0, 0, ENOSYS)]
    steps += [(EQUAL, 0, 3, clone), (LOAD, 0, 0, 16), (BITS, 1, 0, CLONE_THREAD), (RETURN, 0, 0, EPERM)]
    steps += [(RETURN, 0, 0, ALLOW)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    # struct sock_fprog: the number of steps, and where they are.
    filter_ = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(program)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 or prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, filter_, 0, 0) != 0:
        sys.exit("The process cannot be sealed: " + os.strerror(ctypes.get_errno()))


kit, file, *flags = sys.argv[1:]
sys.path[:0] = [os.path.dirname(file), kit]
sys.argv = [file]
sys.dont_write_bytecode = True
# Lines are large and hold no cycles: bigger reads, and fewer walks through all of it in search of garbage.
sys.stdin = io.TextIOWrapper(open(0, "rb", buffering=1 << 20, closefd=False), encoding="utf-8")
gc.set_threshold(50_000, 20, 50)
take_short_turns()
if "--sealed" in flags:
    seal()
runpy.run_path(file, run_name="__main__")
