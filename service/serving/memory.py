"""Memory that is given back: the limit of a container counts what a process holds, not what it uses."""

from __future__ import annotations

import ctypes
import gc

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # malloc.h of glibc; parts of its stable interface


def give_back_what_is_freed() -> None:
    """Have the C library give freed memory back to the system; without effect where it is not glibc.

    By default each thread gets a heap of its own, and once a large block was freed, blocks of that size are cut from
    the heaps too: after some large lists every thread would hold the most that it ever needed, and a container would
    be killed for memory that nobody uses.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except AttributeError:
        return
    mallopt(_M_ARENA_MAX, 1)
    mallopt(_M_MMAP_THRESHOLD, 128 * 1024)
    mallopt(_M_TRIM_THRESHOLD, 1024 * 1024)


def set_aside_what_stays() -> None:
    """Take everything that lives now out of the garbage collector's sight, and collect what is dead.

    The data of the service stays until it is replaced as a whole. The collector need not look through it again and
    again, and by looking it would undo the sharing of memory between master and workers.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
