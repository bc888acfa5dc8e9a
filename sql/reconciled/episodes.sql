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
with unstated as (
    select
        scores.person_key,
        scores.service_id,
        min(scores.day) as start_date,
    from pseudonymised.scores as scores
    inner join reconciled.submissions as submissions using (submission)
    anti join reconciled.episode_names as names
        on names.person_key = scores.person_key
        and names.service_id = scores.service_id
    where submissions.standing = 'current' and scores.day is not null
    group by all
),

one_each as (
    select
        episode_id,
        person_key,
        service_id,
        max_by(start_date, (turn, start_date)) as start_date,
        max_by(age_at_start, (turn, start_date)) as age_at_start,
        max_by(end_date, (turn, end_date)) filter (where end_date is not null)
            as end_date,
        max_by(route, (turn, route)) filter (where route is not null) as route,
        count(*) > 1 as corrected,
    from reconciled.episode_names
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
