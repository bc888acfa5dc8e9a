-- Each thing that reports say about one occasion of a measure: a score, or why there is
-- none. Of several reports the one about the newest quarter speaks, then the one that
-- came last; a blank erases nothing, a stated gap does.
--
-- key: record_key, score, reason
--
-- record_key   Keyed name of the statement, the same in every report.
-- provider_id  Who said it.
-- service_id   The service.
-- person_id    The person.
-- episode_id   The episode that it belongs to; null if it belongs to none.
-- measure_id   The measure.
-- subscale     Its subscale.
-- rater        Who answered.
-- day          The day of the occasion; null if none is given.
-- position     The form's own name for the occasion.
-- said_on      The day it counts as said: its own, else the end of the quarter in which
--     it was first shown or the episode's end, whichever came first.
-- first_shown  Last day of the quarter of the first report that shows it.
-- score        The score, if there is one.
-- reason       Why there is none; empty beside a score.
with all_said as (
    select
        scores.* exclude (score), scores.score, '' as reason,
    from pseudonymised.scores as scores
    union all by name
    select
        score_gaps.* exclude (reason), null::decimal(9, 4) as score, score_gaps.reason,
    from pseudonymised.score_gaps as score_gaps
),

accepted as (
    select
        all_said.*,
        submissions.provider_id,
        submissions.period_end,
        submissions.standing,
        submissions.superseded_by,
        submissions.period_end::varchar
        || lpad(submissions.received_order::varchar, 9, '0') as turn,
    from all_said
    inner join reconciled.submissions as submissions using (submission)
    where submissions.standing in ('current', 'superseded')
),

-- A place that the newer report leaves blank, in a row that it still has.
left_blank as (
    select earlier.slot_key, earlier.subscale,
    from accepted as earlier
    semi join pseudonymised.people as people
        on earlier.superseded_by = people.submission
        and earlier.person_key = people.person_key
    left join pseudonymised.episodes as episodes
        on earlier.superseded_by = episodes.submission
        and earlier.episode_key = episodes.episode_key
    left join accepted as later
        on earlier.superseded_by = later.submission
        and earlier.slot_key = later.slot_key
        and earlier.subscale = later.subscale
    where earlier.has_place
        and later.slot_key is null
        and (earlier.episode_key is null or episodes.episode_key is not null)
),

blanked as (
    select slot_key, subscale,
    from accepted
    where standing = 'current' and reason = 'unknown'
    union
    select slot_key, subscale,
    from left_blank
),

standing_ones as (
    select accepted.*,
    from accepted
    where standing = 'current'
    union all
    -- What stood there last; what that one had replaced stays replaced.
    select accepted.*,
    from accepted
    semi join blanked using (slot_key, subscale)
    where standing = 'superseded' and score is not null
    qualify rank() over (partition by slot_key, subscale order by turn desc) = 1
),

speaking as (
    select *,
    from standing_ones
    qualify rank() over (
        partition by record_key
        order by reason <> 'unknown' desc, turn desc
    ) = 1
),

-- An undated gap is over once a report gives that place of the form a score.
filled as (
    select slot_key, max(turn) as turn,
    from standing_ones
    where score is not null
    group by all
),

first_shown as (
    select record_key, min(period_end) as first_shown,
    from accepted
    group by all
),

kept as (
    select
        speaking.record_key,
        speaking.score,
        speaking.reason,
        min(speaking.provider_id) as provider_id,
        min(speaking.service_id) as service_id,
        min(speaking.person_key) as person_key,
        min(speaking.episode_key) as episode_key,
        min(speaking.measure_id) as measure_id,
        min(speaking.subscale) as subscale,
        min(speaking.rater) as rater,
        min(speaking.day) as day,
        min(speaking.position) as position,
        min(first_shown.first_shown) as first_shown,
    from speaking
    inner join first_shown using (record_key)
    left join filled using (slot_key)
    where speaking.score is not null
        or filled.turn is null
        or (filled.turn < speaking.turn and speaking.reason <> 'unknown')
        or speaking.day is not null
    group by all
),

-- An undated statement belongs to the episode that its row names, else to the one of the
-- day on which it was first shown.
placed as (
    select
        kept.*,
        case when kept.day is null then names.episode_id end as named,
        coalesce(kept.day, kept.first_shown) as on_day,
    from kept
    left join reconciled.episode_names as names
        on names.episode_key = kept.episode_key
),

candidates as (
    select
        placed.*,
        episodes.episode_id,
        case
            when placed.named is not null then 0
            when placed.on_day between episodes.start_date
                and coalesce(episodes.end_date, date '9999-12-31') then 1
            when episodes.end_date < placed.on_day
                and placed.on_day - episodes.end_date <= 30 then 2
            when episodes.start_date > placed.on_day
                and episodes.start_date - placed.on_day <= 42 then 3
        end as nearness,
        episodes.start_date,
        episodes.end_date,
    from placed
    inner join reconciled.episodes as episodes
        on placed.person_key = episodes.person_key
        and placed.service_id = episodes.service_id
        and coalesce(placed.named = episodes.episode_id, true)
),

nearest as (
    select *,
    from candidates
    where nearness is not null
    qualify row_number() over (
        partition by record_key, score, reason
        order by
            nearness,
            case when nearness = 1 then start_date end desc,
            case when nearness = 2 then end_date end desc,
            start_date,
            episode_id
    ) = 1
)

select
    kept.record_key,
    kept.provider_id,
    kept.service_id,
    people.person_id,
    nearest.episode_id,
    kept.measure_id,
    kept.subscale,
    kept.rater,
    kept.day,
    kept.position,
    coalesce(
        kept.day, least(kept.first_shown, coalesce(nearest.end_date, kept.first_shown))
    ) as said_on,
    kept.first_shown,
    kept.score,
    kept.reason,
from kept
inner join reconciled.people as people using (person_key)
left join nearest
    on kept.record_key = nearest.record_key
    and kept.score is not distinct from nearest.score
    and kept.reason = nearest.reason
