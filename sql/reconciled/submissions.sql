-- Each submission that was read or not, and whether its rows stand.
-- A whole or cumulative report replaces the one before it in its scope, unless more than
-- one person in ten would vanish: then it counts as changes, and the provider is asked.
-- A whole report of some months replaces reports of those months alone: each month may
-- come by itself.
--
-- key: submission
--
-- submission      The submission's key: provider, day and the first of its hash.
-- provider_id     Who sent it.
-- received_on     The day it was received.
-- received_order  Its turn among all that were received.
-- outcome         `read`, or a code for what it was.
-- layout          The layout that read it.
-- service_id      The service that it speaks of.
-- period          The quarter that it speaks of.
-- period_start    First day of that quarter.
-- period_end      Last day of that quarter.
-- covers          `whole`, `cumulative` or `changes`, as the layout says.
-- replaces        Whether rows that it leaves out are gone.
-- kept_share      Of the people of the report before, how many it still names (0 to 1).
-- standing        `current`, `superseded`, `waiting` for a person, or `not_read`.
-- superseded_by   The submission that took its place.
with read_ones as (
    select
        ledger.submission,
        ledger.provider_id,
        ledger.received_on,
        ledger.received_order,
        readings.* exclude (submission),
    from inputs.ledger as ledger
    inner join pseudonymised.readings as readings using (submission)
),

-- The months that a report's counts are of, where its rows or sheets name them.
monthly as (
    select stated.submission, list(distinct stated.month) as months,
    from (
        select submission, month,
        from pseudonymised.contacts
        union all
        select submission, month,
        from pseudonymised.events
        union all
        select submission, month,
        from pseudonymised.states
    ) as stated
    where stated.month is not null
    group by all
),

scoped as (
    select
        read_ones.*,
        coalesce(monthly.months, []::bigint[]) as months,
        provider_id || '|' || layout || '|' || service_id || '|' || case
            when covers = 'cumulative'
                then year(period_start - interval 3 month)::varchar
            else period
        end as scope,
        period_end::varchar || lpad(received_order::varchar, 9, '0') as turn,
    from read_ones
    left join monthly using (submission)
    where outcome = 'read'
),

named as (
    select distinct scoped.submission, scoped.scope, scoped.turn, people.person_key,
    from scoped
    inner join pseudonymised.people as people using (submission)
),

meetings as (
    select
        later.submission,
        earlier.submission as before,
        earlier.turn as before_turn,
    from scoped as later
    inner join scoped as earlier
        on later.scope = earlier.scope
        and earlier.turn < later.turn
        and (
            later.covers <> 'whole'
            or later.months = []
            or list_has_all(later.months, earlier.months)
        )
    where earlier.submission not in (select waiting.submission from inputs.waiting as waiting)
),

previous as (
    select submission, arg_max(before, before_turn) as before,
    from meetings
    group by all
),

kept as (
    select
        previous.submission,
        (count(here.person_key) / count(*))::double as kept_share,
    from previous
    inner join named as there on there.submission = previous.before
    left join named as here
        on here.submission = previous.submission
        and here.person_key = there.person_key
    group by all
),

judged as (
    select
        scoped.*,
        kept.kept_share,
        waiting.submission is not null as waits,
        scoped.covers <> 'changes'
        and coalesce(kept.kept_share, 1) >= 0.9
        and waiting.submission is null as replaces,
    from scoped
    left join kept using (submission)
    left join inputs.waiting as waiting using (submission)
),

replaced as (
    select earlier.submission, arg_max(later.submission, later.turn) as superseded_by,
    from judged as earlier
    inner join judged as later
        on later.scope = earlier.scope
        and later.turn > earlier.turn
        and (
            later.covers <> 'whole'
            or later.months = []
            or list_has_all(later.months, earlier.months)
        )
    where later.replaces
    group by all
)

select
    read_ones.submission,
    read_ones.provider_id,
    read_ones.received_on,
    read_ones.received_order,
    read_ones.outcome,
    read_ones.layout,
    read_ones.service_id,
    read_ones.period,
    read_ones.period_start,
    read_ones.period_end,
    read_ones.covers,
    coalesce(judged.replaces, false) as replaces,
    judged.kept_share,
    case
        when read_ones.outcome <> 'read' then 'not_read'
        when judged.waits then 'waiting'
        when replaced.superseded_by is not null then 'superseded'
        else 'current'
    end as standing,
    replaced.superseded_by,
from read_ones
left join judged using (submission)
left join replaced using (submission)
