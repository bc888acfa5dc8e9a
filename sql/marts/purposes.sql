-- Why anything is asked or published, who reads it and how long it is kept.
--
-- key: purpose_id
--
-- purpose_id  The purpose.
-- why         Why.
-- reader      Who reads it.
-- kept_for    How long it is kept.
select
    purposes.purpose_id,
    purposes.why,
    purposes.reader,
    purposes.kept_for,
from inputs.purposes as purposes
