"""The words of the page in English and Chinese; ``{name}`` is filled in."""

from __future__ import annotations

from typing import Final, Literal

Language = Literal["en", "zh"]

WORDS: Final[dict[str, tuple[str, str]]] = {
    "title": ("Lingbao: try a reform", "灵保：试算改革方案"),
    "switch": ("中文", "English"),
    "loading": ("Loading …", "正在载入……"),
    "tab_reform": ("1 Write a reform", "1 编写方案"),
    "tab_run": ("2 Run and compare", "2 试算与比较"),
    "tab_life": ("3 Open a life", "3 查看个人一生"),
    "base": ("Base: the law the reform is laid on", "基准：改革方案以此法规为基础"),
    "open_file": ("Open one of your scenarios", "打开已有方案"),
    "opened": ("Opened: {name}", "已打开：{name}"),
    "about": ("What it is", "方案说明"),
    "name": ("File name", "文件名"),
    "name_hint": ("letters, digits, _ and -", "英文字母、数字、_和-"),
    "english": ("Title in English", "英文标题"),
    "chinese": ("Title in Chinese", "中文标题"),
    "author": ("Author", "作者"),
    "reference": ("Reference", "依据"),
    "describes": ("Description", "描述"),
    "overrides": ("Ready-made pieces to lay on first", "先叠加的现成组件"),
    "levers": ("Levers", "政策参数"),
    "search": ("Search levers, in Chinese or English", "检索政策参数（中文或英文）"),
    "found": ("{n} of {all} levers", "共{all}项参数，找到{n}项"),
    "more": ("{n} more: add a word to the search", "另有{n}项：请增加检索词"),
    "add": ("Change {name}", "调整：{name}"),
    "add_short": ("Change", "调整"),
    "changes": ("Changes", "调整内容"),
    "no_changes": ("Nothing is changed yet. Search a lever and choose “Change”.", "尚未调整。请检索参数并点击“调整”。"),
    "remove": ("Remove the change of {name}", "删除调整：{name}"),
    "remove_short": ("Remove", "删除"),
    "now": ("Now", "现行值"),
    "unit": ("Unit", "单位"),
    "bounds": ("Bounds", "取值范围"),
    "source": ("Source", "来源"),
    "kind": ("Kind", "类别"),
    "moves": ("Raising it moves", "调高后的影响"),
    "moves_set": ("Set to {value}, it moves", "设为{value}后的影响"),
    "up": ("up", "上升"),
    "down": ("down", "下降"),
    "same": ("not", "不变"),
    "operation": ("How", "方式"),
    "value": ("New value", "新值"),
    "multiply": ("Multiply by", "乘以"),
    "add_amount": ("Add", "加上"),
    "amount": ("Value", "数值"),
    "start": ("From", "起始时间"),
    "stop": ("Ends before", "终止于此前"),
    "until": ("Phased in until", "分步到位至"),
    "start_hint": ("{form}", "{form}"),
    "stop_hint": ("{form}; empty: for good", "{form}；空白：长期有效"),
    "until_hint": ("{form}; empty: at once", "{form}；空白：一次到位"),
    "everywhere": ("{axis}; none chosen: all", "{axis}；不选：全部"),
    "projection": ("After that the amount grows with", "此后金额随……增长"),
    "projection_law": ("as in the law", "按现行规定"),
    "wages": ("wages", "工资"),
    "prices": ("prices", "物价"),
    "hold": ("nothing: it holds", "不增长"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "yaml": ("The scenario file, as you write it", "方案文件（实时生成）"),
    "sound": ("No fault. It can be saved and run.", "没有错误，可以保存和试算。"),
    "faults": ("{n} to mend before it can run", "试算前须改正{n}处"),
    "effects": ("What it changes of the law, old → new", "对现行规定的调整（旧→新）"),
    "warnings": ("Mind", "注意"),
    "save": ("Save", "保存"),
    "saved": ("Saved: {path}", "已保存：{path}"),
    "not_saved": ("Not saved: {why}", "未保存：{why}"),
    "replace": ("{name} already stands there. Replace it?", "{name}已存在，是否覆盖？"),
    "replace_model": (
        "{name} came with the model, and its published results rest on it. Replace it all the same?",
        "{name}是模型自带方案，已有结果以其为依据。仍要覆盖？",
    ),
    "replace_yes": ("Replace", "覆盖"),
    "cancel_no": ("Keep", "不覆盖"),
    "name_unsafe": (
        "A file name begins with a letter and has letters, digits, _ and - only, at most 60.",
        "文件名须以英文字母开头，只含英文字母、数字、_和-，不超过60个字符。",
    ),
    "name_of_base": (
        "baseline and law_2021 cannot be replaced; choose another name.",
        "baseline和law_2021不可覆盖，请另取名。",
    ),
    "run": ("Run", "试算"),
    "what_run": ("What to run", "试算内容"),
    "with_draft": ("My reform from tab 1", "第1页编写的方案"),
    "others": ("Beside it also", "同时比较"),
    "workers": ("Workers drawn", "抽样人数"),
    "workers_hint": ("more workers, smaller errors, longer wait", "人数越多，误差越小，等待越久"),
    "seed": ("Seed", "随机种子"),
    "cancel": ("Cancel", "取消"),
    "number_wrong": ("{name}: a whole number from {low} to {high}", "{name}：须为{low}至{high}的整数"),
    "progress": ("Progress of the run", "试算进度"),
    "running": ("Running: {share} %", "试算中：{share}%"),
    "preparing": ("Preparing", "准备中"),
    "done": ("Done: {name}", "完成：{name}"),
    "failed": ("It did not run", "试算失败"),
    "cancelled": ("Cancelled; nothing was written", "已取消，未写入任何结果"),
    "mend_first": ("Mend the faults on tab 1 first.", "请先改正第1页的错误。"),
    "runs": ("Results so far", "已有结果"),
    "no_runs": ("None yet in {folder}", "{folder}中尚无结果"),
    "run_line": ("{scenarios} · {workers} workers · {written}", "{scenarios} · {workers}人 · {written}"),
    "headline": ("Headline numbers", "主要结果"),
    "choose_runs": ("Choose one or several results above.", "请在上方选择一项或多项结果。"),
    "legend": (
        "± standard error of the sample of workers; in brackets the difference to the result's first scenario.",
        "±为抽样标准误；括号内为与同一结果中首个情景之差。",
    ),
    "other_lives": (
        "These results were lived by different workers (another number or seed): compare them by their errors.",
        "这些结果的抽样人数或种子不同，比较时须考虑各自误差。",
    ),
    "never": ("not to 2075", "至2075年未出现"),
    "indicator": ("Indicator", "指标"),
    "year": ("Year", "年份"),
    "digest": ("digest", "摘要码"),
    "download_page": ("Download the page", "下载报告网页"),
    "download_workbook": ("Download the workbook", "下载Excel工作簿"),
    "making": ("Making it …", "正在生成……"),
    "made": ("Downloaded: {name}", "已下载：{name}"),
    "not_made": ("It could not be made", "未能生成"),
    "busy": ("Wait until the one before is ready.", "请等待前一项完成。"),
    "life_run": ("Of which result", "所属结果"),
    "life_first": ("Scenario", "情景"),
    "life_second": ("Beside it", "对照情景"),
    "life_none": ("none", "无"),
    "life_asked": ("A worker's number, or a question", "个人编号，或筛选条件"),
    "life_hint": (
        "1987-m42 is the 42nd man born in 1987; occupation=delivery_rider finds the first rider",
        "1987-m42为1987年出生的第42位男性；occupation=delivery_rider可找到首位外卖骑手",
    ),
    "life_open": ("Open the life", "查看一生"),
    "life_text": ("The life", "个人一生"),
    "life_missing": (
        "This version of the model cannot open lives yet: it has no verb “explain”.",
        "当前版本尚不支持查看个人一生（缺少explain命令）。",
    ),
    "opening": ("Opening …", "正在打开……"),
}

UNITS: Final[dict[str, str]] = {
    "share": "比例", "rate_per_year": "年率", "rate_per_month": "月率", "yuan_per_month": "元/月",
    "yuan_per_year": "元/年", "yuan": "元", "months": "月数", "years": "年（岁）", "month": "月份（YYYY-MM）",
    "persons": "人", "count": "个", "flag": "是/否", "code": "选项", "log_points": "对数点", "million": "百万",
    "date": "年份",
}  # fmt: skip
KINDS: Final[dict[str, str]] = {"law": "法规", "statistic": "统计", "assumption": "假设", "behaviour": "行为"}
AXES: Final[dict[str, tuple[str, str]]] = {
    "province": ("Provinces", "省份"), "occupation": ("Occupations", "职业"), "sex": ("Sex", "性别"),
    "form": ("Forms of work", "就业形态"), "hukou_type": ("Hukou", "户籍类型"), "education": ("Education", "学历"),
    "category": ("Categories", "人员类别"), "tier": ("Tiers", "缴费档次"), "age": ("Ages", "年龄"),
    "model": ("Models", "办法"), "severity": ("Severity", "伤残等级"), "dependant": ("Dependants", "供养亲属"),
    "bound": ("Bounds", "界限"),
}  # fmt: skip


def word(key: str, language: str, **values: object) -> str:
    """A text in a language, filled in."""
    return WORDS[key][language == "zh"].format(**values)


def unit_name(unit: str, language: str) -> str:
    """A unit, for people."""
    return UNITS.get(unit, unit) if language == "zh" else unit.replace("_", " ")


def axis_name(axis: str, language: str) -> str:
    """An axis, for people."""
    return AXES.get(axis, (axis, axis))[language == "zh"]
