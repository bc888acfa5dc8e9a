-- How often each person was in contact in a quarter, by mode.
--
-- key: record_key
--
-- record_key   Keyed name of the count, the same in every report.
-- provider_id  Who sent it.
-- service_id   The service.
-- person_id    The person.
-- person_key   The person as that provider knows them.
-- episode_id   The episode, if the row names one.
-- about        The mode.
-- period       The quarter.
-- value        How many (1 and 0 for yes and no); null where there is a reason.
-- reason       Why there is no value; empty beside a value.
select
    contacts.record_key,
    submissions.provider_id,
    contacts.service_id,
    people.person_id,
    contacts.person_key,
    names.episode_id,
    contacts.about,
    contacts.period,
    contacts.value,
    contacts.reason,
from pseudonymised.contacts as contacts
inner join reconciled.submissions as submissions using (submission)
inner join reconciled.people as people using (person_key)
left join reconciled.episode_names as names
    on names.episode_key = contacts.episode_key
where submissions.standing = 'current'
qualify row_number() over (
    partition by contacts.record_key
    order by
        contacts.reason <> 'unknown' desc,
        submissions.period_end desc,
        submissions.received_order desc,
        contacts.sheet desc,
        contacts.row desc
) = 1
