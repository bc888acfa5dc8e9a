-- The exact figures of the mart `contacts`, never published.
--
-- key: period, provider_id, service_id, mode
--
-- period       The period.
-- provider_id  Who supports, or `all`.
-- service_id   The service, or `all`.
-- mode         How.
-- contacts     How many contacts.
-- people       People with at least one.
select
    counts.period,
    counts.provider_id,
    counts.service_id,
    counts.mode,
    counts.contacts.n as contacts,
    counts.people.n as people,
from outcomes.contact_counts as counts
