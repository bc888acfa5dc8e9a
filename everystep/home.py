"""A deployment's folder: where everything is, and its settings."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError


class NeedsAttention(Exception):
    """Something that a person has to settle, said in one plain sentence."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Engine(_Strict):
    """How much of the machine one run may use."""

    threads: Annotated[int, Field(ge=1, le=64)] = 2
    memory_limit: str = "1GB"


class Disclosure(_Strict):
    """How figures are protected; see ``docs/explanation/disclosure.md``."""

    policy: Literal["perturbed_rounding"] = "perturbed_rounding"


class Settings(_Strict):
    """What ``everystep.yaml`` may say."""

    commission: str
    places: list[str] = []
    as_of: date | None = None
    after_sealing: Literal["remove", "keep"] = "remove"
    release_mode: Literal["automatic"] = "automatic"
    settle_seconds: Annotated[float, Field(ge=0, le=3600)] = 1.0
    disclosure: Disclosure = Disclosure()
    engine: Engine = Engine()


def read_yaml(path: Path) -> Any:
    """Return a YAML 1.2 document's content, where ``no`` is a word, not a boolean."""
    try:
        return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        said = f"{path.name}{line} is not YAML that we can read"
    raise NeedsAttention(said)


def explain(problem: ValidationError, name: str) -> str:
    """Return a settings or layout problem in words, without a quotation."""
    parts = [
        f"{'.'.join(str(step) for step in point['loc']) or 'the file'}: {point['msg']}"
        for point in problem.errors(include_input=False, include_url=False)
    ]
    return f"{name}: " + "; ".join(parts)


@dataclass(frozen=True)
class Home:
    """The paths of one deployment."""

    root: Path
    key_file: Path

    @property
    def inbox(self) -> Path:
        """Where providers drop what they already make."""
        return self.root / "inbox"

    @property
    def layouts(self) -> Path:
        """One YAML file for each existing report."""
        return self.root / "layouts"

    @property
    def registers(self) -> Path:
        """Plain files that people edit."""
        return self.root / "registers"

    @property
    def sealed(self) -> Path:
        """Originals under lock, and the register of people."""
        return self.root / "sealed"

    @property
    def lake(self) -> Path:
        """Parquet, stage by stage; no identity in it."""
        return self.root / "lake"

    @property
    def marts(self) -> Path:
        """Releases and the pointer to the newest."""
        return self.root / "marts"

    @property
    def lock(self) -> Path:
        """Held by the one run that may write."""
        return self.root / ".run.lock"

    def settings(self) -> Settings:
        """Return the settings; raises :class:`NeedsAttention` where they do not fit."""
        path = self.root / "everystep.yaml"
        if not path.is_file():
            raise NeedsAttention(
                f"There is no everystep.yaml in {self.root}. "
                "`everystep init DIR` makes a new folder."
            )
        try:
            return Settings.model_validate(read_yaml(path))
        except ValidationError as problem:
            said = explain(problem, path.name)
        raise NeedsAttention(said)

    def as_of(self, given: date | None = None) -> date:
        """Return the one date that a run goes by."""
        today = datetime.now(ZoneInfo("Europe/London")).date()
        return given or self.settings().as_of or today

    def fingerprint(self, folder: Path) -> dict[str, str]:
        """Return the SHA-256 of each file below a folder, by its relative name."""
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(
                path.read_bytes()
            ).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.startswith(".")
        }
