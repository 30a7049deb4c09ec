"""Compilation ahead of the first run, a room: ``plan`` says what a run compiles, ``worker`` does it in a process of its
own, ``first`` spreads it over processes.

Sixty seconds in one process are thirty to forty in two: two thirds of them go to the steps of the year, which
``schemes.life.live`` calls and which can be compiled before it, side by side, into the same cache.
"""

from simulate.compiling.first import compile_all, is_ready, size

__all__ = ["compile_all", "is_ready", "size"]
