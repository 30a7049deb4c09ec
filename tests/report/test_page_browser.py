"""The page in a real browser with the network cut: it draws, speaks two languages, answers the pointer and the keys."""

from __future__ import annotations

import dataclasses
import re
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

import sample_page

from simulate.report.page import export, fonts, page, texts
from simulate.report.page.source import of_runs, open_runs
from simulate.results.estimates import DRAWN
from simulate.results.headline import METRICS, PROVINCIAL
from simulate.results.reader import read_runs
from simulate.results.uncertainty import ATTRIBUTE, Assumption, Range, Uncertainty
from simulate.results.words import LANGUAGES, Bilingual

PROGRAM = export.browser()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no Chromium, Chrome or Edge on this machine")
WAIT = 60_000  # milliseconds
WINDOW = {"width": 1200, "height": 900}


@pytest.fixture(scope="module")
def written(folder, tmp_path_factory):
    typical = sample_page.typical("base", "nothing", "reform")
    return page.write(open_runs([folder]), LANGUAGES, tmp_path_factory.mktemp("browser") / "report.html", typical)


@pytest.fixture(scope="module")
def browser():
    library = pytest.importorskip("playwright.sync_api", reason="the library that drives the browser is not installed")
    with library.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=PROGRAM, args=export.arguments())
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def opened(browser, written):
    """The page in English, drawn, and what it asked for and said on the console."""
    context = browser.new_context(viewport=WINDOW, offline=True, locale="en-GB")
    tab = context.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    tab.on("pageerror", lambda fault: said.append(f"fault: {fault}"))
    tab.on("request", lambda asked: asked.url.startswith(("file:", "data:")) or said.append(f"request: {asked.url}"))
    tab.goto(written.as_uri())
    tab.wait_for_selector('body[data-ready="en"]', timeout=WAIT)
    yield tab, said
    context.close()


@pytest.fixture
def shown(opened):
    """The page; fails in the end on any request or word on the console.  Tests leave it as they found it."""
    tab, said = opened
    yield tab
    assert said == []


def speak(tab, button, language):
    tab.get_by_role("button", name=button).click()
    tab.wait_for_selector(f'body[data-ready="{language}"]', timeout=WAIT)


def test_a_browser_that_cannot_unfold_the_charts_says_so_and_keeps_its_tables(browser, written):
    context = browser.new_context(viewport=WINDOW, offline=True, locale="zh-CN")
    context.add_init_script("delete globalThis.DecompressionStream")
    tab = context.new_page()
    tab.goto(written.as_uri())
    tab.get_by_text("此浏览器版本过旧，无法绘制图表；全部数字均见表格。").wait_for(timeout=WAIT)
    tab.get_by_role("button", name="English").click()
    assert tab.get_by_text("This browser is too old to draw the charts").is_visible()
    assert tab.locator("td b[data-part=value]").count() > 100
    context.close()


def test_all_charts_are_drawn(shown):
    charts = shown.locator(".chart")
    n = charts.count()
    assert n > 20
    assert shown.evaluate("document.body.dataset.drawn") == str(n)
    for i in range(n):
        drawn = charts.nth(i).locator("svg").inner_html()
        assert drawn.count("<path") > 10
        assert "NaN" not in drawn
        assert "@{" not in drawn
        assert charts.nth(i).bounding_box()["height"] > 120


def test_the_language_switch_turns_every_text(shown):
    speak(shown, "中文", "zh")
    assert shown.evaluate("document.documentElement.lang") == "zh"
    assert "养老保险" in shown.title()
    assert shown.locator("h1").inner_text() == texts.text("title").zh
    text = shown.locator("main").inner_text()
    assert "Question and answer" not in text
    assert "问题与结论" in text
    assert "取消灵活就业人员参保户籍限制" in shown.locator("#chart-participants").text_content()
    assert "参保人数" in shown.locator("#figure-participants .chart").get_attribute("aria-label")
    assert "万人" in shown.locator(".card").first.inner_text()
    speak(shown, "English", "en")
    assert "问题与结论" not in shown.locator("main").inner_text()


def test_chinese_is_set_in_the_embedded_font(shown):
    if fonts.find() is None:
        pytest.skip("no Chinese font on this machine to embed")
    state = "[...document.fonts].find((each) => each.family.includes('Lingbao'))?.status"
    speak(shown, "中文", "zh")
    assert shown.evaluate(state) in ("loaded", "unloaded")  # unloaded: the reader's own Chinese font comes first
    assert shown.evaluate("document.fonts.load('16px \"Lingbao CJK\"', '养老').then((faces) => faces.length)") == 1
    speak(shown, "English", "en")


