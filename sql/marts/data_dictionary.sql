-- Every column of every mart: what it holds, and why it is published.
--
-- key: mart, column_name
--
-- mart         The mart.
-- column_name  The column.
-- description  What it holds.
-- purpose_id   Why it is published.
-- reader       Who reads it.
-- kept_for     How long it is kept.
select
    data_dictionary.mart,
    data_dictionary.column_name,
    data_dictionary.description,
    data_dictionary.purpose_id,
    data_dictionary.reader,
    data_dictionary.kept_for,
from inputs.data_dictionary as data_dictionary
