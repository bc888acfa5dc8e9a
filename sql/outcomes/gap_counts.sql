-- How much could be known, is known, and is a gap for each reason; with keyed names.
-- Never published.
--
-- key: period, provider_id, service_id, about, reason
--
-- period       The period.
-- provider_id  Who supports, or `all`.
-- service_id   The service, or `all`.
-- about        What was asked.
-- reason       Why it is not there.
-- unit         What is counted: `occasion`, `person` or `episode`.
-- could_apply  How much could be known.
-- known        How much is known.
-- gap          How much is not there for this reason.
with wholes as (
    select
        period, provider_id, service_id, about,
        min(unit) as unit,
        counted(true, members) as could_apply,
        counted(known, members) as known,
    from outcomes.asked
    group by all
),

parts as (
    select
        period, provider_id, service_id, about, reason,
        counted(true, members) as gap,
    from outcomes.asked
    where not known
    group by all
)

select
    service_periods.period,
    service_periods.provider_id,
    service_periods.service_id,
    abouts.about,
    reasons.code as reason,
    abouts.unit,
    filled(wholes.could_apply) as could_apply,
    filled(wholes.known) as known,
    filled(parts.gap) as gap,
from outcomes.service_periods as service_periods
inner join inputs.declared_abouts as abouts using (provider_id, service_id)
cross join inputs.gap_reasons as reasons
left join wholes using (period, provider_id, service_id, about)
left join parts
    on parts.period = service_periods.period
    and parts.provider_id = service_periods.provider_id
    and parts.service_id = service_periods.service_id
    and parts.about = abouts.about
    and parts.reason = reasons.code
where service_periods.period_kind = 'quarter' or abouts.unit <> 'episodes'
