-- What changed for people, as questionnaires and scales tell it, with who it is about
-- and how many we know of. `paired` and `due` stand side by side.
--
-- key: period, provider_id, service_id, basis, measure_id, subscale, rater, breakdown, breakdown_value
--
-- period                         The quarter (`2025-26 Q1`) or year (`2025-26`).
-- period_kind                    `quarter`, or `year` for a service too small for quarters.
-- period_start                   First day.
-- period_end                     Last day.
-- heard_until                    Last day of the month of the newest day that the reports behind speak of.
-- provider_id                    Who supports, or `all`.
-- provider_name                  Its name.
-- service_id                     The service, or `all`.
-- service_name                   Its name.
-- is_pilot                       Whether it exists to learn.
-- basis                          `supported` (open in the period) or `ended` (ended in it).
-- measure_id                     The measure.
-- measure_name                   Its name.
-- subscale                       Its subscale.
-- rater                          Who answers.
-- direction                      Which way is better.
-- domain                         What it is about.
-- outcome_id                     Its outcome among the Home Office paper's 23.
-- threshold_set                  Where the threshold comes from.
-- breakdown                      `all`, `age_band`, `gender`, `ethnic_group` or `place`.
-- breakdown_value                `all`, or the group; `gap` where it is not known.
-- episodes                       Episodes that the measure is declared for, or has come for.
-- episodes_status                How to read `episodes`.
-- applicable                     Of these, those it applies to.
-- applicable_status              How to read `applicable`.
-- due                            Of these, those with a second score to expect.
-- due_status                     How to read `due`.
-- with_baseline                  Of these, those with a first score.
-- with_baseline_status           How to read `with_baseline`.
-- paired                         Of these, those with two scores.
-- paired_status                  How to read `paired`.
-- moved_better                   Pairs that moved in the good direction at all.
-- moved_better_status            How to read `moved_better`.
-- stayed_the_same                Pairs that did not move.
-- stayed_the_same_status         How to read `stayed_the_same`.
-- moved_worse                    Pairs that moved the other way at all.
-- moved_worse_status             How to read `moved_worse`.
-- reliably_better                Pairs reliably better.
-- reliably_better_status         How to read `reliably_better`.
-- no_reliable_difference         Pairs with no reliable difference.
-- no_reliable_difference_status  How to read `no_reliable_difference`.
-- reliably_worse                 Pairs reliably worse.
-- reliably_worse_status          How to read `reliably_worse`.
-- worse_in_first_months          Of these, those early in support that goes on.
-- worse_in_first_months_status   How to read `worse_in_first_months`.
-- in_need_at_first               Pairs in need at the first score.
-- in_need_at_first_status        How to read `in_need_at_first`.
-- left_need_range                Of these, those not in need at the latest.
-- left_need_range_status         How to read `left_need_range`.
-- reliable_recovery              Of these, those reliably better.
-- reliable_recovery_status       How to read `reliable_recovery`.
-- better_of_paired               Reliably better of paired; whole per cent.
-- better_of_paired_low           Lower 95 % limit.
-- better_of_paired_high          Upper 95 % limit.
-- better_of_paired_status        How to read `better_of_paired`.
-- better_of_due_lowest           The least that can be better of due, whatever the gaps hide; whole per cent.
-- better_of_due_lowest_status    How to read `better_of_due_lowest`.
-- better_of_due_highest          The most that can be better of due; whole per cent.
-- better_of_due_highest_status   How to read `better_of_due_highest`.
-- mean_first                     Mean first score over pairs.
-- mean_first_status              How to read `mean_first`.
-- mean_latest                    Mean latest score over pairs.
-- mean_latest_status             How to read `mean_latest`.
-- mean_change                    Mean change over pairs, latest less first.
-- mean_change_low                Lower 95 % limit.
-- mean_change_high               Upper 95 % limit.
-- mean_change_status             How to read `mean_change`.
-- coverage                       Paired of due; whole per cent. It describes the figure, not the provider.
-- coverage_status                How to read `coverage`.
-- coverage_words                 The same in words.
with protected as (
    select
        frames.*,
        counts.basis,
        counts.measure_id,
        measures.name as measure_name,
        counts.subscale,
        counts.rater,
        measures.direction,
        measures.domain,
        measures.outcome_id,
        measures.threshold_set,
        measures.reliable_change is not null as has_threshold,
        measures.need_comparator is not null as has_need,
        counts.breakdown,
        counts.breakdown_value,
        shown(noisy(counts.episodes, 'episodes', frames.scope)) as episodes,
        shown(noisy(counts.applicable, 'episodes', frames.scope)) as applicable,
        shown(noisy(counts.due, 'episodes', frames.scope)) as due,
        shown(noisy(counts.with_baseline, 'episodes', frames.scope)) as with_baseline,
        shown(noisy(counts.paired, 'episodes', frames.scope)) as paired,
        shown(noisy(counts.moved_better, 'episodes', frames.scope)) as moved_better,
        shown(noisy(counts.stayed_the_same, 'episodes', frames.scope)) as stayed_the_same,
        shown(noisy(counts.moved_worse, 'episodes', frames.scope)) as moved_worse,
        case
            when measures.reliable_change is not null
            then shown(noisy(counts.reliably_better, 'episodes', frames.scope))
        end as reliably_better,
        case
            when measures.reliable_change is not null
            then shown(noisy(counts.no_reliable_difference, 'episodes', frames.scope))
        end as no_reliable_difference,
        case
            when measures.reliable_change is not null
            then shown(noisy(counts.reliably_worse, 'episodes', frames.scope))
        end as reliably_worse,
        case
            when measures.reliable_change is not null
            then shown(noisy(counts.worse_in_first_months, 'episodes', frames.scope))
        end as worse_in_first_months,
        case
            when measures.need_comparator is not null
            then shown(noisy(counts.in_need_at_first, 'episodes', frames.scope))
        end as in_need_at_first,
        case
            when measures.need_comparator is not null
            then shown(noisy(counts.left_need_range, 'episodes', frames.scope))
        end as left_need_range,
        case
            when measures.need_comparator is not null
            and measures.reliable_change is not null
            then shown(noisy(counts.reliable_recovery, 'episodes', frames.scope))
        end as reliable_recovery,
        measures.score_range,
        counts.paired.n as exact_pairs,
        counts.sum_first,
        counts.sum_change,
        counts.sum_change_squared,
        bell('mean_first', counts.paired.who, frames.scope) as bell_first,
        bell('mean_change', counts.paired.who, frames.scope) as bell_change,
    from outcomes.soft_counts as counts
    inner join outcomes.frames as frames using (period, provider_id, service_id)
    inner join inputs.measures as measures using (measure_id, subscale, rater)
    where counts.breakdown = 'all' or frames.breakdowns_stand
),

