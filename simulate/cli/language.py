"""``--lang zh`` before the verb, or ``LINGBAO_LANG=zh``: help, tables and messages in Chinese."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, Final

import typer

from simulate.language import speech

OPTION: Final = "--lang"
VARIABLE: Final = "LINGBAO_LANG"


def choose(arguments: list[str]) -> list[str]:
    """The arguments without a leading ``--lang``; the language is chosen by it, else by the environment."""
    wanted, left = os.environ.get(VARIABLE, ""), list(arguments)
    if left[:1] == [OPTION] and len(left) > 1:
        wanted, left = left[1], left[2:]
    elif left and left[0].startswith(f"{OPTION}="):
        wanted, left = left[0].partition("=")[2], left[1:]
    if wanted.lower().startswith(("zh", "cn", "中")):
        speech.choose("zh")
    elif wanted and not wanted.lower().startswith("en"):
        return arguments
    return left


def translate(command: Any) -> Any:
    """A command of the option parser, and all below it, with its help in the language chosen; returns it."""
    for each in _all(command):
        for holder, name in ((each, "help"), (each, "epilog"), (each, "short_help")):
            _say(holder, name)
        help_option = each.get_help_option(typer.Context(each, help_option_names=["-h", "--help"]))
        for parameter in (*each.params, *filter(None, [help_option])):
            _say(parameter, "help")
            if isinstance(getattr(parameter, "show_default", None), str):
                _say(parameter, "show_default")
    return command


def _all(command: Any) -> Iterator[Any]:
    yield command
    for each in getattr(command, "commands", {}).values():
        yield from _all(each)


def _say(holder: Any, name: str) -> None:
    text = getattr(holder, name, None)
    if text:
        setattr(holder, name, speech.spoken(text))
