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

# Coverage by the rule of the hukou under which somebody lives, an enumeration that is there.
CUT: Edits = {
    "measures/kinds.py": (
        ('"migrant": MIGRANTS,', '"migrant": MIGRANTS, "rule": HUKOU_RULES,'),
        ("EDUCATIONS, FORMS, HUKOU_TYPES,", "EDUCATIONS, FORMS, HUKOU_RULES, HUKOU_TYPES,"),
        ("N_KINDS: Final", 'FIRST_RULE_KIND: Final = KIND_ROWS["rule"].start\nN_KINDS: Final'),
    ),
    "schemes/fold_kinds.py": (
        ("    FIRST_EDUCATION_KIND,", "    FIRST_RULE_KIND, FIRST_EDUCATION_KIND,"),
        ("        if heads.migrant != NEVER:\n",
         "        _add_heads(kinds[FIRST_RULE_KIND + hukou_type], heads)\n"
         "        if heads.migrant != NEVER:\n"),
    ),
    "indicators/registry.yaml": (
        ("coverage_rate_flexible:\n", """coverage_rate_by_rule:
  name: {en: "Coverage by rule", zh: "按规则分的覆盖率"}
  dims: [scheme, year, hukou_rule]
  unit: share
  kind: ratio
  meaning: "Toy."
uninsured_share_by_rule:
  name: {en: "In no scheme by rule", zh: "按规则分的未参保比重"}
  dims: [year, hukou_rule]
  unit: share
  kind: ratio
  meaning: "Toy."
coverage_rate_flexible:
"""),
    ),
    "results/words/labels.yaml": (
        ("  scheme: {en: Scheme, zh: 制度}\n", "  scheme: {en: Scheme, zh: 制度}\n"
         "  hukou_rule: {en: Rule, zh: 规则}\n"),
    ),
}  # fmt: skip
CUT_CHECK = """
from types import SimpleNamespace

import numpy as np
from sample_cells import funds_parameters, random_cells
from simulate import codes, measures
from simulate.indicators import COORDINATES, compute
from simulate.results import words
from simulate.schemes.fold_kinds import fold_kinds
from simulate.schemes.tables import PERSON_UNIT

kinds = np.zeros((measures.N_KINDS, len(measures.KIND_MEASURES)), np.int64)
me = SimpleNamespace(rights=SimpleNamespace(outcome=0), residents=SimpleNamespace(is_claimed=0))
fold_kinds(2.0, 1, 0, codes.EMPLOYEE, -1, 30, np.zeros(len(measures.PLACE_MEASURES)), me, kinds)
assert kinds[measures.KIND_ROWS["rule"], measures.KIND_PERSONS].tolist() == [0, 2 * int(PERSON_UNIT), 0]

cells = random_cells(5)
named = compute(cells, funds_parameters())
kind = cells.kind.sum(axis=(0, 2))[7, measures.KIND_ROWS["rule"]]
assert np.allclose(named["coverage_rate_by_rule"][0, 1, 7],
                   kind[:, measures.KIND_INSURED_RESIDENT] / kind[:, measures.KIND_PERSONS])
assert np.allclose(named["uninsured_share_by_rule"][0, 7],
                   kind[:, measures.KIND_UNINSURED] / kind[:, measures.KIND_PERSONS])
assert COORDINATES["hukou_rule"] == ("closed", "conditional", "open")
assert words.dimension("hukou_rule").zh == "规则"
"""


def copy_of_the_model(folder: Path) -> None:
    """The package, to be edited, beside the folders of data."""
    shutil.copytree(ROOT / "simulate", folder / "simulate", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("calibration", "scenarios"):
        (folder / name).symlink_to(ROOT / name)


@pytest.mark.parametrize(
    ("edits", "check", "most"), [(FUND, FUND_CHECK, 1), (CUT, CUT_CHECK, 4)], ids=["a fund", "a cut of coverage"]
)
def test_an_addition_costs_a_few_files(tmp_path: Path, edits: Edits, check: str, most: int) -> None:
    assert len(edits) <= most
    copy_of_the_model(tmp_path)
    edit(tmp_path, edits)
    samples = tmp_path / "tests" / "funds"
    samples.mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "funds" / "sample_cells.py", samples)
    in_the_copy(tmp_path, "-c", check)


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
    done = subprocess.run(
        [sys.executable, *arguments], cwd=copy, capture_output=True, text=True, timeout=1200,
        env={**os.environ, "PYTHONPATH": f"{copy}{os.pathsep}{copy / 'tests' / 'funds'}", "NUMBA_DISABLE_JIT": "1",
             "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_a_scheme_costs_six_files(tmp_path: Path) -> None:
    """A new scheme's fund, state, levers, cases and output are found everywhere, and no file that is there changes."""
    assert len(FILES) <= 6
    copy_of_the_model(tmp_path)
    for name, text in FILES.items():
        path = tmp_path / name
        assert not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    in_the_copy(tmp_path, str(ROOT / "tests" / "find_toy.py"), str(tmp_path))


FORGOTTEN: Edits = {name: pairs for name, pairs in CUT.items() if name != "indicators/registry.yaml"}


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
