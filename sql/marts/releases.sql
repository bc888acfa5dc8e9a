-- This release and those before it, with the cells of all files: in = used + empty + set aside.
--
-- key: release_id
--
-- release_id       The release.
-- newest_quarter   The newest quarter in it.
-- as_of            The date that it goes by.
-- cells_in         Filled cells, and blank ones of covered tables.
-- cells_used       Cells that were read.
-- cells_empty      Cells understood as empty.
-- cells_set_aside  Cells that were set aside.
select
    releases.release_id,
    releases.newest_quarter,
    releases.as_of,
    releases.cells_in,
    releases.cells_used,
    releases.cells_empty,
    releases.cells_set_aside,
from inputs.releases as releases
