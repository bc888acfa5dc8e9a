"""A first layout for a report that nobody has described yet: a draft to be confirmed.

What is here looks at cells and proposes; reading with a confirmed layout belongs to
:mod:`everystep.layouts.read`.
"""

from everystep.layouts.draft.propose import draft
from everystep.layouts.draft.shapes import ColumnDraft, Draft, Proposal, TableDraft
from everystep.layouts.draft.write import to_yaml

__all__ = ["ColumnDraft", "Draft", "Proposal", "TableDraft", "draft", "to_yaml"]
