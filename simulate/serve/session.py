"""What one window has: its draft, its language, its run and what it looks at.  Windows share nothing of this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from simulate.serve.draft import FIRST_NAME, Draft
from simulate.serve.jobs import Job
from simulate.serve.judging import Judgement, judge
from simulate.serve.lives import explain_arguments
from simulate.serve.results import Run
from simulate.serve.run_queue import Ticket
from simulate.serve.server_state import ServerState
from simulate.serve.writing import to_yaml

SEED: Final = 1


@dataclass
class RunChoice:
    """How to run."""

    workers: int
    seed: int = SEED
    with_draft: bool = True
    others: list[str] = field(default_factory=list)  # further scenarios, as the command line takes them


class Session:
    """State of one browser window, kept while it is open and when it is loaded again."""

    def __init__(self, state: ServerState, language: str, tab_name: str = "tab") -> None:
        self.state = state
        self.language = language
        self.folder = state.window_folder()
        self.tab_name = tab_name
        self.draft = state.drafts.find(tab_name) or Draft.of_own(language)
        self.choice = RunChoice(state.workers)
        self.job: Ticket | None = None  # the run asked for last
        self.shown_job: Ticket | None = None  # the run whose results were opened by themselves
        self.side: Job | None = None  # a page, a workbook or a life being made
        self.tab = "tab_library"
        self.opened: list[str] = []  # folders of results looked at, by name
        self.saved: Path | None = None
        self._n_files = 0

    @property
    def text(self) -> str:
        """The draft as a file."""
        return to_yaml(self.draft)

    def judge(self) -> Judgement:
        """Faults of the draft on its base, or what it changes."""
        fault = self.state.store.fault_of(self.draft.name)
        path = self.folder / f"{FIRST_NAME if fault else self.draft.name}.yaml"
        path.write_text(self.text, encoding="utf-8")
        return judge(self.state.book, self.draft.base, path, self.language)

    def scenario_file(self) -> Path:
        """The draft as a file that no later edit touches: the saved one if it is the same."""
        saved = self.saved
        if saved is not None and saved.is_file() and saved.stem == self.draft.name:
            is_same = saved.read_text(encoding="utf-8") == self.text
            if is_same:
                return saved
        return self.state.keep_scenario(self.draft.name, self.text)

    def new_file(self, name: str, text: str = "") -> Path:
        """A file of this window, in a folder of its own."""
        self._n_files += 1
        path = self.folder / str(self._n_files) / name
        path.parent.mkdir()
        if text:
            path.write_text(text, encoding="utf-8")
        return path

    def run_names(self) -> list[str]:
        """The base, then what is laid on it."""
        own = [str(self.scenario_file())] if self.choice.with_draft and not self.draft.is_empty else []
        others = [each for each in self.choice.others if each != self.draft.base]
        return [self.draft.base, *own, *others]

    def run(self) -> Ticket:
        """Ask for the run chosen; its results get a folder of their own."""
        names = self.run_names()
        out = self.state.results_folder(names)
        verb = ["compare", *names] if len(names) > 1 else ["run", names[0]]
        options = ["--workers", str(self.choice.workers), "--seed", str(self.choice.seed), "--out", str(out), "--json"]
        self.job = self.state.queue.add(self._title(names), ["--lang", self.language, *verb, *options], out)
        return self.job

    def run_reform(self, name: str) -> Ticket:
        """Ask for a run of one reform on the law it is meant for, as a card of the library does."""
        names = [self.state.base_of(name), name]
        out = self.state.results_folder(names)
        options = ["--workers", str(self.choice.workers), "--seed", str(self.choice.seed), "--out", str(out), "--json"]
        self.job = self.state.queue.add(self._title(names), ["--lang", self.language, "compare", *names, *options], out)
        return self.job

    def keep_draft(self) -> None:
        """The draft on the disk, for when the server is started again."""
        self.state.drafts.save(self.tab_name, self.draft)

    def _title(self, names: Sequence[str]) -> str:
        """What a run is called in the queue: the titles of what is laid on the base."""
        own = self.draft.chinese if self.language == "zh" else self.draft.english
        laid = names[1:] or names
        titles = [own if each.endswith(".yaml") else self.state.store.title(each, self.language) for each in laid]
        return "、".join(titles) if self.language == "zh" else ", ".join(titles)

    def explain(self, run: Run, asked: str, names: Sequence[str]) -> Job:
        """Open a life of a run under one or two of its scenarios."""
        asked_of = explain_arguments(run, asked, names, self.new_file)
        self.side = self.state.start(["--lang", self.language, *asked_of, "--json", "--quiet"])
        return self.side

    def export(self, folders: Sequence[Path], is_page: bool) -> Job:
        """Make the page (both languages) or the workbook (the window's) of some results."""
        target = self.new_file("report.html" if is_page else f"workbook_{self.language}.xlsx")
        verb, language = ("report", "both") if is_page else ("workbook", self.language)
        arguments = [verb, *map(str, folders), "--lang", language, "--out", str(target)]
        self.side = self.state.start(arguments, target)
        return self.side
