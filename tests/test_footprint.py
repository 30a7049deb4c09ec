"""What it costs to add to the model: a fund, a cut of coverage, a whole scheme, in a copy with a few files edited.

The copy is edited as a colleague would, and read in a process of its own: books, identities, outputs and words must
know what was added, and nothing but the files named here may have been touched.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.toy_scheme import FILES

ROOT = Path(__file__).resolve().parents[1]
Edits = dict[str, str | tuple[tuple[str, str], ...]]  # a new file, or what is edited in one that is there

# A fund of maternity benefits: workers and employers pay in, benefits are paid out, the reserve earns.
FUND: Edits = {
    "measures/toy.py": """from typing import Final

from simulate.measures.rows import INSURED, Line, fund

TOY: Final = fund("toy", "Toy fund", "玩具基金", returns="funds.reserve_return")
_line = Line(INSURED)
WORKER_TO_TOY: Final = _line.contribution("worker_to_toy", "worker", TOY)
EMPLOYER_TO_TOY: Final = _line.contribution("employer_to_toy", "employer", TOY)
RECEIVED_TOY: Final = _line.booked("received_toy", TOY)
TOY_BENEFITS: Final = _line.benefit("toy_benefits", TOY, "in one sum")
""",
}  # fmt: skip
FUND_CHECK = """
import numpy as np
from sample_cells import funds_parameters
from simulate import codes, measures
from simulate.funds import IdentityBroken, keep_books
from simulate.indicators import COORDINATES
from simulate.indicators.registry import outputs
from simulate.results import words

place = np.zeros((len(measures.PLACE_MEASURES), 1, 66, 31, 2))
for name, amount in dict(worker_to_toy=30.0, employer_to_toy=70.0, received_toy=100.0, toy_benefits=60.0).items():
    place[measures.PLACE_MEASURES.index(name), ..., 0, 0] = amount
ps = funds_parameters().with_values(reserve_return=0.1)
flows = keep_books(place, ps)
toy = measures.FUNDS.code("toy")
assert np.allclose(flows.closing[toy, 0, :3, 0], [40.0, 40.0 * 1.1 + 40.0, (40.0 * 1.1 + 40.0) * 1.1 + 40.0])
assert np.allclose([flows.paid_by(toy, payer)[0, 0, 0] for payer in codes.PAYERS.labels], [30.0, 70.0, 0.0, 0.0])
assert "toy" in COORDINATES["fund"] and "toy" in COORDINATES["paid_into"]
assert words.label("fund", "toy").zh == "玩具基金"
from simulate.measures.toy import TOY_BENEFITS, WORKER_TO_TOY
assert WORKER_TO_TOY in measures.WORKER_PAYS and TOY_BENEFITS in measures.WORKER_RECEIVES
place[measures.PLACE_MEASURES.index("received_toy"), 0, 4, 0, 0] += 1.0
try:
    keep_books(place, ps)
except IdentityBroken as fault:
    assert "fund toy, beijing, year 2014" in str(fault), fault
else:
    raise AssertionError("money lost on the way to the new fund is not seen")
"""


def cut_of_coverage(cut: str, labels: str, dim: str, row: str) -> Edits:
    """Coverage by one more fact of a worker, and of an enumeration (``labels`` in codes.py, named ``dim``).

    ``row`` is what a line of the fold adds to the first row of the cut.
    """
    outputs = "".join(
        f"""{name}_by_{cut}:
  name: {{en: "{english} by toy {cut}", zh: "按玩具分的{chinese}"}}
  dims: [{dims}, {dim}]
  unit: share
  kind: ratio
  meaning: {{en: "{english}.", zh: "玩具{chinese}。"}}
