import type { SelectDbGrant } from '../facts.ts';
import type { SelectDbRow } from './session.ts';

/** The rights of the account, by SHOW GRANTS: its columns differ between versions, and are known by their names. */
export function grantsOf(rows: readonly SelectDbRow[]): readonly SelectDbGrant[] {
  return rows.flatMap((row) => [
    ...privilegesOf(row.GlobalPrivs).flatMap((privileges) => [
      { on: 'data' as const, database: null, table: null, privileges },
      { on: 'cluster' as const, database: null, table: null, privileges },
    ]),
    ...scoped(row.CatalogPrivs).map(({ privileges }) => ({ on: 'data' as const, database: null, table: null, privileges })),
    ...scoped(row.DatabasePrivs).map(({ name, privileges }) => ({ on: 'data' as const, ...tableOf(name, 1), privileges })),
    ...scoped(row.TablePrivs).map(({ name, privileges }) => ({ on: 'data' as const, ...tableOf(name, 2), privileges })),
    ...[...scoped(row.CloudClusterPrivs), ...scoped(row.ComputeGroupPrivs)].map(({ name, privileges }) => ({
      on: 'cluster' as const,
      database: name === '*' || name === '%' ? null : name,
      table: null,
      privileges,
    })),
  ]);
}

/** `Select_priv,Load_priv`, or nothing. Some versions write more behind a word. */
function privilegesOf(cell: string | null | undefined): readonly (readonly string[])[] {
  const words = (cell ?? '').match(/\w+_priv/gi) ?? [];
  return words.length === 0 ? [] : [words];
}

/** `internal.app: Select_priv,Load_priv; internal.other: Load_priv`: the last colon ends a name. */
function scoped(cell: string | null | undefined): readonly { readonly name: string; readonly privileges: readonly string[] }[] {
  return (cell ?? '').split(';').flatMap((part) => {
    const end = part.lastIndexOf(':');
    const privileges = privilegesOf(part.slice(end + 1))[0];
    return end === -1 || privileges === undefined ? [] : [{ name: part.slice(0, end).trim(), privileges }];
  });
}

/** A name is written with its catalog (`internal`) by servers that have several. Names have no dots. */
function tableOf(name: string, depth: 1 | 2): Pick<SelectDbGrant, 'database' | 'table'> {
  const parts = name.split('.').slice(-depth);
  return { database: anyOr(parts[0]), table: depth === 1 ? null : anyOr(parts[1]) };
}

function anyOr(name: string | undefined): string | null {
  return name === undefined || name === '*' ? null : name;
}
