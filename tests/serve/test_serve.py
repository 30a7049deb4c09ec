"""The page as a user without YAML meets it: edit a lever, run, compare, save; then the file on the command line."""

from __future__ import annotations

import http.client
import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent))

from server import ROOT, served

from simulate.report.page import export

PROGRAM = export.browser()
WAIT = 60_000  # milliseconds
COMPILED = 300_000  # the first run on a machine compiles the model
FLOOR = "Floor of the contribution base of flexible workers"

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("nicegui") is None, reason="nicegui, the library of the page, is not installed"
)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with served(tmp_path_factory.mktemp("serve")) as found:
        yield found


@pytest.fixture(scope="module")
def browser():
    if PROGRAM is None:
        pytest.skip("no Chromium, Chrome or Edge on this machine")
    library = pytest.importorskip("playwright.sync_api", reason="the library that drives the browser is not installed")
    with library.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=PROGRAM, args=export.arguments())
        yield opened
        opened.close()


def window(browser, place, said, locale="en-GB"):
    """A window of its own, with its own storage; what it asks of strangers and says of faults goes to ``said``."""
    context = browser.new_context(locale=locale, viewport={"width": 1300, "height": 1000})
    context.set_default_timeout(WAIT)
    tab = context.new_page()
    tab.on("console", lambda message: message.type in ("error", "warning") and said.append(message.text))
    tab.on("pageerror", lambda fault: said.append(str(fault)))
    tab.on("request", lambda asked: asked.url.startswith((place.origin, "data:", "blob:")) or said.append(asked.url))
    tab.goto(place.url)
    tab.get_by_role("tab").nth(1).click()  # to the form
    tab.locator("pre.yaml", has_text="title:").wait_for()
    return tab


def change(tab, lever, name, value):
    """Find a lever, choose it, write its value; wait for the file."""
    tab.get_by_label("Search levers").fill(lever)
    tab.get_by_text("1 of ", exact=False).wait_for()
    tab.get_by_role("button", name=f"Change {name}", exact=True).click()
    card = tab.get_by_role("listitem", name=name).last
    card.get_by_label("Value", exact=True).fill(value)
    tab.locator("pre.yaml", has_text=f"value: {value}").wait_for()


def run(tab):
    """Run what is chosen; the name of its results."""
    tab.get_by_role("tab", name="3 Run and compare").click()
    tab.get_by_role("button", name="Run", exact=True).click()
    done = tab.get_by_role("status").filter(has_text="Done: ")
    done.wait_for(timeout=COMPILED)
    return done.inner_text().removeprefix("Done: ")


def manifest(folder):
    return yaml.safe_load((folder / "manifest.yaml").read_text(encoding="utf-8"))


def digests(folder):
    return {each["name"]: each["parameters_digest"] for each in manifest(folder)["scenarios"]}


def assert_same_on_the_command_line(saved, folder, tmp_path):
    """The saved file, run with the page's settings, gives the law and the numbers of the run made in the page."""
    again = tmp_path / "again"
    subprocess.run(
        [sys.executable, str(ROOT / "run.py"), "compare", "baseline", str(saved), "--workers", "300", "--quiet",
         "--out", str(again)],
        check=True, capture_output=True, cwd=tmp_path,
    )  # fmt: skip
    ran = digests(folder)
    assert digests(again) == {"baseline": ran["baseline"], "lower_floor": ran["my_reform"]}
    assert ran["baseline"] != ran["my_reform"]
    numbers = (folder / "headline.csv").read_text(encoding="utf-8-sig")
    assert (again / "headline.csv").read_text(encoding="utf-8-sig") == numbers.replace("my_reform", "lower_floor")


def test_two_windows_edit_run_compare_and_save_apart_and_the_file_runs_the_same(browser, place, tmp_path):
    said: list[str] = []
    first, second = window(browser, place, said), window(browser, place, said)
    change(first, "flexible_base_floor", FLOOR, "0.4")
    change(second, "flexible_base_floor", FLOOR, "9")
    second.get_by_text("1 to fix before it can run").wait_for()
    assert "expected a value from 0 to 1.5" in second.locator("li.fault").inner_text()
    assert "value: 0.4" in first.locator("pre.yaml").inner_text()
    assert first.get_by_text("No fault. It can be saved and run.").is_visible()

    second.get_by_role("tab", name="3 Run and compare").click()
    second.get_by_role("button", name="Run", exact=True).click()
    second.get_by_text("Fix the faults on tab 2 first.").wait_for()
    second.get_by_role("checkbox", name="My reform").click()
    assert run(second) == "baseline"

    name = run(first)
    assert name == "baseline_and_my_reform"
    first.get_by_role("checkbox", name="The law as it stands", exact=True).click()  # the other window's result
    numbers = first.get_by_role("region", name="Headline numbers")
    headers = numbers.get_by_role("columnheader", name="The law as it stands", exact=True)
    headers.nth(1).wait_for()  # in two results
    assert headers.count() == 2
    assert second.get_by_role("columnheader", name="My reform").count() == 0

    with first.expect_download() as given:
        first.get_by_role("button", name="Download the workbook").click()
    assert zipfile.is_zipfile(given.value.path())
    first.get_by_role("tab", name="4 Open a life").click()
    first.get_by_label("Whose life").click()
    first.get_by_role("option", name="By number or question").click()
    first.get_by_label("A worker's number, or a question").fill("sex=female")
    first.get_by_role("button", name="Open the life").click()
    first.get_by_role("region", name="The life").get_by_role("row", name="Months counted").wait_for()
    assert first.get_by_role("region", name="The life").locator("svg").count() == 1

    first.get_by_role("tab", name="2 Write a reform").click()
    first.get_by_label("File name").fill("lower_floor")
    first.get_by_role("button", name="Save").click()
    first.get_by_text("Saved: ").wait_for()
    saved = place.scenarios / "lower_floor.yaml"
    assert saved.read_text(encoding="utf-8") == first.locator("pre.yaml").inner_text()
    assert said == []

    assert_same_on_the_command_line(saved, place.results / name, tmp_path)


