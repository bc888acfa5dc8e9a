-- The rows that every mart has: each service in each period from the one it started in,
-- and the whole commission (`all`) in each quarter, made of every service.
--
-- key: period, provider_id, service_id
--
-- period        The period.
-- period_kind   `quarter` or `year`.
-- period_start  First day.
-- period_end    Last day.
-- provider_id   Who supports, or `all`.
-- service_id    The service, or `all`.
-- heard_until   Last day of the month of the newest day that the reports behind speak of.
with spoken as (
    select
        periods.period,
        submissions.provider_id,
        submissions.service_id,
        max(least(submissions.period_end, periods.period_end)) as newest,
    from outcomes.periods as periods
    -- A cumulative report speaks of each quarter from its April on.
    inner join reconciled.submissions as submissions
        on case
            when submissions.covers = 'cumulative'
                then make_date(
                    year(submissions.period_start - interval 3 month), 4, 1
                )
            else submissions.period_start
        end <= periods.period_end
    where submissions.standing = 'current'
    group by all
),

by_service as (
    select
        periods.*,
        services.provider_id,
        services.service_id,
        last_day(spoken.newest) as heard_until,
    from outcomes.periods as periods
    inner join reconciled.services as services
        on services.started <= periods.period_end
        and services.figures = 'by_' || periods.period_kind
    left join spoken using (period, provider_id, service_id)
)

select
    by_service.period,
    by_service.period_kind,
    by_service.period_start,
    by_service.period_end,
    by_service.provider_id,
    by_service.service_id,
    by_service.heard_until,
from by_service
union all
select
    periods.period,
    periods.period_kind,
    periods.period_start,
    periods.period_end,
    'all' as provider_id,
    'all' as service_id,
    last_day(max(spoken.newest)) as heard_until,
from outcomes.periods as periods
left join spoken using (period)
where periods.period_kind = 'quarter'
group by all
