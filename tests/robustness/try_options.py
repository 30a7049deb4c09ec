"""Command lines put together at random: every verb, its options, and words that do not belong there."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from simulate.scenario.names import scenario_names
from tests.robustness import hostile
from tests.robustness.attempts import Attempt, Outcome
from tests.robustness.terminal import command, misbehaviour

Words = list[str]
COUNTS = ("0", "-1", "64", "1", "17", "64.5", "1e3", "nan", "６４", "100000001", "99999999999999999999", "", "many")


def _text(chance: random.Random) -> str:
    """A word that may stand anywhere; the system allows none with a NUL in it."""
    pool = chance.choice((hostile.TEXTS, hostile.EMPTY, hostile.NUMBERS, hostile.DATES, hostile.WORDS, hostile.NAMES))
    return chance.choice(pool).replace("\0", "")


def _scenario(chance: random.Random) -> str:
    return chance.choice((*scenario_names(), _text(chance), _text(chance) + ".yaml"))


def _set(chance: random.Random) -> str:
    from tests.robustness.living import book

    lever = chance.choice((*book().levers, _text(chance)))
    value = chance.choice((*hostile.NUMBERS, *hostile.WORDS, _text(chance)))
    return f"{lever}{chance.choice(('', '', '@' + chance.choice(hostile.DATES)))}={value}"


def _question(chance: random.Random) -> str:
    fields = ("form", "occupation", "sex", "birth_year", "qualifies.A", "award.A", "award.B", "months.A", _text(chance))
    signs = ("=", "!=", "<", "<=", ">", ">=", "==", "~", "in", "")
    values = ("delivery_rider", "male", "true", "1980", "1e9", _text(chance))
    one = [
        f"{chance.choice(fields)}{chance.choice(signs)}{chance.choice(values)}"
        for _ in range(chance.choice((1, 1, 2, 3)))
    ]
    return chance.choice((" and ", " or ", " and not ", " ", " ( ")).join(one)


def _some(chance: random.Random, options: dict[str, Callable[[], str]]) -> Words:
    """Some of the options, each with a value."""
    chosen = [name for name in options if chance.random() < 0.4]
    return [word for name in chosen for word in (name, options[name]())]


def _run(chance: random.Random) -> Words:
    small = ["--workers", chance.choice(COUNTS), "--threads", "1", "--out", "out"]
    given = _some(chance, {
        "--years": lambda: chance.choice(("2030", "2030-2040", "2040-2030", *hostile.DATES, _text(chance))),
        "--provinces": lambda: chance.choice(("beijing", "北京,上海", "beijing,,", ",", _text(chance))),
        "--seed": lambda: chance.choice((*COUNTS, "7", str(2**63))),
        "--set": lambda: _set(chance),
        "--on": lambda: _scenario(chance),
    })  # fmt: skip
    return ["run", _scenario(chance), *small, *given, "-q"]


def _compare(chance: random.Random) -> Words:
    names = [_scenario(chance) for _ in range(chance.choice((1, 2, 3)))]
    return ["compare", *names, "--workers", "300", "--years", "2030", "--threads", "1", "--out", "out", "-q"]


def _career(chance: random.Random) -> Words:
    given = _some(chance, {
        "--scenario": lambda: _scenario(chance), "--against": lambda: _scenario(chance), "--set": lambda: _set(chance),
        "--out": lambda: chance.choice(("a.json", ".", "/dev/full", _text(chance))),
    })  # fmt: skip
    return ["career", chance.choice(("rider_beijing", _text(chance))), *given, "-q"]


def _explain(chance: random.Random) -> Words:
    who = chance.choice(
        (["1987-m1"], [_text(chance)], ["--where", _question(chance)], ["--where", _question(chance)], [])
    )
    given = _some(chance, {
        "--against": lambda: _scenario(chance), "--as-career": lambda: chance.choice(("c.yaml", ".", _text(chance))),
        "--seed": lambda: chance.choice(COUNTS),
    })  # fmt: skip
    return ["explain", *who, "--workers", chance.choice(("3000", "64", *COUNTS)), *given, "-q"]


def _other(chance: random.Random) -> Words:
    return chance.choice(
        (["check", _text(chance)], ["check", _text(chance) + ".yaml"], ["levers", _text(chance)],
         ["case", _text(chance)], ["report", _text(chance)], ["report", "out", "--lang", _text(chance)],
         ["workbook", _text(chance)], ["workbook", "out", "--out", _text(chance)], ["serve", "--port", _text(chance)],
         ["serve", "--port", "-1"], ["serve", "--port", "99999999"], [_text(chance)], [], ["--version"],
         ["check", "--help"],
         ["baseline", "--update", "--reason", " "],
         ["baseline", "--reason", "x"], ["check", "."], ["check", "/dev/null"], ["case", "/dev/null"])
    )  # fmt: skip


def try_options(attempts: Sequence[Attempt], folder: Path) -> Iterator[Outcome]:
    """Command lines; ``serve`` is only tried where it must refuse."""
    for attempt in attempts:
        chance = attempt.chance
        words = chance.choice((_run, _compare, _career, _explain, _other, _other))(chance)
        if words[:1] == ["serve"] and words[-1].strip().isdecimal() and 0 <= int(words[-1]) < 65536:
            words = ["serve", "--port", "-1"]
        words = [word for word in words if _is_allowed(word)]
        said = command(*words)
        wrong, what = misbehaviour(said), " ".join(repr(word)[:60] for word in words)
        if wrong:
            yield Outcome(attempt, "mishandled", what, wrong[1], wrong[0])
        else:
            yield Outcome(attempt, "refused" if said.code == 2 else "accepted", what, said.first_line)


def _is_allowed(word: str) -> bool:
    """Whether the system passes a word on, and it names no place outside the working folder to write to."""
    return not word.startswith(("/etc", "~")) and not word.endswith("/dev/MARK7")
