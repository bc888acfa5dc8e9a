-- How many contacts there were by each mode, with how many people. Never published.
--
-- key: period, provider_id, service_id, mode
--
-- period       The period.
-- provider_id  Who supports, or `all`.
-- service_id   The service, or `all`.
-- mode         How.
-- contacts     How many contacts.
-- people       People with at least one.
with members as (
    select
        contacts.*,
        periods.period as row_period,
        unnest(
            case
                when periods.period_kind = 'year' then [contacts.provider_id]
                when services.figures = 'by_quarter' then [contacts.provider_id, 'all']
                else ['all']
            end
        ) as row_provider,
        member(contacts.record_key, revisions.revision_id) as contact_member,
        member(contacts.person_key, revisions.revision_id) as person_member,
    from reconciled.contacts as contacts
    inner join inputs.periods as quarters on quarters.period = contacts.period
    inner join outcomes.periods as periods
        on quarters.period_start between periods.period_start and periods.period_end
    inner join reconciled.services as services
        on services.provider_id = contacts.provider_id
        and services.service_id = contacts.service_id
        and (periods.period_kind = 'quarter' or services.figures = 'by_year')
    inner join outcomes.revisions as revisions
        on revisions.provider_id = contacts.provider_id
        and revisions.period = periods.period
    where contacts.value > 0
),

tallies as (
    select
        row_period as period,
        row_provider as provider_id,
        case when row_provider = 'all' then 'all' else service_id end as service_id,
        about as mode,
        struct_pack(
            n := sum(value)::bigint, who := bit_xor(contact_member)::ubigint
        ) as contacts,
        counted_people(true, person_id, person_member) as people,
    from members
    group by all
)

select
    service_periods.period,
    service_periods.provider_id,
    service_periods.service_id,
    modes.mode,
    filled(tallies.contacts) as contacts,
    filled(tallies.people) as people,
from outcomes.service_periods as service_periods
cross join inputs.modes as modes
left join tallies using (period, provider_id, service_id, mode)
