"""Every text of the workbook in English and Chinese: sheets, headers, notes, and the labels of the dimensions."""

from __future__ import annotations

import re
from typing import Final

from simulate import codes
from simulate.indicators import Output
from simulate.indicators.registry import MIGRANT_KINDS
from simulate.report.workbook.layout import Plan
from simulate.results.dataset import COORDINATE_NAMES

LANGUAGES: Final = ("en", "zh")
LONGEST_NAME: Final = 31  # longest name of a sheet that Excel takes

TEXTS: Final = {
    # sheets
    "headline": ("Headline", "主要结果"),
    "charts": ("Charts", "图表"),
    "coverage": ("Coverage", "参保覆盖"),
    "adequacy": ("Adequacy", "待遇水平"),
    "funds": ("Funds", "基金收支"),
    "funds_by_province": ("Funds by province", "分省基金收支"),
    "who_pays": ("Who pays", "缴费主体"),
    "provinces": ("Provinces", "分省"),
    "parameters": ("Parameters", "参数与来源"),
    "changes": ("Changes", "规则变动"),
    "dictionary": ("Data dictionary", "数据字典"),
    "provenance": ("Provenance", "来源与复现"),
    # headers
    "indicator": ("Indicator", "指标"),
    "unit": ("Unit", "单位"),
    "value": ("estimate", "估计值"),
    "standard_error": ("standard error", "标准误"),
    "difference": ("difference to {base}", "与{base}之差"),
    "difference_standard_error": ("standard error of the difference", "差值的标准误"),
    "run": ("Run", "运行"),
    "scenario": ("Scenario", "情景"),
    "title_of": ("Title", "名称"),
    "sheet": ("Sheet", "工作表"),
    "lever": ("Parameter", "参数"),
    "name": ("Name", "名称"),
    "name_en": ("Name, English", "英文名称"),
    "name_zh": ("Name, Chinese", "中文名称"),
    "kind": ("Kind", "类别"),
    "places": ("Where", "适用范围"),
    "dates": ("When", "时间"),
    "old": ("Old", "原值"),
    "new": ("New", "新值"),
    "binds": ("Changes a value", "是否改变数值"),
    "origin": ("Laid on by", "出处"),
    "from": ("Holds from", "起始"),
    "lowest": ("Lowest value", "最低值"),
    "highest": ("Highest value", "最高值"),
    "source": ("Source", "来源"),
    "assumption": ("Assumption and reason", "假设及理由"),
    "range_low": ("Range, low", "区间下限"),
    "range_high": ("Range, high", "区间上限"),
    "enacted": ("Enacted", "颁布日期"),
    "known": ("In the law of {day}", "{day}法律已含"),
    "changed_by": ("Changed by", "被何情景改变"),
    "file": ("File and line", "文件与行"),
    "variable": ("Variable in results.nc", "results.nc变量"),
    "dimensions": ("Dimensions", "维度"),
    "meaning": ("Meaning", "含义"),
    "sampled": ("Has a sampling error", "有抽样误差"),
    "unit_here": ("Unit here", "本表单位"),
    "on_sheet": ("Sheet here", "所在工作表"),
    "dimension": ("Dimension", "维度"),
    "label": ("Label in results.nc", "results.nc标签"),
    "item": ("Item", "项目"),
    "content": ("Content", "内容"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "law": ("law", "法律"),
    "statistic": ("statistic", "统计"),
    "behaviour": ("behaviour", "行为"),
    "assumed": ("assumption", "假设"),
    # provenance
    "written": ("Written", "写成时间"),
    "command": ("Command", "命令"),
    "reproduce": ("To make the result again", "复现方法"),
    "reproduce_text": (
        "Run the command with the same version and commit; the numbers are the same for any number of threads.",
        "使用同一版本和提交运行该命令；线程数不影响任何数字。",
    ),
    "as_of": ("Law as known on", "法律时点"),
    "digest": ("Digest of the parameters", "参数摘要值"),
    "results_digest": ("sha256 of results.nc", "results.nc的sha256"),
    "scenario_text": ("Scenario as written", "情景原文"),
    "about": ("About the numbers", "关于数字"),
    # notes
    "lingbao": ("Lingbao", "灵保"),
    "note_errors": (
        "Standard errors are of the sample of workers (jackknife) and say nothing of what is assumed. Differences are "
        "of the same lives and carry the error of the pair. An empty cell: nobody in it, or too few workers to judge.",
        "标准误仅反映劳动者抽样误差（刀切法），不含假设的不确定性。差值在相同人生样本上计算，误差为配对误差。空格：无人或样本过少。",
    ),
    "note_scope": (
        "If these rules held and people went on choosing as they do, then these would be the results; no forecast.",
        "结果表示：在这些规则和现有行为选择下将会如何；不是预测。",
    ),
    "note_money": ("Amounts are nominal.", "金额为名义值。"),
    "note_percent": ("Cells hold shares and ratios, shown as %.", "单元格存比例或比值，以%显示。"),
    "note_dictionary": (
        "Beside X stand in results.nc: X_mcse, its standard error; X_difference, to the first scenario; and "
        "X_difference_mcse, the error of the difference.",
        "results.nc中与变量X并列：X_mcse为标准误，X_difference为与首个情景之差，X_difference_mcse为差值的标准误。",
    ),
    "note_charts": (
        "Drawn from the sheets named; standard errors and differences stand there.",
        "图中数据取自各工作表，标准误与差值见该表。",
    ),
    "no_charts": ("Only one year is reported; there is nothing to draw.", "只报告了一年，无图可画。"),
    "note_changes": ("Every change to the law, old to new, as applied.", "对规则的每项改动：由原值到新值。"),
    "no_changes": ("None: the law as it stands.", "无改动：现行法律。"),
    "note_parameters": (
        "Every dated value known on {day}. Each has a source or is an assumption with its reason. Where a value "
        "differs by place, age or tier, the lowest and the highest are shown; the file holds all.",
        "截至{day}已知的全部参数值；每个值都有来源，或注明假设及理由。若因地区、年龄、档次而异，列出最低和最高值，详见文件。",
    ),
    "note_law_moved": (
        "Attention: the law book has changed since {runs} was made; these are the values of today.",
        "注意：{runs}生成后参数已有变动，此处为当前数值。",
    ),
    "not_to": ("not to {year}", "至{year}年未出现"),
    "all": ("all", "全部"),
}  # fmt: skip
UNITS: Final = {
    "million": "百万", "%": "%", "years": "年", "date": "年份", "share": "比例", "ratio": "比值", "persons": "人",
    "person_years": "人年", "yuan": "元", "yuan_per_month": "元/月", "yuan_per_year": "元/年", "months": "月",
    "month": "年月", "calendar_year": "年份", "index": "指数", "rate_per_year": "年率", "rate_per_month": "月率",
    "count": "个数", "flag": "是否", "code": "选项", "log_points": "对数点",
}  # fmt: skip
CHINESE: Final[dict[str, str]] = {
    **MIGRANT_KINDS,
    **{
        label: chinese
        for each in (codes.PROVINCES, codes.SEXES, codes.FORMS, codes.OCCUPATIONS, codes.PAYERS)
        for label, chinese in zip(each.labels, each.chinese, strict=True)
    },
}
OF_SCHEMES: Final = dict(zip(codes.SCHEMES.labels, codes.SCHEMES.chinese, strict=True))
OF_FUNDS: Final = {
    "employee_pension": "职工基本养老保险基金",
    **dict(zip(codes.FUNDS.labels, codes.FUNDS.chinese, strict=True)),
}


class Words:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.is_chinese = language == "zh"

    def __call__(self, key: str, **names: str) -> str:
        """A text by its key, with names put in."""
        return TEXTS[key][self.is_chinese].format(**names)

    def pick(self, english: str, chinese: str) -> str:
        """One of a pair."""
        return (chinese or english) if self.is_chinese else english

    def output(self, output: Output) -> str:
        """Name of an output."""
        return self.pick(output.english, output.chinese)

    def dimension(self, dim: str) -> str:
        """Name of a dimension."""
        english, chinese = COORDINATE_NAMES.get(dim, (dim.replace("_", " ").capitalize(), ""))
        return self.pick(english.partition(";")[0], chinese)

    def label(self, dim: str, label: str | int | float) -> str | int | float:
        """A label as a person reads it; numbers stay numbers."""
        if not isinstance(label, str):
            return label
        english = label.replace("_", " ")
        chinese = {"scheme": OF_SCHEMES, "fund": OF_FUNDS}.get(dim, CHINESE).get(label, english)
        return self.pick(english[:1].upper() + english[1:], chinese)

    def unit(self, unit: str) -> str:
        """A unit of an output, a parameter or the headline."""
        return self.pick(unit.replace("_", " "), UNITS.get(unit, ""))

    def period_or_place(self, text: str) -> str:
        """Where and when a change holds, as the law book tells it."""
        if not self.is_chinese:
            return text
        text = re.sub(r"^from ([\d-]+)$", r"自\1起", text.replace("all provinces", "所有省份"))
        return re.sub(r"[a-z_]+", lambda word: CHINESE.get(word[0], word[0]), text)

    def sheet(self, plan: Plan) -> str:
        """Name of a sheet of numbers: theme and unit."""
        theme, unit = self(plan.theme), plan.family.short[self.language]
        return self.with_unit(theme, unit)[:LONGEST_NAME]

    def figure(self, figure: str, plan: Plan, base: str) -> str:
        """Header of a column of figures, with its unit."""
        family = plan.family
        unit = (family.of_differences if figure.startswith("difference") else family.names)[self.language]
        return self.with_unit(self(figure, base=base), unit)

    def with_unit(self, text: str, unit: str) -> str:
        """A text with its unit in brackets."""
        return f"{text}（{unit}）" if self.is_chinese else f"{text} ({unit})"

    def title(self, text: str) -> str:
        """Title of a sheet."""
        return self("lingbao") + ("：" if self.is_chinese else ": ") + text
