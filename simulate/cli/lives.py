"""What ``career`` and ``explain`` do: read or find a life, live it under each scenario, print it side by side.

Exit codes: 0 done, 2 a fault in what was asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulate.cli.first_run import announce, compile_first
from simulate.cli.leaving import note_written, say, spoken_faults
from simulate.cli.verbs import print_json
from simulate.errors import Findings, Problem, ProblemsFound, did_you_mean
from simulate.language import naming, speech
from simulate.machine.files import SCENARIOS, check_readable, is_there, write_whole
from simulate.population.limits import check_sample
from simulate.results import plain_text
from simulate.results.ours import MARK, check_file

if TYPE_CHECKING:
    from simulate.lives.laws import Ground
    from simulate.lives.summary import Summary

CAREERS = SCENARIOS / "careers"
TITLE: Final = re.compile(r"^title: \{zh: (.*), en: (.*)\}", re.MULTILINE)


def career(
    file: str, *, scenario: str, against: str | None, on: str | None, sets: Sequence[str], by_year: bool, quiet: bool,
    as_json: bool, out: Path | None,
) -> None:  # fmt: skip
    """``career``: follow a hand-written career under one or two scenarios."""
    with spoken_faults():
        _check_outputs(out)
        on = _base(on)
        names = _names(scenario, against, on)
        path = _career_file(file)
        announce(quiet)
        from simulate.lives import laws, living, read_career, summary, tables, worth

        written = read_career.read_career(path)
        ready = laws.career_grounds(written, str(path), names, on, sets)
        _check_tiers(written, ready[0], path)
        _say_changes(ready, quiet)
        compile_first(quiet)
        discount = written.rates.get("discount_rate", worth.DISCOUNT)
        found = [summary.summarise(living.live_career(each, written), discount) for each in ready]
        title = f"{written.chinese}  {written.english}"
        if _deliver(
            {"career": written.name, "title": {"zh": written.chinese, "en": written.english}}, found, as_json, out
        ):
            return
        tables.print_summaries(title, found)
        tables.print_events(found, ("insured", "refused", "sharing", "settled"))
        if by_year:
            tables.print_years(found)


def explain(
    worker: str | None, *, scenario: str, against: str | None, on: str | None, where: str | None, workers: int,
    seed: int, sets: Sequence[str], as_career: Path | None, quiet: bool, as_json: bool, out: Path | None,
) -> None:  # fmt: skip
    """``explain``: open one simulated worker, by number or by question."""
    with spoken_faults():
        _check_outputs(out, as_career)
        on = _base(on)
        names = _names(scenario, against, on)
        _check_choice(worker, where, workers, seed)
        announce(quiet)
        from simulate.lives import laws, people, question, summary, tables, worth, writing

        asked = question.Question(where, ("A", "B")[: len(names)]) if where else None
        ready = laws.grounds(names, on, list(sets))
        _say_changes(ready, quiet)
        drawn = people.People(ready, workers, seed)
        if worker is not None:
            drawn.check(worker)
        compile_first(quiet)
        found = drawn.first(asked) if asked is not None else drawn.find(str(worker))
        number = people.number_of(int(found.worker.worker[0]))
        lives = drawn.live(found)
        if as_career is not None:
            write_whole(as_career, writing.as_career(lives[0], seed))
            note_written(as_career)
            say(f"written: {as_career}; run it with: python run.py career {as_career} --scenario {scenario}")
        opened = [summary.summarise(life, worth.DISCOUNT) for life in lives]
        about = {"worker": number, "workers": workers, "seed": seed, "who": people.describe(found)}
        if _deliver(about, opened, as_json, out):
            return
        tables.print_summaries(f"worker {number} of {workers:,}, seed {seed}: {people.describe(found)}", opened)
        tables.print_events(opened)
        tables.print_years(opened)


def _check_outputs(out: Path | None, as_career: Path | None = None) -> None:
    """No file of anyone's is where files will be written; raises ProblemsFound before anything is lived."""
    faults = Findings()
    if out is not None:
        check_file(out, "--out", (".json",), faults)
    if as_career is not None:
        check_file(as_career, "--as-career", (".yaml", ".yml"), faults, may_replace=False)
    faults.raise_if_any()


