-- Where a report is no longer as the provider's one before: told once, kindly.
-- The report before is the last one of the same provider, layout and service that speaks
-- of an earlier quarter, or of the same one and came earlier. A first report has none:
-- where it was read around, it is told beside its layout.
--
-- key: submission, kind, table_name, heading, sheet, row, column_at
--
-- submission  The report.
-- kind        `lost_column`, `renamed_column` (a column much like one that is gone),
--             `new_column`, `lost_table` or `renamed_sheet`.
-- table_name  The layout's name for the table.
-- heading     The layout's own word for what is gone; empty for a new column.
-- sheet       Sheet, counted from nought; -1 where there is no place.
-- row         Row of the heading, counted from nought; -1 where there is no place.
-- column_at   Column, counted from nought; -1 where there is no place.
with turns as (
    select
        submission,
        provider_id || '|' || layout || '|' || service_id as scope,
        period_end::varchar || lpad(received_order::varchar, 9, '0') as turn,
    from reconciled.submissions
    where outcome = 'read'
),

pairs as (
    select
        submission,
        lag(submission) over (partition by scope order by turn) as before,
        scope,
        turn,
    from turns
),

columns as (
    select pairs.scope, pairs.turn, pairs.before, columns.*,
    from pairs
    inner join pseudonymised.columns as columns using (submission)
),

-- What only a reading has that went around what is not there.
around as (
    select distinct submission, "table", heading,
    from columns
    where before is null and how in ('lost', 'absent', 'elsewhere')
),

-- What stood in the report before, or what the layout of a first one describes.
stood as (
    select distinct pairs.submission, columns.table, columns.heading,
    from pairs
    inner join pseudonymised.columns as columns on columns.submission = pairs.before
    where columns.how = 'known'
    union
    select submission, "table", heading,
    from around
),

-- What stands in this one, or seems to.
stands as (
    select distinct submission, "table", heading, how,
    from columns
    where heading <> '' and how <> 'lost'
),

gone_tables as (
    select distinct submission, "table",
    from columns
    where how = 'absent'
),

found as (
    select
        stood.submission,
        'lost_column' as kind,
        stood.table,
        stood.heading,
        -1 as sheet,
        -1 as row,
        -1 as column,
    from stood
    anti join stands using (submission, "table", heading)
    anti join gone_tables using (submission, "table")
    where stood.heading <> ''
    union all
    select
        columns.submission,
        'renamed_column' as kind,
        columns.table,
        columns.heading,
        columns.sheet,
        columns.row,
        columns.column,
    from columns
    semi join stood using (submission, "table", heading)
    where columns.how = 'resembles'
        and not exists (
            select 1 as known
            from stands
            where stands.submission = columns.submission
                and stands.table = columns.table
                and stands.heading = columns.heading
                and stands.how = 'known'
        )
    union all
    select
        columns.submission,
        'new_column' as kind,
        columns.table,
        '' as heading,
        columns.sheet,
        columns.row,
        columns.column,
    from columns
    where columns.how = 'unknown'
        and columns.before is not null
        and not exists (
            select 1 as met
            from columns as earlier
            where earlier.scope = columns.scope
                and earlier.turn < columns.turn
                and earlier.heading_key = columns.heading_key
        )
    union all
    select
        stood.submission,
        'lost_table' as kind,
        stood.table,
        '' as heading,
        -1 as sheet,
        -1 as row,
        -1 as column,
    from stood
    semi join gone_tables using (submission, "table")
    group by all
    union all
    select
        columns.submission,
        'renamed_sheet' as kind,
        columns.table,
        '' as heading,
        -1 as sheet,
        -1 as row,
        -1 as column,
    from columns
    where columns.how = 'elsewhere'
        and not exists (
            select 1 as there
            from pseudonymised.columns as earlier
            where earlier.submission = columns.before
                and earlier.table = columns.table
                and earlier.how = 'elsewhere'
        )
)

select distinct submission, kind, "table" as table_name, heading, sheet, row, "column" as column_at,
from found
