import type pg from 'pg';
import type { ObjectSummary } from '../../engine.ts';
import { need, query, type TextRow } from '../../postgres/query.ts';
import { notOfExtension } from '../../postgres/structure/fragments.ts';
import { type ObjectKind, type ObjectName, objectId, type Refusal } from '../../schema/object.ts';
import type { SchemaHits } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { foundSql, objectsSql } from './object-names.ts';
import { proposalsSql } from './proposals.ts';

const SCOPE = { side: 'source' } as const;

/** Everything of one schema that can be chosen one by one, by kind and name; tables only where they propose something. */
export async function listObjects(client: pg.ClientBase, schema: string): Promise<readonly ObjectSummary[]> {
  const version = await versionOf(client);
  const proposed = new Map<string, Map<string, ObjectName>>();
  for (const row of await query(client, SCOPE, proposalsSql(version), [schema])) {
    const target = { ...nameOf(row, need(row.schema)), table: null };
    const from = need(row.from);
    const targets = proposed.get(from) ?? new Map<string, ObjectName>();
    proposed.set(from, targets.set(objectId(target), target));
  }
  const rows = await query(client, SCOPE, objectsSql(version), [schema]);
  return rows.flatMap((row) => {
    const name = nameOf(row, schema);
    const proposes = [...(proposed.get(need(row.address))?.values() ?? [])];
    if (name.kind === 'table' && proposes.length === 0) return [];
    return [{ ...name, proposes, refused: refusalOf(row.refused ?? null) }];
  });
}

/** The schemas that hold something of this name, and how much of it. */
export async function findObjects(client: pg.ClientBase, wanted: string): Promise<readonly SchemaHits[]> {
  const rows = await query(client, SCOPE, foundSql(await versionOf(client)), [wanted.toLowerCase(), wanted]);
  return rows.map((row) => ({ schema: need(row.schema), found: Number(row.found) }));
}

async function versionOf(client: pg.ClientBase): Promise<number> {
  return Number(need((await query(client, SCOPE, "select current_setting('server_version_num') as v"))[0]?.v));
}

/** Names of the database's event triggers. */
export async function listEventTriggers(client: pg.ClientBase): Promise<readonly string[]> {
  const rows = await query(
    client,
    SCOPE,
    `select e.evtname as name from pg_event_trigger e where e.evtname !~ '^(dts_|opendts)' and ${notOfExtension('pg_event_trigger', 'e.oid')} order by e.evtname`,
  );
  return rows.map(({ name }) => need(name));
}

function nameOf(row: TextRow, schema: string): ObjectName {
  return {
    kind: need(row.kind) as ObjectKind,
    schema,
    name: need(row.name),
    table: row.table === null || row.table === undefined ? null : { schema, name: row.table },
  };
}

const FIX = text(
  'Install what it needs on the destination server and create it there by hand, or leave out what uses it.',
  '请在目标库服务器上安装其所需的代码并手动创建，或不迁移使用它的对象。',
);
const REFUSED: Readonly<Record<string, Refusal>> = {
  c: {
    cause: text(
      'Written in C, in a library of the source server, and part of no extension: SQL alone cannot create it at the destination.',
      '该函数由 C 语言编写，位于源库服务器的动态库中，且不属于任何扩展，无法仅通过 SQL 在目标库创建。',
    ),
    fix: FIX,
  },
  'base-type': {
    cause: text(
      'A base type: its input and output functions are written in C and live in a library of the source server.',
      '该类型是基础类型：其输入、输出函数由 C 语言编写，位于源库服务器的动态库中。',
    ),
    fix: FIX,
  },
};

function refusalOf(reason: string | null): Refusal | null {
  return reason === null ? null : (REFUSED[reason] ?? null);
}
