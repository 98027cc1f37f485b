-- Схема базы данных для проверки результатов оценочных процедур (PostgreSQL 12 и новее).
-- Имён и кодов участников здесь нет: строка результата — это школа, класс, балл и отметка в журнале.

create table schools (
    school text primary key check (school = btrim(school) and school <> '' and char_length(school) <= 200),
    name text not null check (btrim(name) <> '' and char_length(name) <= 200),
    region text not null check (btrim(region) <> '' and char_length(region) <= 200),
    municipality text not null check (btrim(municipality) <> '' and char_length(municipality) <= 200),
    type text not null default '',
    locality text not null default ''
);
comment on table schools is 'Реестр школ. Школа сравнивается со школами своего региона.';
comment on column schools.school is 'Логин школы, например edu280417.';
comment on column schools.type is 'Вид школы словом реестра: school, gymnasium, lyceum …; может быть пустым.';
comment on column schools.locality is 'Тип населённого пункта словом реестра; может быть пустым.';

create table school_context (
    school text not null references schools on delete cascade,
    variable text not null check (btrim(variable) <> ''),
    value double precision not null check (value > '-Infinity' and value < 'Infinity'),
    primary key (school, variable)
);
comment on table school_context is 'Условия работы школы: доля семей с низким доходом и тому подобное.';

create table assessments (
    assessment text primary key check (assessment = btrim(assessment) and assessment <> ''),
    procedure text not null,
    year integer not null check (year between 1990 and 2100),
    season text not null default 'spring' check (season in ('spring', 'autumn')),
    subject text not null,
    grade integer not null check (grade between 1 and 12),
    max integer not null check (max between 1 and 1000),
    from3 integer check (from3 between 1 and max),
    from4 integer check (from4 > from3 and from4 <= max),
    from5 integer check (from5 > from4 and from5 <= max),
    check ((from4 is null) = (from5 is null) and (from4 is null or from3 is not null))
);
comment on table assessments is 'Оценочные процедуры: одна строка — одна работа.';
comment on column assessments.max is 'Наибольший первичный балл.';
comment on column assessments.from3 is 'С какого балла начинается отметка «3»; без from4 и from5 — минимальный балл экзамена.';

create table results (
    id bigint generated always as identity primary key,
    assessment text not null references assessments,
    school text not null references schools,
    class text not null default '' check (char_length(class) <= 64),
    score integer not null check (score >= 0),
    journal_mark integer check (journal_mark between 2 and 5)
);
comment on table results is 'Результаты: одна строка — одна работа одного участника.';
comment on column results.id is 'Номер строки. По нему называются строки, которые не удалось учесть.';
comment on column results.class is 'Литера класса; пустая, если неизвестна.';
comment on column results.score is 'Первичный балл. Верхнюю границу знает assessments.max; балл выше неё не учитывается и попадает в problems.';
comment on column results.journal_mark is 'Отметка в журнале; null, если неизвестна.';

-- Для выборок по школе; сама проверка читает таблицу подряд и в индексе не нуждается.
create index results_by_school on results (school, assessment);

create table runs (
    run text primary key check (btrim(run) <> ''),
    made_at timestamptz not null default current_timestamp,
    results bigint not null check (results >= 0),
    left_out bigint not null check (left_out >= 0)
);
comment on table runs is 'Прогоны проверки. Повторный прогон с тем же именем заменяет прежний целиком.';
comment on column runs.results is 'Сколько строк results учтено.';
comment on column runs.left_out is 'Сколько строк results не учтено; какие именно — в problems.';

create table problems (
    run text not null references runs on delete cascade,
    number integer not null,
    result_id bigint,
    column_name text not null,
    value text not null,
    reason text not null,
    rows bigint not null check (rows >= 1),
    primary key (run, number)
);
comment on table problems is 'Что не учтено и почему. Первые строки названы по одной, остальные только сосчитаны (rows > 1, result_id пуст).';

create table findings (
    run text not null references runs on delete cascade,
    number integer not null,
    method text not null,
    edition text not null,
    unit_type text not null,
    region text,
    unit text not null,
    assessments text[] not null,
    outcome text not null check (outcome in ('CLEAR', 'FLAGGED', 'NOT_APPLICABLE', 'INSUFFICIENT_DATA')),
    category text not null default '',
    p double precision check (p between 0 and 1),
    adjusted_p double precision check (adjusted_p between 0 and 1),
    statistic double precision,
    effect double precision,
    effect_lower double precision,
    effect_upper double precision,
    n bigint check (n >= 0),
    facts jsonb not null,
    primary key (run, number)
);
comment on table findings is 'Выводы проверки. FLAGGED — повод посмотреть внимательнее, а не вина школы.';
comment on column findings.number is 'Порядок вывода в прогоне.';
comment on column findings.region is 'Регион муниципалитета; для остальных единиц null.';
comment on column findings.facts is 'На чём основан вывод, по порядку: [{"key": …, "value": …}].';

create index findings_by_unit on findings (unit, run);
