import { near, type Work } from './work.ts';

const employee = (parameter: number) => near('"HR Data"."Employee"', '"Id"', parameter);

/** People and departments, which point at each other through deferred keys. */
export const PEOPLE: readonly Work[] = [
  {
    name: 'new department',
    weight: 2,
    writes: (dice) => {
      const id = 1_000 + dice.roll(200);
      return [
        { sql: 'update "HR Data"."Employee" set "Dept" = 1 where "Dept" = $1', values: [id] },
        { sql: 'delete from "HR Data"."Dept" where "Id" = $1', values: [id] },
        // The department comes before its head, and the head belongs to it: only the commit may check that.
        {
          sql: `with head as (insert into "HR Data"."Employee" ("Full Name", "Dept", "Salary", "Contract", "Skills", "Hired")
              values ($2, $1, $3, 'Freelance', array['sql', $2], $4) returning "Id")
            insert into "HR Data"."Dept" select $1, 'Dept ' || $1::int, "Id" from head`,
          values: [id, dice.words(), dice.money(9_000), dice.day()],
        },
      ];
    },
  },
  {
    name: 'raise',
    weight: 5,
    writes: (dice) => [
      {
        sql: `update "HR Data"."Employee" set "Salary" = $2, "Contract" = $3, "Manager" = nullif(${employee(4)}, "Id"), "Probation" = null where "Id" = ${employee(1)}`,
        values: [dice.share(), dice.money(9_000), dice.one(['Full time', 'Part time', 'Freelance']), dice.share() / 2],
      },
    ],
  },
  {
    name: 'leaves the company',
    weight: 2,
    writes: (dice) => {
      const gone = dice.share();
      return [
        { sql: `delete from "HR Data".timesheet where employee = ${employee(1)}`, values: [gone] },
        { sql: `update "HR Data"."Employee" set "Manager" = null where "Manager" = ${employee(1)}`, values: [gone] },
        { sql: `update "HR Data"."Dept" set "Head" = null where "Head" = ${employee(1)}`, values: [gone] },
        // Requests for leave go by ON DELETE CASCADE.
        { sql: `delete from "HR Data"."Employee" where "Id" = ${employee(1)}`, values: [gone] },
      ];
    },
  },
  {
    name: 'hours',
    weight: 6,
    writes: (dice) => [
      {
        sql: `insert into "HR Data".timesheet select ${employee(1)}, $2, $3, $4
          on conflict (employee, day) do update set hours = excluded.hours, note = excluded.note`,
        values: [dice.share(), dice.day(), (dice.share() * 24).toFixed(2), dice.words()],
      },
      {
        sql: `delete from "HR Data".timesheet where employee = ${employee(1)} and day = (select min(day) from "HR Data".timesheet where employee = ${employee(1)})`,
        values: [dice.share()],
      },
    ],
  },
  {
    name: 'leave',
    weight: 3,
    writes: (dice) => {
      const [asked, granted] = [dice.uuid(), dice.uuid()];
      return [
        {
          sql: `insert into "HR Data"."Leave ""Request""" select $2, ${employee(1)}, $3::date, $3::date + 3, $4`,
          values: [dice.share(), asked, dice.day(), dice.words()],
        },
        { sql: `update "HR Data"."Leave ""Request""" set id = $2, "to" = "to" + 1 where id = $1`, values: [asked, granted] },
        {
          sql: `delete from "HR Data"."Leave ""Request""" where id = (select id from "HR Data"."Leave ""Request""" where id >= $1 limit 1)`,
          values: [granted],
        },
      ];
    },
  },
  {
    name: 'second thoughts',
    weight: 3,
    writes: (dice) => [
      { sql: 'savepoint idea' },
      { sql: 'update sales.daily_total set total = -1 where day = $1', values: [dice.day()] },
      { sql: 'rollback to savepoint idea' },
      {
        sql: `insert into sales.daily_total values ($1, 1, $2) on conflict (day) do update set total = excluded.total`,
        values: [dice.day(), dice.money(90_000)],
      },
      { sql: 'delete from sales.daily_total where day = $1', values: [dice.day()] },
    ],
  },
];
