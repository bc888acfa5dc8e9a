-- A revision of a provider's rows, period by period: a hash of what its figures read, so
-- that the same rows sent again change nothing and any change freshens every cell.
--
-- key: provider_id, period
--
-- provider_id  The provider.
-- period       The period.
-- revision_id  The hash.
with lines as (
    select
        provider_id,
        period,
        concat_ws(
            '|', 'episode', episode_id, start_date, end_date, is_handover,
            age_at_start, age_band, gender, ethnic_group, place
        ) as line,
    from outcomes.episodes
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
