-- The age band of each person at quarters' ends.
--
-- key: person_id, from_day
--
-- person_id  The person.
-- from_day   The quarter's end from which the band holds.
-- age_band   The band.
select
    people.person_id,
    bands.from_day,
    min(bands.age_band) as age_band,
from pseudonymised.age_bands as bands
inner join reconciled.submissions as submissions using (submission)
inner join reconciled.people as people using (person_key)
where submissions.standing in ('current', 'superseded')
group by all
