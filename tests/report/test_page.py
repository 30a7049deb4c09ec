"""The page: every number is the dataset's, nothing is from outside, no heading is empty, both languages are whole."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import typer

sys.path.insert(0, str(Path(__file__).resolve().parent))

import sample_page

from simulate import codes
from simulate.cli import page as cli_page
from simulate.indicators import outputs
from simulate.machine import caches
from simulate.report.page import assets, fonts, page, texts
from simulate.report.page.source import of_runs, open_runs
from simulate.results import words
from simulate.results.reader import read_runs
from simulate.results.words import LANGUAGES

PARTS = {
    "value": "estimate", "error": "standard_error", "difference": "difference",
    "difference-error": "difference_standard_error",
}  # fmt: skip
LIMIT_BYTES = 2_000_000
LIMIT_SECONDS = 10


@pytest.fixture(scope="module")
def data(folder):
    import xarray

    with xarray.open_dataset(folder / "results.nc") as read:
        cell = {str(name): (array.dims, array.values) for name, array in read.data_vars.items()}
        places = {dim: {str(label): i for i, label in enumerate(read[dim].values.tolist())} for dim in read.dims}
    return cell, places


def select(data, name, chosen):
    """A number of the dataset at labels given as text; dimensions that the output lacks are passed over."""
    cell, places = data
    return float(cell[name][1][tuple(places[dim][str(chosen[dim])] for dim in cell[name][0])])


def test_every_number_on_the_page_is_the_datasets(html, data):
    found = [each for each in sample_page.numbers_of(html).found if "data-output" in each[0]]
    assert len(found) > 4000
    stated = {place["data-output"] for place, _, _ in found}
    assert {"winners_share", "unchanged_share", "losers_share", "change_mean"} <= stated
    cache: dict[tuple[str, str], float] = {}
    for place, part, shown in found:
        name, key = place["data-output"], f"statistic={PARTS[part['data-part']]};{place['data-select']}"
        chosen = dict(each.split("=", 1) for each in key.split(";"))
        if (name, key) not in cache:
            cache[name, key] = select(data, name, chosen)
            if "data-per" in place:
                cache[name, key] /= select(data, place["data-per"], {**chosen, "statistic": "estimate"})
        number = cache[name, key]
        if not any(each.isdigit() for each in shown) or "not to" in shown or "未出现" in shown:
            if outputs()[place["data-output"]].is_change:  # of those too few to judge are not reported
                number = select(data, name, {**chosen, "statistic": "standard_error"})
            assert np.isnan(number), (place, shown)
            continue
        scale = float(place.get("data-scale") or place[f"data-scale-{part['lang']}"])
        printed = shown.lstrip("±+").replace(",", "").replace("\N{MINUS SIGN}", "-")
        decimals = len(printed.partition(".")[2])
        is_date = outputs()[place["data-output"]].kind == "date" and part["data-part"] == "value"
        wanted = np.floor(number) if is_date else number * scale
        assert abs(float(printed) - wanted) <= 0.5000001 * 10**-decimals, (place, part, shown, wanted)


def test_every_number_in_the_charts_is_the_datasets(html, data):
    charts = json.loads(sample_page.unfolded(html, "charts"))
    assert len(charts) > 20
    scenarios = list(data[1]["scenario"])
    for key, chart in charts.items():
        meta = chart["spec"]["usermeta"]
        if "series" not in meta:  # numbers of the record and of typical workers have tests of their own
            continue
        for row in chart["rows"][:: max(1, len(chart["rows"]) // 40)]:
            k, s, t, *numbers = row
            series = meta["series"][k]
            if s == len(scenarios):  # the official record
                continue
            chosen = {"scenario": scenarios[s], meta["time"]: t, **series["select"]}
            divisor = select(data, series["per"], {**chosen, "statistic": "estimate"}) if series["per"] else 1.0
            for part, number in zip(PARTS.values(), numbers, strict=False):
                wanted = select(data, series["output"], {**chosen, "statistic": part}) / divisor
                near = pytest.approx(wanted, rel=6e-3 if "error" in part else 1e-4)
                assert np.isnan(wanted) if number is None else number == near, key


def test_nothing_comes_from_outside(html):
    elements = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", html, flags=re.S)
    assert not re.findall(r'(?:src|href|action)="(?!#|data:)[^"]*"', elements)
    assert not re.findall(r'<[^>]*\s(?:style|on\w+)="', elements)
    assert "@import" not in html
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html).group(1)
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        for text in re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.S):
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy
    library = hashlib.sha256(sample_page.unfolded(html, "library").encode()).digest()  # which the page's script adds
    assert f"'sha256-{base64.b64encode(library).decode()}'" in policy
    assert "secret" not in html


def test_three_scenarios_fit_in_their_bytes_and_ten_seconds(folder, tmp_path):
    assets._made.clear()
    started = time.process_time()  # another program may have the machine
    written = page.write(open_runs([folder]), LANGUAGES, tmp_path / "a" / "report.html")
    assert time.process_time() - started <= LIMIT_SECONDS
    assert written.stat().st_size <= LIMIT_BYTES, written.stat().st_size
    assert [each.name for each in (tmp_path / "a").iterdir()] == ["report.html"]


def test_changes_are_told_with_their_sources(html):
    text = html.partition('id="changes"')[2].partition("</section>")[0].replace("<wbr>", "")
    for said in ("enrolment.hukou_rule", "closed/conditional/open", "限制/有条件/放开", "自 2027-01", "全部省份",
                  "国办发〔2009〕66号 &amp; others", "ILO 2022, section 4.4"):  # fmt: skip
        assert said in text
    assert "Flexible workers &lt;insure&gt; where they work" in html
    assert "python run.py compare base nothing reform --workers 100" in html


def test_of_an_english_source_the_chinese_page_names_the_documents():
    named = {
        "国发〔2005〕38号 art. 6: 1 % a year; 国发〔1997〕26号 art. 3": "国发〔2005〕38号第6条、国发〔1997〕26号第3条",
        "Portugal, Código Contributivo art. 168": "说明见英文版",
        "Social Insurance Law art. 16": "《社会保险法》第16条",
    }
    for english, chinese in named.items():
        assert (texts.cited(english).en, texts.cited(english).zh) == (english, chinese)


def test_a_reform_that_changes_nothing_is_said_to_have_no_effect(html):
    answer = html.partition('class="answers"')[2].partition("</ul>")[0].split("<li>")[1]
    assert "no clear effect on any of the six" in answer
    assert "data-part" not in answer


def test_every_chart_has_a_name_a_table_and_a_source(html):
    for figure in re.findall(r"<figure.*?</figure>", html, re.S):
        assert re.search(r'role="img" aria-label="[^"]+" data-label-en="[^"]+" data-label-zh="[^"]+"', figure)
        assert figure.count('scope="row"') > 1
        assert 'class="origin"' in figure


def test_a_section_without_outputs_has_no_heading(samples, tmp_path):
    few = ["insured_national", "contributors_national", "fund_exhaustion_year"]
    folder = sample_page.write(samples, tmp_path / "few", few)
    read = sample_page.numbers_of(page.render(open_runs([folder]), ("en",)))
    assert read.headings == ["findings", "changes", "coverage", "fit", "certainty", "provenance"]


def test_one_scenario_in_one_language(samples, tmp_path):
    folder = sample_page.write(samples[:1], tmp_path / "one")
    html = page.render(open_runs([folder]), ("zh",))
    body = html.partition("<body")[2].partition('<script type="text/plain"')[0]
    found = sample_page.numbers_of(body).found
    assert {part["data-part"] for place, part, _ in found if "data-output" in place} == {"value", "error"}
    assert 'name="mode"' not in body
    assert 'id="winners"' not in body
    assert 'id="fit"' in body
    assert 'lang="en"' not in html.partition("<style>")[0] + body
    assert "Question and answer" not in html
    assert "问题与结论" in body


def test_two_runs_share_a_page_and_their_base_stands_once(samples, folder, tmp_path):
    base, nothing, _ = samples
    second = sample_page.write([base, nothing], tmp_path / "second")
    source = open_runs([folder, second])
    assert [each.key for each in source.scenarios] == ["base", "nothing", "reform"]
    found = sample_page.numbers_of(page.render(source, ("en",))).found
    places = {place["data-select"] for place, _, _ in found if "data-output" in place}
    assert all(each.startswith("run=0;scenario=") for each in places)


def test_a_base_with_draws_stands_beside_one_without(folder):
    (run,) = read_runs([folder])
    drawn = {name: dataclasses.replace(each, drawn=each.value[None]) for name, each in run.results.estimates.items()}
    other = dataclasses.replace(run, results=dataclasses.replace(run.results, estimates=drawn))
    assert len(of_runs([run, other]).scenarios) == 2 * len(run.manifest.scenarios)


@pytest.mark.parametrize("cut", [{"years": "2030-2040"}, {"provinces": ["beijing"]}])
def test_a_base_that_tells_of_other_years_or_places_stands_beside_the_first(folder, cut):
    (run,) = read_runs([folder])
    about = {**run.manifest.run, "options": {**run.manifest.run["options"], **cut}}
    other = dataclasses.replace(run, manifest=dataclasses.replace(run.manifest, run=about))
    assert len(of_runs([run, run]).scenarios) == len(run.manifest.scenarios)
    assert len(of_runs([run, other]).scenarios) == 2 * len(run.manifest.scenarios)


def test_faults_are_told_in_one_line(folder, tmp_path, capsys, monkeypatch):
    def leave(*runs, **changes):
        with pytest.raises(typer.Exit) as left:
            cli_page.report(list(runs), **{"lang": "both", "out": tmp_path, "pdf": False, "png": None, **changes})
        assert left.value.exit_code == 2
        return capsys.readouterr().err

    assert "nothing there; expected a folder of results" in leave(tmp_path / "nowhere")
    assert "zh, en or both" in leave(folder, lang="cn")
    monkeypatch.setattr(fonts, "find", lambda places=None: None)
    assert "need a Chinese font" in leave(folder, pdf=True)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "taken").write_text("mine")
    assert "--png" in leave(folder, png=tmp_path / "taken")
    same = tmp_path / "a.html"
    assert "the page's own name" in leave(folder, out=same, png=same)
    assert [each.name for each in tmp_path.iterdir()] == ["taken"]


def test_page_is_written_where_asked(folder, tmp_path, capsys):
    cli_page.report([folder], lang="en", out=tmp_path / "x.html", pdf=False, png=None)
    assert capsys.readouterr().out == f"written: {tmp_path / 'x.html'}\n"
    assert (tmp_path / "x.html").stat().st_size > 500_000


def test_a_font_is_cut_to_the_characters_of_the_page():
    font = fonts.find()
    if font is None:
        pytest.skip("no Chinese font on this machine")
    cut = fonts.subset(font, "养老保险 pension")
    assert cut[:4] == b"wOFF"
    assert len(cut) < 20_000
    assert fonts.find([Path(__file__).parent]) is None


def test_every_text_is_in_both_languages_and_every_chart_names_known_outputs():
    def check(entry):
        if isinstance(entry, dict) and "en" in entry:
            assert set(entry) == {"en", "zh"}, entry
            assert all(entry.values()), entry
        elif isinstance(entry, dict):
            for each in entry.values():
                check(each)

    check(words.read("page"))
    check(texts.charts())
    assert set(words.read("labels")["provinces"]) == set(codes.PROVINCES.labels)
    groups = [words.read("labels")[group] for group in ("provinces", "not_modelled")]
    assert len({tuple(each[:2]) for group in groups for each in group.values()}) == 34
    for chart in texts.charts().values():
        for panel in chart["panels"]:
            assert {panel["output"], panel.get("per", panel["output"])} <= set(outputs())


def test_winners_and_losers_are_told_of_reforms_by_hukou_and_cohort(html):
    section = html.partition('id="winners"')[2].partition("</section>")[0]
    assert "born 1945–2012 who are alive at 60" in section
    for said in ("Rural hukou", "Urban hukou", "Born in the 1990s", "农业户口", "1990年代出生", "Delivery riders"):
        assert said in section
    columns = section.partition("<thead>")[2].partition("</thead>")[0]
    assert columns.count('scope="col"') == 2 + 2  # group and number, then the reforms without the base
    places = {place["data-select"] for place, _, _ in sample_page.numbers_of(section).found}
    assert {"scenario=reform;life=rural", "scenario=reform;quantile=0.5;life=1990s"} <= places
    assert not any("scenario=base" in each for each in places)


def test_a_share_without_an_error_is_not_told(samples, tmp_path):
    base, _, reform = samples
    stated = {**reform.indicators, "winners_share": reform.indicators["winners_share"].copy()}
    stated["winners_share"][1:, 4] = np.nan  # of urban hukou no group of workers can be left out
    folder = sample_page.write([base, dataclasses.replace(reform, indicators=stated)], tmp_path / "few")
    section = page.render(open_runs([folder]), ("en",)).partition('id="winners"')[2].partition("</section>")[0]
    shown = [
        each for place, part, each in sample_page.numbers_of(section).found
        if place["data-output"] == "winners_share" and place["data-select"].endswith("life=urban")
    ]  # fmt: skip
    assert shown in ([], ["–"])


@pytest.mark.parametrize("damage", ["none", "emptied", "cut off", "altered", "a folder in the way"])
def test_the_library_is_kept_for_the_next_page_if_it_is_whole(tmp_path, monkeypatch, damage):
    monkeypatch.setenv("LINGBAO_CACHE", str(tmp_path))
    monkeypatch.setattr(assets, "_made", [])
    monkeypatch.setattr(assets, "_BUNDLE", "print('// made')")
    kept = assets._kept()
    caches.keep(kept, b"// a library")
    whole = kept.read_bytes()
    if damage == "a folder in the way":
        kept.unlink()
        kept.mkdir()
    kept.is_file() and kept.write_bytes(
        {"none": whole, "emptied": b"", "cut off": whole[:-3], "altered": whole.replace(b"a lib", b"alert")}[damage]
    )
    with assets.bundle() as library:
        assert library().strip() == ("// a library" if damage == "none" else "// made")


def test_importing_the_page_is_light():
    code = (
        "import sys, simulate.cli.page, simulate.report.page.page, simulate.report.page.export;"
        "print([m for m in ('altair', 'vl_convert', 'fontTools', 'netCDF4', 'xarray', 'numba') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
