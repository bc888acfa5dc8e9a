-- What is known of each episode and hard indicator in each quarter, with the days of
-- support that it was observed over.
--
-- key: period, service_id, indicator_id, episode_id
--
-- period          The quarter.
-- provider_id     Who supports.
-- service_id      The service.
-- indicator_id    The indicator.
-- person_id       The person.
-- person_key      The person as the provider knows them.
-- episode_id      The episode.
-- days            Days of support in the quarter.
-- period_days     Days of the quarter.
-- value           Events counted, or 1 and 0 for a state.
-- record_key      Keyed name of the count.
-- age_band        The person's age band.
-- gender          The person's gender.
-- ethnic_group    The person's ethnic group as published.
-- place           The person's place.
with stated as (
    select *,
    from reconciled.events
    union all
    select *,
    from reconciled.states
),

supported as (
    select
        period, provider_id, service_id, person_key, person_id, episode_id, start_date,
        period_end - period_start + 1 as period_days,
        greatest(until - greatest(start_date, period_start) + 1, 0) as days,
        age_band, gender, ethnic_group, place,
    from outcomes.episodes
    where period_kind = 'quarter'
),

-- A row that names its episode says more than one that leaves it open.
told as (
    select
        supported.*,
        stated.about as indicator_id,
        stated.value,
        stated.record_key,
    from supported
    inner join stated
        on stated.person_key = supported.person_key
        and stated.service_id = supported.service_id
        and stated.period = supported.period
        and coalesce(stated.episode_id = supported.episode_id, true)
    where stated.value is not null
    qualify row_number() over (
        partition by supported.period, supported.episode_id, stated.about
        order by stated.episode_id is not null desc, stated.record_key
    ) = 1
)

select
    told.period,
    told.provider_id,
    told.service_id,
    told.indicator_id,
    told.person_id,
    told.person_key,
    told.episode_id,
    told.days,
    told.period_days,
    -- A count whose row names no episode stands with the latest one, once.
    case
        when row_number() over (
            partition by told.record_key
            order by told.start_date desc, told.episode_id
        ) = 1 then told.value
        else 0
    end as value,
    told.record_key,
    told.age_band,
    told.gender,
    told.ethnic_group,
    told.place,
from told