def test_a_tooltip_tells_every_scenario_with_its_error(shown):
    chart = shown.locator("#chart-participants svg")
    chart.scroll_into_view_if_needed()
    shown.wait_for_timeout(700)  # the page scrolls softly, and scrolling hides a tooltip
    assert shown.locator("#tip").is_hidden()
    box = chart.bounding_box()
    shown.mouse.move(box["x"] + 0.28 * box["width"], box["y"] + 0.6 * box["height"])
    shown.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.6 * box["height"])
    shown.locator("#tip").wait_for(state="visible", timeout=5000)
    stated = shown.locator("#tip").inner_text()
    for words in ("Year", "The law of 2021", "Flexible workers <insure> where they work", "±", "million"):
        assert words in stated
    assert "NaN" not in stated


def test_charts_show_levels_or_differences(shown):
    axis = "#chart-cost_rate svg .role-axis-label"
    before = shown.locator(axis).all_text_contents()
    shown.get_by_label("the difference to the base").check()
    shown.wait_for_timeout(800)
    assert shown.locator(axis).all_text_contents() != before
    assert shown.locator("#figure-cost_rate .when-difference").is_visible()
    shown.get_by_label("the level").check()
    shown.wait_for_timeout(800)
    assert shown.locator(axis).all_text_contents() == before


def test_winners_fit_and_workers_are_drawn_with_their_names(shown):
    for key, words in {
        "effects": ("million persons", "percentage points", "years of spending", "Flexible workers <insure>"),
        "winners_who": ("Lose", "Gain", "Rural hukou", "Born in the 1980s"),
        "winners_who_spread": ("Rural hukou", "Flexible workers <insure>"),
        "winners_work": ("Delivery riders",),
        "fit": ("Official record", "Mean pension of enterprise retirees", "yuan a month", "million persons"),
        "workers": ("Full career", "Rider", "Of own career earnings"),
    }.items():
        drawn = shown.locator(f"#chart-{key} svg").text_content()
        assert all(each in drawn for each in words), (key, drawn)
        assert shown.locator(f"#figure-{key}").bounding_box()["width"] <= 950
    assert shown.locator("#figure-fit table").is_visible()
    chips = shown.locator('#figure-workers tr[data-career="rider"] [role=img]')
    assert chips.evaluate_all("(all) => all.map((each) => each.ariaLabel)")[:1] == ["The law of 2021"]
    speak(shown, "中文", "zh")
    assert "农业户口" in shown.locator("#chart-winners_who svg").text_content()
    assert "官方统计" in shown.locator("#chart-fit svg").text_content()
    speak(shown, "English", "en")


def test_a_tooltip_tells_the_spread_of_a_group(shown):
    chart = shown.locator("#chart-winners_work_spread svg")
    chart.scroll_into_view_if_needed()
    shown.wait_for_timeout(700)
    box = chart.bounding_box()
    for far in (0.5, 0.52):
        shown.mouse.move(box["x"] + far * box["width"], box["y"] + 0.5 * box["height"])
    shown.locator("#tip").wait_for(state="visible", timeout=5000)
    stated = shown.locator("#tip").inner_text()
    assert all(words in stated for words in ("Median", "Mean of all", "±", "months"))
    assert "NaN" not in stated


def test_maps_follow_their_controls(shown):
    drawn = shown.locator("#chart-map_away svg .mark-rect path")
    sizes = drawn.evaluate_all(
        "(all) => all.map((each) => each.getBoundingClientRect()).map((b) => [b.width, b.height])"
    )
    assert sum(height > 30 for _, height in sizes) >= 2  # of the places the model covers, and of those it does not
    assert all(width > 30 for width, _ in sizes), "tiles, not lines"
    tiles = shown.locator("#chart-map_away svg .role-mark text")
    before = tiles.all_text_contents()
    assert "Sichuan" in before
    shown.locator("#map-year").select_option("2030")
    shown.wait_for_timeout(800)
    assert tiles.all_text_contents() != before
    assert shown.locator("[data-map=map-year]").inner_text() == "2030"


def test_the_keyboard_reaches_everything(shown):
    shown.reload()
    shown.wait_for_selector('body[data-ready="en"]', timeout=WAIT)
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.className") == "skip"
    shown.keyboard.press("Enter")
    assert shown.evaluate("document.activeElement.id") == "findings"
    summary = shown.locator("#figure-participants summary")
    summary.focus()
    shown.keyboard.press("Enter")
    assert shown.locator("#figure-participants table").is_visible()
    controls = "[...document.querySelectorAll('input, select, button')]"
    assert all(shown.evaluate(f"{controls}.map((each) => each.labels?.length || each.textContent)"))


