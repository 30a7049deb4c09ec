"""A small result folder for the tests of the page, and a reader of the numbers that stand on a page."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import numpy as np

from simulate import contracts
from simulate.indicators import outputs
from simulate.parameters.changes import AppliedChange
from simulate.report.page import assets
from simulate.report.page.workers import Outcome, Worker, Workers
from simulate.results import provenance
from simulate.results.dataset import write_netcdf
from simulate.results.estimates import ScenarioResult, gather
from simulate.results.manifest import write_manifest
from simulate.results.words import Bilingual
from simulate.scenario.kept import Piece

BASE = """title: {en: The law of 2021, zh: 二〇二一年的法律}
reference: ILO 2022, chapter 4
changes: []
"""
REFORM = """title: {en: Flexible workers <insure> where they work, zh: 取消灵活就业人员参保户籍限制}
reference: "国办发〔2009〕66号 & others"
changes:
  - {lever: enrolment.hukou_rule, value: open, from: 2027-01}
"""
CHANGE = AppliedChange(
    lever="enrolment.hukou_rule", places="all provinces", dates="from 2027-01", old="closed/conditional/open",
    new="open", unit="code", origin="scenario reform", binds=True, place=("scenarios/reform.yaml", 3, 5),
)  # fmt: skip
COMMAND = ["run.py", "compare", "base", "nothing", "reform", "--out", "a/secret/place", "--workers", "100"]


SIZES: Final = {"share": 0.5, "ratio": 0.5, "index": 1.2, "months": 15.0, "calendar_year": 2050.0, "persons": 5e7,
         "person_years": 5e7, "yuan": 5e12}  # fmt: skip


def indicators(change: float = 0.0) -> dict[str, Any]:
    """Every output of the registry, (replicate, *dims), drawn at random; a reform moves most of them by a share."""
    rng = np.random.default_rng(1)
    found = {}
    for name, output in outputs().items():
        level = SIZES.get(output.unit, 3000.0) * rng.uniform(0.6, 1.4, output.shape)
        if not output.is_sampled:
            found[name] = np.broadcast_to(level, (contracts.N_GROUPS + 1, *output.shape)).copy()
            continue
        noise = 1 + 0.004 * rng.standard_normal((contracts.N_GROUPS + 1, *output.shape))
        moved = 1 + change * rng.choice([0.0, 1.0, 1.0], output.shape)
        found[name] = level * noise * moved
        found[name][..., 0] = np.nan  # nobody in the first cells
    if change:
        found["fund_exhaustion_year"][:] = np.nan
    return found


def scenarios() -> list[ScenarioResult]:
    """A base, a reform that changes nothing and one that does, as a run would give them."""
    stated = {"as_of": "2021-12-31"}
    base = Piece("scenario", "base", BASE)
    return [
        ScenarioResult("base", indicators(), "The law of 2021", "二〇二一年的法律", (base,), (), "ab", **stated),
        ScenarioResult("nothing", indicators(), "The law of 2021", "二〇二一年的法律", (base,), (), "cd", **stated),
        ScenarioResult(
            "reform",
            indicators(0.03),
            "Flexible workers <insure> where they work",
            "取消灵活就业人员参保户籍限制",
            (base, Piece("scenario", "reform", REFORM)),
            (CHANGE,),
            "ef",
            **stated,
        ),
    ]


def typical(*keys: str) -> Workers:
    """Two workers under scenarios: one who is insured, and one whom the last scenario insures."""
    few = Outcome(0.0, 180.0, "resident_pension", "2054", 2094.93, (0.083, 0.068), (1.4, 0.0, 0.0, 0.1))
    full = Outcome(456.0, 180.0, "employee_pension", "2063-01", 17969.1, (0.66, 0.66), (36.7, 73.3, 0.0, 0.02))
    return Workers(
        (
            Worker(
                "steady",
                Bilingual("Full career", "完整职业生涯"),
                Bilingual("Assumption: all.", "假设：全部。"),
                dict.fromkeys(keys, full),
            ),
            Worker(
                "rider",
                Bilingual("Rider", "骑手"),
                Bilingual("ILO 2022.", "国际劳工组织2022年报告。"),
                {**dict.fromkeys(keys, few), keys[-1]: full},
            ),
        ),
        frozenset(),
    )


def write(
    scenarios: Sequence[ScenarioResult], folder: Path, names: Sequence[str] = (), provinces: Sequence[str] = ()
) -> Path:
    """Dataset and manifest, with all outputs or those named, of all provinces or those named."""
    results = gather(scenarios, provinces=tuple(provinces))
    if names:
        results = dataclasses.replace(results, estimates={name: results.estimates[name] for name in names})
    manifest = provenance.manifest(scenarios, seed=1, workers=100, threads=1, population_digest="12", command=COMMAND)
    folder.mkdir(parents=True)
    write_netcdf(results, folder / "results.nc")
    write_manifest(manifest, folder)
    return folder


PLACES = {"data-output", "data-record", "data-career"}  # attributes that say where the numbers within come from


class Numbers(HTMLParser):
    """Collects every number with the attributes of the element that says where it comes from."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[dict[str, str], dict[str, str], str]] = []
        self.headings: list[str] = []
        self._place: dict[str, str] = {}
        self._row: dict[str, str] = {}  # what the cells of a row have in common
        self._part: dict[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if "data-of" in given:
            self._row = given
        elif PLACES & set(given):
            self._place = given
        elif "data-select" in given:
            whole = ";".join(filter(None, (given["data-select"], self._row["data-of"])))
            self._place = {**self._row, **given, "data-select": whole}
        if "data-part" in given:
            self._part = given
        if tag == "section":
            self.headings.append(given["id"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "b":
            self._part = None

    def handle_data(self, data: str) -> None:
        if self._part is not None:
            self.found.append((self._place, self._part, data))


def unfolded(html: str, name: str) -> str:
    """What an element of a page holds deflated: its charts, what they have in common, the library that draws them."""
    return assets.unfolded(html.partition(f'id="{name}">')[2].partition("</script>")[0])


def numbers_of(html: str) -> Numbers:
    """The numbers of a page."""
    read = Numbers()
    read.feed(html)
    return read
