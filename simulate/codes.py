"""Enumerations that cross rooms, with their labels in English and Chinese.

Codes are small integers, because kernels compare and index with them; labels appear only where a person reads
or writes: YAML keys, coordinates of the results, tables and messages.  The English label is the key used in YAML.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Enumeration:
    """An ordered set of codes: ``labels[code]`` is the key, ``chinese[code]`` its Chinese name where it has one.

    A constant of the code is looked up by its label, ``CLOSED = HUKOU_RULES.code("closed")``, never counted off.
    """

    name: str
    labels: tuple[str, ...]
    chinese: tuple[str, ...] = ()

    def code(self, label: str) -> int:
        """Code of a label; raises ValueError for an unknown one."""
        return self.labels.index(label)

    def in_order(self, *labels: str) -> None:
        """Refuse labels that do not follow one another as given here, where rules compare their codes as numbers.

        Raises ValueError.
        """
        first = self.labels.index(labels[0])
        if self.labels[first : first + len(labels)] != labels:
            raise ValueError(f"{self.name}: rules need {', '.join(labels)} one after another in this order")

    def __len__(self) -> int:
        return len(self.labels)


def _enumeration(name: str, pairs: dict[str, str]) -> Enumeration:
    return Enumeration(name, tuple(pairs), tuple(pairs.values()))


PROVINCES: Final = _enumeration(
    "province",
    {
        "beijing": "北京", "tianjin": "天津", "hebei": "河北", "shanxi": "山西", "neimenggu": "内蒙古",
        "liaoning": "辽宁", "jilin": "吉林", "heilongjiang": "黑龙江", "shanghai": "上海", "jiangsu": "江苏",
        "zhejiang": "浙江", "anhui": "安徽", "fujian": "福建", "jiangxi": "江西", "shandong": "山东",
        "henan": "河南", "hubei": "湖北", "hunan": "湖南", "guangdong": "广东", "guangxi": "广西",
        "hainan": "海南", "chongqing": "重庆", "sichuan": "四川", "guizhou": "贵州", "yunnan": "云南",
        "xizang": "西藏", "shaanxi": "陕西", "gansu": "甘肃", "qinghai": "青海", "ningxia": "宁夏",
        "xinjiang": "新疆",
    },
)  # fmt: skip

SEXES: Final = _enumeration("sex", {"male": "男", "female": "女"})
MAN = SEXES.code("male")
WOMAN = SEXES.code("female")
HUKOU_TYPES: Final = _enumeration("hukou_type", {"rural": "农业", "urban": "非农业"})
RURAL = HUKOU_TYPES.code("rural")
URBAN = HUKOU_TYPES.code("urban")
EDUCATIONS: Final = _enumeration(
    "education", {"lower_secondary": "初中及以下", "upper_secondary": "高中中专", "tertiary": "大专及以上"}
)
EDUCATIONS.in_order("lower_secondary", "upper_secondary", "tertiary")  # drawn by thresholds, from below
LOWER_SECONDARY = EDUCATIONS.code("lower_secondary")
UPPER_SECONDARY = EDUCATIONS.code("upper_secondary")
TERTIARY = EDUCATIONS.code("tertiary")

MIGRANTS: Final = _enumeration(
    "migrant_kind", {"local": "本地农民工", "intraprovincial": "省内外出农民工", "interprovincial": "跨省外出农民工"}
)

FORMS: Final = _enumeration(
    "form",
    {
        "education": "在校", "farm": "务农", "employee": "单位就业", "public_employee": "机关事业",
        "platform_employee": "平台单位就业", "platform_flexible": "平台灵活就业", "other_flexible": "其他灵活就业",
        "unemployed": "失业", "inactive": "不在业", "retired": "离退休",
    },
)  # fmt: skip
# Rules ask for ranges of work, and tables of the working ages have no column for the last form.
FORMS.in_order("farm", "employee", "public_employee", "platform_employee", "platform_flexible", "other_flexible")
FORMS.in_order("inactive", "retired")
EDUCATION = FORMS.code("education")
FARM = FORMS.code("farm")
EMPLOYEE = FORMS.code("employee")
PUBLIC_EMPLOYEE = FORMS.code("public_employee")
PLATFORM_EMPLOYEE = FORMS.code("platform_employee")
PLATFORM_FLEXIBLE = FORMS.code("platform_flexible")
OTHER_FLEXIBLE = FORMS.code("other_flexible")
UNEMPLOYED = FORMS.code("unemployed")
INACTIVE = FORMS.code("inactive")
RETIRED = FORMS.code("retired")
# Forms that a scheme here is meant for: all but education, the public service and retirement.
INSURABLE: Final = (FARM, EMPLOYEE, PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE, OTHER_FLEXIBLE, UNEMPLOYED, INACTIVE)

OCCUPATIONS: Final = _enumeration(
    "occupation",
    {
        "delivery_rider": "外卖骑手", "express_delivery": "快递", "ride_hailing": "网约车", "online_education": "在线教育",
        "online_store": "网店", "life_services": "生活服务", "knowledge_skills": "知识技能", "online_culture": "网络文化",
    },
)  # fmt: skip
N_OCCUPATIONS: Final = len(OCCUPATIONS)

HUKOU_RULES: Final = _enumeration("hukou_rule", {"closed": "限制", "conditional": "有条件", "open": "放开"})
CLOSED = HUKOU_RULES.code("closed")
CONDITIONAL = HUKOU_RULES.code("conditional")
OPEN = HUKOU_RULES.code("open")

SCHEMES: Final = _enumeration(
    "scheme", {"employee_pension": "城镇职工基本养老保险", "resident_pension": "城乡居民基本养老保险"}
)
EMPLOYEE_PENSION = SCHEMES.code("employee_pension")
RESIDENT_PENSION = SCHEMES.code("resident_pension")
PAYERS: Final = _enumeration(
    "payer", {"worker": "个人", "employer": "用人单位", "platform": "平台企业", "government": "财政"}
)

RETIREMENT_CATEGORIES: Final = _enumeration(
    "category",
    {"male": "男职工", "female_55": "原法定退休年龄五十五周岁女职工", "female_50": "原法定退休年龄五十周岁女职工"},
)
MALE = RETIREMENT_CATEGORIES.code("male")
FEMALE_55 = RETIREMENT_CATEGORIES.code("female_55")
FEMALE_50 = RETIREMENT_CATEGORIES.code("female_50")

ENUMERATIONS: Final = {
    each.name: each
    for each in (
        PROVINCES, SEXES, HUKOU_TYPES, EDUCATIONS, MIGRANTS, FORMS, OCCUPATIONS, HUKOU_RULES, SCHEMES, PAYERS,
        RETIREMENT_CATEGORIES,
    )
}  # fmt: skip
