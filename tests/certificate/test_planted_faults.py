"""Each line of the certificate holds here, and fails once its fault is planted."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from simulate import cohorts, contracts
from simulate.certificate import bits, certify, comparisons, fixed_numbers, law, levers, numbers
from simulate.certificate.found import Found
from simulate.contracts import Cells
from simulate.parameters import LawBook
from simulate.sweeps import identity
from simulate.sweeps import shares as over_processes
from simulate.sweeps.engines import Here


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Few lives: what is tried here is that a fault is seen."""
    monkeypatch.setattr(bits, "OPTIONS", cohorts.RunOptions(workers=300, seed=20, threads=1))
    bits.expected.cache_clear()
    yield
    bits.expected.cache_clear()


def one_unit_more(cells: Sequence[Cells]) -> list[Cells]:
    """Cells of which one number of the last scenario is the next one a computer has."""
    *others, last = cells
    place = last.place.copy()
    place.flat[place.argmax()] = np.nextafter(place.max(), np.inf)
    return [*others, last._replace(place=place)]


def assert_fails(found: Found, word: str) -> None:
    assert found.holds is False
    assert any(word in fault for fault in found.faults), found.faults


@pytest.mark.parametrize(
    ("line", "is_hit"),
    [(bits.threads, lambda how: how.threads == 3), (bits.batches, lambda how: how.batch == 7)],
)
def test_one_bit_on_threads_or_in_batches(
    line: Callable[[], Found], is_hit: Callable[[Any], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert line().holds
    plain = cohorts.simulate_cells

    def faulty(parameters: Any, options: Any) -> list[Cells]:
        cells = plain(parameters, options)
        return one_unit_more(cells) if is_hit(options) else cells

    monkeypatch.setattr(cohorts, "simulate_cells", faulty)
    assert_fails(line(), "scenario 2 has other bits")


def test_an_order_that_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bits, "OF_COHORT", 6_000)
    assert bits.orders().holds
    plain = bits.choices_of

    def by_place(law: Any, workers: Any, careers: Any, seed: int) -> Any:
        """Draws keyed by a worker's place in the batch, not by the worker."""
        return plain(law, workers._replace(worker=np.arange(len(workers.worker))), careers, seed)

    monkeypatch.setattr(bits, "choices_of", by_place)
    assert_fails(bits.orders(), "shuffled")


def test_a_process_of_other_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "probe", lambda: "0" * 16)
    assert_fails(bits.processes(), "a new process gives")


def test_a_share_that_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    assert bits.parts().holds
    assert bits.cluster(Here(2)).holds  # type: ignore[arg-type]
    plain = over_processes.shares
    monkeypatch.setattr(over_processes, "shares", lambda *of: plain(*of)[:-1])
    assert_fails(bits.parts(), "other bits")
    assert_fails(bits.cluster(Here(2)), "other bits")  # type: ignore[arg-type]


def test_a_null_reform_that_moves_something(monkeypatch: pytest.MonkeyPatch) -> None:
    assert comparisons.null_reform().holds
    monkeypatch.setattr(comparisons, "NULL", "lower_minimum_base")
    assert_fails(comparisons.null_reform(), "differs")


def test_a_pass_in_which_one_scenario_touches_another(monkeypatch: pytest.MonkeyPatch) -> None:
    assert comparisons.merged().holds
    plain = cohorts.live

    def leaking(parameters: Any, *given: Any, **named: Any) -> cohorts.Lived:
        lived = plain(parameters, *given, **named)
        if len(parameters) > 2:
            lived.sums[-1].kind[-1] += lived.sums[0].kind[0] // 2
        return lived

    monkeypatch.setattr(cohorts, "live", leaking)
    assert_fails(comparisons.merged(), "differs")


def test_a_lever_that_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    lever, other = "employee_pension.base_floor_ratio", "employee_pension.flexible_base_floor_ratio"
    monkeypatch.setattr(levers, "groups", lambda: [(lever, other)])
    assert law.live(Here()).holds
    move_of = levers.move_of

    def ignored(name: str, base: Any) -> levers.Move:
        change, sign = move_of(name, base)
        return ({**change, "multiply": 1} if name == lever else change), sign

    monkeypatch.setattr(levers, "move_of", ignored)
    assert_fails(law.live(Here()), f"{lever}: ")


