-- What every mart says about a row besides its figures, and whether breakdowns may stand:
-- only for the whole commission and for services with 50 people or more.
--
-- key: period, provider_id, service_id
--
-- period             The period.
-- period_kind        `quarter` or `year`.
-- period_start       First day.
-- period_end         Last day.
-- heard_until        Last day of the month of the newest day that reports speak of.
-- provider_id        Who supports, or `all`.
-- provider_name      Its name.
-- service_id         The service, or `all`.
-- service_name       Its name.
-- is_pilot           Whether it exists to learn.
-- scope              What seeds the noise of cells that nobody is in.
-- breakdowns_stand   Whether breakdowns other than `all` may be published.
select
    service_periods.period,
    service_periods.period_kind,
    service_periods.period_start,
    service_periods.period_end,
    service_periods.heard_until,
    service_periods.provider_id,
    coalesce(services.provider_name, 'All providers') as provider_name,
    service_periods.service_id,
    coalesce(services.service_name, 'All services') as service_name,
    coalesce(services.is_pilot, false) as is_pilot,
    scopes.scope,
    service_periods.provider_id = 'all'
    or noisy(counts.people, 'people', scopes.scope) >= 50 as breakdowns_stand,
from outcomes.service_periods as service_periods
inner join outcomes.scopes as scopes using (period, provider_id, service_id)
inner join outcomes.people_counts as counts
    on counts.period = service_periods.period
    and counts.provider_id = service_periods.provider_id
    and counts.service_id = service_periods.service_id
    and counts.breakdown = 'all'
left join reconciled.services as services
    on services.provider_id = service_periods.provider_id
    and services.service_id = service_periods.service_id
