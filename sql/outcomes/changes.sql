-- What each episode says about each measure, as at each period's last day: the cascade
-- from episodes to pairs, and what changed between the first score and the latest.
--
-- key: period, episode_id, measure_id, subscale, rater
--
-- period                  The period.
-- episode_id              The episode.
-- measure_id              The measure.
-- subscale                Its subscale.
-- rater                   Who answers.
-- applicable              Whether the measure applies.
-- lasted                  Whether support lasted long enough for a second score.
-- due                     Whether a second score could be expected.
-- with_baseline           Whether a first score is there (counted within due).
-- paired                  Whether there are two scores of one coding.
-- documented              Whether any gap about it has a reason.
-- first_day               Day of the first score.
-- first_score             The first score.
-- latest_day              Day of the latest score of the pair.
-- latest_score            The latest score of the pair.
-- improvement             Change in the measure's own good direction.
-- reliable                1 reliably better, -1 reliably worse, 0 neither; null without
--     a threshold or a pair.
-- worse_in_first_months   Reliably worse, under 180 days in, and still open.
-- in_need_at_first        In need at the first score; null without a cut-off.
-- left_need               In need at first and not at the latest.
with heard as (
    select
        episodes.period,
        episodes.episode_id,
        statements.measure_id,
        statements.subscale,
        statements.rater,
        statements.day,
        statements.said_on,
        statements.score,
        statements.reason,
    from outcomes.episodes as episodes
    inner join reconciled.statements as statements
        on statements.episode_id = episodes.episode_id
        and statements.said_on <= episodes.heard_until
),

entered as (
    select
        episodes.period,
        episodes.episode_id,
        declared.measure_id,
        declared.subscale,
        declared.rater,
    from outcomes.episodes as episodes
    inner join inputs.declared_measures as declared using (provider_id, service_id)
    inner join inputs.measures as measures using (measure_id, subscale, rater)
    where episodes.age_at_start is null
        or episodes.age_at_start between coalesce(measures.age_from, 0)
        and coalesce(measures.age_to, 200)
    union
    select period, episode_id, measure_id, subscale, rater,
    from heard
    where score is not null
),

scored_days as (
    select
        period, episode_id, measure_id, subscale, rater, day,
        min(score) as score,
        count(distinct score) > 1 as differ,
    from heard
    where score is not null and day is not null
    group by all
),

firsts as (
    select
        period, episode_id, measure_id, subscale, rater,
        min(day) as first_day,
        arg_min(score, day) as first_score,
        arg_min(differ, day) as first_differs,
    from scored_days
    group by all
),

lasts as (
    select
        firsts.period, firsts.episode_id, firsts.measure_id, firsts.subscale, firsts.rater,
        max(scored_days.day) as latest_day,
        arg_max(scored_days.score, scored_days.day) as latest_score,
        arg_max(scored_days.differ, scored_days.day) as latest_differs,
    from firsts
    inner join scored_days using (period, episode_id, measure_id, subscale, rater)
    inner join inputs.measures as measures using (measure_id, subscale, rater)
    where scored_days.day >= firsts.first_day + greatest(measures.min_gap_days, 1)
    group by all
),

said as (
    select
        heard.period, heard.episode_id, heard.measure_id, heard.subscale, heard.rater,
        heard.said_on,
        case when heard.score is not null then 1 else 0 end as weight,
        coalesce(reasons.leaves, 'nothing') as leaves,
        coalesce(reasons.documented, false) as documented,
        heard.reason,
    from heard
    left join inputs.gap_reasons as reasons on reasons.code = heard.reason
    union all
    select
        entered.period, entered.episode_id, entered.measure_id, entered.subscale,
        entered.rater,
        episodes.end_date as said_on,
        2 as weight,
        'due' as leaves,
        true as documented,
        'moved_on_as_planned' as reason,
    from entered
    inner join outcomes.episodes as episodes using (period, episode_id)
    where episodes.is_handover
),

newest as (
    select
        period, episode_id, measure_id, subscale, rater,
        arg_max(leaves, (said_on, weight, reason)) as leaves,
        bool_or(documented) as documented,
    from said
    group by all
),

judged as (
    select
        entered.*,
        coalesce(newest.leaves, 'nothing') as leaves,
        coalesce(newest.documented, false) as documented,
        episodes.until - episodes.start_date >= declared.review_after_days
        and coalesce(
            episodes.until - episodes.start_date
            >= firsts.first_day - episodes.start_date + measures.min_gap_days,
            true
        ) as lasted,
        firsts.first_day,
        firsts.first_score,
        lasts.latest_day,
        lasts.latest_score,
        lasts.latest_day is not null
        and not firsts.first_differs and not lasts.latest_differs as has_pair,
        measures.direction,
        measures.reliable_change,
        measures.need_comparator,
        measures.need_value,
        episodes.start_date,
        episodes.still_open,
    from entered
    inner join outcomes.episodes as episodes using (period, episode_id)
    inner join inputs.measures as measures using (measure_id, subscale, rater)
    left join inputs.review_days as declared using (provider_id, service_id)
    left join firsts using (period, episode_id, measure_id, subscale, rater)
    left join lasts using (period, episode_id, measure_id, subscale, rater)
    left join newest using (period, episode_id, measure_id, subscale, rater)
),

cascaded as (
    select
        *,
        leaves <> 'applicable' as applicable,
        leaves <> 'applicable'
        and (has_pair or (lasted and leaves <> 'due')) as due,
        leaves <> 'applicable' and has_pair as paired,
        case when has_pair then latest_score - first_score end
        * case when direction = 'higher_better' then 1 else -1 end as improvement,
        case need_comparator
            when '>=' then first_score >= need_value
            when '<' then first_score < need_value
        end as need_at_first,
        case need_comparator
            when '>=' then latest_score >= need_value
            when '<' then latest_score < need_value
        end as need_at_latest,
    from judged
)

select
    cascaded.period,
    cascaded.episode_id,
    cascaded.measure_id,
    cascaded.subscale,
    cascaded.rater,
    cascaded.applicable,
    cascaded.lasted,
    cascaded.due,
    cascaded.due and cascaded.first_day is not null as with_baseline,
    cascaded.paired,
    cascaded.documented,
    cascaded.first_day,
    cascaded.first_score,
    case when cascaded.paired then cascaded.latest_day end as latest_day,
    case when cascaded.paired then cascaded.latest_score end as latest_score,
    case when cascaded.paired then cascaded.improvement end as improvement,
    case
        when not cascaded.paired or cascaded.reliable_change is null then null
        when cascaded.improvement >= cascaded.reliable_change then 1
        when -cascaded.improvement >= cascaded.reliable_change then -1
        else 0
    end as reliable,
    cascaded.paired
    and -cascaded.improvement >= cascaded.reliable_change
    and cascaded.latest_day - cascaded.start_date < 180
    and cascaded.still_open as worse_in_first_months,
    case when cascaded.paired then cascaded.need_at_first end as in_need_at_first,
    case
        when cascaded.paired then cascaded.need_at_first and not cascaded.need_at_latest
    end as left_need,
from cascaded
