-- What was asked and is not there, and why. A gap is information about the method; it is
-- not a mark against anyone.
--
-- key: period, provider_id, service_id, about, reason
--
-- period              The quarter (`2025-26 Q1`) or year (`2025-26`).
-- period_kind         `quarter`, or `year` for a service too small for quarters.
-- period_start        First day.
-- period_end          Last day.
-- heard_until         Last day of the month of the newest day that the reports behind speak of.
-- provider_id         Who supports, or `all`.
-- provider_name       Its name.
-- service_id          The service, or `all`.
-- service_name        Its name.
-- is_pilot            Whether it exists to learn.
-- about               What was asked: `measure:rater`, a field of a person, or an indicator.
-- reason              Why it is not there; `unknown` until someone says.
-- reason_label        The same in words.
-- documented          Whether the reason explains it.
-- belongs_to          Whose it is to change.
-- could_apply         How much could be known.
-- could_apply_status  How to read `could_apply`.
-- known               How much is known.
-- known_status        How to read `known`.
-- gap                 How much is not there for this reason.
-- gap_status          How to read `gap`.
with protected as (
    select
        frames.*,
        counts.about,
        counts.reason,
        reasons.label as reason_label,
        reasons.documented,
        reasons.belongs_to,
        shown(noisy(counts.could_apply, counts.unit, frames.scope)) as could_apply,
        shown(noisy(counts.known, counts.unit, frames.scope)) as known,
        shown(noisy(counts.gap, counts.unit, frames.scope)) as gap,
    from outcomes.gap_counts as counts
    inner join outcomes.frames as frames using (period, provider_id, service_id)
    inner join inputs.gap_reasons as reasons on reasons.code = counts.reason
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
    protected.about,
    protected.reason,
    protected.reason_label,
    protected.documented,
    protected.belongs_to,
    protected.could_apply,
    status_of(protected.could_apply) as could_apply_status,
    protected.known,
    status_of(protected.known) as known_status,
    protected.gap,
    status_of(protected.gap) as gap_status,
from protected
