-- Every measure that the library knows: its range, direction, threshold and source, with what
-- has not been verified yet.
--
-- key: measure_id, subscale, rater
--
-- measure_id       The measure.
-- subscale         Its subscale.
-- rater            Who answers.
-- name             Its name.
-- level            Whom it is about.
-- score_min        Lowest score.
-- score_max        Highest score.
-- direction        Which way is better.
-- reliable_change  The smallest change that is called reliable.
-- in_need_when     The cut-off, as a comparison.
-- age_from         Youngest age it fits.
-- age_to           Oldest age it fits.
-- min_gap_days     Least days between two scores.
-- domain           What it is about.
-- outcome_id       Its outcome among the 23.
-- threshold_set    Where the threshold comes from.
-- verified         `yes`, `partly` or `no`: how far the facts were checked.
-- licence          Its licence.
-- source           Where the facts come from.
select
    measures.measure_id,
    measures.subscale,
    measures.rater,
    measures.name,
    measures.level,
    measures.score_min,
    measures.score_max,
    measures.direction,
    measures.reliable_change,
    measures.in_need_when,
    measures.age_from,
    measures.age_to,
    measures.min_gap_days,
    measures.domain,
    measures.outcome_id,
    measures.threshold_set,
    measures.verified,
    measures.licence,
    measures.source,
from inputs.measures as measures
