"""From a file's bytes to cells, in a child process with limits: no keys, no meaning."""

from everystep.readers.read import (
    Cell,
    CouldNotRead,
    Sheet,
    Triage,
    cells_of,
    triage,
)

__all__ = ["Cell", "CouldNotRead", "Sheet", "Triage", "cells_of", "triage"]
