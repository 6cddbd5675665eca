"""A run of the tests says which folder takes longer than its budget."""

from pathlib import Path

import pytest

from ops import budget, pytest_run

TIMES = [
    ("tests/fleet/reports/test_pages.py::test_a[x::y]", 3.5),
    ("tests/fleet/reports/test_pages.py::TestClass::test_b", 0.5),
    ("tests/fleet/api/test_access.py::test_c", 2.0),
    ("tests/kit/test_csv.py::test_d", 1.0),
]


def test_seconds_are_counted_by_file() -> None:
    assert budget.seconds_by_file(TIMES) == {
        "tests/fleet/reports/test_pages.py": 4.0,
        "tests/fleet/api/test_access.py": 2.0,
        "tests/kit/test_csv.py": 1.0,
    }


def test_a_folder_over_its_budget_is_named_with_its_slowest_files() -> None:
    (line,) = budget.warnings(budget.seconds_by_file(TIMES), {"fleet": 5, "kit": 5})
    slowest = "tests/fleet/reports/test_pages.py 4 s, tests/fleet/api/test_access.py 2 s"
    assert line == f"tests/fleet took 6 s of 5 s; slowest: {slowest}"


def test_every_folder_of_tests_has_a_budget() -> None:
    tests = Path(__file__).parents[1]
    with_tests = {file.relative_to(tests).parts[0] for file in tests.rglob("test_*.py")}
    assert set(budget.read_budget()["folders"]) == with_tests


@pytest.mark.parametrize(
    ("arguments", "runs"),
    [
        ([], ["alone", "together"]),
        (["tests/kit"], ["alone", "together"]),
        (["tests/kit", "tests/geo/test_codes.py", "-x"], ["alone", "together"]),
        (["tests/kit/test_csv.py"], ["all"]),
        (["tests/kit/test_csv.py::test_a"], ["all"]),
        (["tests/kit", "-n", "3"], ["all"]),
        (["tests/kit", "--dist=load"], ["all"]),
    ],
)
def test_what_measures_runs_alone_and_then_folders_in_two_processes(
    arguments: list[str], runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def run(given: list[str], *_: object) -> int:
        made.append("alone" if "alone" in given else "together" if "not alone" in given else "all")
        return 0

    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(pytest_run, "_pytest", run)
    assert pytest_run.run_pytest(arguments, {}) == 0
    assert made == runs


@pytest.mark.parametrize(("codes", "code"), [((0, 5), 0), ((5, 0), 0), ((5, 5), 5), ((1, 0), 1), ((0, 1), 1)])
def test_a_run_that_collects_nothing_is_no_failure_beside_one_that_does(
    codes: tuple[int, int], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(codes)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(pytest_run, "_pytest", lambda arguments, env: next(answers))
    assert pytest_run.run_pytest([], {}) == code
