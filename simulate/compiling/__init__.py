"""Compilation ahead of the first run, a room: ``plan`` says what a run compiles, ``worker`` does it in a process of its
own, ``first`` spreads it over processes, ``shown`` says so.

Two processes take three quarters of the time of one: the steps of the year, which ``schemes.life.live`` calls, are
compiled before it, side by side, into the same cache; ``live`` itself then takes one process half of the whole.
"""

from simulate.compiling.first import compile_all, is_ready, size
from simulate.compiling.shown import compile_shown, on_standard_error

__all__ = ["compile_all", "compile_shown", "is_ready", "on_standard_error", "size"]
