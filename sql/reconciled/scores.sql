-- Scores, each with the episode that it belongs to. Two different ones of one day in one
-- report both stand; none is picked.
--
-- key: record_key, score
--
-- record_key   Keyed name of the score.
-- provider_id  Who sent it.
-- service_id   The service.
-- person_id    The person.
-- episode_id   The episode that it belongs to; null if it belongs to none.
-- measure_id   The measure.
-- subscale     Its subscale.
-- rater        Who answered.
-- day          The day it was taken; null if none is given.
-- score        The score.
select
    statements.record_key,
    statements.provider_id,
    statements.service_id,
    statements.person_id,
    statements.episode_id,
    statements.measure_id,
    statements.subscale,
    statements.rater,
    statements.day,
    statements.score,
from reconciled.statements as statements
where statements.score is not null
