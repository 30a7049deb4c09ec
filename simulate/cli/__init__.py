"""The command line, a room: ``app`` holds verbs and options, each other file what some verbs do."""

from simulate.cli.app import app, main

__all__ = ["app", "main"]
