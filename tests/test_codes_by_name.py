"""A code is known by its label: nothing counts it off, and two labels that change places change no answer.

Either the place of a label means nothing, or another order is refused where the labels are written.
"""

from __future__ import annotations

import ast
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest

import simulate
from simulate import codes
from tests.test_footprint import copy_of_the_model

PACKAGE = Path(simulate.__file__).resolve().parent
CODED = re.compile(r"^(sex|hukou_type|education|form|category|\w+_rule|rule|model|scheme|variant|steady_form)$")
LABELS = {label for each in codes.ENUMERATIONS.values() for label in each.labels}
LARGEST = ("max", "min", "largest", "smallest")
ORDERINGS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
ORDERED = {"FORMS", "EDUCATIONS", "VARIANTS"}  # whose order ``in_order`` holds
NOT_CODES = ("bench/reference_month.py", "schemes/concern.py")  # a month of its own; bits of whom a field is read of


def counted_off(tree: ast.Module) -> Iterator[str]:
    """A constant that bears the name of a label and is written as a number, or a coded field beside a number."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            names = [getattr(each, "id", "") for each in getattr(target, "elts", [target])]
            values = [getattr(each, "value", None) for each in getattr(node.value, "elts", [node.value])]
            if all(type(each) is int for each in values) and LABELS & {each.strip("_").casefold() for each in names}:
                yield ast.unparse(node)
        if isinstance(node, ast.Compare) and not ast.unparse(node).endswith(("< 0", ">= 0")):  # whether there is one
            sides = [node.left, *node.comparators]
            is_coded = any(CODED.match(getattr(each, "attr", getattr(each, "id", ""))) for each in sides)
            if is_coded and any(type(getattr(each, "value", None)) is int for each in sides):
                yield ast.unparse(node)


def looked_up(trees: Iterable[ast.Module]) -> dict[str, str]:
    """Every constant that is looked up by its label, and the enumeration it is of."""
    found = {}
    for node in (each for tree in trees for each in tree.body):
        if isinstance(node, ast.Assign) and (form := re.fullmatch(r"(\w+) = (\w+)\.code\(.*\)", ast.unparse(node))):
            found[form[1]] = form[2]
    return found


def compared_in_order(tree: ast.Module, unordered: set[str]) -> Iterator[str]:
    """A code compared as larger or smaller, though its enumeration holds no order."""
    for node in ast.walk(tree):
        is_compared = isinstance(node, ast.Compare) and not {type(each) for each in node.ops}.isdisjoint(ORDERINGS)
        is_largest = isinstance(node, ast.Call) and getattr(node.func, "id", "") in LARGEST
        names = {each.id for each in ast.iter_child_nodes(node) if isinstance(each, ast.Name)}
        if ((is_compared or is_largest) and names & unordered) or (is_largest and any(map(CODED.match, names))):
            yield ast.unparse(node)


def test_no_code_is_counted_off_or_compared_by_its_place() -> None:
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")}
    unordered = {name for name, of in looked_up(trees.values()).items() if of not in ORDERED}
    assert {"OPEN", "NO_COPAYMENT", "WOMAN"} < unordered
    faults = [
        f"{path.relative_to(PACKAGE)}: {fault}"
        for path, tree in trees.items()
        if path.relative_to(PACKAGE).as_posix() not in NOT_CODES
        for fault in (*counted_off(tree), *compared_in_order(tree, unordered))
    ]
    assert faults == []


@pytest.mark.parametrize(
    "text",
    ["_FEMALE = 1", "_MALE, _FEMALE = 0, 1", "_RURAL: Final = 0", "a = person.sex == 0", "a = hukou_type != 0",
     "a = max(hukou_rule, other)", "a = largest(rules) > NO_COPAYMENT"],
)  # fmt: skip
def test_what_is_counted_off_is_found(text: str) -> None:
    tree = ast.parse(text)
    assert [*counted_off(tree), *compared_in_order(tree, {"NO_COPAYMENT"})]


# In a copy of the model an enumeration stands backwards where the environment names it.
TURNED = """
    def __post_init__(self) -> None:
        if self.name in os.environ.get("TURNED", "").split():
            object.__setattr__(self, "labels", self.labels[::-1])
            object.__setattr__(self, "chinese", self.chinese[::-1])

    def code(self, label: str) -> int:
