"""Every verb and option of the command line has its help in Chinese."""

from __future__ import annotations

import re

import pytest
from typer.main import get_command

from simulate.cli.app import app
from simulate.language import speech

COMMANDS = [get_command(app), *getattr(get_command(app), "commands", {}).values()]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_help_is_there_in_chinese(command):
    texts = [command.help, *(getattr(each, "help", None) for each in command.params)]
    for text in filter(None, texts):
        assert re.search("[\u4e00-\u9fff]", speech.spoken(text, "zh")), text
