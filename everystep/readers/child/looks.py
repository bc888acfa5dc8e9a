"""How the runs of a Word document look: by themselves, and by the styles they name."""

from typing import Any

from .marks import PLAIN, Look

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = _W + "val"
_NO = ("0", "false", "off", "none")
_PLACES = {"superscript": "raised", "subscript": "lowered"}
_DEEPEST = 20


class Looks:
    """The looks that a document's styles give, each asked for once."""

    def __init__(self, styles: Any) -> None:
        self._styles = {
            style.get(_W + "styleId"): style for style in styles.iter(_W + "style")
        }
        self._known: dict[str, Look] = {}

    def paragraph(self, style: str) -> Look:
        """Return how a style's words look."""
        if style not in self._known:
            self._known[style] = self._of_style(style)
        return self._known[style]

    def run(self, run: Any, under: Look) -> Look:
        """Return how a run looks in a paragraph; what it says itself comes first."""
        about = run.find(_W + "rPr")
        if about is None:
            return under
        style = about.find(_W + "rStyle")
        if style is not None:
            under = self.paragraph(style.get(_VAL) or "").over(under)
        return _own(about, under)

    def _of_style(self, name: str) -> Look:
        lineage: list[Any] = []
        while name in self._styles and len(lineage) < _DEEPEST:
            lineage.append(self._styles[name])
            based = lineage[-1].find(_W + "basedOn")
            name = based.get(_VAL) or "" if based is not None else ""
        look = PLAIN
        for style in reversed(lineage):
            about = style.find(_W + "rPr")
            look = look if about is None else _own(about, look)
        return look


def _own(about: Any, under: Look) -> Look:
    """Return a look with what a run's or a style's own properties change in it."""
    struck, hidden, place = under.struck, under.hidden, under.place
    lines = [about.find(_W + name) for name in ("strike", "dstrike")]
    if any(line is not None for line in lines):
        struck = any(_is_on(line) for line in lines)
    vanish = about.find(_W + "vanish")
    if vanish is not None:
        hidden = _is_on(vanish)
    height = about.find(_W + "vertAlign")
    if height is not None:
        place = _PLACES.get(height.get(_VAL) or "", "")
    return Look(struck, hidden, place)


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(_VAL, "1") not in _NO