"""
# What that copy makes of the law: the numbers of population, careers and funds in the order of their size, whatever
# axis they lie along, and what every policy case finds.
MAKES = """
import pickle, sys
import numpy as np
from simulate.careers.careers import prepare_careers
from simulate.cases.evaluate import evaluate_all
from simulate.cases.reader import read_files
from simulate.cases.registry import Law
from simulate.errors import Findings
from simulate.funds.rules import read_rules
from simulate.parameters import LawBook
from simulate.population.demography import project
from simulate.population.synthesis import shares
from pathlib import Path

parameters = LawBook.load().resolve()[0]
make_up, population = shares(parameters), project(parameters)
cases = read_files([Path(sys.argv[1])], Findings())
found = {each.id: each.found for each in evaluate_all(cases, Law(parameters))}
tables = prepare_careers(parameters, population, make_up)
arrays = {"urban": make_up.urban, "education": make_up.education, **population._asdict(), "forms": tables.forms.shares}
numbers = {name: np.sort(np.ravel(each)) for name, each in arrays.items()}
pickle.dump((numbers, found), open(sys.argv[2], "wb"))
"""
OF_SCHEMES = "category kind rule care_credit subsidy_kind matching_measure deferral gap_rule deemed_rule model"
MEANS_NOTHING = ["sex", "hukou_type", "hukou_rule occupation migrant_kind scheme payer", OF_SCHEMES]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("turned")
    copy_of_the_model(folder)
    path = folder / "simulate" / "codes.py"
    text = path.read_text(encoding="utf-8")
    assert text.count(TURNED.splitlines()[-1]) == 1
    text = text.replace(f"{TURNED.splitlines()[-1]}\n", TURNED[1:])
    path.write_text(
        text.replace("from typing import Final\n", "import os\nfrom typing import Final\n"), encoding="utf-8"
    )
    return folder


def made_by(copy: Path, turned: str) -> tuple[str, object]:
    """What is said on standard error, and what the copy makes with these enumerations backwards."""
    kept = copy / f"{turned.replace(' ', '_')[:40]}.pickle"
    done = subprocess.run(
        [sys.executable, "-c", MAKES, str(PACKAGE.parent / "tests" / "cases"), str(kept)], cwd=copy, text=True,
        capture_output=True, timeout=600,
        env=os.environ | {"PYTHONPATH": str(copy), "NUMBA_DISABLE_JIT": "1", "TURNED": turned},
    )  # fmt: skip
    return done.stderr, pickle.loads(kept.read_bytes()) if done.returncode == 0 else None


@pytest.fixture(scope="module")
def as_written(copied: Path) -> tuple[dict[str, np.ndarray], dict[str, object]]:
    said, made = made_by(copied, "")
    assert made is not None, said
    return made


@pytest.mark.parametrize("turned", MEANS_NOTHING)
def test_labels_that_change_places_stay_what_they_are(copied: Path, as_written: tuple, turned: str) -> None:
    said, made = made_by(copied, turned)
    assert made is not None, said
    numbers, found = made
    assert len(found) > 500
    assert found == as_written[1]
    for name, wanted in as_written[0].items():
        np.testing.assert_allclose(numbers[name], wanted, rtol=1e-6, atol=1e-9, err_msg=name)


@pytest.mark.parametrize("turned", ["form", "education", "variant"])
def test_another_order_is_refused_where_rules_need_one(copied: Path, turned: str) -> None:
    said, made = made_by(copied, turned)
    assert made is None
    assert f"ValueError: {turned}: rules need" in said
