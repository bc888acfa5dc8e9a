-- What speaks for each part of a count: all of a quarter, one of its months, or one thing
-- that happened. Of several reports the one about the newest quarter speaks, then the one
-- that came last; a blank erases nothing. How things stood is no sum: of several months
-- the last one speaks. Where one report says two things of the same, neither is picked.
--
-- key: entity, record_key, part_key
--
-- entity       `contacts`, `events` or `states`.
-- record_key   Keyed name of the whole count, the same in every report.
-- part_key     Keyed name of the part; empty for the whole.
-- provider_id  Who sent it.
-- service_id   The service.
-- person_id    The person.
-- person_key   The person as that provider knows them.
-- episode_id   The episode that the row names, or the only one that the person has.
-- about        The mode or indicator.
-- period       The quarter.
-- value        How many (1 and 0 for yes and no); null where there is a reason.
-- reason       Why there is no value; empty beside a value.
-- values       How many different values the report that speaks gives.
-- turn         How new that report is, with the place in it, for choosing one reason.
with stated as (
    select 'contacts' as entity, contacts.*,
    from pseudonymised.contacts as contacts
    union all by name
    select 'events' as entity, events.*,
    from pseudonymised.events as events
    union all by name
    select 'states' as entity, states.*,
    from pseudonymised.states as states
),

-- Who has one episode only has none that a row could mean besides.
only_ones as (
    select person_key, service_id, min(episode_id) as episode_id,
    from reconciled.episode_names
    group by all
    having count(distinct episode_id) = 1
),

accepted as (
    select
        stated.*,
        submissions.provider_id,
        people.person_id,
        coalesce(names.episode_id, only_ones.episode_id) as episode_id,
        submissions.period_end::varchar
        || lpad(submissions.received_order::varchar, 9, '0') as turn,
    from stated
    inner join reconciled.submissions as submissions using (submission)
    inner join reconciled.people as people using (person_key)
    left join reconciled.episode_names as names
        on names.episode_key = stated.episode_key
    left join only_ones
        on only_ones.person_key = stated.person_key
        and only_ones.service_id = stated.service_id
    where submissions.standing = 'current'
),

-- A start that was put right gives a count another name; the episode says that both are
-- the same.
named as (
    select
        accepted.* exclude (record_key),
        min(accepted.record_key) over (
            partition by
                entity, person_key, service_id, about, period,
                coalesce(accepted.episode_id, accepted.record_key)
        ) as record_key,
    from accepted
),

speaking as (
    select *,
    from named
    qualify rank() over (
        partition by entity, record_key, part_key
        order by
            reason <> 'unknown' desc,
            -- A quarter's own word is later than that of its last month.
            case when entity = 'states' then coalesce(month, 13) end desc,
            turn desc,
            case when entity = 'states' then sheet end desc
    ) = 1
),

parts as (
    select
        entity, record_key, part_key, provider_id, service_id, person_id, person_key,
        episode_id, about, period,
        case when count(distinct value) = 1 then max(value) end as value,
        case count(distinct value)
            when 0 then max_by(reason, (sheet, row, reason))
            when 1 then ''
            else 'set_aside'
        end as reason,
        count(distinct value) as values,
        max(turn) as turn,
        min((turn, sheet, row)) as first_place,
    from speaking
    group by all
),

newest as (
    select
        entity,
        record_key,
        max(turn) filter (where part_key = '' and reason <> 'unknown') as whole,
        max(turn) filter (where part_key <> '') as in_parts,
    from parts
    group by all
)

-- Told whole and in parts, it is one thing told twice: the newer telling speaks.
select
    parts.entity,
    parts.record_key,
    parts.part_key,
    parts.provider_id,
    parts.service_id,
    parts.person_id,
    parts.person_key,
    parts.episode_id,
    parts.about,
    parts.period,
    parts.value,
    parts.reason,
    parts.values,
    concat_ws(
        '|', parts.turn, lpad(parts.first_place[2]::varchar, 9, '0'),
        lpad(parts.first_place[3]::varchar, 9, '0')
    ) as turn,
from parts
inner join newest using (entity, record_key)
where newest.in_parts is null
    or (parts.part_key = '') = coalesce(newest.whole >= newest.in_parts, false)
