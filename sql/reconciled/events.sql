-- How many events each person had in a quarter; nought is a fact.
--
-- key: record_key
--
-- record_key   Keyed name of the count, the same in every report.
-- provider_id  Who sent it.
-- service_id   The service.
-- person_id    The person.
-- person_key   The person as that provider knows them.
-- episode_id   The episode, if the row names one.
-- about        The indicator.
-- period       The quarter.
-- value        How many (1 and 0 for yes and no); null where there is a reason.
-- reason       Why there is no value; empty beside a value.
select
    events.record_key,
    submissions.provider_id,
    events.service_id,
    people.person_id,
    events.person_key,
    names.episode_id,
    events.about,
    events.period,
    events.value,
    events.reason,
from pseudonymised.events as events
inner join reconciled.submissions as submissions using (submission)
inner join reconciled.people as people using (person_key)
left join reconciled.episode_names as names
    on names.episode_key = events.episode_key
where submissions.standing = 'current'
qualify row_number() over (
    partition by events.record_key
    order by
        events.reason <> 'unknown' desc,
        submissions.period_end desc,
        submissions.received_order desc,
        events.sheet desc,
        events.row desc
) = 1
