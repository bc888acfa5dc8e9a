-- How many episodes stand at each step of the cascade and in each class, and a keyed name
-- for exactly which ones. Never published: figures are made from it.
--
-- key: period, provider_id, service_id, basis, measure_id, subscale, rater, breakdown, breakdown_value
--
-- period                  The period.
-- provider_id             Who supports, or `all`.
-- service_id              The service, or `all`.
-- basis                   `supported` or `ended`.
-- measure_id              The measure.
-- subscale                Its subscale.
-- rater                   Who answers.
-- breakdown               Which breakdown.
-- breakdown_value         Which group.
-- episodes                Episodes that the measure is declared for, or has come for.
-- applicable              Of these, those it applies to.
-- due                     Of these, those with a second score to expect.
-- with_baseline           Of these, those with a first score.
-- paired                  Of these, those with two.
-- moved_better            Pairs that moved in the good direction at all.
-- stayed_the_same         Pairs that did not move.
-- moved_worse             Pairs that moved the other way at all.
-- reliably_better         Pairs reliably better.
-- no_reliable_difference  Pairs neither reliably better nor worse.
-- reliably_worse          Pairs reliably worse.
-- worse_in_first_months   Of these, those early in support that goes on.
-- in_need_at_first        Pairs in need at the first score.
-- left_need_range         Of these, those not in need at the latest.
-- reliable_recovery       Of these, those reliably better.
-- sum_first               Sum of first scores over pairs.
-- sum_change              Sum of changes (latest less first) over pairs.
-- sum_change_squared      Sum of squared changes over pairs.
with bases as (
    select episodes.period, episodes.episode_id, unnest(
        case when episodes.ended then ['supported', 'ended'] else ['supported'] end
    ) as basis,
    from outcomes.episodes as episodes
),

rows as (
    select
        service_periods.period,
        service_periods.provider_id,
        service_periods.service_id,
        bases.basis,
        declared.measure_id,
        declared.subscale,
        declared.rater,
        groups.breakdown,
        groups.breakdown_value,
    from outcomes.service_periods as service_periods
    inner join inputs.declared_anywhere as declared
        using (provider_id, service_id)
    cross join (values ('supported'), ('ended')) as bases (basis)
    cross join inputs.groups as groups
),

tallies as (
    select
        memberships.period,
        memberships.provider_id,
        memberships.service_id,
        bases.basis,
        changes.measure_id,
        changes.subscale,
        changes.rater,
        memberships.breakdown,
        memberships.breakdown_value,
        counted(true, episode_member) as episodes,
        counted(applicable, episode_member) as applicable,
        counted(due, episode_member) as due,
        counted(with_baseline, episode_member) as with_baseline,
        counted(paired, episode_member) as paired,
        counted(improvement > 0, episode_member) as moved_better,
        counted(improvement = 0, episode_member) as stayed_the_same,
        counted(improvement < 0, episode_member) as moved_worse,
        counted(reliable = 1, episode_member) as reliably_better,
        counted(reliable = 0, episode_member) as no_reliable_difference,
        counted(reliable = -1, episode_member) as reliably_worse,
        counted(worse_in_first_months, episode_member) as worse_in_first_months,
        counted(in_need_at_first, episode_member) as in_need_at_first,
        counted(left_need, episode_member) as left_need_range,
        counted(left_need and reliable = 1, episode_member) as reliable_recovery,
        sum(case when paired then first_score end) as sum_first,
        sum(latest_score - first_score) as sum_change,
        sum((latest_score - first_score) * (latest_score - first_score))
            as sum_change_squared,
    from outcomes.memberships as memberships
    inner join bases using (period, episode_id)
    inner join outcomes.changes as changes using (period, episode_id)
    group by all
)

select
    rows.period,
    rows.provider_id,
    rows.service_id,
    rows.basis,
    rows.measure_id,
    rows.subscale,
    rows.rater,
    rows.breakdown,
    rows.breakdown_value,
    filled(tallies.episodes) as episodes,
    filled(tallies.applicable) as applicable,
    filled(tallies.due) as due,
    filled(tallies.with_baseline) as with_baseline,
    filled(tallies.paired) as paired,
    filled(tallies.moved_better) as moved_better,
    filled(tallies.stayed_the_same) as stayed_the_same,
    filled(tallies.moved_worse) as moved_worse,
    filled(tallies.reliably_better) as reliably_better,
    filled(tallies.no_reliable_difference) as no_reliable_difference,
    filled(tallies.reliably_worse) as reliably_worse,
    filled(tallies.worse_in_first_months) as worse_in_first_months,
    filled(tallies.in_need_at_first) as in_need_at_first,
    filled(tallies.left_need_range) as left_need_range,
    filled(tallies.reliable_recovery) as reliable_recovery,
    tallies.sum_first,
    tallies.sum_change,
    tallies.sum_change_squared,
from rows
left join tallies using (
    period, provider_id, service_id, basis, measure_id, subscale, rater,
    breakdown, breakdown_value
)
