-- Everything that could have been told, once each: occasions of a measure, people for a
-- field, episodes for an indicator; and whether it is known, or why not.
--
-- key: period, provider_id, service_id, about, asked_key
--
-- period       The period.
-- provider_id  The row's provider, or `all`.
-- service_id   The row's service, or `all`.
-- about        `measure:rater`, a field of a person, or an indicator.
-- asked_key    What was asked, once.
-- members      Keyed names for noise, of those whom it concerns.
-- known        Whether it is known.
-- reason       Why not; empty where known.
-- unit         `occasion`, `person` or `episode`.
with occasions as (
    select
        coalesce(statements.day, statements.first_shown) as on_day,
        statements.provider_id,
        statements.service_id,
        statements.measure_id || ':' || statements.rater as about,
        statements.episode_id || '|' || statements.measure_id || statements.rater
        || coalesce(statements.day::varchar, statements.position) as asked_key,
        bool_or(statements.score is not null) as known,
        min(case when reasons.documented then statements.reason end) as documented,
        bool_or(statements.reason = 'set_aside') as set_aside,
    from reconciled.statements as statements
    left join inputs.gap_reasons as reasons on reasons.code = statements.reason
    where statements.episode_id is not null
    group by all
),

of_measures as (
    select
        periods.period,
        periods.period_kind,
        occasions.provider_id,
        occasions.service_id,
        occasions.about,
        occasions.asked_key,
        occasions.asked_key as member_key,
        occasions.known,
        case
            when occasions.known then ''
            when occasions.documented is not null then occasions.documented
            when occasions.set_aside then 'set_aside'
            else 'unknown'
        end as reason,
        'occasion' as unit,
    from occasions
    inner join outcomes.periods as periods
        on occasions.on_day between periods.period_start and periods.period_end
),

known_fields as (
    select
        person_id,
        field,
        bool_or(value is not null) as known,
        min(case when reasons.documented then fields.reason end) as documented,
    from reconciled.fields as fields
    left join inputs.gap_reasons as reasons on reasons.code = fields.reason
    group by all
),

of_fields as (
    select distinct
        episodes.period,
        episodes.period_kind,
        episodes.provider_id,
        episodes.service_id,
        declared.field as about,
        episodes.person_id as asked_key,
        episodes.person_key as member_key,
        coalesce(known_fields.known, false) as known,
        case
            when known_fields.known then ''
            else coalesce(known_fields.documented, 'unknown')
        end as reason,
        'person' as unit,
    from outcomes.episodes as episodes
    inner join inputs.declared_fields as declared using (provider_id, service_id)
    left join known_fields
        on known_fields.person_id = episodes.person_id
        and known_fields.field = declared.field
),

of_indicators as (
    select
        episodes.period,
        episodes.period_kind,
        episodes.provider_id,
        episodes.service_id,
        declared.indicator_id as about,
        episodes.episode_id || declared.indicator_id as asked_key,
        episodes.episode_id as member_key,
        stated.value is not null as known,
        case
            when stated.value is not null then ''
            else coalesce(stated.reason, 'unknown')
        end as reason,
        'episodes' as unit,
    from outcomes.episodes as episodes
    inner join inputs.declared_indicators as declared using (provider_id, service_id)
    left join (
        select *,
        from reconciled.events
        union all
        select *,
        from reconciled.states
    ) as stated
        on stated.person_key = episodes.person_key
        and stated.service_id = episodes.service_id
        and stated.period = episodes.period
        and coalesce(stated.episode_id = episodes.episode_id, true)
        and stated.about = declared.indicator_id
    where episodes.period_kind = 'quarter'
),

everything as (
    select *,
    from of_measures
    union all
    select *,
    from of_fields
    union all
    select *,
    from of_indicators
),

-- The register documents blanks and invents no values: it speaks where a report does not,
-- for the days that it names; it may stand open.
registered as (
    select
        periods.period,
        register.provider_id,
        register.service_id,
        register.about,
        min(register.reason) as reason,
    from inputs.gap_register as register
    inner join outcomes.periods as periods
        on periods.period_end >= nullif(register."from", '')::date
        and periods.period_start
        <= coalesce(nullif(register."to", '')::date, date '9999-12-31')
    group by all
),

explained as (
    select
        everything.* exclude (reason),
        case
            when everything.reason = 'unknown'
                then coalesce(registered.reason, everything.reason)
            else everything.reason
        end as reason,
    from everything
    left join registered using (period, provider_id, service_id, about)
),

leveled as (
    select
        explained.* exclude (provider_id, service_id),
        unnest(
            case
                when explained.period_kind = 'year' then [explained.provider_id]
                when services.figures = 'by_quarter' then [explained.provider_id, 'all']
                else ['all']
            end
        ) as provider_id,
        explained.service_id as own_service,
        member(explained.member_key, coalesce(revisions.revision_id, '')) as member_key_now,
    from explained
    inner join reconciled.services as services
        on services.provider_id = explained.provider_id
        and services.service_id = explained.service_id
        and (explained.period_kind = 'quarter' or services.figures = 'by_year')
    left join outcomes.revisions as revisions
        on revisions.provider_id = explained.provider_id
        and revisions.period = explained.period
)

select
    leveled.period,
    leveled.provider_id,
    case when leveled.provider_id = 'all' then 'all' else leveled.own_service end
        as service_id,
    leveled.about,
    leveled.asked_key,
    bit_xor(distinct leveled.member_key_now)::ubigint as members,
    bool_or(leveled.known) as known,
    min(leveled.reason) as reason,
    min(leveled.unit) as unit,
from leveled
group by all
