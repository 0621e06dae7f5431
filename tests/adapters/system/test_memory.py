"""Memory that is given back, where the C library can."""

import subprocess
import sys

SCRIPT = """
import ctypes, re
from followupd.adapters.system import memory

def resident():
    return int(re.search(r"VmRSS:\\s+(\\d+)", open("/proc/self/status").read())[1])

memory.use_single_heap()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
pieces = [libc.malloc(60_000) for _ in range(500)]
for piece in pieces:
    ctypes.memset(ctypes.c_void_p(piece), 1, 60_000)
for piece in pieces[:-1]:  # the last one holds the heap up
    libc.free(ctypes.c_void_p(piece))
before = resident()
memory.trim_memory()
print(before - resident())
"""


def test_what_was_freed_goes_back_to_the_system() -> None:
    said = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True).stdout
    assert int(said) > 20_000


def test_without_ctypes_nothing_is_given_back_and_nothing_fails() -> None:
    script = "import sys; sys.modules['ctypes'] = None; from followupd.adapters.system import memory as m; m.use_single_heap(); m.trim_memory()"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)
