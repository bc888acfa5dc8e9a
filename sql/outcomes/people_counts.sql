-- How many people were supported, and a keyed name for exactly who. Never published.
--
-- key: period, provider_id, service_id, breakdown, breakdown_value
--
-- period           The period.
-- provider_id      Who supports, or `all`.
-- service_id       The service, or `all`.
-- breakdown        Which breakdown.
-- breakdown_value  Which group.
-- people           People with an episode open in the period.
-- started          People with an episode that started in it.
-- ended            People with an episode that ended in it.
-- still_open       People with an episode open after it.
-- came_back        People who started again in it after an earlier end.
-- could_account    Episodes × measures that lasted long enough (at `all` only).
-- accounted        Of these, paired or with any documented gap so far.
with accounts as (
    select
        period,
        episode_id,
        measure_id,
        rater,
        bool_or(paired or documented) as accounted,
        bool_or(lasted) as lasted,
    from outcomes.changes
    group by all
),

tallies as (
    select
        memberships.period,
        memberships.provider_id,
        memberships.service_id,
        memberships.breakdown,
        memberships.breakdown_value,
        counted_people(true, memberships.person_id, person_member) as people,
        counted_people(episodes.started, memberships.person_id, person_member)
            as started,
        counted_people(episodes.ended, memberships.person_id, person_member) as ended,
        counted_people(episodes.still_open, memberships.person_id, person_member)
            as still_open,
        counted_people(episodes.came_back, memberships.person_id, person_member)
            as came_back,
    from outcomes.memberships as memberships
    inner join outcomes.episodes as episodes using (period, episode_id)
    group by all
),

accounted_for as (
    select
        memberships.period,
        memberships.provider_id,
        memberships.service_id,
        counted(accounts.lasted, md5_number_lower(
            memberships.episode_member::varchar || accounts.measure_id || accounts.rater
        )) as could_account,
        counted(accounts.lasted and accounts.accounted, md5_number_lower(
            memberships.episode_member::varchar || accounts.measure_id || accounts.rater
        )) as accounted,
    from outcomes.memberships as memberships
    inner join accounts using (period, episode_id)
    where memberships.breakdown = 'all'
    group by all
)

select
    service_periods.period,
    service_periods.provider_id,
    service_periods.service_id,
    groups.breakdown,
    groups.breakdown_value,
    filled(tallies.people) as people,
    filled(tallies.started) as started,
    filled(tallies.ended) as ended,
    filled(tallies.still_open) as still_open,
    filled(tallies.came_back) as came_back,
    case when groups.breakdown = 'all' then filled(accounted_for.could_account) end
        as could_account,
    case when groups.breakdown = 'all' then filled(accounted_for.accounted) end
        as accounted,
from outcomes.service_periods as service_periods
cross join inputs.groups as groups
left join tallies
    using (period, provider_id, service_id, breakdown, breakdown_value)
left join accounted_for using (period, provider_id, service_id)
