"""Names as people write them are understood: every province, option and title, in Chinese, English and full width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulate.cli.options import parse_provinces
from simulate.codes import PROVINCES
from simulate.errors import Findings, ProblemsFound, begin_reading
from simulate.language import cities, naming
from simulate.lives.fields import label_code
from simulate.parameters import LawBook
from simulate.parameters.axes import time_index
from simulate.parameters.change_reader import read_change
from simulate.parameters.strict_yaml import node_of
from simulate.scenario import read_set
from simulate.scenario.names import scenario_named

# The full names of the 31 provinces in the Constitution's order, as the Ministry of Civil Affairs writes them.
FULL = {
    "beijing": "北京市", "tianjin": "天津市", "hebei": "河北省", "shanxi": "山西省", "neimenggu": "内蒙古自治区",
    "liaoning": "辽宁省", "jilin": "吉林省", "heilongjiang": "黑龙江省", "shanghai": "上海市", "jiangsu": "江苏省",
    "zhejiang": "浙江省", "anhui": "安徽省", "fujian": "福建省", "jiangxi": "江西省", "shandong": "山东省",
    "henan": "河南省", "hubei": "湖北省", "hunan": "湖南省", "guangdong": "广东省", "guangxi": "广西壮族自治区",
    "hainan": "海南省", "chongqing": "重庆市", "sichuan": "四川省", "guizhou": "贵州省", "yunnan": "云南省",
    "xizang": "西藏自治区", "shaanxi": "陕西省", "gansu": "甘肃省", "qinghai": "青海省", "ningxia": "宁夏回族自治区",
    "xinjiang": "新疆维吾尔自治区",
}  # fmt: skip
ENGLISH = {"Inner Mongolia": "neimenggu", "Tibet": "xizang", "BEIJING": "beijing", " Shaanxi ": "shaanxi"}


def full_width(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


@pytest.mark.parametrize(("label", "full"), FULL.items())
def test_a_province_has_four_names(label, full):
    short = full.replace("壮族", "").replace("回族", "").replace("维吾尔", "")
    short = short.removesuffix("自治区").removesuffix("省").removesuffix("市")
    names = (label, full, short, label.capitalize(), full_width(label))
    assert [naming.province_of(each) for each in names] == [label] * len(names)


@pytest.mark.parametrize(("name", "label"), ENGLISH.items())
def test_english_names(name, label):
    assert naming.province_of(name) == label


@given(st.text(max_size=6))
def test_what_is_no_name_is_none_and_never_fails(text):
    assert naming.province_of(text) in (None, *FULL)
    assert naming.label_of(text, ("open", "closed")) in (None, "open", "closed")


@pytest.mark.parametrize(
    ("text", "axis", "cure"),
    [("2027年1月", "month", "write 2027-01"), ("２０２７年１月", "month", "write 2027-01"),
     ("2027/1", "month", "write 2027-01"), ("2027.12", "month", "write 2027-12"), ("2027年", "year", "write 2027"),
     ("2027年1月1日", "month", "write 2027-01"), ("soon", "month", ""), ("2027年13月", "month", "")],
)  # fmt: skip
def test_a_date_written_otherwise_has_a_cure(text, axis, cure):
    assert naming.mend_date(text, axis) == cure


@given(
    st.integers(1950, 2080), st.one_of(st.none(), st.integers(0, 99)), st.sampled_from("-/.年"),
    st.sampled_from(["month", "year"]),
)  # fmt: skip
def test_the_cure_of_a_date_is_another_way_to_write_it_that_is_read(year, month, sign, axis):
    text = f"{year:04d}{sign}" + ("" if month is None else f"{month:02d}")
    cure = naming.mend_date(text, axis).removeprefix("write ")
    if cure:
        time_index(cure, axis)
        assert cure[:4] == f"{year}"
        assert cure != text


@pytest.mark.parametrize("date", ["1949-12", "2081-01", "2090-01", "9999-12"])
def test_a_date_that_nothing_reaches_is_not_its_own_cure(date):
    assert naming.mend_date(date, "month") == ""


@pytest.fixture(scope="module")
def book():
    return LawBook.load()


@pytest.mark.parametrize(
    ("option", "value"),
    [("灵活就业人员缴费基数下限比例=0.3", 0.3), ("灵活就业人员缴费基数下限比例＝０．３", 0.3),
     ("灵活就业人员缴费基数下限比例＠２０２８－０１＝０．３", 0.3),
     ("Employee_Pension.Flexible_Base_Floor_Ratio=0.3", 0.3), ("enrolment.hukou_rule=放开", 2.0)],
)  # fmt: skip
def test_a_lever_by_its_chinese_name_in_full_width(book, option, value):
    assert set(read_set(option, book).operand.ravel()) == {value}


def test_every_lever_is_found_by_its_chinese_name_or_both_are_named(book):
    levers = [book.specs[name] for name in book.levers]
    for spec in levers:
        namesakes = [each.name for each in levers if each.chinese == spec.chinese]
        try:
            found = read_set(f"{spec.chinese}=~", book).spec.name
        except ProblemsFound as problems:
            found = str(problems)
        assert len(namesakes) > 1 or "unknown lever" not in found
        assert len(namesakes) == 1 or all(each in found for each in namesakes)


@pytest.mark.parametrize(
    ("title", "name"),
    [("基准", "baseline"), ("2021年的法律", "law_2021"), ("取消灵活就业人员参保户籍限制", "hukou_removal"),
     ("Hukou-Removal", "hukou_removal"), ("ｂａｓｅｌｉｎｅ", "baseline"), ("nobody's", "nobody's"),
     ("A lower floor for flexible workers, 40 % of the wage", "lower_minimum_base"), ("基准.yaml", "基准.yaml")],
)  # fmt: skip
def test_a_scenario_by_its_title(title, name):
    assert scenario_named(title) == name


@pytest.mark.parametrize("near", ["浙将", "北平", "广西省区"])
def test_a_chinese_name_that_is_nearly_one_names_it(near):
    from simulate.cli.options import parse_provinces

    faults = Findings()
    parse_provinces(near, faults)
    (problem,) = faults.problems
    assert problem.hint.startswith("did you mean ")


# Cities by the first two digits of their codes of administrative division (GB/T 2260), which are those of the province.
CITIES = {
    "深圳": "guangdong", "广州市": "guangdong", "大连": "liaoning", "苏州市": "jiangsu", "宿州": "anhui",
    "延边朝鲜族自治州": "jilin", "锡林郭勒盟": "neimenggu", "阿克苏地区": "xinjiang", "大理白族自治州": "yunnan",
    "海口": "hainan", "Shenzhen": "guangdong", "guangzhou": "guangdong", "ＷＵＨＡＮ": "hubei", "chengdu": "sichuan",
}  # fmt: skip


@pytest.mark.parametrize("city", CITIES)
def test_a_city_is_answered_with_its_province(city):
    """Where a province is due: neither another that is spelt nearly so nor a list of all."""
    province = CITIES[city]
    options = Findings()
    assert parse_provinces(city, options) == ()
    in_file, in_career = Findings(), Findings()
    change = {"lever": "employee_pension.flexible_base_floor_ratio", "value": 0.3, "provinces": [city]}
    assert read_change(node_of(change, "x"), LawBook.load().specs, in_file, "x") is None
    label_code(node_of(city, "x"), city, PROVINCES, in_career)
    for findings in (options, in_file, in_career):
        (problem,) = findings.problems
        assert f"lies in {naming.chinese_of(province)} ({province})" in problem.hint


def test_a_province_is_no_city_and_no_city_lies_in_two():
    names = [name for table in (cities._CHINESE, cities._ENGLISH) for row in table.values() for name in row.split()]
    assert len(names) == len(set(names))
    assert [label for label in PROVINCES.labels if cities.province_of_city(label)] == []
    assert {province for table in (cities._CHINESE, cities._ENGLISH) for province in table} <= set(PROVINCES.labels)


TRADITIONAL = {
    "遼寧省": "liaoning", "黑龍江": "heilongjiang", "江蘇省": "jiangsu", "廣東": "guangdong",
    "廣西壯族自治區": "guangxi",
    "重慶市": "chongqing", "貴州": "guizhou", "雲南": "yunnan", "陝西省": "shaanxi", "甘肅": "gansu", "寧夏": "ningxia",
    "内蒙古自治區": "neimenggu", "雞西": None,
}  # fmt: skip


@pytest.mark.parametrize(("name", "label"), TRADITIONAL.items())
def test_traditional_characters_name_the_same_province(name, label):
    assert naming.province_of(name) == label


@pytest.mark.parametrize(
    ("name", "province"),
    [("瀋陽", "liaoning"), ("拉薩市", "xizang"), ("shenzen", "guangdong"), ("Urumqui", "xinjiang"),
     ("wenzou", "zhejiang")],
)  # fmt: skip
def test_a_city_in_other_characters_or_misspelt_is_answered_with_its_province(name, province):
    assert naming.near_label(name, FULL).endswith(f"lies in {naming.chinese_of(province)} ({province})")


def test_a_province_misspelt_is_no_city():
    """Any province with a letter left out or doubled is answered with a province, never with a city of another."""
    for label in FULL:
        for position in range(1, len(label)):
            for wrong in (label[:position] + label[position + 1 :], label[:position] + label[position - 1 :]):
                if naming.province_of(wrong) is None:
                    begin_reading()
                    hint = naming.near_label(wrong, FULL)
                    assert hint.startswith("did you mean "), (label, wrong, hint)


@pytest.mark.parametrize(
    ("text", "cure"),
    [("3亿元", "300000000"), ("1.5万", "15000"), ("５００元", "500"), ("“0.4”", "0.4"), ("60岁", "60"),
     ("-2千", "-2000"), ("¥1200", "1200"), ("3倍", "3"), ("many", ""), ("", ""), ("1,5", ""), ("万", "")],
)  # fmt: skip
def test_an_amount_written_otherwise_has_a_cure(text, cure):
    assert naming.mend_amount(text) == (f"write {cure}" if cure else "")
