-- Which records were linked, and on what grounds. Nothing is merged: a link can be undone.
--
-- key: person_key, linked_to, grounds
--
-- person_key  A person as one provider knows them.
-- linked_to   The same person, as another record knows them.
-- grounds     The exact keyed token that both bear.
select
    links.person_key,
    links.linked_to,
    links.grounds,
from inputs.links as links
