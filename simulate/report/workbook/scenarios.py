"""What the manifest says of a scenario: its title in both languages and its changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulate.report.workbook.words import Words
from simulate.results.reader import Run
from simulate.scenario.kept import own_text


def title_of(run: Run, scenario: int, words: Words) -> str:
    """Title of a scenario in the language asked for, if its file gives one; else as the run recorded it."""
    made = run.made(scenario)
    recorded = str(made.get("title") or run.results.titles[scenario])
    if not words.is_chinese:
        return recorded
    return _header(str(made.get("text", ""))).get("zh") or recorded


def changes_of(run: Run, scenario: int) -> list[Mapping[str, Any]]:
    """Changes of a scenario as applied, old to new."""
    return [each for each in run.made(scenario).get("applied_changes") or [] if isinstance(each, dict)]


def _header(text: str) -> dict[str, str]:
    """The title in the scenario's own file within the text that the manifest keeps; empty if there is none."""
    import yaml

    try:
        content = yaml.safe_load(own_text(text))
    except yaml.YAMLError:
        return {}
    title = content.get("title") if isinstance(content, dict) else None
    return {str(key): str(each) for key, each in title.items()} if isinstance(title, dict) else {}
