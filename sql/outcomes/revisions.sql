-- A revision of a provider's rows, period by period: a hash of what its figures read, so
-- that the same rows sent again change nothing and any change freshens every cell.
--
-- key: provider_id, period
--
-- provider_id  The provider.
-- period       The period.
-- revision_id  The hash.
with groups as (
    -- Whom a person is linked with decides totals, so a new link is a change too.
    select person_id, min(person_key) as first_key,
    from reconciled.people
    group by all
),

lines as (
    select
        episodes.provider_id,
        episodes.period,
        concat_ws(
            '|', 'episode', episodes.episode_id, episodes.start_date,
            episodes.end_date, episodes.is_handover, episodes.age_at_start,
            episodes.age_band, episodes.gender, episodes.ethnic_group,
            episodes.place, groups.first_key
        ) as line,
    from outcomes.episodes as episodes
    inner join groups using (person_id)
    union
    select
        episodes.provider_id,
        episodes.period,
        concat_ws(
            '|', 'field', fields.person_key, fields.field,
            fields.value is not null, fields.reason
        ) as line,
    from outcomes.episodes as episodes
    inner join reconciled.fields as fields
        on fields.person_key = episodes.person_key
        and fields.service_id = episodes.service_id
    union
    select
        statements.provider_id,
        periods.period,
        concat_ws(
            '|', 'occasion', statements.record_key, statements.score is not null,
            statements.reason
        ) as line,
    from outcomes.periods as periods
    inner join reconciled.statements as statements
        on coalesce(statements.day, statements.first_shown)
        between periods.period_start and periods.period_end
    union
    select
        episodes.provider_id,
        episodes.period,
        concat_ws(
            '|', 'statement', statements.record_key, statements.said_on,
            statements.score, statements.reason
        ) as line,
    from outcomes.episodes as episodes
    inner join reconciled.statements as statements
        on statements.episode_id = episodes.episode_id
        and statements.said_on <= episodes.heard_until
    union
    select provider_id, period, concat_ws('|', 'contact', record_key, value, reason),
    from reconciled.contacts
    union
    select provider_id, period, concat_ws('|', 'event', record_key, value, reason),
    from reconciled.events
    union
    select provider_id, period, concat_ws('|', 'state', record_key, value, reason),
    from reconciled.states
)

select
    lines.provider_id,
    lines.period,
    md5(string_agg(lines.line, chr(10) order by lines.line)) as revision_id,
from lines
group by all