def test_it_prints_on_a4(written):
    if fonts.find() is None:
        pytest.skip("no Chinese font on this machine")
    (path,) = export.write_pdfs(written, ("zh",), PROGRAM)
    content = path.read_bytes()
    assert path.name == "report.pdf"
    assert content.startswith(b"%PDF")
    assert b"/MediaBox [0 0 595" in content or b"/MediaBox [0 0 594" in content
    assert len(content) > 200_000


def test_charts_as_pictures(tmp_path):
    few = ["insured_national", "contributors_national"]
    folder = sample_page.write(sample_page.scenarios(), tmp_path / "few", few)
    paths = list(export.write_pngs(open_runs([folder]), ("en",), tmp_path / "png", fonts.find()))
    assert [path.name for path in paths] == ["01_participants.png", "02_fit.png"]
    assert paths[0].read_bytes().startswith(b"\x89PNG")


ALLOWED = re.compile(r"\b[A-Z]\b")  # letters of scenarios; names of levers, files and libraries stand as code
SEEN = """() => {
  const found = [], walker = document.createTreeWalker(document.querySelector(".sheet"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const owner = walker.currentNode.parentElement;
    const isRead = owner.getClientRects().length && !owner.closest("code, pre, .languages");
    if (isRead) found.push(walker.currentNode.textContent);
  }
  return found;
}"""
CHARTS = """() => [...document.querySelectorAll(".chart svg")].map((svg) => {
  const box = svg.getBoundingClientRect(), scale = box.width / (svg.viewBox.baseVal.width || box.width);
  const sizes = [...svg.querySelectorAll("text")].filter((each) => each.textContent.trim())
    .map((each) => parseFloat(getComputedStyle(each).fontSize) * scale);
  return [svg.closest("figure").id, box.width - svg.closest(".chart").clientWidth, Math.min(...sizes)];
})"""


# Cells in which a text of several characters stands in a column of one or two.
SQUEEZED = """() => [...document.querySelectorAll("section > table :is(td, th), .wide :is(td, th)")]
  .filter((each) => each.offsetParent && each.innerText.trim().length > 4)
  .filter((each) => each.clientWidth < 3 * parseFloat(getComputedStyle(each).fontSize)).map((each) => each.innerText)"""


@pytest.fixture(scope="module", params=["zh", "en"])
def phone(request, browser, written):
    """The page on a screen of 390 pixels, in one language."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, offline=True)
    tab = context.new_page()
    tab.goto(f"{written.as_uri()}#{request.param}")
    tab.wait_for_selector(f'body[data-ready="{request.param}"]', timeout=WAIT)
    yield tab, request.param
    context.close()


def test_a_phone_shows_everything_in_its_width(phone):
    tab, _ = phone
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert tab.evaluate(SQUEEZED) == [], "a column of one character"
    tab.evaluate("document.querySelectorAll('option').forEach(each => each.textContent = 'a long title '.repeat(8))")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390, "a list of long titles is wider than the screen"
    for figure, excess, smallest in tab.evaluate(CHARTS):
        assert excess <= 1, figure
        assert smallest >= 10.9, figure


def test_the_chinese_page_is_chinese(phone):
    tab, language = phone
    if language == "zh":
        seen = tab.evaluate(SEEN)
        assert len(seen) > 300
        assert [text for text in seen if re.search("[A-Za-z]", ALLOWED.sub("", text))] == []


@pytest.fixture(scope="module")
def rich(tmp_path_factory):
    """A page of two runs, one with draws and several reforms of long titles, one of few provinces.

    Their base is the law as it stands; dates of the first are ranges over its draws.
    """
    place = tmp_path_factory.mktemp("rich")
    names = list(dict.fromkeys(each.output for each in (*METRICS, *PROVINCIAL)))
    (of_draws,) = open_runs([sample_page.write(long_titles(2), place / "draws", names)]).runs
    why = Assumption("economy.inflation", Bilingual("Inflation", "通货膨胀"), "macro", "0.01", "0.03", 4.0, 0.5,
                     Bilingual("Pinned by nothing.", "无统计可定。"))  # fmt: skip
    ranges = tuple(
        Range(each.key, None, name, 2050.0, 2045.0, 2050.0, 2055.0, None, {}, (why,))
        for each in METRICS
        for name in of_draws.results.scenarios
        if each.unit == "date"
    )
    results = of_draws.results
    estimates = {
        name: dataclasses.replace(each, drawn=np.stack([each.value] * len(DRAWN)))
        for name, each in results.estimates.items()
    }
    stated = {**results.attributes, ATTRIBUTE: Uncertainty(64, 3, ranges).to_json()}
    of_draws = dataclasses.replace(
        of_draws, results=dataclasses.replace(results, estimates=estimates, attributes=stated)
    )
    few = read_runs([sample_page.write(sample_page.scenarios(), place / "few", names, provinces=("beijing", "gansu"))])
    source = of_runs([of_draws, *few])
    typical = sample_page.typical(*(each.key for each in source.scenarios))
    return page.write(source, LANGUAGES, place / "report.html", typical)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_draws_provinces_and_several_bases_fits_a_phone_and_is_chinese_in_chinese(browser, rich, language):
    context = browser.new_context(viewport={"width": 390, "height": 844}, offline=True)
    tab = context.new_page()
    tab.goto(f"{rich.as_uri()}#{language}")
    tab.wait_for_selector(f'body[data-ready="{language}"]', timeout=2 * WAIT)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert [(figure, excess) for figure, excess, _ in tab.evaluate(CHARTS) if excess > 1] == []
    if language == "zh":
        seen = tab.evaluate(SEEN)
        assert len(seen) > 300
        assert [text for text in seen if re.search("[A-Za-z]", ALLOWED.sub("", text))] == []
    context.close()


def long_titles(n_reforms):
    """A base and reforms with titles as long as a ministry's, each of clear effect."""
    base, _, reform = sample_page.scenarios()
    english = "Platforms pay half of the pension contribution of flexible workers in their province of work"
    chinese = "平台企业为灵活就业人员在就业地补贴一半基本养老保险费方案"
    named = [{"name": f"reform{i}", "title": f"{english} ({i})", "chinese": f"{chinese}{i}"} for i in range(n_reforms)]
    return [base, *(dataclasses.replace(reform, **names) for names in named)]


