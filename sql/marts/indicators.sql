-- Every hard indicator that the library knows.
--
-- key: indicator_id
--
-- indicator_id       The indicator.
-- name               Its name.
-- kind               `event`, `state` or `rate`.
-- unit               What is counted.
-- direction          Which way is better, where one is.
-- early_expectation  Whether a rise is expected early.
-- domain             What it is about.
-- outcome_id         Its outcome among the 23.
-- level              Whom it is about.
-- note               What to read with it.
select
    indicators.indicator_id,
    indicators.name,
    indicators.kind,
    indicators.unit,
    indicators.direction,
    indicators.early_expectation,
    indicators.domain,
    indicators.outcome_id,
    indicators.level,
    indicators.note,
from inputs.indicators as indicators
