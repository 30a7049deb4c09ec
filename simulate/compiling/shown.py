"""The first compilation shown: a line that says what happens, and a bar, in the command line and in Python alike."""

from __future__ import annotations

import sys
from collections.abc import Callable

from simulate.compiling import first
from simulate.engine.kernel_sources import FIRST_RUN
from simulate.language import speech

_FORM = "{desc}: {percentage:3.0f}%|{bar}| {elapsed}"


def compile_shown(say: Callable[[str], None] | None) -> None:
    """Compile the model for this machine where that has not been done; ``say`` says so, None keeps quiet.

    Raises ProblemsFound where the outputs could not be written in the end: a minute's work is not begun for them.
    """
    if first.is_ready():
        return
    from tqdm import tqdm

    from simulate.indicators import must_agree
    from simulate.parameters import BASELINE_DAY, LawBook

    must_agree(LawBook.load().resolve(BASELINE_DAY)[0])
    if say is not None:
        say(FIRST_RUN)
    with tqdm(
        total=first.size(), desc=speech.spoken("compiling"), bar_format=_FORM, leave=False, disable=say is None
    ) as bar:
        first.compile_all(bar.update)


def on_standard_error(text: str) -> None:
    """A line on standard error, in the language chosen, beside any bar that is there."""
    from tqdm import tqdm

    tqdm.write(speech.spoken(text), file=sys.stderr)
