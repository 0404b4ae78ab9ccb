import { join } from 'node:path';
import type pg from 'pg';
import type { TablePlan } from '../../plan/plan.ts';
import { TEN } from '../../postgres/before-10.ts';
import { query } from '../../postgres/query.ts';
import { readVersion } from '../../postgres/structure/read.ts';
import type { Position } from '../../schema/row.ts';
import type { Decoder } from '../../schema/slot.ts';
import type { PostgresEndpoint } from '../../task/config.ts';
import type { Reading } from '../reading.ts';
import type { ChangeStream } from '../source.ts';
import { isCaptured } from './ddl/capture.ts';
import { withDdl } from './ddl/read.ts';
import { binaryForms } from './forms.ts';
import type { BinaryLog } from './pgoutput.ts';
import { publicationsOf } from './publications.ts';
import { openChangeStream } from './stream.ts';
import { Followed } from './test-decoding/followed.ts';
import { openTestDecodingStream } from './test-decoding/stream.ts';

export interface LogOf {
  readonly client: pg.Client;
  readonly endpoint: PostgresEndpoint;
  /** Of slot and publication. */
  readonly name: string;
  readonly reading: Reading | null;
}

/** The plugin that the task's slot decodes by: every server that can publish tables has pgoutput, and no older one. */
export function decoderOf(reading: Reading | null, version: number): Decoder {
  return version < TEN ? 'test_decoding' : (reading?.decoder ?? 'pgoutput');
}

/** The log of the task's slot, commands that were noted in it as such. */
export async function openStream(log: LogOf, from: Position | null, tables: readonly TablePlan[]): Promise<ChangeStream> {
  const { client, endpoint, name, reading } = log;
  await untilFree(client, name);
  const spill = reading === null ? null : { folder: join(reading.folder, name), bytes: reading.bytes };
  const version = await readVersion(client, { side: 'source' });
  if (spill === null || decoderOf(reading, version) === 'pgoutput') {
    const publications = await publicationsOf(client, name);
    const binary = await binaryLog(log, version, tables);
    return withDdl(await openChangeStream({ endpoint, name, publications, from, spill, version, binary }));
  }
  const followed = new Followed(client, name, tables);
  const stream = await openTestDecodingStream({
    endpoint,
    name,
    from,
    spill,
    follows: (table, end) => followed.has(table, end),
    noted: await isCaptured(client, name),
    onChange: (change) => followed.learn(change),
  });
  return withDdl(stream);
}

/** Null: values are to be text. */
async function binaryLog({ client, name, reading }: LogOf, version: number, tables: readonly TablePlan[]): Promise<BinaryLog | null> {
  if (reading === null || reading.asText.has(name)) return null;
  const formOf = await binaryForms(client, version, tables);
  return formOf === null ? null : { formOf, giveUp: () => reading.asText.add(name) };
}

const ATTEMPTS = 200;
const PAUSE_MS = 10;

/** The walsender of a stream that was ended just now may be a moment from noticing. Whoever else has the slot is told of when it is asked for. */
async function untilFree(client: pg.Client, name: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const held = await query(client, { side: 'source' }, 'select from pg_replication_slots where slot_name = $1 and active', [name]);
    if (held.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
