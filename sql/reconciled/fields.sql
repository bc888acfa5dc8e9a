-- What is known of each person's fields by each provider: the newest statement with a
-- value; a gap only where none has one.
--
-- key: person_key, service_id, field
--
-- person_key   A person as one provider knows them.
-- person_id    The person, commission-wide.
-- provider_id  That provider.
-- service_id   The service whose report has the field.
-- field        The field.
-- value        A coded value; `known` where the value itself is not kept.
-- reason       Why there is none; empty beside a value.
-- turn         How new the statement is, for choosing between providers.
with stated as (
    select
        fields.person_key,
        people.person_id,
        people.provider_id,
        fields.service_id,
        fields.field,
        fields.value,
        fields.reason,
        submissions.period_end::varchar
        || lpad(submissions.received_order::varchar, 9, '0') as turn,
    from pseudonymised.person_fields as fields
    inner join reconciled.submissions as submissions using (submission)
    inner join reconciled.people as people using (person_key)
    where submissions.standing in ('current', 'superseded')
)

select
    person_key,
    person_id,
    provider_id,
    service_id,
    field,
    value,
    reason,
    turn,
from stated
qualify row_number() over (
    partition by person_key, service_id, field
    order by value is not null desc, turn desc
) = 1
