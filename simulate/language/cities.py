"""Cities by the province they lie in, for users who write one where a province is due: prefectures and their like."""

from __future__ import annotations

import re
from typing import Final

# In Chinese those of 民政部's list of prefectures (行政区划代码, 2023); in English large ones, of unmistakable names.
_CHINESE: Final = {
    "hebei": "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 雄安",
    "shanxi": "太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁",
    "neimenggu": "呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 兴安盟 锡林郭勒 阿拉善",
    "liaoning": "沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛",
    "jilin": "长春 四平 辽源 通化 白山 松原 白城 延边",
    "heilongjiang": "哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭",
    "jiangsu": "南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 昆山 太仓 吴江",
    "zhejiang": "杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 义乌",
    "anhui": "合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城",
    "fujian": "福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德",
    "jiangxi": "南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶",
    "shandong": "济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽",
    "henan": "郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 济源",
    "hubei": "武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 仙桃 潜江 天门",
    "hunan": "长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西",
    "guangdong": "广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 "
                 "揭阳 云浮",
    "guangxi": "南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左",
    "hainan": "海口 三亚 三沙 儋州",
    "sichuan": "成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝 "
               "甘孜 凉山",
    "guizhou": "贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南 黔东南 黔南",
    "yunnan": "昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆",
    "xizang": "拉萨 日喀则 昌都 林芝 山南 那曲 阿里",
    "shaanxi": "西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛",
    "gansu": "兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南",
    "qinghai": "西宁 海东 海北 黄南 果洛 玉树 海西",
    "ningxia": "银川 石嘴山 吴忠 固原 中卫",
    "xinjiang": "乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 博尔塔拉 巴音郭楞 阿克苏 克孜勒苏 喀什 和田 伊犁 塔城 阿勒泰 "
                "石河子",
}  # fmt: skip
_ENGLISH: Final = {
    "hebei": "shijiazhuang tangshan baoding xiongan", "shanxi": "taiyuan datong", "neimenggu": "hohhot baotou",
    "liaoning": "shenyang dalian anshan", "jilin": "changchun yanbian", "heilongjiang": "harbin haerbin daqing",
    "jiangsu": "nanjing wuxi xuzhou changzhou suzhou nantong kunshan yangzhou taicang wujiang",
    "zhejiang": "hangzhou ningbo wenzhou shaoxing jiaxing yiwu", "anhui": "hefei wuhu",
    "fujian": "fuzhou xiamen quanzhou", "jiangxi": "nanchang ganzhou", "shandong": "jinan qingdao yantai weifang",
    "henan": "zhengzhou luoyang kaifeng", "hubei": "wuhan yichang xiangyang", "hunan": "changsha zhuzhou xiangtan",
    "guangdong": "guangzhou canton shenzhen zhuhai foshan dongguan shantou huizhou zhongshan",
    "guangxi": "nanning guilin liuzhou", "hainan": "haikou sanya", "sichuan": "chengdu mianyang",
    "guizhou": "guiyang zunyi", "yunnan": "kunming lijiang dali", "xizang": "lhasa lasa", "shaanxi": "xian xi_an baoji",
    "gansu": "lanzhou", "qinghai": "xining", "ningxia": "yinchuan", "xinjiang": "urumqi wulumuqi kashgar",
}  # fmt: skip
_KIND: Final = re.compile("(市|地区|盟|州|新区|.*自治州)?")
_PROVINCES: Final = {
    city: province for table in (_CHINESE, _ENGLISH) for province, names in table.items() for city in names.split()
}

IN_ENGLISH: Final = tuple(city for city in _PROVINCES if city.isascii())


def province_of_city(name: str) -> str | None:
    """The label of the province in which a city lies, 深圳, 深圳市 or shenzhen; None for anything else."""
    return next(
        (_PROVINCES[each] for each in _PROVINCES if name.startswith(each) and _KIND.fullmatch(name[len(each) :])), None
    )
