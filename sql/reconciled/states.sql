-- Whether something held for a person at a quarter's end.
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
    states.record_key,
    submissions.provider_id,
    states.service_id,
    people.person_id,
    states.person_key,
    names.episode_id,
    states.about,
    states.period,
    states.value,
    states.reason,
from pseudonymised.states as states
inner join reconciled.submissions as submissions using (submission)
inner join reconciled.people as people using (person_key)
left join reconciled.episode_names as names
    on names.episode_key = states.episode_key
where submissions.standing = 'current'
qualify row_number() over (
    partition by states.record_key
    order by
        states.reason <> 'unknown' desc,
        submissions.period_end desc,
        submissions.received_order desc,
        states.sheet desc,
        states.row desc
) = 1
