"""The command line, a room: ``app`` holds verbs and options, each other file what some verbs do."""

from simulate.cli.door import main

__all__ = ["main"]
