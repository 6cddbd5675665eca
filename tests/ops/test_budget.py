"""./test says which folder takes longer than its budget, and fails when everything does on a machine that was idle."""

from pathlib import Path

import pytest

from ops import budget, pytest_run

REPORT = """<testsuites><testsuite>
<testcase classname="tests.fleet.reports.test_pages" name="a" time="3.5"/>
<testcase classname="tests.fleet.reports.test_pages.TestClass" name="b" time="0.5"/>
<testcase classname="tests.fleet.test_api" name="c" time="2.0"/>
<testcase classname="tests.kit.test_csv" name="d" time="1.0"/>
</testsuite></testsuites>"""


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The report of a run, and a budget of 5 s for tests/fleet and tests/kit each, of 10 s for everything."""
    monkeypatch.setattr(budget, "BUDGET", tmp_path / "budget.toml")
    budget.BUDGET.write_text("whole = 10\n[folders]\nfleet = 5\nkit = 5\n")
    file = tmp_path / "together.xml"
    file.write_text(REPORT)
    return file


def test_seconds_are_counted_by_file(report: Path) -> None:
    assert budget.seconds_by_file([report]) == {
        "tests/fleet/reports/test_pages.py": 4.0,
        "tests/fleet/test_api.py": 2.0,
        "tests/kit/test_csv.py": 1.0,
    }


def test_a_folder_over_its_budget_is_named_with_its_slowest_files(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert budget.within_budget([report], None, busy=False)
    (line,) = capsys.readouterr().err.splitlines()
    assert (
        "tests/fleet took 6 s of 5 s; slowest: tests/fleet/reports/test_pages.py 4 s, tests/fleet/test_api.py" in line
    )


@pytest.mark.parametrize(("whole_s", "busy", "within"), [(9, False, True), (11, False, False), (11, True, True)])
def test_everything_over_its_budget_fails_on_an_idle_machine(
    report: Path, whole_s: float, busy: bool, within: bool
) -> None:
    assert budget.within_budget([report], whole_s, busy=busy) is within


def test_every_folder_of_tests_has_a_budget() -> None:
    tests = Path(__file__).parents[1]
    with_tests = {file.relative_to(tests).parts[0] for file in tests.rglob("test_*.py")}
    assert set(budget.read_budget()["folders"]) == with_tests


@pytest.mark.parametrize(
    ("arguments", "runs"),
    [
        ([], ["together", "alone"]),
        (["tests/kit"], ["together", "alone"]),
        (["tests/kit", "tests/geo/test_codes.py", "-x"], ["together", "alone"]),
        (["tests/kit/test_csv.py"], ["all"]),
        (["tests/kit/test_csv.py::test_a"], ["all"]),
        (["tests/kit", "-n", "3"], ["all"]),
        (["tests/kit", "--dist=load"], ["all"]),
    ],
)
def test_folders_run_in_two_processes_and_then_what_measures_alone(
    arguments: list[str], runs: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def run(name: str, *_: object) -> int:
        made.append(name)
        return 0

    monkeypatch.setattr(pytest_run, "TIMES", tmp_path)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(pytest_run, "_pytest", run)
    assert pytest_run.run_pytest(arguments, {}) == 0
    assert made == runs


@pytest.mark.parametrize(("codes", "code"), [((0, 5), 0), ((5, 0), 0), ((5, 5), 5), ((1, 0), 1), ((0, 1), 1)])
def test_a_run_that_collects_nothing_is_no_failure_beside_one_that_does(
    codes: tuple[int, int], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(codes)
    monkeypatch.setattr(pytest_run, "TIMES", tmp_path)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(pytest_run, "_pytest", lambda name, arguments, env: next(answers))
    assert pytest_run.run_pytest([], {}) == code