@pytest.fixture(scope="module", params=[3, 7])
def many(request, tmp_path_factory):
    """A page of several reforms that holds what the summary says and little more."""
    names = list(dict.fromkeys(each.output for each in METRICS))
    folder = sample_page.write(long_titles(request.param), tmp_path_factory.mktemp("many") / "run", names)
    return page.write(open_runs([folder]), LANGUAGES, folder / "report.html")


def on_paper(browser, written, language):
    """The page as laid out for print: A4 less its margins is 182 by 265 mm, 688 by 1001 pixels."""
    context = browser.new_context(viewport={"width": 688, "height": 1001}, offline=True)
    tab = context.new_page()
    tab.emulate_media(media="print")
    tab.goto(f"{written.as_uri()}#{language}")
    tab.wait_for_selector(f'body[data-ready="{language}"]', timeout=WAIT)
    return tab


def test_the_summary_is_the_first_page_of_a_print(browser, many):
    for language in LANGUAGES:
        tab = on_paper(browser, many, language)
        end = tab.evaluate("document.getElementById('findings').getBoundingClientRect().bottom + scrollY")
        assert end <= 1001, (language, end)
        assert tab.evaluate("getComputedStyle(document.getElementById('changes')).breakBefore") == "page"
        tab.context.close()


NARROW = """() => [...document.querySelectorAll("th, td, .card, figcaption, p")].filter((each) => {
  const box = each.getBoundingClientRect(), text = each.innerText.trim();
  if (!box.width || text.length < 4) return false;
  const letter = parseFloat(getComputedStyle(each).fontSize);
  return box.right > innerWidth + 1 || box.left < -1 || (box.width < 3.5 * letter && box.height > 3.5 * letter);
}).map((each) => each.innerText)"""


def test_nothing_is_cut_on_paper_and_no_column_is_one_character_wide(browser, written):
    for language in LANGUAGES:
        tab = on_paper(browser, written, language)
        assert tab.evaluate(NARROW) == [], language
        for figure in ("fit", "workers"):  # tables of several pages: their title stays with their chart
            assert (
                tab.evaluate(f"getComputedStyle(document.querySelector('#figure-{figure} figcaption')).breakAfter")
                == "avoid"
            )
        tab.context.close()


def test_colours_mean_one_thing():
    from simulate.report.page import chart_lives, chart_parts, chart_people

    meanings = (
        chart_parts.COLORS[1:], chart_parts.PAYER_COLORS, chart_people.SEX_COLORS, chart_lives.OUTCOME_COLORS,
        chart_people.BENEFIT_COLORS, chart_people.FLOW_COLORS[:2],
    )  # fmt: skip
    every = [each for group in meanings for each in group]
    assert len(every) == len(set(every))
