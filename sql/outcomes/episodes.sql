-- Each episode in each period in which it was open, as at the period's last day: an end
-- that came later is not known yet.
--
-- key: period, episode_id
--
-- period        The period.
-- period_kind   `quarter` or `year`.
-- period_start  First day.
-- period_end    Last day: the as-at date.
-- provider_id   Who supports.
-- service_id    The service.
-- shown_alone   Whether the service has a row of its own in this kind of period.
-- episode_id    The episode.
-- person_id     The person.
-- person_key    The person as the provider knows them.
-- start_date    First day.
-- end_date      Last day, if it had come.
-- is_handover   Whether it had ended by a handover.
-- until         The as-at date, or the end if earlier.
-- heard_until   The last day whose scores are heard: also 30 days after an end.
-- age_at_start  Age in whole years at the start.
-- started       Whether it started in the period.
-- ended         Whether it ended in the period.
-- still_open    Whether it was open after the period's last day.
-- came_back     Whether it started in the period after an earlier end in this service.
-- age_band      The person's age band at the period's end, or `gap`.
-- gender        The person's gender, or `gap`.
-- ethnic_group  The person's ethnic group as published, or `gap`.
-- place         The person's place, or `gap`.
with known as (
    select
        person_id,
        arg_max(value, turn || person_key || service_id)
            filter (where field = 'gender' and value is not null) as gender,
        arg_max(value, turn || person_key || service_id)
            filter (where field = 'ethnic_group' and value is not null) as ethnic_id,
        arg_max(value, turn || person_key || service_id)
            filter (where field = 'place' and value is not null) as place,
    from reconciled.fields
    group by all
),

first_ends as (
    select person_id, service_id, min(end_date) as first_end,
    from reconciled.episodes
    group by all
)

select
    periods.period,
    periods.period_kind,
    periods.period_start,
    periods.period_end,
    episodes.provider_id,
    episodes.service_id,
    services.figures = 'by_' || periods.period_kind as shown_alone,
    episodes.episode_id,
    episodes.person_id,
    episodes.person_key,
    episodes.start_date,
    case when episodes.end_date <= periods.period_end then episodes.end_date end
        as end_date,
    episodes.end_date <= periods.period_end and coalesce(routes.is_handover, false)
        as is_handover,
    least(periods.period_end, coalesce(episodes.end_date, periods.period_end)) as until,
    case
        when episodes.end_date <= periods.period_end
        then greatest(periods.period_end, episodes.end_date + 30)
        else periods.period_end
    end as heard_until,
    episodes.age_at_start,
    episodes.start_date >= periods.period_start as started,
    coalesce(
        episodes.end_date between periods.period_start and periods.period_end, false
    ) as ended,
    coalesce(episodes.end_date > periods.period_end, true) as still_open,
    episodes.start_date >= periods.period_start
    and coalesce(first_ends.first_end < episodes.start_date, false) as came_back,
    coalesce(bands.age_band, 'gap') as age_band,
    coalesce(known.gender, 'gap') as gender,
    coalesce(groups.published_as, 'gap') as ethnic_group,
    coalesce(known.place, 'gap') as place,
from outcomes.periods as periods
inner join reconciled.episodes as episodes
    on episodes.start_date <= periods.period_end
    and coalesce(episodes.end_date >= periods.period_start, true)
inner join reconciled.services as services
    on services.provider_id = episodes.provider_id
    and services.service_id = episodes.service_id
    and (periods.period_kind = 'quarter' or services.figures = 'by_year')
left join inputs.routes as routes on routes.id = episodes.route
left join first_ends
    on first_ends.person_id = episodes.person_id
    and first_ends.service_id = episodes.service_id
left join known on known.person_id = episodes.person_id
left join inputs.ethnic_groups as groups on groups.id = known.ethnic_id
asof left join reconciled.age_bands as bands
    on bands.person_id = episodes.person_id
    and bands.from_day <= periods.period_end
