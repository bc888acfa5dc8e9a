-- Whether something held for a person at a quarter's end.
--
-- key: record_key
--
-- record_key   Keyed name of the count, the same in every report.
-- provider_id  Who sent it.
-- service_id   The service.
-- person_id    The person.
-- person_key   The person as that provider knows them.
-- episode_id   The episode that the row names, or the only one that the person has.
-- about        The indicator.
-- period       The quarter.
-- value        1 and 0 for yes and no; null where there is a reason.
-- reason       Why there is no value; empty beside a value.
select
    parts.record_key,
    parts.provider_id,
    parts.service_id,
    parts.person_id,
    parts.person_key,
    parts.episode_id,
    parts.about,
    parts.period,
    parts.value,
    parts.reason,
from reconciled.count_parts as parts
where parts.entity = 'states'
