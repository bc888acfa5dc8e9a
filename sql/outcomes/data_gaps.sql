-- The exact figures of the mart `data_gaps`, never published.
--
-- key: period, provider_id, service_id, about, reason
--
-- period       The period.
-- provider_id  Who supports, or `all`.
-- service_id   The service, or `all`.
-- about        What was asked.
-- reason       Why it is not there.
-- could_apply  How much could be known.
-- known        How much is known.
-- gap          How much is not there for this reason.
select
    counts.period,
    counts.provider_id,
    counts.service_id,
    counts.about,
    counts.reason,
    counts.could_apply.n as could_apply,
    counts.known.n as known,
    counts.gap.n as gap,
from outcomes.gap_counts as counts
