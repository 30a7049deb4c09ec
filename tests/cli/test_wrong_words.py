"""Forty inputs as people get them wrong, Chinese and English: each is one line, at the right place, with the cure.

Each is said in both languages; in Chinese no English word is left but names of options, levers and files.
"""

from __future__ import annotations

import re

import pytest

from simulate import errors, speech
from simulate.cli import language

FLOOR = "employee_pension.flexible_base_floor_ratio"
RULE = "enrolment.hukou_rule"
# (command line, the place that is named, what the cure names)
OPTIONS = [
    ("rnu", "python run.py", "run"),
    ("比较 baseline", "python run.py", "compare"),
    ("run --wokers 500", "run", "--workers"),
    ("run --workers 5,000", "--workers", "5000"),
    ("run --workers ５，０００", "--workers", "5000"),
    ("run --workers 1万", "--workers", "10000"),
    ("run --workers 十", "--workers", "整数|whole number"),
    ("run --workers 10", "--workers", "300"),
    ("run --seed 1.5", "--seed", "整数|whole number"),
    ("run --years 明年", "--years", "2010-2075"),
    ("run --years 2050-2030", "--years", "2030-2050"),
    ("run --years １９９０", "--years", "2010-2075"),
    ("run --provinces 北平", "--provinces", "北京"),
    ("run --provinces 浙将省", "--provinces", "浙江"),
    ("run --provinces beijng", "--provinces", "beijing"),
    ("run --provinces 北京市，上海市，阿尔山", "--provinces", "xinjiang"),
    ("run hukou_remval", "hukou_remval", "hukou_removal"),
    ("run 取消灵活就业人员参保户籍限", "取消灵活就业人员参保户籍限", "hukou_removal"),
    ("run nothing.yaml", "nothing.yaml", "路径|path"),
    ("compare baseline baseline", "baseline", "一次|once"),
    ("levers 缴费基述", "levers", "levers"),
    ("levers --lang zh", "--lang", "--lang zh levers"),
    ("report nowhere", "nowhere", "结果|results"),
    ("report nowhere --lang 中文", "--lang", "zh"),
    ("workbook nowhere --lang fr", "--lang", "en"),
    ("career 骑手", "骑手", "rider_beijing"),
    ("explain", "explain", "--where"),
    ("compare", "compare", "--help"),
]  # fmt: skip
SETS = [
    (f"{FLOOR}：0.3", "LEVER=VALUE|参数=值"),
    (f"{FLOOR}=30%", "0.6"),
    (f"{FLOOR}=０．３％", "0.6"),
    (f"{FLOOR}=三成", "0.6"),
    (f"{FLOOR}=9", "1.5"),
    (f"{FLOOR}@2027年1月=0.3", "2027-01"),
    (f"{FLOOR}@2027/1=0.3", "2027-01"),
    ("灵活就业人员缴费基数下限比率=0.3", FLOOR),
    ("丧葬补助金月数=3", "occupational_injury.funeral_months"),
    (f"{RULE}=开放", "放开"),
    (f"{RULE}=opne", "open"),
    ("employee_pension.flexible_base_flor_ratio=0.3", FLOOR),
]
ALLOWED = {
    "yaml", "csv", "lang", "zh", "en", "both", "python", "run", "py", "help", "all", "workers", "seed", "years",
    "lever", "levers", "rule", "value", "where", "explain", "occupation", "ride",
    "hailing", "utf", "first", "last", "m", "f", "yyyy",
    "mm", "set", "open", "closed", "conditional", "outputs", "runs", "baseline",
}  # fmt: skip


@pytest.fixture
def spoken(monkeypatch):
    """English again after each test, whatever was chosen in it."""
    yield
    speech.choose("en")


def said(arguments: list[str], capfd, in_chinese: bool) -> str:
    from typer.main import get_command

    from simulate.cli import usage
    from simulate.cli.app import app
    from simulate.cli.leaving import code_of

    speech.choose("zh" if in_chinese else "en")
    command = language.translate(get_command(app))
    assert code_of(lambda: usage.run(command, arguments, "python run.py")) == 2
    return capfd.readouterr().err


def own_names() -> set[str]:
    """Names of shipped scenarios, careers, provinces and verbs, which are the same in Chinese."""
    from simulate import codes
    from simulate.cli.app import app
    from simulate.cli.lives import shipped
    from simulate.scenario.names import scenario_names

    verbs = [each.name or each.callback.__name__ for each in app.registered_commands]
    names = [*scenario_names(), *shipped(), *codes.PROVINCES.labels, *verbs]
    return {word for name in names for word in name.split("_")}


@pytest.mark.parametrize("in_chinese", [False, True], ids=["en", "zh"])
@pytest.mark.parametrize(("line", "place", "cure"), OPTIONS)
@pytest.mark.usefixtures("spoken")
def test_one_line_with_the_place_and_the_cure(line, place, cure, in_chinese, capfd, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    stated = said(line.split(" "), capfd, in_chinese)
    check(stated, place, cure, in_chinese, line)


@pytest.mark.parametrize("in_chinese", [False, True], ids=["en", "zh"])
@pytest.mark.parametrize(("option", "cure"), SETS)
@pytest.mark.usefixtures("spoken")
def test_a_lever_set_wrongly(option, cure, in_chinese, capfd, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    stated = said(["run", "--workers", "300", "--set", option], capfd, in_chinese)
    check(stated, "--set", cure, in_chinese, option)


def test_a_cure_is_found_however_many_faults_came_before(capfd, spoken):
    for position in range(500):
        errors.did_you_mean(f"wokers{position}", ["--workers"])
    check(said(["run", "--wokers", "500"], capfd, False), "run", "--workers", False, "run --wokers 500")


def check(stated: str, place: str, cure: str, in_chinese: bool, given: str) -> None:
    assert stated.count("\n") == 1, stated
    assert stated.startswith(place), stated
    assert re.search(cure if "|" in cure else re.escape(cure), stated), stated
    assert stated.partition("：" if in_chinese else ": ")[2], stated
    if in_chinese:
        left = set(re.findall(r"[a-z]+", stated.replace(given, "").lower()))
        left -= ALLOWED | own_names() | set(re.findall("[a-z]+", given.lower())) | set(re.findall("[a-z]+", cure))
        assert not left, stated


def test_there_are_forty():
    assert len(OPTIONS) + len(SETS) == 40