def test_a_lever_that_acts_before_its_date(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("employee_pension.base_floor_ratio",)
    monkeypatch.setattr(levers, "dated", lambda: [names])
    assert law.dated(Here()).holds
    early = LawBook.load().resolve(changes=[{"lever": names[0], "multiply": 0.5, "from": "2030-01"}])[0]
    monkeypatch.setattr(levers, "moved_from", lambda spec: early)
    assert_fails(law.dated(Here()), "changes earlier years")


def test_a_series_that_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    found = law.series()
    assert found.holds
    assert "insured_employee" in found.figure
    book = LawBook.load()
    spec = next(each for each in book.specs.values() if each.holds and each.time and not each.unit.is_money)
    object.__setattr__(spec, "holds", False)
    monkeypatch.setattr(law, "LawBook", SimpleNamespace(load=lambda: book))
    assert_fails(law.series(), spec.name)


def test_what_is_written_to_the_end_is_not_extrapolated() -> None:
    book = LawBook.load()
    shares = law.extrapolated(book)
    assert all(0.0 <= share <= 1.0 for share in shares.values())
    first, last = law.clock.FIRST_REPORT_YEAR, 2075
    for spec in (each for each in book.specs.values() if each.time == "year"):
        written = law.clock.FIRST_YEAR + max(anchor.start for entry in spec.entries for anchor in entry.anchors)
        if spec.kind != "law" and written >= first:
            assert law._beyond(spec, written) == 0.0
            assert law._beyond(spec, last) == (last - written) / (last - first + 1)


def test_money_lost_on_the_way_to_a_fund(monkeypatch: pytest.MonkeyPatch) -> None:
    assert numbers.identities().holds
    plain = numbers.lived

    def lossy(options: Any) -> list[Cells]:
        *others, last = plain(options)
        last.place[..., contracts.RECEIVED_POOL] *= 1.001
        return [*others, last]

    monkeypatch.setattr(numbers, "lived", lossy)
    assert_fails(numbers.identities(), "employee_pool")


def test_a_policy_case_that_fails(tmp_path: Path) -> None:
    case = (
        "cases: [{id: floor, rule: flexible_contribution, inputs: {contribution_base: 4775, contribution_rate: 0.2, "
        "account_rate: 0.08}, expected: {contribution: 955, to_account: 382}, tolerance: 0.01, note: 4775 x 20 %}]\n"
    )
    (tmp_path / "one.yaml").write_text(case, encoding="utf-8")
    assert law.cases(tmp_path).holds
    (tmp_path / "one.yaml").write_text(case.replace("955", "956"), encoding="utf-8")
    assert_fails(law.cases(tmp_path), "floor")
    assert law.cases(tmp_path / "nowhere").holds is None


def test_a_fixed_number_that_moves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    committed = {path.stem: fixed_numbers.read(path) for path in fixed_numbers.FOLDER.glob("*.csv")}
    monkeypatch.setattr(fixed_numbers, "measure", lambda **_: committed)
    assert numbers.fixed().holds
    key = next(key for key, value in committed["baseline"].items() if value > 1.0)
    moved = {**committed, "baseline": {**committed["baseline"], key: committed["baseline"][key] * 1.00001}}
    monkeypatch.setattr(fixed_numbers, "measure", lambda **_: moved)
    assert_fails(numbers.fixed(), key[0])
    assert numbers.fixed(tmp_path).holds is None


def test_a_slow_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbers, "SPEED_WORKERS", 1_000)
    monkeypatch.setattr(numbers, "REPEATS", 1)
    assert numbers.speed(slowest=1e6).holds
    assert_fails(numbers.speed(slowest=1e-6), "x reference")


def test_what_a_line_raises_is_its_fault() -> None:
    line = certify._tried("a", "what", lambda: 1 // 0)  # type: ignore[arg-type, return-value]
    assert line.found.holds is False
    assert "ZeroDivisionError" in line.found.faults[0]


def test_every_line_is_planted_here() -> None:
    tried = {"threads", "batches", "orders", "processes", "shards", "cluster", "null_reform", "merged", "levers_live",
             "levers_dated", "series", "identities", "cases", "baseline", "speed"}  # fmt: skip
    assert {*certify.ALONE, *certify.TOGETHER} == tried


def test_an_installation_has_cases_and_fixed_numbers(tmp_path: Path) -> None:
    """What the wheel holds is enough for every line of the certificate to be tried away from the repository."""
    assert law.cases(law.EXAMPLES).holds
    packages = tomllib.loads((law.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"][
        "packages"
    ]
    assert "outputs.baseline" in packages["find"]["include"]
