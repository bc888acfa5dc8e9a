-- How often each person was in contact in a quarter, by mode.
-- A part that is not known leaves the whole not known: a sum of some says too little.
--
-- key: record_key
--
-- record_key   Keyed name of the count, the same in every report.
-- provider_id  Who sent it.
-- service_id   The service.
-- person_id    The person.
-- person_key   The person as that provider knows them.
-- episode_id   The episode that the row names, or the only one that the person has.
-- about        The mode.
-- period       The quarter.
-- value        How many; null where there is a reason.
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
    case when count(*) = count(parts.value) then sum(parts.value)::bigint end as value,
    coalesce(
        min_by(parts.reason, (parts.turn, parts.part_key))
            filter (where parts.value is null),
        ''
    ) as reason,
from reconciled.count_parts as parts
where parts.entity = 'contacts'
group by all
