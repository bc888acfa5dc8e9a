-- How people and services were in contact, by mode.
--
-- key: period, provider_id, service_id, mode
--
-- period           The quarter (`2025-26 Q1`) or year (`2025-26`).
-- period_kind      `quarter`, or `year` for a service too small for quarters.
-- period_start     First day.
-- period_end       Last day.
-- heard_until      Last day of the month of the newest day that the reports behind speak of.
-- provider_id      Who supports, or `all`.
-- provider_name    Its name.
-- service_id       The service, or `all`.
-- service_name     Its name.
-- is_pilot         Whether it exists to learn.
-- mode             How: every way counts the same.
-- contacts         How many contacts.
-- contacts_status  How to read `contacts`.
-- people           With how many people.
-- people_status    How to read `people`.
with protected as (
    select
        frames.*,
        counts.mode,
        shown(noisy(counts.contacts, 'contacts', frames.scope)) as contacts,
        shown(noisy(counts.people, 'people', frames.scope)) as people,
    from outcomes.contact_counts as counts
    inner join outcomes.frames as frames using (period, provider_id, service_id)
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
    protected.mode,
    protected.contacts,
    status_of(protected.contacts) as contacts_status,
    protected.people,
    status_of(protected.people) as people_status,
from protected
