"""A register that is not right is said by file and line, before a run begins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import dagster as dg
import pytest

from assets.run import Workshop, lock_of
from everystep import ledger
from everystep.home import Home, NeedsAttention
from everystep.inputs import GAPS, SERVICES
from everystep.registers import check
from pipelines.cli import main
from pipelines.making import make_home

HEADING = ",".join(SERVICES)
SATURDAYS = (
    "acorn-trust,Acorn Trust,acorn-saturdays,Acorn Saturdays,Ashford Vale,2026-04-06,"
    "2026-04-01,2027-03-31,by_quarter,false"
)
TALKS = SATURDAYS.replace("saturdays", "talks").replace("Saturdays", "Talks")
GAP = "acorn-trust,acorn-saturdays,postcode,2026-01-01,,no_fixed_address,a note,Acorn"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = make_home(Home(tmp_path / "home", tmp_path / "key"))
    settings = "commission: A small commission\nas_of: 2026-05-01\nsettle_seconds: 0\n"
    (made.root / "everystep.yaml").write_text(settings, encoding="utf-8")
    return made


def write(home: Home, name: str, *lines: str) -> None:
    text = "\n".join(lines) + "\n"
    (home.registers / f"{name}.csv").write_text(text, encoding="utf-8")


def told(home: Home) -> str:
    with pytest.raises(NeedsAttention) as said:
        check(home)
    return str(said.value)


def test_registers_that_are_right_are_passed_over(home: Home) -> None:
    check(home)
    write(home, "services", HEADING, SATURDAYS, "", TALKS)
    write(home, "gaps", ",".join(GAPS), GAP)

    check(home)


def test_a_service_that_stands_there_twice_is_named_with_both_lines(home: Home) -> None:
    write(home, "services", HEADING, SATURDAYS, TALKS, SATURDAYS)

    assert told(home) == (
        "registers/services.csv line 4: acorn-saturdays stands there twice "
        "(also line 2). Take one out."
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda line: line.removesuffix(",false"), "has 9 fields, its heading has 10"),
        (lambda line: f"{line},more", "has 11 fields, its heading has 10"),
        (lambda line: line.replace("acorn-talks", ""), "has nothing under service_id"),
        (
            lambda line: line.replace("acorn-trust", " "),
            "has nothing under provider_id",
        ),
        (lambda line: line.replace("2026-04-06", "06/04/2026"), "under started"),
        (lambda line: line.replace("2027-03-31", "2027-02-30"), "under contract_to"),
        (lambda line: line.replace("2027", "2025"), "lies before the one under"),
        (lambda line: line.replace("by_quarter", "monthly"), "under figures"),
        (lambda line: line.replace("false", "perhaps"), "under is_pilot"),
    ],
)
def test_a_line_that_does_not_fit_is_named_by_its_number(
    home: Home, change: Callable[[str], str], words: str
) -> None:
    write(home, "services", HEADING, SATURDAYS, change(TALKS))

    said = told(home)

    assert said.startswith("registers/services.csv line 3 ")
    assert words in said


def test_a_line_after_a_cell_of_two_lines_has_its_own_number(home: Home) -> None:
    two = SATURDAYS.replace("Ashford Vale", '"Ashford\nVale"')
    write(home, "services", HEADING, two, f"{TALKS},more")

    assert told(home).startswith("registers/services.csv line 4 ")


def test_gaps_and_purposes_are_looked_at_too(home: Home) -> None:
    write(home, "gaps", ",".join(GAPS), GAP.replace("2026-01-01", "January"))
    assert told(home).startswith("registers/gaps.csv line 2 has a day under from")

    write(home, "gaps", ",".join(GAPS), GAP)
    write(home, "purposes", "purpose_id,why,reader", "contacts,To see,everybody")
    assert told(home) == "registers/purposes.csv has no column called kept_for."


def test_a_register_in_another_encoding_or_with_nothing_in_it_is_said(
    home: Home,
) -> None:
    content = "\n".join([HEADING, SATURDAYS.replace("Ashford", "Ashf\u00f4rd")])
    (home.registers / "services.csv").write_bytes(content.encode("cp1252"))
    assert "services.csv is not text in UTF-8" in told(home)

    (home.registers / "services.csv").write_bytes(b"")
    assert "services.csv has no column called provider_id" in told(home)


def test_many_lines_that_do_not_fit_are_not_all_read_out(home: Home) -> None:
    write(home, "services", HEADING, *["acorn-trust"] * 9)

    said = told(home).splitlines()

    assert len(said) == 6
    assert said[-1] == "There are 4 more lines like these."


def test_a_run_says_it_before_anything_is_taken_in(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    write(home, "services", HEADING, SATURDAYS, SATURDAYS)
    (home.inbox / "acorn-trust").mkdir()
    (home.inbox / "acorn-trust" / "report.csv").write_text("Ref\n1\n", encoding="utf-8")

    code = main(["run", "--home", str(home.root), "--key-file", str(home.key_file)])

    assert code == 1
    assert "line 3: acorn-saturdays stands there twice" in capsys.readouterr().out
    assert ledger.entries(home) == []


def test_the_workshop_says_the_same_and_lets_go_of_the_lock(home: Home) -> None:
    write(home, "services", HEADING, SATURDAYS, SATURDAYS)
    workshop = Workshop(home=str(home.root), key_file=str(home.key_file))

    with pytest.raises(NeedsAttention) as said:
        workshop.setup_for_execution(dg.build_init_resource_context())

    assert str(said.value) == told(home)
    assert not lock_of(home).is_locked
