-- Which providers' reports are in use for each quarter. When they came, and how often, stays
-- between each provider and the engineer.
--
-- key: period, provider_id
--
-- period                 The quarter (`2025-26 Q1`) or year (`2025-26`).
-- period_kind            `quarter`, or `year` for a service too small for quarters.
-- period_start           First day.
-- period_end             Last day.
-- heard_until            Last day of the month of the newest day that the reports behind speak of.
-- provider_id            Who supports, or `all`.
-- provider_name          Its name.
-- files_used             How many reports of the period are in use.
-- first_seen_in_release  The release in which the period's reports were first in use.
with names as (
    select distinct provider_id, provider_name,
    from reconciled.services
)

select
    periods.period,
    periods.period_kind,
    periods.period_start,
    periods.period_end,
    last_day(max(submissions.period_end)) as heard_until,
    submissions.provider_id,
    names.provider_name,
    count(*)::integer as files_used,
    coalesce(
        min(seen.first_seen_in_release),
        (select release.release_id from inputs.release as release)
    ) as first_seen_in_release,
from reconciled.submissions as submissions
inner join outcomes.periods as periods
    on periods.period = submissions.period
inner join names using (provider_id)
left join inputs.seen_before as seen
    on seen.period = submissions.period
    and seen.provider_id = submissions.provider_id
where submissions.standing = 'current'
group by all
