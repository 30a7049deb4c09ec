"""The library, the queue and what outlives a server, in a browser, in Chinese."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from server import served
from test_serve import COMPILED, browser, window  # noqa: F401  # a fixture

REFORM = "取消灵活就业人员参保户籍限制"
# Words of files, levers and laws, and of icons, which are drawn and not read.
ALLOWED = {"english", "excel", "yaml", "yyyy", "mm", "arrow", "drop", "down", "add", "box", "ilo", "dibao", "pp", "se"}


def english(text: str) -> set[str]:
    """English words a reader sees, but for names of files: what has an underscore, a dot or a digest's length."""
    plain = re.sub(r"\S*[_.]\S*|\b[0-9a-f]{12,}\b", " ", text)
    return {word.lower() for word in re.findall("[A-Za-z]{2,}", plain)} - ALLOWED


def test_from_start_to_charts_and_through_the_end_of_the_server(browser, tmp_path):  # noqa: F811
    said: list[str] = []
    with served(tmp_path) as place:
        tab = window(browser, place, said, locale="zh-CN")
        tab.get_by_role("tab", name="1 方案库").click()
        tab.get_by_role("listitem", name=REFORM, exact=True).get_by_text("户籍限制").first.wait_for()
        assert not english(tab.locator("main.page").inner_text())
        tab.get_by_role("button", name=f"看图 {REFORM}", exact=True).click()  # the first click
        opened = tab.get_by_role("region", name=REFORM, exact=True)
        opened.locator("figure.chart svg").first.wait_for(timeout=COMPILED)
        assert not english(tab.locator("main.page").inner_text())
        opened.get_by_role("button", name="试算", exact=True).click()
        tab.get_by_role("region", name="图表").locator("figure.chart svg").first.wait_for(timeout=COMPILED)
        assert not english(tab.locator("main.page").inner_text())

        tab.get_by_role("tab", name="2 编写方案").click()
        tab.get_by_label("检索政策参数（中文或英文）").fill("灵活就业人员缴费基数下限比例")
        tab.get_by_role("button", name="调整：灵活就业人员缴费基数下限比例", exact=True).click()
        card = tab.get_by_role("listitem", name="灵活就业人员缴费基数下限比例").first
        card.get_by_label("数值", exact=True).fill("0.45")
        tab.get_by_text("0.52至0.6 → 0.45").wait_for()
        tab.get_by_role("tab", name="3 试算与比较").click()
        tab.get_by_label("抽样人数").fill("3000000")  # longer than the server will live
        tab.get_by_role("button", name="试算", exact=True).click()
        tab.get_by_role("button", name="试算", exact=True).click()
        tab.get_by_text("排队等候").first.wait_for()
        queue = place.results / ".lingbao" / "queue.json"
        assert [each["ended"] for each in json.loads(queue.read_text(encoding="utf-8"))] == ["done", "", ""]
        os.kill(place.process, signal.SIGKILL)
        assert none_is_left(place.results)

    assert len(list(place.results.glob("*/manifest.yaml"))) == 1
    with served(tmp_path) as place:
        tab = window(browser, place, said, locale="zh-CN")
        tab.locator("pre.yaml", has_text="value: 0.45").wait_for()  # the draft
        tab.get_by_role("tab", name="3 试算与比较").click()
        cancel = tab.get_by_role("list", name="试算队列").get_by_role("button")
        cancel.nth(1).wait_for()  # both runs again
        cancel.nth(1).click()
        cancel.nth(0).click()
        cancel.first.wait_for(state="detached")
        tab.get_by_role("checkbox").last.wait_for()
        assert place.results.joinpath("law_2021_and_hukou_removal").is_dir()
    assert none_is_left(place.results)
    lost = ("127.0.0.1", "WebSocket", "ERR_CONNECTION")  # what a window says whose server was killed
    assert [each for each in said if not any(word in each for word in lost)] == []


def none_is_left(results: Path) -> bool:
    """Whether within ten seconds no process is left that writes into these results."""
    late = time.monotonic() + 10
    while time.monotonic() < late:
        commands = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                commands.append(path.read_bytes().decode(errors="replace"))
            except OSError:
                continue
        if not any(str(results) in each and "serve" not in each for each in commands):
            return True
        time.sleep(0.2)
    return False


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_processes_can_be_looked_up(tmp_path):
    assert none_is_left(tmp_path)
