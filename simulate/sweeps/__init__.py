"""Sweeps: hundreds of scenarios lived on one machine, a cluster or a job array, and one run over many machines.

The finished cell on disk is the truth (``store``): a file named by the digest of all that determines it (``cells``), so
that a second start does only what is missing.  Scheduling, retries and balance are those of ``dask.distributed``
(``cluster``); cells that differ only in policy share lives and are lived in one pass (``tasks``).
"""
