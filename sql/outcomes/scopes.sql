-- For each row of the marts, the revisions that stand behind it: what seeds the noise of a
-- cell that nobody is in.
--
-- key: period, provider_id, service_id
--
-- period       The period.
-- provider_id  Who supports, or `all`.
-- service_id   The service, or `all`.
-- scope        A hash of the revisions.
with wholes as (
    select period, md5(string_agg(revision_id, '|' order by provider_id)) as scope,
    from outcomes.revisions
    group by all
)

select
    service_periods.period,
    service_periods.provider_id,
    service_periods.service_id,
    md5(
        service_periods.service_id || coalesce(
            case
                when service_periods.provider_id = 'all' then wholes.scope
                else revisions.revision_id
            end,
            ''
        )
    ) as scope,
from outcomes.service_periods as service_periods
left join wholes using (period)
left join outcomes.revisions as revisions
    on revisions.period = service_periods.period
    and revisions.provider_id = service_periods.provider_id