def test_the_page_speaks_chinese_and_keeps_the_draft_when_loaded_again(browser, place):
    said: list[str] = []
    tab = window(browser, place, said, locale="zh-CN")
    assert tab.get_by_role("heading", name="灵保：试算改革方案").is_visible()
    tab.get_by_label("检索政策参数（中文或英文）").fill("灵活就业人员缴费基数下限")
    tab.get_by_text("找到1项").wait_for()
    tab.get_by_role("button", name="调整：灵活就业人员缴费基数下限比例").focus()
    tab.keyboard.press("Enter")
    tab.get_by_role("listitem", name="灵活就业人员缴费基数下限比例").get_by_label("数值", exact=True).fill("0.5")
    tab.locator("pre.yaml", has_text="value: 0.5").wait_for()
    tab.reload()
    tab.locator("pre.yaml", has_text="value: 0.5").wait_for()
    tab.get_by_role("button", name="English").click()
    tab.get_by_role("heading", name="Lingbao: try a reform").wait_for()
    tab.locator("pre.yaml", has_text="value: 0.5").wait_for()
    assert tab.evaluate("document.documentElement.lang") == "en"
    assert said == []


def answer(place, headers, path="/"):
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=20)
    connection.request("GET", path, headers=headers)
    found = connection.getresponse()
    found.read()
    connection.close()
    return found


PLACES = ("/", "/_nicegui_ws/socket.io/?EIO=4&transport=polling", "/_nicegui/3.18.0/static/nicegui.js", "/nowhere")
UPGRADE = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
           "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}  # fmt: skip
SOCKET = "/_nicegui_ws/socket.io/?EIO=4&transport=websocket"


@pytest.mark.parametrize(
    "headers",
    [{"Host": "example.org"}, {"Host": "127.0.0.1.example.org"}, {"Host": "[::1"},
     {"Origin": "http://example.org"}, {"Origin": "null"}, {"Origin": "http://[::1"}, {"Origin": "http://[127.0.0.1]/"},
     {"Origin": "http://127.0.0.1:port"}, {"Origin": "://"}, {"Origin": "http://\u212a"}, {"Origin": "%" * 5000}],
    ids=str,
)  # fmt: skip
def test_strangers_are_refused(place, headers):
    refusal = 400 if "Host" in headers else 403
    headers = {key: value.encode("utf-8") for key, value in headers.items()} | place.cookie
    assert {answer(place, headers, path).status for path in PLACES} == {refusal}
    assert answer(place, headers | UPGRADE, SOCKET).status == refusal


@pytest.mark.parametrize("query", ["", "?token=", "?token=wrong", "?token=%ff%00", "?token", "?token=a&token=b"])
@pytest.mark.parametrize("cookie", ["", "lingbao_{port}=", "lingbao_{port}=wrong", 'a"b=; ,;=', "lingbao_1={token}"])
def test_other_users_of_this_computer_do_not_have_the_token(place, query, cookie):
    headers = {"Cookie": cookie.format(port=place.port, token=place.token)} if cookie else {}
    assert {answer(place, headers, f"{path.partition('?')[0]}{query}").status for path in PLACES} == {403}
    assert answer(place, headers | UPGRADE, SOCKET).status == 403


def test_the_printed_address_gives_the_token_as_a_cookie_and_leaves_it_out_of_the_address(place):
    found = answer(place, {}, f"/?token={place.token}")
    assert found.status == 303
    assert found.headers["Location"] == "/"
    assert "HttpOnly" in found.headers["Set-Cookie"]
    assert found.headers["Set-Cookie"].startswith(place.cookie["Cookie"])
    assert answer(place, place.cookie).status == 200
    assert answer(place, {"Cookie": found.headers["Set-Cookie"].partition(";")[0]}).status == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_computer_is_let_in_with_a_policy(place, host):
    found = answer(place, {"Host": f"{host}:{place.port}"} | place.cookie)
    assert found.status == 200
    assert "default-src 'self'" in found.headers["Content-Security-Policy"]
