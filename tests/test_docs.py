"""What the docs say is true of the code: commands run, links lead somewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commission import ran
from layout_examples import examples, given, layout_of

from docs.generate import MARTS, marts
from everystep import reference
from everystep.demo.archetypes.__main__ import main as archetypes
from everystep.home import Settings
from everystep.layouts.model import Column, Layout, Table
from everystep.layouts.roles import ROLES

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
README = ROOT / "README.md"
PAGES = [
    README,
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted(DOCS.rglob("*.md")),
]
FOR_EVERYONE = [
    README,
    *sorted((DOCS / "tutorials").glob("*.md")),
    *sorted((DOCS / "explanation").glob("*.md")),
]
SHORT_WALKS = (
    "add-a-providers-own-scale",
    "read-a-word-or-pdf-report",
    "when-a-report-changes",
    "when-two-layouts-fit",
)
OTHERS_OWN_TERMS = ("missing episode",)
_FENCED = re.compile(r"^```(.*?)\n(.*?)^```$", re.M | re.S)
_RUNS, _NEEDS_A_PERSON, _SAID, _IN = " runs", " needs a person", " said", "yaml in "
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.M)


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose_of(page: Path) -> str:
    """Return a page without its blocks of code."""
    return _FENCED.sub("", text_of(page))


def runnable(page: Path) -> list[tuple[str, str]]:
    """Return the blocks that a page marks as running, or as said, in their order.

    ``sh runs`` and ``python runs`` end well; ``sh needs a person`` ends with 1. Each
    line of ``text said`` stands in what the block before it said, and each line of
    ``yaml in FILE`` begins a line of that file as it is then.
    """
    marks = (_RUNS, _NEEDS_A_PERSON, _SAID)
    return [
        (language, block)
        for language, block in _FENCED.findall(text_of(page))
        if language.endswith(marks) or language.startswith(_IN)
    ]


def anchors(page: Path) -> set[str]:
    return {
        re.sub(r"[^\w -]", "", heading.casefold()).replace(" ", "-")
        for heading in _HEADING.findall(prose_of(page))
    }


def run_as_they_stand(page: Path, folder: Path) -> str:
    """Run a page's blocks beside a copy of the demo's home; return what they say."""
    made = ran().home
    shutil.copytree(made.root, folder / "demo-home")
    shutil.copy(made.key_file, folder / "demo-home.key")
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / "examples").symlink_to(ROOT / "examples")
    said = now = ""
    for language, block in runnable(page):
        if language.endswith(_SAID):
            stand_in(block, now)
        elif language.startswith(_IN):
            begin_lines_of(folder / language.removeprefix(_IN), block)
        else:
            now = run_block(language, block, folder)
            said += now
    return said


def run_block(language: str, block: str, folder: Path) -> str:
    programs = {
        "sh": ["bash", "-euo", "pipefail", "-c"],
        "python": [sys.executable, "-c"],
    }
    done = subprocess.run(
        [*programs[language.partition(" ")[0]], block],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    code = 1 if language.endswith(_NEEDS_A_PERSON) else 0
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def stand_in(lines: str, said: str) -> None:
    """Say that each line stands in what was said, however it was folded."""
    for line in lines.splitlines():
        assert " ".join(line.split()) in " ".join(said.split()), said


def begin_lines_of(path: Path, lines: str) -> None:
    there = path.read_text(encoding="utf-8").splitlines()
    for line in lines.splitlines():
        assert any(one.startswith(line) for one in there), "\n".join(there)


each_page = pytest.mark.parametrize("page", PAGES, ids=name_of)
each_page_for_everyone = pytest.mark.parametrize("page", FOR_EVERYONE, ids=name_of)


def test_the_page_of_marts_is_what_the_sql_says() -> None:
    assert text_of(MARTS) == marts()


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in _LINK.findall(prose_of(page)):
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page

        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_the_walks_of_the_readme_work_as_written(tmp_path: Path) -> None:
    """Its report is kept while no layout knows it, and read once one does."""
    said = run_as_they_stand(README, tmp_path)

    assert said.count("no layout knows this report yet") == 1
    assert "41 read" in said
    assert "Acorn Saturdays" in said


def test_the_first_quarter_ends_in_one_release(tmp_path: Path) -> None:
    run_as_they_stand(DOCS / "tutorials" / "your-first-quarter.md", tmp_path)

    assert len(list((tmp_path / "first-home" / "marts" / "releases").iterdir())) == 1


def test_a_new_provider_is_welcomed_as_written(tmp_path: Path) -> None:
    """Its report is rehearsed, described, run and asked, and no Python is written."""
    page = DOCS / "tutorials" / "welcome-a-new-provider.md"

    said = run_as_they_stand(page, tmp_path)

    assert {language for language, _ in _FENCED.findall(text_of(page))} == {
        "sh runs",
        "sh needs a person",
        "text",
        "text said",
        "yaml in demo-home/layouts/hawthorn-house.yaml",
    }
    assert "41 read" in said
    assert "2025-26 Q3" in said
    receipts = tmp_path / "demo-home" / "inbox" / "hawthorn-house" / "receipts"
    (receipt,) = receipts.glob("*.html")
    assert "Hawthorn Families" in receipt.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SHORT_WALKS)
def test_a_how_to_page_works_as_written(name: str, tmp_path: Path) -> None:
    run_as_they_stand(DOCS / "how-to" / f"{name}.md", tmp_path)


def test_every_kind_of_report_can_be_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archetypes(["--list"])
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    archetypes(["goals", str(tmp_path / "incoming")])

    assert {"decorated", "goals", "word-report", "pdf-report"} <= set(listed)
    assert len(listed) == len(set(listed)) >= 22
    (written,) = (tmp_path / "incoming").iterdir()
    assert capsys.readouterr().out.strip() == str(written)


def test_a_kind_of_report_that_is_none_is_a_slip_of_usage(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        archetypes(["poem", str(tmp_path)])


def test_no_other_page_says_that_it_runs() -> None:
    marked = {name_of(page) for page in PAGES if runnable(page)}

    assert marked == {
        "README.md",
        "docs/tutorials/your-first-quarter.md",
        "docs/tutorials/welcome-a-new-provider.md",
        *(f"docs/how-to/{name}.md" for name in SHORT_WALKS),
    }


@pytest.mark.parametrize("number", range(len(examples())))
def test_each_worked_example_of_a_layout_gives_what_the_page_says(number: int) -> None:
    example = examples()[number]

    assert given(example) == example.gives


def test_a_worked_example_shows_every_kind_of_table() -> None:
    """Each word of a table and each role of a column is at work in one of them."""
    layouts = [Layout.model_validate(layout_of(example)) for example in examples()]
    used = {
        word
        for layout in layouts
        for table in layout.tables
        for word in table.model_fields_set
    }
    roles = {column.role for layout in layouts for column in layout.columns}

    assert used >= set(Table.model_fields)
    assert roles | {"split"} >= set(ROLES)


@each_page_for_everyone
def test_no_page_for_everyone_uses_a_word_of_blame(page: Path) -> None:
    said = re.sub(r"`[^`\n]*`", "", prose_of(page)).casefold()
    for term in OTHERS_OWN_TERMS:
        said = said.replace(term, "")
    ours = [row["avoid"] for row in reference.table("words") if row["scope"] == "ours"]

    assert not [word for word in ours if re.search(rf"\b{re.escape(word)}\b", said)]


@pytest.mark.parametrize("model", [Layout, Table, Column], ids=lambda one: one.__name__)
def test_every_word_of_a_layout_is_explained(
    model: type[Layout] | type[Table] | type[Column],
) -> None:
    page = text_of(DOCS / "reference" / "layouts.md")

    assert not [name for name in model.model_fields if f"`{name}`" not in page]


def test_every_setting_is_explained() -> None:
    page = text_of(DOCS / "reference" / "settings.md")

    assert not [name for name in Settings.model_fields if f"`{name}`" not in page]