"""
        for name, english, chinese, dims in (
            ("coverage_rate", "Coverage", "覆盖率", "scheme, year"),
            ("uninsured_share", "In no scheme", "未参保比重", "year"),
        )
    )
    first = f"FIRST_{cut.upper()}_KIND"
    return {
        "measures/kinds.py": (
            ('"migrant": MIGRANTS,', f'"migrant": MIGRANTS, "{cut}": {labels},'),
            ("import EDUCATIONS,", f"import {labels}, EDUCATIONS,"),
            ("N_KINDS: Final", f'{first}: Final = KIND_ROWS["{cut}"].start\nN_KINDS: Final'),
        ),
        "schemes/fold_kinds.py": (
            ("    FIRST_EDUCATION_KIND,", f"    {first}, FIRST_EDUCATION_KIND,"),
            ("        if heads.migrant != NEVER:\n",
             f"        _add_heads(kinds[{first} + int({row})], heads)\n        if heads.migrant != NEVER:\n"),
        ),
        "indicators/registry.yaml": (("coverage_rate_flexible:\n", f"{outputs}coverage_rate_flexible:\n"),),
    }  # fmt: skip


# By the province of hukou, of which no sum by kind knows yet; and by an enumeration that no output has had, so that its
# name and those of its labels are wanting too.  What a worker is under it is no matter here: the type of the hukou.
HOME: Edits = cut_of_coverage("home", "PROVINCES", "province", "person.home")
RULE: Edits = cut_of_coverage("rule", "HUKOU_RULES", "hukou_rule", "person.hukou_type") | {
    "results/words/labels.yaml": (
        ("  scheme: {en: Scheme, zh: 制度}\n", "  scheme: {en: Scheme, zh: 制度}\n"
         "  hukou_rule: {en: Rule, zh: 规则}\n"),
        ("names:\n  age_group:\n", "names:\n  hukou_rule:\n    closed: {en: Closed, zh: 限制落户}\n"
         "    conditional: {en: Conditional, zh: 有条件落户}\n    open: {en: Open, zh: 放开落户}\n  age_group:\n"),
    ),
}  # fmt: skip
CUT_CHECK = """
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import openpyxl
import sample_results
from sample_cells import funds_parameters, random_cells
from simulate import codes, measures
from simulate.indicators import COORDINATES, compute, disagreements, outputs
from simulate.report.workbook import read_runs, write_workbook
from simulate.schemes.fold_kinds import fold_kinds
from simulate.schemes.tables import PERSON_UNIT

CUT, CODE = {cut!r}, {code}
labels = measures.CUTS[CUT]
kinds = np.zeros((measures.N_KINDS, len(measures.KIND_MEASURES)), np.int64)
me = SimpleNamespace(rights=SimpleNamespace(outcome=0), residents=SimpleNamespace(is_claimed=0))
person = SimpleNamespace(form=codes.EMPLOYEE, hukou_type=1, education=0, occupation=-1, home=5)
fold_kinds(2.0, person, 30, np.zeros(len(measures.PLACE_MEASURES)), me, kinds)
counted = kinds[measures.KIND_ROWS[CUT], measures.KIND_PERSONS]
assert counted[CODE] == counted.sum() == 2 * int(PERSON_UNIT)

cells = random_cells(5)
named = compute(cells, funds_parameters())
assert disagreements(funds_parameters()) == []
kind = cells.kind.sum(axis=(0, 2))[7, measures.KIND_ROWS[CUT]]
assert np.allclose(named["coverage_rate_by_" + CUT][0, 1, 7],
                   kind[:, measures.KIND_INSURED_RESIDENT] / kind[:, measures.KIND_PERSONS])
assert np.allclose(named["uninsured_share_by_" + CUT][0, 7],
                   kind[:, measures.KIND_UNINSURED] / kind[:, measures.KIND_PERSONS])
assert COORDINATES[labels.name] == labels.labels

