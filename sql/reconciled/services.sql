-- The services of the commission, as the register describes them.
--
-- key: provider_id, service_id
--
-- provider_id     Who runs it.
-- provider_name   Its provider's name.
-- service_id      The service.
-- service_name    Its name.
-- place           Where it works.
-- started         The day it began to support people.
-- contract_from   First day of its contract.
-- contract_to     Last day of its contract.
-- figures         `by_quarter`, or `by_year` for a service too small for quarters.
-- is_pilot        Whether it exists to learn.
select
    services.provider_id,
    services.provider_name,
    services.service_id,
    services.service_name,
    services.place,
    coalesce(
        nullif(services.started, ''), nullif(services.contract_from, ''), '2015-04-01'
    )::date as started,
    nullif(services.contract_from, '')::date as contract_from,
    nullif(services.contract_to, '')::date as contract_to,
    services.figures,
    coalesce(nullif(services.is_pilot, ''), 'false')::boolean as is_pilot,
from inputs.services as services
