-- How many people were observed, and how many events or states, by hard indicator; with
-- keyed names for exactly who. Never published.
--
-- key: period, provider_id, service_id, indicator_id, breakdown, breakdown_value
--
-- period             The quarter.
-- provider_id        Who supports, or `all`.
-- service_id         The service, or `all`.
-- indicator_id       The indicator.
-- breakdown          Which breakdown.
-- breakdown_value    Which group.
-- people_observed    People of whom it is known.
-- days               Days of support observed.
-- period_days        Days of the quarter.
-- events             Events counted.
-- people_with_event  People with an event, or for whom the state holds.
with members as (
    select
        observed.* exclude (provider_id, service_id),
        unnest([observed.provider_id, 'all']) as provider_id,
        unnest([observed.service_id, 'all']) as service_id,
        member(observed.person_key, revisions.revision_id) as person_member,
        member(observed.record_key, revisions.revision_id) as event_member,
    from outcomes.observed as observed
    inner join outcomes.revisions as revisions using (provider_id, period)
),

grouped as (
    select
        members.*,
        unnest(['all', 'age_band', 'gender', 'ethnic_group', 'place']) as breakdown,
        unnest(['all', age_band, gender, ethnic_group, place]) as breakdown_value,
    from members
),

tallies as (
    select
        period, provider_id, service_id, indicator_id, breakdown, breakdown_value,
        counted_people(true, person_id, person_member) as people_observed,
        sum(days)::bigint as days,
        struct_pack(
            n := sum(value)::bigint,
            who := coalesce(bit_xor(event_member) filter (where value > 0), 0)::ubigint
        ) as events,
        counted_people(value > 0, person_id, person_member) as people_with_event,
    from grouped
    group by all
)

select
    service_periods.period,
    service_periods.provider_id,
    service_periods.service_id,
    declared.indicator_id,
    groups.breakdown,
    groups.breakdown_value,
    filled(tallies.people_observed) as people_observed,
    coalesce(tallies.days, 0) as days,
    service_periods.period_end - service_periods.period_start + 1 as period_days,
    filled(tallies.events) as events,
    filled(tallies.people_with_event) as people_with_event,
from outcomes.service_periods as service_periods
inner join inputs.declared_indicators as declared using (provider_id, service_id)
cross join inputs.groups as groups
left join tallies using (
    period, provider_id, service_id, indicator_id, breakdown, breakdown_value
)
where service_periods.period_kind = 'quarter'
