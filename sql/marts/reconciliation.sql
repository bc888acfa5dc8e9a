-- Totals that reports declare beside the same totals made again from their rows.
--
-- key: period, provider_id, service_id, figure
--
-- period             The quarter (`2025-26 Q1`) or year (`2025-26`).
-- period_kind        `quarter`, or `year` for a service too small for quarters.
-- period_start       First day.
-- period_end         Last day.
-- heard_until        Last day of the month of the newest day that the reports behind speak of.
-- provider_id        Who supports, or `all`.
-- provider_name      Its name.
-- service_id         The service, or `all`.
-- service_name       Its name.
-- is_pilot           Whether it exists to learn.
-- figure             What is totalled.
-- declared           The total that the report states.
-- declared_status    How to read `declared`.
-- recomputed         The total of what its rows say, gaps left out.
-- recomputed_status  How to read `recomputed`.
-- agreement          `agree` or `differ_we_are_looking`; only where 20 people or more stand behind it.
with protected as (
    select
        frames.*,
        totals.figure,
        totals.recomputed is null as nobody_says,
        shown(
            totals.declared
            + noise('totals', totals.member_key, totals.declared, frames.scope)
        ) as declared,
        shown(
            totals.recomputed
            + noise('totals', totals.member_key, totals.recomputed, frames.scope)
        ) as recomputed,
        case
            when totals.people
                + noise('people', totals.member_key, totals.people, frames.scope) < 20 or totals.recomputed is null then null
            when totals.declared = totals.recomputed then 'agree'
            else 'differ_we_are_looking'
        end as agreement,
    from outcomes.reconciliation as totals
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
    protected.figure,
    protected.declared,
    status_of(protected.declared) as declared_status,
    protected.recomputed,
    case
        when protected.nobody_says then 'not_collected'
        else status_of(protected.recomputed)
    end as recomputed_status,
    protected.agreement,
from protected
