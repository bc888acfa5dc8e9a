-- How many people were supported, started, finished and came back.
-- Counts are protected: read `docs/explanation/disclosure.md`.
--
-- key: period, provider_id, service_id, breakdown, breakdown_value
--
-- period                The quarter (`2025-26 Q1`) or year (`2025-26`).
-- period_kind           `quarter`, or `year` for a service too small for quarters.
-- period_start          First day.
-- period_end            Last day.
-- heard_until           Last day of the month of the newest day that the reports behind speak of.
-- provider_id           Who supports, or `all`.
-- provider_name         Its name.
-- service_id            The service, or `all`.
-- service_name          Its name.
-- is_pilot              Whether it exists to learn.
-- breakdown             `all`, `age_band`, `gender`, `ethnic_group` or `place`.
-- breakdown_value       `all`, or the group; `gap` where it is not known.
-- people                How many people supported.
-- people_status         How to read `people`.
-- started               How many people whose support started.
-- started_status        How to read `started`.
-- ended                 How many people whose support ended.
-- ended_status          How to read `ended`.
-- still_open            How many people still supported after the period.
-- still_open_status     How to read `still_open`.
-- came_back             How many people who came back: coming back is belonging.
-- came_back_status      How to read `came_back`.
-- accounted_for         Of what was asked, the share that is known or explained; whole per cent, at `all` only.
-- accounted_for_status  How to read `accounted_for`.
with protected as (
    select
        frames.*,
        counts.breakdown,
        counts.breakdown_value,
        shown(noisy(counts.people, 'people', frames.scope)) as people,
        shown(noisy(counts.started, 'people', frames.scope)) as started,
        shown(noisy(counts.ended, 'people', frames.scope)) as ended,
        shown(noisy(counts.still_open, 'people', frames.scope)) as still_open,
        shown(noisy(counts.came_back, 'people', frames.scope)) as came_back,
        shown(noisy(counts.could_account, 'episodes', frames.scope)) as could_account,
        shown(noisy(counts.accounted, 'episodes', frames.scope)) as accounted,
    from outcomes.people_counts as counts
    inner join outcomes.frames as frames using (period, provider_id, service_id)
    where counts.breakdown = 'all' or frames.breakdowns_stand
)

select
    protected.period,
    protected.period_kind,
    protected.period_start,
    protected.period_end,
    protected.heard_until,
    protected.provider_id,
    protected.provider_name,
    protected.service_id,
    protected.service_name,
    protected.is_pilot,
    protected.breakdown,
    protected.breakdown_value,
    protected.people,
    status_of(protected.people) as people_status,
    protected.started,
    status_of(protected.started) as started_status,
    protected.ended,
    status_of(protected.ended) as ended_status,
    protected.still_open,
    status_of(protected.still_open) as still_open_status,
    protected.came_back,
    status_of(protected.came_back) as came_back_status,
    per_cent(protected.accounted, protected.could_account) as accounted_for,
    case
        when protected.breakdown <> 'all' then 'not_collected'
        when per_cent(protected.accounted, protected.could_account) is null
            then 'too_few'
        else 'ok'
    end as accounted_for_status,
from protected
