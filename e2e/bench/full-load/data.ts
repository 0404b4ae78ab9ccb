import { LARGE, LARGE_BASE } from './large-values.ts';
import { NARROW, type Shape, WIDE } from './shapes.ts';

/** What a contest is about: how its tables are made at a destination, and filled at the source. */
export interface Data {
  readonly tables: readonly string[];
  readonly rows: number;
  /** Makes the tables, empty. */
  readonly make: readonly string[];
  /** One list a connection: they run side by side. */
  readonly fill: readonly (readonly string[])[];
}

const SHAPES = { narrow: NARROW, wide: WIDE, large: LARGE } as const;

export type ShapeName = keyof typeof SHAPES;

export const SHAPE_NAMES = Object.keys(SHAPES) as readonly ShapeName[];

/**
 * Two tables of each shape and no key, so that what is measured is the bytes; alike, so that two pipes side by side have the same
 * to do. `part` is for the same data, only less of it.
 */
export function loadData(shapes: readonly ShapeName[], part = 1): Data {
  const tables = shapes.flatMap((name) =>
    [1, 2].map((number) => ({
      name: tableName(name, number),
      shape: SHAPES[name],
      rows: Math.max(1, Math.round(SHAPES[name].rows * part)),
    })),
  );
  return {
    tables: tables.map(({ name }) => name),
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    make: ['create schema bench', ...tables.flatMap(({ name, shape }) => made(name, shape))],
    fill: [1, 2].map((number) => [
      ...(shapes.includes('large') ? LARGE_BASE : []),
      ...shapes.flatMap((name) =>
        tables.filter((table) => table.name === tableName(name, number)).map((table) => filled(table.name, table.shape, table.rows)),
      ),
    ]),
  };
}

/** One of these tables alone. */
export function oneTable(shape: ShapeName): Data {
  const name = tableName(shape, 1);
  return { tables: [name], rows: SHAPES[shape].rows, make: ['create schema bench', ...made(name, SHAPES[shape])], fill: [] };
}

function tableName(shape: ShapeName, number: number): string {
  return `${shape}_${number}`;
}

function made(name: string, { columns, external }: Shape): readonly string[] {
  return [
    `create table bench.${name} (${columns})`,
    ...external.map((column) => `alter table bench.${name} alter column ${column} set storage external`),
  ];
}

function filled(name: string, { values }: Shape, rows: number): string {
  return `insert into bench.${name} ${values.replaceAll('$rows', String(rows))}`;
}