averaged as (
    select
        protected.*,
        case when paired >= 20 and exact_pairs > 1 then floor(
            10 * (sum_first / exact_pairs + bell_first * score_range / 6 / paired) + 0.5
        ) / 10 end as mean_first,
        case when paired >= 20 and exact_pairs > 1 then floor(
            10 * (sum_change / exact_pairs + bell_change * score_range / 6 / paired) + 0.5
        ) / 10 end as mean_change,
        case when paired >= 20 and exact_pairs > 1 then floor(
            20 * sqrt(
                greatest(
                    (sum_change_squared - sum_change * sum_change / exact_pairs)
                    / (exact_pairs - 1),
                    0
                )
            ) / score_range + 0.5
        ) * score_range / 20 * student(paired::bigint - 1) / sqrt(paired) end as half_width,
        per_cent(reliably_better, paired) as better_of_paired,
        per_cent(paired, due) as coverage,
    from protected
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
    protected.basis,
    protected.measure_id,
    protected.measure_name,
    protected.subscale,
    protected.rater,
    protected.direction,
    protected.domain,
    protected.outcome_id,
    protected.threshold_set,
    protected.breakdown,
    protected.breakdown_value,
    protected.episodes,
    status_of(protected.episodes) as episodes_status,
    protected.applicable,
    status_of(protected.applicable) as applicable_status,
    protected.due,
    status_of(protected.due) as due_status,
    protected.with_baseline,
    status_of(protected.with_baseline) as with_baseline_status,
    protected.paired,
    status_of(protected.paired) as paired_status,
    protected.moved_better,
    status_of(protected.moved_better) as moved_better_status,
    protected.stayed_the_same,
    status_of(protected.stayed_the_same) as stayed_the_same_status,
    protected.moved_worse,
    status_of(protected.moved_worse) as moved_worse_status,
    protected.reliably_better,
    case
        when not protected.has_threshold then 'no_threshold'
        else status_of(protected.reliably_better)
    end as reliably_better_status,
    protected.no_reliable_difference,
    case
        when not protected.has_threshold then 'no_threshold'
        else status_of(protected.no_reliable_difference)
    end as no_reliable_difference_status,
    protected.reliably_worse,
    case
        when not protected.has_threshold then 'no_threshold'
        else status_of(protected.reliably_worse)
    end as reliably_worse_status,
    protected.worse_in_first_months,
    case
        when not protected.has_threshold then 'no_threshold'
        else status_of(protected.worse_in_first_months)
    end as worse_in_first_months_status,
    protected.in_need_at_first,
    case
        when not protected.has_need then 'no_threshold'
        else status_of(protected.in_need_at_first)
    end as in_need_at_first_status,
    protected.left_need_range,
    case
        when not protected.has_need then 'no_threshold'
        else status_of(protected.left_need_range)
    end as left_need_range_status,
    protected.reliable_recovery,
    case
        when not (protected.has_need and protected.has_threshold) then 'no_threshold'
        else status_of(protected.reliable_recovery)
    end as reliable_recovery_status,
    protected.better_of_paired,
    case when protected.better_of_paired is not null then floor(
        wilson(least(reliably_better, paired), paired, -1) + 0.5
    )::integer end as better_of_paired_low,
    case when protected.better_of_paired is not null then floor(
        wilson(least(reliably_better, paired), paired, 1) + 0.5
    )::integer end as better_of_paired_high,
    case
        when not protected.has_threshold then 'no_threshold'
        when protected.better_of_paired is null then 'too_few'
        else 'ok'
    end as better_of_paired_status,
    per_cent(protected.reliably_better, protected.due) as better_of_due_lowest,
    case
        when not protected.has_threshold then 'no_threshold'
        when per_cent(protected.reliably_better, protected.due) is null then 'too_few'
        else 'ok'
    end as better_of_due_lowest_status,
    per_cent(
        protected.reliably_better + greatest(protected.due - protected.paired, 0),
        protected.due
    ) as better_of_due_highest,
    case
        when not protected.has_threshold then 'no_threshold'
        when per_cent(
        protected.reliably_better + greatest(protected.due - protected.paired, 0),
        protected.due
    ) is null then 'too_few'
        else 'ok'
    end as better_of_due_highest_status,
    round(protected.mean_first, 1) as mean_first,
    case when protected.mean_first is null then 'too_few' else 'ok' end as mean_first_status,
    round(protected.mean_first + protected.mean_change, 1) as mean_latest,
    case when protected.mean_first + protected.mean_change is null then 'too_few' else 'ok' end as mean_latest_status,
    protected.mean_change,
    floor(10 * (protected.mean_change - protected.half_width) + 0.5) / 10
        as mean_change_low,
    floor(10 * (protected.mean_change + protected.half_width) + 0.5) / 10
        as mean_change_high,
    case when protected.mean_change is null then 'too_few' else 'ok' end
        as mean_change_status,
    protected.coverage,
    case when protected.coverage is null then 'too_few' else 'ok' end as coverage_status,
    case
        when protected.coverage >= 70 then 'most people'
        when protected.coverage >= 40 then 'part of the picture'
        when protected.coverage is not null
            then 'a few people: read with the gaps beside it'
    end as coverage_words,
from averaged as protected
