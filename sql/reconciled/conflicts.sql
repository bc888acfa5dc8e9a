-- What reports say in two ways. All of it is kept; none is picked.
--
-- key: about, record_key
--
-- about        `two_scores_of_one_day`, `two_counts_of_one_quarter`,
--     `two_states_of_one_quarter` or `two_starts`.
-- record_key   The score, count or episode.
-- provider_id  Who sent it.
-- service_id   The service.
-- values       How many different values there are.
select
    'two_scores_of_one_day' as about,
    scores.record_key,
    scores.provider_id,
    scores.service_id,
    count(distinct scores.score) as values,
from reconciled.scores as scores
where scores.day is not null
group by all
having count(distinct scores.score) > 1
union all
select
    case parts.entity
        when 'states' then 'two_states_of_one_quarter'
        else 'two_counts_of_one_quarter'
    end as about,
    parts.record_key,
    parts.provider_id,
    parts.service_id,
    max(parts.values) as values,
from reconciled.count_parts as parts
where parts.values > 1
group by all
union all
select
    'two_starts' as about,
    episodes.episode_id as record_key,
    episodes.provider_id,
    episodes.service_id,
    2 as values,
from reconciled.episodes as episodes
where episodes.corrected
