-- Which episode each key of a report means: a start within 14 days of another of the same
-- person and service, or with the same end, is a correction and not another episode.
--
-- key: episode_key
--
-- episode_key   The episode as a report's row names it.
-- episode_id    The episode: the smallest of the keys that mean it.
-- person_key    The person as the provider knows them.
-- service_id    The service.
-- start_date    First day, as this key's newest row gives it.
-- end_date      Last day, once ended; a blank takes no end away.
-- route         How it ended.
-- age_at_start  Age in whole years on the first day.
-- turn          How new the newest row is.
with stated as (
    select
        episodes.*,
        submissions.period_end::varchar
        || lpad(submissions.received_order::varchar, 9, '0') as turn,
    from pseudonymised.episodes as episodes
    inner join reconciled.submissions as submissions using (submission)
    where submissions.standing = 'current' and episodes.start_date is not null
),

newest as (
    select
        person_key,
        service_id,
        episode_key,
        max_by(start_date, (turn, start_date)) as start_date,
        max_by(age_at_start, (turn, age_at_start)) as age_at_start,
        max_by(end_date, (turn, end_date)) filter (where end_date is not null)
            as end_date,
        max_by(route, (turn, route)) filter (where route is not null) as route,
        max(turn) as turn,
    from stated
    group by all
),

breaks as (
    select
        *,
        coalesce(
            start_date - lag(start_date) over beside > 14
            and (
                end_date is null or end_date is distinct from lag(end_date) over beside
            ),
            true
        )::integer as is_new,
    from newest
    window beside as (
        partition by person_key, service_id order by start_date, episode_key
    )
),

numbered as (
    select
        *,
        sum(is_new) over (
            partition by person_key, service_id
            order by start_date, episode_key
            rows unbounded preceding
        ) as number,
    from breaks
)

select
    numbered.episode_key,
    min(numbered.episode_key) over (
        partition by numbered.person_key, numbered.service_id, numbered.number
    ) as episode_id,
    numbered.person_key,
    numbered.service_id,
    numbered.start_date,
    numbered.end_date,
    numbered.route,
    numbered.age_at_start,
    numbered.turn,
from numbered
