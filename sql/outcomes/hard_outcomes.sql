-- The exact figures of the mart `hard_outcomes`, never published.
--
-- key: period, provider_id, service_id, indicator_id, breakdown, breakdown_value
--
-- period             The quarter.
-- provider_id        Who supports, or `all`.
-- service_id         The service, or `all`.
-- indicator_id       The indicator.
-- breakdown          Which breakdown.
-- breakdown_value    Which group.
-- people_observed    People of whom it is known.
-- person_quarters    Support observed, in person-quarters; null for a state.
-- events             Events counted; null for a state.
-- people_with_event  People with an event, or for whom the state holds.
-- rate               Events for 100 person-quarters, or per cent of people.
-- rate_low           Lower 95 % limit (Byar for events, Wilson for states).
-- rate_high          Upper 95 % limit.
with measured as (
    select
        counts.*,
        indicators.kind,
        counts.people_observed.n as observed,
        counts.people_with_event.n as holding,
        counts.events.n as event_count,
        counts.days / counts.period_days as quarters,
    from outcomes.hard_counts as counts
    inner join inputs.indicators as indicators using (indicator_id)
    where counts.breakdown = 'all' or counts.people_observed.n > 0
)

select
    measured.period,
    measured.provider_id,
    measured.service_id,
    measured.indicator_id,
    measured.breakdown,
    measured.breakdown_value,
    measured.observed as people_observed,
    case when kind = 'event' then quarters end as person_quarters,
    case when kind = 'event' then event_count end as events,
    measured.holding as people_with_event,
    case
        when kind = 'event' and quarters > 0 then 100.0 * event_count / quarters
        when kind = 'state' and observed > 0 then 100.0 * holding / observed
    end as rate,
    case
        when kind = 'event' and quarters > 0 then byar(event_count, quarters, -1)
        when kind = 'state' and observed > 0 then wilson(holding, observed, -1)
    end as rate_low,
    case
        when kind = 'event' and quarters > 0 then byar(event_count, quarters, 1)
        when kind = 'state' and observed > 0 then wilson(holding, observed, 1)
    end as rate_high,
from measured
