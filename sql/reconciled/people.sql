-- Everyone who was supported, by each provider's pseudonym for them.
--
-- key: person_key
--
-- person_key   A person as one provider knows them.
-- provider_id  That provider.
-- person_id    The person, commission-wide, in this epoch's keyed form.
select
    people.person_key,
    people.provider_id,
    people.person_id,
from inputs.people as people
