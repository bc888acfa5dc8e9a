-- In which rows of the marts an episode counts: its service's and the commission's, whole
-- and by one breakdown at a time.
--
-- key: period, episode_id, provider_id, breakdown
--
-- period           The period.
-- provider_id      The row's provider, or `all`.
-- service_id       The row's service, or `all`.
-- breakdown        `all`, `age_band`, `gender`, `ethnic_group` or `place`.
-- breakdown_value  `all`, or the group; `gap` where it is not known.
-- episode_id       The episode.
-- person_id        The person.
-- episode_member   The episode's keyed name in this revision, for noise.
-- person_member    The person's keyed name in this revision, for noise.
with levels as (
    select
        episodes.*,
        unnest(
            case
                when episodes.period_kind = 'year' then [episodes.provider_id]
                when episodes.shown_alone then [episodes.provider_id, 'all']
                else ['all']
            end
        ) as row_provider,
    from outcomes.episodes as episodes
)

select
    levels.period,
    levels.row_provider as provider_id,
    case when levels.row_provider = 'all' then 'all' else levels.service_id end
        as service_id,
    unnest(['all', 'age_band', 'gender', 'ethnic_group', 'place']) as breakdown,
    unnest(
        ['all', levels.age_band, levels.gender, levels.ethnic_group, levels.place]
    ) as breakdown_value,
    levels.episode_id,
    levels.person_id,
    member(levels.episode_id, revisions.revision_id) as episode_member,
    member(levels.person_key, revisions.revision_id) as person_member,
from levels
inner join outcomes.revisions as revisions
    on revisions.provider_id = levels.provider_id
    and revisions.period = levels.period
