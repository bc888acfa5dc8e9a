-- Totals that reports declare beside the same totals made again from their rows.
--
-- key: period, service_id, figure
--
-- period       The quarter.
-- provider_id  Who declared it.
-- service_id   The service.
-- figure       What is totalled.
-- declared     The total that the report states.
-- recomputed   The total of what rows say, gaps left out; null where no row says it.
-- member_key   A keyed name for what stands behind both, for noise.
-- people       People who stand behind it.
with rows as (
    select period, service_id, about as figure, person_key, value, record_key,
    from reconciled.events
    where value is not null
    union all
    -- A person with two rows in a quarter holds a state once.
    select
        period, service_id, about as figure, person_key,
        max(value) as value,
        min(record_key) as record_key,
    from reconciled.states
    where value is not null
    group by all
),

listed as (
    select distinct submissions.period, submissions.service_id, people.person_key,
    from pseudonymised.people as people
    inner join reconciled.submissions as submissions using (submission)
    where submissions.standing = 'current'
),

remade as (
    select
        period, service_id, figure,
        sum(value)::bigint as recomputed,
        count(distinct person_key) as people,
        bit_xor(md5_number_lower(record_key))::ubigint as members,
    from rows
    group by all
    union all
    select
        period, service_id, 'people' as figure,
        count(*) as recomputed,
        count(*) as people,
        bit_xor(md5_number_lower(person_key))::ubigint as members,
    from listed
    group by all
)

select
    totals.period,
    totals.provider_id,
    totals.service_id,
    totals.figure,
    totals.declared,
    remade.recomputed,
    coalesce(md5_number_lower(
        remade.members::varchar || coalesce(revisions.revision_id, '')
    ), 0)::ubigint as member_key,
    coalesce(remade.people, 0) as people,
from reconciled.declared_totals as totals
left join remade using (period, service_id, figure)
left join outcomes.revisions as revisions using (provider_id, period)