scenarios = sample_results.random_scenarios()
sample_results.write_run(sample_results.small_results(scenarios), scenarios, Path("run"))
book = openpyxl.load_workbook(write_workbook(read_runs([Path("run")]), Path("cut.xlsx"), "zh"), read_only=True)
said = {{cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}}
output = outputs()["coverage_rate_by_" + CUT]
assert {{output.chinese, output.chinese_meaning}} <= said
"""
WORDS = ("tests/results/test_words.py",)
SUMS = ("tests/test_measures.py", "tests/indicators/test_indicators.py")
SAMPLES = ("tests/funds/sample_cells.py", "tests/report/sample_results.py")
PYTEST = ("-m", "pytest", "-p", "no:cacheprovider", "--override-ini", "addopts=--import-mode=importlib -q")
OF_TESTS = ("tests/conftest.py", "tests/open_faults.yaml", "pyproject.toml")


def copy_of_the_model(folder: Path) -> None:
    """The package, to be edited, beside the folders of data."""
    shutil.copytree(ROOT / "simulate", folder / "simulate", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("calibration", "scenarios"):
        (folder / name).symlink_to(ROOT / name)


@pytest.mark.parametrize(
    ("edits", "check", "most", "tests"),
    [
        (FUND, FUND_CHECK, 1, SUMS),
        (HOME, CUT_CHECK.format(cut="home", code=5), 3, WORDS),
        (RULE, CUT_CHECK.format(cut="rule", code=1), 4, WORDS),
    ],
    ids=["a fund", "a cut by a fact no sum knew", "a cut by an enumeration without names"],
)
def test_an_addition_costs_a_few_files(
    tmp_path: Path, edits: Edits, check: str, most: int, tests: tuple[str, ...]
) -> None:
    assert len(edits) <= most
    copy_of_the_model(tmp_path)
    edit(tmp_path, edits)
    with_tests(tmp_path, tests)
    in_the_copy(tmp_path, "-c", check)
    in_the_copy(tmp_path, *PYTEST, *tests)


def with_tests(copy: Path, tests: tuple[str, ...]) -> None:
    """Tests of the repository, as they stand, beside a copy of the model."""
    for name in (*tests, *SAMPLES, *OF_TESTS):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)


def edit(copy: Path, edits: Edits) -> None:
    """Edit a copy of the model as a colleague would."""
    for name, pairs in edits.items():
        path = copy / "simulate" / name
        if isinstance(pairs, str):
            path.write_text(pairs, encoding="utf-8")
            continue
        text = path.read_text(encoding="utf-8")
        for old, new in pairs:
            assert text.count(old) == 1, f"{name} no longer holds {old!r} once"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")


def in_the_copy(copy: Path, *arguments: str) -> None:
    """Run Python in a copy of the model, without compilation: a copy would be compiled again."""
    samples = [str(copy), *(str((copy / each).parent) for each in SAMPLES)]
    outside = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=copy, capture_output=True, text=True, timeout=1200,
        env={**outside, "PYTHONPATH": os.pathsep.join(samples), "NUMBA_DISABLE_JIT": "1",
             "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_scheme_costs_six_files(tmp_path: Path) -> None:
    """A new scheme's fund, state, levers, cases and output are found everywhere, and no file that is there changes."""
    assert len(FILES) <= 6
    copy_of_the_model(tmp_path)
    for name, text in FILES.items():
        path = tmp_path / name
        assert not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    tests = (*WORDS, *SUMS, "tests/parameters/test_chinese_reasons.py")
    with_tests(tmp_path, tests)
    in_the_copy(tmp_path, str(ROOT / "tests" / "find_toy.py"), str(tmp_path))
    in_the_copy(tmp_path, *PYTEST, *tests)


FORGOTTEN: Edits = {name: pairs for name, pairs in RULE.items() if name != "indicators/registry.yaml"}


@pytest.mark.parametrize("verb", [("check",), ("compare", "law_2021", "hukou_removal", "--workers", "5000")])
def test_a_cut_without_its_outputs_is_said_with_its_place_before_anything_is_compiled(
    tmp_path: Path, verb: tuple[str, ...]
) -> None:
    copy_of_the_model(tmp_path)
    edit(tmp_path, FORGOTTEN)
    cache = tmp_path / "cache"
    done = subprocess.run(
        [sys.executable, "-m", "simulate", *verb], cwd=tmp_path, capture_output=True, text=True, timeout=300,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1", "LINGBAO_CACHE": str(cache),
             "LINGBAO_LANG": "en"},
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    for name, dims in (
        ("coverage_rate_by_rule", "scheme, year, hukou_rule"), ("uninsured_share_by_rule", "year, hukou_rule"),
    ):  # fmt: skip
        said = next(line for line in done.stderr.splitlines() if name in line)
        assert re.match(r"simulate/indicators/registry\.yaml:\d+:\d+: found no output", said), said
        assert f"expected dims: [{dims}]" in said
    assert not list(cache.rglob("*.nbc"))
    assert "compil" not in done.stderr
