-- One person supported by one service, from a first day to a last, or still.
-- A start within 14 days of another, or with the same end, is a correction of it.
--
-- key: episode_id
--
-- episode_id    The episode.
-- provider_id   Who supports.
-- service_id    The service.
-- person_key    The person as that provider knows them.
-- person_id     The person, commission-wide.
-- start_date    First day.
-- start_kind    `stated`, or `inferred` from the earliest dated score.
-- end_date      Last day; null while open.
-- route         How it ended.
-- age_at_start  Age in whole years on the first day; null if not known.
-- corrected     Whether reports gave different first days.
with stated as (
    select
        episodes.*,
        submissions.period_end::varchar
        || lpad(submissions.received_order::varchar, 9, '0') as turn,
    from pseudonymised.episodes as episodes
    inner join reconciled.submissions as submissions using (submission)
    where submissions.standing = 'current' and episodes.start_date is not null
),

unstated as (
    select
        scores.person_key,
        scores.service_id,
        min(scores.day) as start_date,
    from pseudonymised.scores as scores
    inner join reconciled.submissions as submissions using (submission)
    anti join stated using (person_key, service_id)
    where submissions.standing = 'current' and scores.day is not null
    group by all
),

newest as (
    select
        person_key,
        service_id,
        episode_key,
        start_date,
        arg_max(age_at_start, turn) as age_at_start,
        arg_max(end_date, turn) filter (where end_date is not null) as end_date,
        arg_max(route, turn) filter (where route is not null) as route,
        max(turn) as turn,
    from stated
    group by all
),

breaks as (
    select
        *,
        coalesce(
            start_date - lag(start_date) over beside > 14
            and end_date is distinct from lag(end_date) over beside
            or start_date - lag(start_date) over beside > 14 and end_date is null,
            true
        )::integer as is_new,
    from newest
    window beside as (partition by person_key, service_id order by start_date)
),

numbered as (
    select
        *,
        sum(is_new) over (
            partition by person_key, service_id
            order by start_date
            rows unbounded preceding
        ) as number,
    from breaks
),

one_each as (
    select
        person_key,
        service_id,
        number,
        min(episode_key) as episode_id,
        arg_max(start_date, turn) as start_date,
        arg_max(age_at_start, turn) as age_at_start,
        arg_max(end_date, turn) filter (where end_date is not null) as end_date,
        arg_max(route, turn) filter (where route is not null) as route,
        count(*) > 1 as corrected,
    from numbered
    group by all
)

select
    one_each.episode_id,
    people.provider_id,
    one_each.service_id,
    one_each.person_key,
    people.person_id,
    one_each.start_date,
    'stated' as start_kind,
    one_each.end_date,
    one_each.route,
    one_each.age_at_start,
    one_each.corrected,
from one_each
inner join reconciled.people as people using (person_key)
union all
select
    md5(unstated.person_key || unstated.service_id) as episode_id,
    people.provider_id,
    unstated.service_id,
    unstated.person_key,
    people.person_id,
    unstated.start_date,
    'inferred' as start_kind,
    null as end_date,
    null as route,
    null as age_at_start,
    false as corrected,
from unstated
inner join reconciled.people as people using (person_key)
