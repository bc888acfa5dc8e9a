-- The exact figures of the mart `people_supported`, never published.
--
-- key: period, provider_id, service_id, breakdown, breakdown_value
--
-- period           The period.
-- provider_id      Who supports, or `all`.
-- service_id       The service, or `all`.
-- breakdown        Which breakdown.
-- breakdown_value  Which group.
-- people           People supported.
-- started          People who started.
-- ended            People whose support ended.
-- still_open       People still supported after the period.
-- came_back        People who came back.
-- accounted_for    Share of what was asked that is known or explained, per cent.
select
    counts.period,
    counts.provider_id,
    counts.service_id,
    counts.breakdown,
    counts.breakdown_value,
    counts.people.n as people,
    counts.started.n as started,
    counts.ended.n as ended,
    counts.still_open.n as still_open,
    counts.came_back.n as came_back,
    case when counts.could_account.n > 0
        then 100.0 * counts.accounted.n / counts.could_account.n end as accounted_for,
from outcomes.people_counts as counts
where counts.breakdown = 'all' or counts.people.n > 0
