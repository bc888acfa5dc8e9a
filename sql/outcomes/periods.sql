-- The quarters that figures are published for, and the complete years for services that
-- are published by the year instead. A quarter is here once the run's date is past its
-- last day and a current submission speaks of it.
--
-- key: period
--
-- period        The quarter (`2025-26 Q1`) or year (`2025-26`).
-- period_kind   `quarter` or `year`.
-- period_start  First day.
-- period_end    Last day.
with spoken as (
    select min(period_start) as first_day, max(period_end) as last_day,
    from reconciled.submissions
    where standing = 'current'
)

select
    periods.period,
    periods.period_kind,
    periods.period_start,
    periods.period_end,
from inputs.periods as periods
inner join spoken
    on periods.period_start >= spoken.first_day
    and periods.period_end <= spoken.last_day
where periods.period_end < (select settings.as_of from inputs.settings as settings)
