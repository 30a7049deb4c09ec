"""Inputs as people get them wrong, Chinese and English: each is one line, at the right place, with the cure.

Each is said in both languages; in Chinese no English word is left but names of options, levers and files.
"""

from __future__ import annotations

import ast
import re

import pytest

from simulate import errors
from simulate.cli import language
from simulate.language import naming, speech

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
    ("run --provinces 深圳", "--provinces", "广东"),
    ("run --provinces 蘇州市", "--provinces", "江苏"),
    ("run --provinces shenzen", "--provinces", "shenzhen|guangdong"),
    ("explain --where 户籍省份=厦门", "--where", "福建"),
    ("run --provinces 北京市，上海市，阿尔山", "--provinces", "xinjiang"),
    ("run hukou_remval", "hukou_remval", "hukou_removal"),
    ("run 取消灵活就业人员参保户籍限", "取消灵活就业人员参保户籍限", "hukou_removal"),
    ("run nothing.yaml", "nothing.yaml", "路径|path"),
    ("compare baseline baseline", "baseline", "一次|once"),
    ("levers 缴费基述", "levers", "levers"),
    ("versoin", "python run.py", "--version"),
    ("帮助", "python run.py", "--help"),
    ("run --省份 广东", "run", "--provinces"),
    ("run --as-of 2021年", "run", "--help"),
    ("run --seed 1 --seed 2", "--seed", "一次|once"),
    ("run 户籍放开", "户籍放开", "hukou_removal"),
    ("run 平台补贴", "平台补贴", "platform_"),
    ("run 图.png", "图.png", ".yaml"),
    ("run --provinces 台湾省", "--provinces", "fujian"),
    ("levers 缴费基数下限，甘肃", "levers", "flexible_base_floor_ratio"),
    ("report nowhere.docx", "nowhere.docx", "结果|results"),
    ("explain 1890-m1 --quiet", "WORKER 1890-m1", "1910"),
    ("explain 1990-f99999 --quiet", "WORKER 1990-f99999", "1990-f0"),
    ("explain 1990-女-3 --quiet", "WORKER 1990-女-3", "1987-m42"),
    ("explain --where 民族=汉", "--where", "form"),
    ("explain --where 户籍=农村", "--where", "rural"),
    ("explain --where 职业=程序员", "--where", "外卖骑手"),
    ("explain --where 性别大于女", "--where", "sex"),
    ("explain --where 出生年份=九零后", "--where", "birth_year"),
    ("levers --lang zh", "--lang", "--lang zh levers"),
    ("report nowhere", "nowhere", "结果|results"),
    ("report nowhere --lang 中文", "--lang", "zh"),
    ("workbook nowhere --lang fr", "--lang", "en"),
    ("career 骑手", "骑手", "rider_beijing"),
    ("explain", "explain", "--where"),
    ("compare", "compare", "--help"),
    ("run baseline hukou_removal", "run", "compare"),
    ("run baseline －－workers 2000", "run", "--workers"),
    ("run baseline —workers 2000", "run", "--workers"),
    ("run　baseline", "python run.py", "run baseline"),
    ("ｒｕｎ baseline", "python run.py", "run"),
    ("run “baseline”", "“baseline”", "baseline"),
    ("run --draws 六十四", "--draws", "整数|whole number"),
    ("run --threads 两个", "--threads", "整数|whole number"),
    ("sweep collect 不在.yaml", "不在.yaml", "路径|path"),
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
    (f"{FLOOR}=百分之三十", "0.3"),
    (f"{FLOOR}@二〇二七年=0.3", "2027-01"),
    (f"{FLOOR}@1/2027=0.3", "2027-01"),
    ("employee_pension.flexible_base_flor_ratio=0.3", FLOOR),
]
FIELDS = {"form", "occupation", "sex", "hukou_province", "hukou_type", "education", "birth_year", "award", "months",
          "qualifies", "insured", "resident", "extended", "female"}  # fmt: skip
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
        bare = re.sub(r"\[[\w.]+\]|\b[AB]\b", "", stated.replace(given, ""))  # names of levers; letters of scenarios
        left = set(re.findall(r"[a-z]+", bare.lower())) - {each for field in FIELDS for each in field.split("_")}
        left -= ALLOWED | own_names() | set(re.findall("[a-z]+", given.lower())) | set(re.findall("[a-z]+", cure))
        assert not left, stated


def test_a_file_with_chinese_keys_is_told_the_keys_to_write(capfd, tmp_path, monkeypatch, spoken):
    monkeypatch.chdir(tmp_path)
    keys = {"标题": "title", "作者": "author", "依据": "reference", "调整": "changes"}
    text = "".join(f"{each}: x\n" for each in keys)
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    stated = said(["check", "mine.yaml"], capfd, True).splitlines()
    for line, (written, meant) in enumerate(keys.items(), 1):
        assert any(
            each.startswith(f"mine.yaml:{line}:1：") and written in each and f"`{meant}`" in each for each in stated
        )


@pytest.mark.parametrize(
    ("asked", "read"),
    [("职业=外卖骑手 且 出生年份>=1990年", "occupation == delivery_rider and birth_year >= 1990"),
     ("省份＝广东省，性别：女", "hukou_province == guangdong and sex == female"),
     ("户口性质≠农业 或 缴费月数.A不低于１８０", "hukou_type != rural or months.A >= 180"),
     ("达到年限.A=否", "qualifies.A == false"), ("birth_year=1990", "birth_year == 1990")],
)  # fmt: skip
def test_a_question_in_chinese_is_the_same_question(asked, read):
    from simulate.lives.question import Question

    assert ast.unparse(Question(asked, ("A", "B")).tree) == read


@pytest.mark.parametrize(
    ("written", "meant"),
    [("30%", "write 0.3"), ("３０％", "write 0.3"), ("三成", "write 0.3"), ("百分之三十五", "write 0.35"),
     ("百分之十", "write 0.1"), ("百分之5.5", "write 0.055"), ("0.3", ""), ("三", ""), ("", ""), ("百分之", "")],
)  # fmt: skip
def test_a_share_in_words(written, meant):
    assert naming.mend_share(written) == meant
