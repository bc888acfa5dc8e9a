"""What the docs say is true of the code: commands run, links lead somewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commission import ran
from everystep import reference
from everystep.disclosure.noise import count_noise
from everystep.home import Settings
from everystep.layouts.model import Column, Layout, Table

from docs.generate import MARTS, marts

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(
    [ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "CHANGELOG")]
    + list(DOCS.rglob("*.md"))
)
TO_READ = [
    page for page in PAGES if page.parent.name in ("main", "tutorial", "explanation")
]
_FENCED = re.compile(r"^```(.*?)\n(.*?)^```$", re.M | re.S)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.M)


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose_of(page: Path) -> str:
    """Return a page without what stands in it as code."""
    return re.sub(r"`[^`\n]*`", "", _FENCED.sub("", text_of(page)))


def runnable(page: Path) -> list[tuple[str, str]]:
    """Return the blocks of a page that it says run as they stand, in their order."""
    return [
        (language.removesuffix(" runs"), block)
        for language, block in _FENCED.findall(text_of(page))
        if language.endswith(" runs")
    ]


def anchors(page: Path) -> set[str]:
    headings = _HEADING.findall(_FENCED.sub("", text_of(page)))
    return {
        re.sub(r"[^\w -]", "", heading.casefold()).replace(" ", "-")
        for heading in headings
    }


each_page = pytest.mark.parametrize("page", PAGES, ids=name_of)


def test_the_page_of_marts_is_what_the_sql_says() -> None:
    assert text_of(MARTS) == marts()


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in _LINK.findall(_FENCED.sub("", text_of(page))):
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize(
    "page", [page for page in PAGES if runnable(page)], ids=name_of
)
def test_commands_run_as_they_stand(page: Path, tmp_path: Path) -> None:
    made = ran().home
    shutil.copytree(made.root, tmp_path / "demo-home")
    shutil.copy(made.key_file, tmp_path / "demo-home.key")
    (tmp_path / ".venv").symlink_to(Path(sys.executable).parent.parent)
    run_with = {"sh": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}

    for language, block in runnable(page):
        done = subprocess.run(
            [*run_with[language], block],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_teaches_the_report_that_it_drops(tmp_path: Path) -> None:
    """The layout in the README reads the report in the README, cell for cell."""
    blocks = [block for _, block in runnable(ROOT / "README.md")]

    assert sum("saturday-group.csv" in block for block in blocks) == 1
    assert sum("layouts/saturday-group.yaml" in block for block in blocks) == 1


@pytest.mark.parametrize("page", TO_READ, ids=name_of)
def test_nothing_that_people_read_says_a_word_of_blame(page: Path) -> None:
    said = prose_of(page).casefold().replace("missing episode", "")
    avoided = [
        row["avoid"] for row in reference.table("words") if row["scope"] == "ours"
    ]

    assert not [word for word in avoided if re.search(rf"\b{re.escape(word)}\b", said)]


@pytest.mark.parametrize("model", [Layout, Table, Column], ids=lambda one: one.__name__)
def test_every_word_of_a_layout_is_explained(model: type) -> None:
    page = text_of(DOCS / "reference" / "layouts.md")

    assert not [name for name in model.model_fields if f"`{name}`" not in page]


def test_every_setting_is_explained() -> None:
    page = text_of(DOCS / "reference" / "settings.md")

    assert not [name for name in Settings.model_fields if f"`{name}`" not in page]
