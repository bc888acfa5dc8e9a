-- Totals that current reports state about themselves.
--
-- key: service_id, period, figure
--
-- provider_id  Who stated it.
-- service_id   The service.
-- period       The quarter.
-- figure       What is totalled.
-- declared     The total that the report states.
select
    submissions.provider_id,
    totals.service_id,
    totals.period,
    totals.figure,
    totals.declared,
from pseudonymised.declared_totals as totals
inner join reconciled.submissions as submissions using (submission)
where submissions.standing = 'current'
qualify row_number() over (
    partition by totals.service_id, totals.period, totals.figure
    order by submissions.received_order desc
) = 1