def _base(on: str | None) -> str | None:
    """The law both are laid on, by its name."""
    from simulate.scenario.names import scenario_named

    return None if on is None else scenario_named(on)


def _names(scenario: str, against: str | None, on: str | None) -> list[str]:
    """The scenarios asked for, checked; A first."""
    from simulate.scenario.names import check_scenarios, scenario_named

    faults = Findings()
    names = [scenario_named(each) for each in (scenario, against) if each is not None]
    check_scenarios(names, faults)
    if on is not None:
        check_scenarios([on], faults)
    faults.raise_if_any()
    return names


def shipped() -> list[str]:
    """Names of the careers that come with the model."""
    return sorted(path.stem for path in CAREERS.glob("*.yaml"))


def _titles() -> dict[str, str]:
    """Names of the shipped careers by their titles in both languages."""
    heads = {name: (CAREERS / f"{name}.yaml").read_text(encoding="utf-8")[:2000] for name in shipped()}
    return {title: name for name, head in heads.items() for found in TITLE.findall(head)[:1] for title in found}


def _career_file(name: str) -> Path:
    """A file, or a name or title in scenarios/careers/."""
    path = Path(name)
    if path.suffix not in (".yaml", ".yml") and not is_there(path):
        name = _titles().get(name, name)
        path = CAREERS / f"{name}.yaml"
        if name not in shipped():
            hint = did_you_mean(name, shipped()) or naming.alike(name, _titles()) or "shipped: " + ", ".join(shipped())
            raise ProblemsFound(
                [Problem(name, 0, 0, "no career of this name", "a shipped career or a .yaml file", hint)]
            )
    faults = Findings()
    check_readable(path, faults)
    faults.raise_if_any()
    return path


def _check_tiers(written: Any, ground: Ground, path: Path) -> None:
    """Tiers named in a career are tiers of the law."""
    from simulate.lives.laws import tiers

    labels, faults = tiers(ground), Findings()
    places = [((str(path), 0, 0), written.tier), *((period.place, period.tier) for period in written.periods)]
    for place, tier in places:
        if tier and tier not in labels:
            faults.add(place, f"the tier {tier!r}", f"one of {', '.join(labels)}", "yuan a year at the prices of 2014")
    faults.raise_if_any()


def _check_choice(worker: str | None, where: str | None, workers: int, seed: int) -> None:
    faults = Findings()
    if (worker is None) == (where is None):
        found = "both a worker and --where" if worker else "neither a worker nor --where"
        faults.add(
            ("explain", 0, 0),
            found,
            "one of the two",
            "for example: explain 1987-m42, or --where occupation=ride_hailing",
        )
    check_sample(workers, seed, None, faults, "--")
    faults.raise_if_any()


def _say_changes(ready: Sequence[Ground], quiet: bool) -> None:
    """What each scenario changes of the law, old to new, unless quiet; warnings always."""
    from simulate.scenario.telling import described_change

    for ground in ready:
        composed = ground.composed
        laid = f", laid on {ground.on}" if ground.on else ""
        if not quiet:
            title = composed.titled(speech.language())
            say(f"{composed.name}{laid}: {title}, law as known on {composed.as_of.isoformat()}")
        for change in () if quiet else composed.applied:
            spec = composed.parameters[change.lever].spec
            say(f"  {described_change(change, {change.lever: spec}, speech.language())}")
        for warning in composed.warnings:
            say(f"warning: {composed.name}: {warning}")


def _deliver(about: dict[str, Any], found: Sequence[Summary], as_json: bool, out: Path | None) -> bool:
    """Write or print the values as JSON, if asked; whether nothing is left to print."""
    from simulate.lives.summary import as_dict
    from simulate.results.provenance import project_version

    if out is None and not as_json:
        return False
    value = {"made_by": f"{MARK} {project_version()}", **about, "scenarios": [as_dict(each) for each in found]}
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_whole(out, plain_text.json_of(value) + "\n")
        note_written(out)
        say(f"written: {out}")
    if as_json:
        print_json(value)
    return as_json
