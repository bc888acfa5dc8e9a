"""What the docs say is true of the code: commands run, links lead somewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commission import ran

from docs.generate import MARTS, marts
from everystep import reference
from everystep.home import Settings
from everystep.layouts.model import Column, Layout, Table

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
    *sorted((DOCS / "tutorial").glob("*.md")),
    *sorted((DOCS / "explanation").glob("*.md")),
]
OTHERS_OWN_TERMS = ("missing episode",)
_FENCED = re.compile(r"^```(.*?)\n(.*?)^```$", re.M | re.S)
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
    """Return the blocks that a page marks as running as they stand, in their order."""
    return [
        (language.removesuffix(" runs"), block)
        for language, block in _FENCED.findall(text_of(page))
        if language.endswith(" runs")
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
    programs = {
        "sh": ["bash", "-euo", "pipefail", "-c"],
        "python": [sys.executable, "-c"],
    }
    said = ""
    for language, block in runnable(page):
        done = subprocess.run(
            [*programs[language], block],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        said += done.stdout
        assert done.returncode == 0, done.stdout + done.stderr
    return said


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
    assert "41 pseudonymised" in said
    assert "Acorn Saturdays" in said


def test_the_first_quarter_ends_in_one_release(tmp_path: Path) -> None:
    run_as_they_stand(DOCS / "tutorial" / "your-first-quarter.md", tmp_path)

    assert len(list((tmp_path / "first-home" / "marts" / "releases").iterdir())) == 1


def test_no_other_page_says_that_it_runs() -> None:
    marked = {name_of(page) for page in PAGES if runnable(page)}

    assert marked == {"README.md", "docs/tutorial/your-first-quarter.md"}


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
