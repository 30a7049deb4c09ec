"""What the option parser finds wrong with a command line, reported as every other fault: one line, with the cure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

import typer

from simulate.cli.leaving import BAD_INPUT, leave
from simulate.errors import Problem, ascii_digits, begin_reading, did_you_mean
from simulate.language import speech
from simulate.results import plain_text

USAGE_ERROR: Final[type[Exception]] = typer.BadParameter.__bases__[0]  # which typer does not name
_WHOLE: Final = re.compile(r"[+-]?\d+")
_EXTRA: Final = re.compile(r"unexpected extra argument\S* \((.*)\)$", re.DOTALL)
_DASHES: Final = re.compile("[－—–−]+-*")  # as a word processor or an input method writes two hyphens
_SIGNS: Final = re.compile("[\\s,，_'’人个名]")
_NUMERALS: Final = str.maketrans("一二两三四五六七八九", "1223456789")
_POWERS: Final = re.compile(r"(\d+)[eE]\+?(\d{1,2})")
_TENS: Final = {"万": 10_000, "千": 1_000, "k": 1_000, "K": 1_000}


IN_CHINESE: Final = {
    "运行": "run", "跑": "run", "模拟": "run", "比较": "compare", "对比": "compare", "检查": "check", "核对": "check",
    "参数": "levers", "报告": "report", "算例": "case", "案例": "case", "职业经历": "career", "解释": "explain",
    "网页": "serve", "页面": "serve", "工作簿": "workbook", "表格": "workbook", "帮助": "--help", "版本": "--version",
    "省份": "--provinces", "年份": "--years", "人数": "--workers", "样本": "--workers", "种子": "--seed",
    "线程": "--threads", "输出": "--out", "语言": "--lang", "基准": "--on", "抽样": "--draws", "条件": "--where",
    "端口": "--port",
}  # fmt: skip


class NotWholeError(typer.BadParameter):
    """An option that takes a whole number was given something else; what to write instead, if that is clear."""

    def __init__(self, found: str, hint: str) -> None:
        super().__init__(f"{plain_text.line(found)!r} is not a whole number")
        self.found = found
        self.hint = hint


def whole(text: str | int) -> int:
    """A whole number, its digits of any width; raises NotWholeError."""
    digits = ascii_digits(str(text)).strip()
    if _WHOLE.fullmatch(digits):
        return int(digits)
    bare = _SIGNS.sub("", digits).translate(_NUMERALS)
    bare = _POWERS.sub(lambda found: found[1] + "0" * int(found[2]), bare)
    many = _TENS.get(bare[-1:], 1)
    bare = bare[:-1] if many > 1 else bare
    hint = f"write the digits alone: {int(bare) * many}" if _WHOLE.fullmatch(bare) and len(bare) < 20 else ""
    raise NotWholeError(str(text), hint)


def run(command: Any, arguments: list[str], name: str) -> int:
    """Run the verb asked for; its exit code.  A command line that cannot be read is reported on one line."""
    if not arguments:
        typer.echo(command.get_help(command.make_context(name, ["--help"], resilient_parsing=True)))
        return BAD_INPUT
    for option in _twice(command, arguments):
        leave(BAD_INPUT, speech.of_problem(Problem(option, 0, 0, f"{option} twice", "each option once")))
    try:
        code = command.main(arguments, prog_name=name, standalone_mode=False)
    except USAGE_ERROR as fault:
        begin_reading()
        leave(BAD_INPUT, speech.of_problem(_problem(fault, command, name, arguments)))
    return code if isinstance(code, int) else 0


def _twice(command: Any, arguments: list[str]) -> list[str]:
    """Options that take one value and were given two, the first of which would be lost in silence."""
    verb = next((command.commands[each] for each in arguments if each in command.commands), None)
    single = {
        name
        for one in (verb.params if verb is not None else ())
        if not one.multiple and not getattr(one, "is_flag", False)
        for name in one.opts
        if name.startswith("--")
    }
    given = [each.partition("=")[0] for each in arguments]
    return [name for name in dict.fromkeys(given) if name in single and given.count(name) > 1]


def _problem(fault: Any, command: Any, name: str, arguments: Sequence[str]) -> Problem:
    verb = fault.ctx.command.name if fault.ctx is not None and fault.ctx.command is not command else ""
    cure = f"{name} {verb} --help shows what it takes".replace("  ", " ")
    parameter = getattr(fault, "param", None)
    if option := getattr(fault, "option_name", None):
        known = [each for one in fault.ctx.command.params for each in one.opts] if fault.ctx else []
        if option == "--lang":
            return Problem(option, 0, 0, f"No such option: {option}", "an option that is known",
                           f"write --lang before the verb: {name} --lang zh {verb}")  # fmt: skip
        return Problem(verb or name, 0, 0, f"No such option: {option}", "an option that is known",
                       _near(option, [*known, "--help"]) or cure)  # fmt: skip
    if parameter is not None and isinstance(fault, typer.BadParameter):
        place = next((each for each in parameter.opts if each.startswith("--")), parameter.name)
        if isinstance(fault, NotWholeError):
            return Problem(place, 0, 0, repr(fault.found), "a whole number", fault.hint)
        if not fault.message or parameter.required:
            return Problem(verb or name, 0, 0, f"nothing for {parameter.name.upper()}", "an argument", cure)
        stated = next(iter(_given(place, arguments)), "")
        return Problem(place, 0, 0, repr(stated) if stated else str(fault.message), "a whole number", "")
    unknown = re.match(r"[^']*'(.*?)'", str(fault.message)) if not verb else None
    if unknown:
        verbs = list(command.commands)
        # The parser escapes what is not printable.
        word = next((each for each in arguments if repr(each)[1:-1] == unknown[1]), unknown[1])
        near = _near(word, [*verbs, "--version", "--help"]) or "the verbs: " + ", ".join(verbs)
        return Problem(name, 0, 0, f"'{plain_text.line(word)}'", "a verb", near)
    if extra := _EXTRA.search(str(fault.message)):
        return Problem(verb or name, 0, 0, f"too many arguments: {extra[1]}", "what the verb takes",
                       _instead(extra[1], verb, name) or cure)  # fmt: skip
    return Problem(verb or name, 0, 0, str(fault.message), "what the verb takes", cure)


def _instead(extra: str, verb: str, name: str) -> str:
    """What was meant by arguments that a verb does not take: an option with a long dash, or a comparison."""
    first = extra.split()[0]
    if _DASHES.match(first):
        return f"write two hyphens: --{_DASHES.sub('', first, count=1)}"
    return f"to lay reforms on a base: {name} compare" if verb == "run" else ""


def _given(option: str, arguments: Sequence[str]) -> list[str]:
    """What was given to an option, apart or behind a sign of equality."""
    apart = [after for each, after in pairwise(arguments) if each == option]
    return apart + [each.partition("=")[2] for each in arguments if each.startswith(f"{option}=")]


def _near(word: str, known: list[str]) -> str:
    """``did you mean X?`` for a verb or option near to a word, or what the word means in Chinese."""
    verb, *others = unicodedata.normalize("NFKC", word).split() or [word]
    if others and verb in known:
        return f"part words with half-width spaces: {verb} {' '.join(others)}"
    meant = IN_CHINESE.get(word.strip("-—－"))
    return f"did you mean {meant}?" if meant in known else did_you_mean(word, known)
