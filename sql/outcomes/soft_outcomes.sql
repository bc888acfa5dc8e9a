-- The exact figures of the mart `soft_outcomes`, never published: what tests and reviewers
-- compare with the truth.
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
-- episodes                Episodes.
-- applicable              Those it applies to.
-- due                     Those with a second score to expect.
-- with_baseline           Those with a first score.
-- paired                  Those with two.
-- moved_better            Moved in the good direction.
-- stayed_the_same         Did not move.
-- moved_worse             Moved the other way.
-- reliably_better         Reliably better; null without a threshold.
-- no_reliable_difference  Neither; null without a threshold.
-- reliably_worse          Reliably worse; null without a threshold.
-- worse_in_first_months   Of these, early in support that goes on.
-- in_need_at_first        In need at first; null without a cut-off.
-- left_need_range         Left need; null without a cut-off.
-- reliable_recovery       Left need and reliably better; null without a cut-off.
-- better_of_paired        Reliably better of paired, per cent.
-- better_of_paired_low    Wilson's lower 95 % limit.
-- better_of_paired_high   Wilson's upper 95 % limit.
-- better_of_due_lowest    Least share of due that can be better, per cent.
-- better_of_due_highest   Greatest share of due that can be better, per cent.
-- mean_first              Mean first score over pairs.
-- mean_latest             Mean latest score over pairs.
-- mean_change             Mean change over pairs.
-- mean_change_low         Lower limit of its 95 % t interval.
-- mean_change_high        Upper limit.
-- coverage                Paired of due, per cent.
with measured as (
    select
        counts.*,
        measures.reliable_change is not null as has_threshold,
        measures.need_comparator is not null as has_need,
        counts.paired.n as pairs,
        counts.due.n as expected,
        case when counts.paired.n > 1 then student(counts.paired.n - 1) * sqrt(
            greatest(
                (
                    counts.sum_change_squared
                    - counts.sum_change * counts.sum_change / counts.paired.n
                ) / (counts.paired.n - 1),
                0
            ) / counts.paired.n
        ) end as half_width,
    from outcomes.soft_counts as counts
    inner join inputs.measures as measures using (measure_id, subscale, rater)
    where counts.breakdown = 'all' or counts.episodes.n > 0
)

select
    measured.period,
    measured.provider_id,
    measured.service_id,
    measured.basis,
    measured.measure_id,
    measured.subscale,
    measured.rater,
    measured.breakdown,
    measured.breakdown_value,
    measured.episodes.n as episodes,
    measured.applicable.n as applicable,
    measured.expected as due,
    measured.with_baseline.n as with_baseline,
    measured.pairs as paired,
    measured.moved_better.n as moved_better,
    measured.stayed_the_same.n as stayed_the_same,
    measured.moved_worse.n as moved_worse,
    case when has_threshold then measured.reliably_better.n end as reliably_better,
    case when has_threshold then measured.no_reliable_difference.n end
        as no_reliable_difference,
    case when has_threshold then measured.reliably_worse.n end as reliably_worse,
    case when has_threshold then measured.worse_in_first_months.n end
        as worse_in_first_months,
    case when has_need then measured.in_need_at_first.n end as in_need_at_first,
    case when has_need then measured.left_need_range.n end as left_need_range,
    case when has_need and has_threshold then measured.reliable_recovery.n end as reliable_recovery,
    case when has_threshold and pairs > 0
        then 100.0 * measured.reliably_better.n / pairs end as better_of_paired,
    case when has_threshold and pairs > 0
        then wilson(measured.reliably_better.n, pairs, -1) end as better_of_paired_low,
    case when has_threshold and pairs > 0
        then wilson(measured.reliably_better.n, pairs, 1) end as better_of_paired_high,
    case when has_threshold and expected > 0
        then 100.0 * measured.reliably_better.n / expected end as better_of_due_lowest,
    case when has_threshold and expected > 0
        then 100.0 * (measured.reliably_better.n + expected - pairs) / expected
    end as better_of_due_highest,
    measured.sum_first / pairs as mean_first,
    (measured.sum_first + measured.sum_change) / pairs as mean_latest,
    measured.sum_change / pairs as mean_change,
    measured.sum_change / pairs - half_width as mean_change_low,
    measured.sum_change / pairs + half_width as mean_change_high,
    case when expected > 0 then 100.0 * pairs / expected end as coverage,
from measured
