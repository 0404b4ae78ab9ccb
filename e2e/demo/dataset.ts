import { createHash } from 'node:crypto';
import pg from 'pg';
import { CONSTRAINTS } from './constraints.ts';
import { CHANCE, rowStatements } from './rows.ts';
import { TABLES } from './tables.ts';

/** The schemas of the shop, for a task document's `objects`. */
export const SCHEMAS: readonly string[] = ['sales', 'inventory', 'HR Data'];

/** Changes whenever the shop does: what was loaded by another version is told apart. */
export function datasetVersion(): string {
  return createHash('sha256')
    .update(JSON.stringify(statements(1)))
    .digest('hex')
    .slice(0, 16);
}

/**
 * Fills an empty database with a shop that is the same byte for byte each time: every kind of table and column a migration meets.
 * `scale` multiplies the rows of the larger tables.
 */
export async function loadDataset(url: string, scale = 1): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'opendts dataset' });
  await client.connect();
  try {
    await client.query("set timezone = 'UTC'");
    for (const sql of statements(scale)) await run(client, sql);
    await client.query('analyze');
  } finally {
    await client.end();
  }
}

function statements(scale: number): readonly string[] {
  return [...CHANCE, ...TABLES, ...rowStatements(scale), ...CONSTRAINTS];
}

async function run(client: pg.Client, sql: string): Promise<void> {
  try {
    await client.query(sql);
  } catch (error) {
    throw new Error(`The dataset cannot be made: ${error instanceof Error ? error.message : String(error)}\n${sql}`, { cause: error });
  }
}
