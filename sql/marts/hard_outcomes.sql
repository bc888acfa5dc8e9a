-- What happened for people: events and states, for the support that was observed.
-- A count of nought is a fact; no statement is a gap.
--
-- key: period, provider_id, service_id, indicator_id, breakdown, breakdown_value
--
-- period                    The quarter (`2025-26 Q1`) or year (`2025-26`).
-- period_kind               `quarter`, or `year` for a service too small for quarters.
-- period_start              First day.
-- period_end                Last day.
-- heard_until               Last day of the month of the newest day that the reports behind speak of.
-- provider_id               Who supports, or `all`.
-- provider_name             Its name.
-- service_id                The service, or `all`.
-- service_name              Its name.
-- is_pilot                  Whether it exists to learn.
-- indicator_id              The indicator.
-- indicator_name            Its name.
-- domain                    What it is about.
-- outcome_id                Its outcome among the Home Office paper's 23.
-- kind                      `event` or `state`.
-- direction                 Which way is better, where one is.
-- early_expectation         Whether a rise is expected early, as trust grows.
-- breakdown                 `all`, `age_band`, `gender`, `ethnic_group` or `place`.
-- breakdown_value           `all`, or the group; `gap` where it is not known.
-- people_observed           People of whom it is known.
-- people_observed_status    How to read `people_observed`.
-- person_quarters           Support observed, in person-quarters; about.
-- person_quarters_status    How to read `person_quarters`.
-- events                    Events counted.
-- events_status             How to read `events`.
-- people_with_event         People with an event, or for whom the state holds.
-- people_with_event_status  How to read `people_with_event`.
-- rate                      Events for 100 person-quarters, or per cent of people; whole, about.
-- rate_low                  Lower 95 % limit.
-- rate_high                 Upper 95 % limit.
-- rate_status               How to read `rate`.
with noised as (
    select
        frames.*,
        counts.indicator_id,
        indicators.name as indicator_name,
        indicators.domain,
        indicators.outcome_id,
        indicators.kind,
        indicators.direction,
        indicators.early_expectation,
        counts.breakdown,
        counts.breakdown_value,
        noisy(counts.people_observed, 'people', frames.scope) as noisy_observed,
        noisy(counts.people_observed, 'people', frames.scope)
        - counts.people_observed.n as noise_observed,
        noisy(
            counts.events,
            'events',
            frames.scope || counts.indicator_id || counts.breakdown_value
        ) as noisy_events,
        shown(noisy(counts.people_with_event, 'people', frames.scope))
            as people_with_event,
        counts.days / counts.period_days as quarters,
    from outcomes.hard_counts as counts
    inner join outcomes.frames as frames using (period, provider_id, service_id)
    inner join inputs.indicators as indicators using (indicator_id)
    where counts.breakdown = 'all' or frames.breakdowns_stand
),

protected as (
    select
        *,
        shown(noisy_observed) as people_observed,
        case
            when kind = 'event' and shown(noisy_observed) is not null
            then greatest(floor((quarters + noise_observed) / 5 + 0.5) * 5, 0)::integer
        end as person_quarters,
        case when kind = 'event' then shown(noisy_events) end as events,
    from noised
),

rated as (
    select
        *,
        case
            when kind = 'state' then per_cent(people_with_event, people_observed)
            when person_quarters >= 20 and events is not null
            then floor(100.0 * events / person_quarters + 0.5)::integer
        end as rate,
    from protected
)

select
    rated.period,
    rated.period_kind,
    rated.period_start,
    rated.period_end,
    rated.heard_until,
    rated.provider_id,
    rated.provider_name,
    rated.service_id,
    rated.service_name,
    rated.is_pilot,
    rated.indicator_id,
    rated.indicator_name,
    rated.domain,
    rated.outcome_id,
    rated.kind,
    rated.direction,
    rated.early_expectation,
    rated.breakdown,
    rated.breakdown_value,
    rated.people_observed,
    status_of(rated.people_observed) as people_observed_status,
    rated.person_quarters,
    case when rated.kind = 'state' then 'not_collected'
        else status_of(rated.person_quarters) end as person_quarters_status,
    rated.events,
    case
        when rated.kind = 'state' then 'not_collected'
        when rated.direction = 'better_down' and rated.breakdown = 'all'
            and rated.noisy_observed >= 20 and rated.noisy_events <= 0
            then 'none_or_nearly'
        else status_of(rated.events)
    end as events_status,
    rated.people_with_event,
    status_of(rated.people_with_event) as people_with_event_status,
    rated.rate,
    case
        when rated.rate is null then null
        when rated.kind = 'state' then floor(
            wilson(least(people_with_event, people_observed), people_observed, -1) + 0.5
        )::integer
        else floor(byar(events, person_quarters, -1) + 0.5)::integer
    end as rate_low,
    case
        when rated.rate is null then null
        when rated.kind = 'state' then floor(
            wilson(least(people_with_event, people_observed), people_observed, 1) + 0.5
        )::integer
        else floor(byar(events, person_quarters, 1) + 0.5)::integer
    end as rate_high,
    case when rated.rate is null then 'too_few' else 'ok' end as rate_status,
from rated
