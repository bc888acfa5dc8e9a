-- What several tables say in the same words. `counted` cells hold how many and who:
-- the exclusive or of keyed record keys names a set without listing it.
create macro member(record_key, revision_id) as
    md5_number_lower(record_key || '|' || revision_id);

create macro counted(flag, member_key) as
    struct_pack(
        n := count(*) filter (where flag),
        who := coalesce(bit_xor(member_key) filter (where flag), 0)::ubigint
    );

create macro counted_people(flag, person_id, member_key) as
    struct_pack(
        n := count(distinct person_id) filter (where flag),
        who := coalesce(bit_xor(distinct member_key) filter (where flag), 0)::ubigint
    );

-- Noise first, then the nearest five; below five, zero included, nothing is shown.
create macro noisy(cell, unit, scope) as
    cell.n + noise(unit, cell.who, cell.n::bigint, scope);

create macro shown(noisy_count) as
    case when noisy_count >= 5 then (noisy_count + 2) // 5 * 5 end;

create macro status_of(figure) as
    case when figure is null then 'fewer_than_5' else 'rounded' end;

-- Whole per cent, halves up, of published counts only; from a denominator of 20.
create macro per_cent(part, whole) as
    case
        when whole >= 20 and part is not null
        then floor(100.0 * least(part, whole) / whole + 0.5)::integer
    end;

create macro wilson(part, whole, side) as
    100 * (
        (part::double / whole + 3.8414588206941227 / (2 * whole))
        + side * 1.959963984540054 * sqrt(
            (
                (part::double / whole) * (1 - part::double / whole)
                + 3.8414588206941227 / (4 * whole)
            ) / whole
        )
    ) / (1 + 3.8414588206941227 / whole);

create macro byar(events, quarters, side) as
    case
        when side < 0 and events = 0 then 0.0
        when side < 0
        then 100 * events * (
            1 - 1 / (9.0 * events) - 1.959963984540054 / (3 * sqrt(events))
        ) * (
            1 - 1 / (9.0 * events) - 1.959963984540054 / (3 * sqrt(events))
        ) * (
            1 - 1 / (9.0 * events) - 1.959963984540054 / (3 * sqrt(events))
        ) / quarters
        else 100 * (events + 1) * (
            1 - 1 / (9.0 * (events + 1)) + 1.959963984540054 / (3 * sqrt(events + 1))
        ) * (
            1 - 1 / (9.0 * (events + 1)) + 1.959963984540054 / (3 * sqrt(events + 1))
        ) * (
            1 - 1 / (9.0 * (events + 1)) + 1.959963984540054 / (3 * sqrt(events + 1))
        ) / quarters
    end;

-- A cell that nobody is in is a nought, not a null.
create macro filled(cell) as
    coalesce(cell, struct_pack(n := 0::bigint, who := 0::ubigint));
