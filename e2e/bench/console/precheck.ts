import { performance } from 'node:perf_hooks';
import { sql } from '#e2e/faults/servers.ts';
import { manyTables } from '../many-tables.ts';
import { scaled } from '../settings.ts';
import { type ConsoleStage, DATABASE } from './stage.ts';

export const CHECKED_TABLES = scaled(1_000);
/** As `manyTables` makes them. */
const SCHEMAS = 10;

/** Seconds from asking for the precheck of many tables to the last of its items. */
export async function precheckSeconds({ client, servers, document }: ConsoleStage): Promise<number> {
  await sql(servers.source.url(DATABASE), ...manyTables(CHECKED_TABLES));
  const { id } = await client.need<{ id: string }>('POST', '/api/v1/tasks');
  const { config } = await client.need<{ config: object }>('GET', `/api/v1/tasks/${id}`);
  const objects = Array.from({ length: SCHEMAS }, (_, at) => ({ schema: `app_${at}` }));
  await client.need('PUT', `/api/v1/tasks/${id}`, { ...config, ...document('checked', ''), objects });
  const began = performance.now();
  await client.need('POST', `/api/v1/tasks/${id}/precheck`);
  const seconds = (performance.now() - began) / 1_000;
  await client.need('DELETE', `/api/v1/tasks/${id}`);
  return seconds;
}
