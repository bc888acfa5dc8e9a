-- What was asked and is not there, and why. A gap is information; it is not a mark
-- against anyone.
--
-- key: record_key, reason
--
-- record_key   Keyed name of the statement.
-- provider_id  Who said it.
-- service_id   The service.
-- person_id    The person.
-- episode_id   The episode that it belongs to.
-- measure_id   What was asked for.
-- subscale     Its subscale.
-- rater        Who would have answered.
-- said_on      The day it counts as said.
-- reason       Why it is not there; `unknown` until someone says.
-- documented   Whether the reason explains it.
-- leaves       What the reason leaves: `due`, `applicable` or `nothing`.
select
    statements.record_key,
    statements.provider_id,
    statements.service_id,
    statements.person_id,
    statements.episode_id,
    statements.measure_id,
    statements.subscale,
    statements.rater,
    statements.said_on,
    statements.reason,
    reasons.documented,
    reasons.leaves,
from reconciled.statements as statements
inner join inputs.gap_reasons as reasons on reasons.code = statements.reason
where statements.score is null
