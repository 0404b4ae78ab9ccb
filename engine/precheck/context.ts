import type { Destination } from '../destination/destination.ts';
import { type ErrorReport, reportOf } from '../errors.ts';
import { buildTables, schemaNames } from '../plan/build.ts';
import type { SequencePlan } from '../plan/plan.ts';
import { type TableName, tableId } from '../schema/table.ts';
import type { CatalogScope, Source } from '../source/source.ts';
import type { TaskConfig } from '../task/config.ts';
import type { CheckContext } from './check.ts';
import { madeNames } from './made-names.ts';
import { MARKS, MARKS_SCHEMA } from './marks.ts';
import { createTurns, once } from './turns.ts';

export interface CheckOpeners {
  readonly openSource: (config: TaskConfig) => Promise<Source>;
  readonly openDestination: (config: TaskConfig) => Promise<Destination>;
}

/** What the checks of one run ask from, opened on first use; disposing it closes what was opened. */
export function openCheckContext(config: TaskConfig, openers: CheckOpeners): CheckContext & AsyncDisposable {
  const openings: Promise<AsyncDisposable>[] = [];
  const keep = <T extends AsyncDisposable>(opening: Promise<T>): Promise<T> => {
    openings.push(opening);
    return opening;
  };
  const source = once(() => keep(openers.openSource(config)));
  const destination = once(() => keep(openers.openDestination(config)));
  return {
    ...parts(config, { source, destination }),
    [Symbol.asyncDispose]: async () => {
      // Also what is still being opened when nobody waits for it any more.
      await Promise.all(openings.map((opening) => opening.then((server) => server[Symbol.asyncDispose]()).catch(() => {})));
    },
  };
}

interface Servers {
  readonly source: () => Promise<Source>;
  readonly destination: () => Promise<Destination>;
}

function parts(config: TaskConfig, { source, destination }: Servers): CheckContext {
  const sourceTurn = createTurns();
  const destinationTurn = createTurns();
  const askSource = <T>(work: (server: Source) => Promise<T>): Promise<T> => sourceTurn(async () => work(await source()));
  const askDestination = <T>(work: (server: Destination) => Promise<T>): Promise<T> =>
    destinationTurn(async () => work(await destination()));
  const catalog = once(() => askSource((server) => server.readCatalog(scopeOf(config))));
  // The plan of the checks needs names only, which hold without the destination: its types are not asked for.
  const plan = once(async () => buildTables({ config, catalog: await catalog(), existing: new Set(), columnType: (type) => type }));
  const tables = async () => (await plan()).tables;
  const schemas = [...new Set([...schemaNames(config).values(), MARKS_SCHEMA])];
  return {
    config,
    source,
    destination,
    sourceFacts: once(() => askSource((server) => server.facts())),
    sourceSchemas: once(() => askSource((server) => server.schemas())),
    destinationFacts: once(() => askDestination((server) => server.facts(schemas))),
    sourceTables: (schema) => askSource((server) => server.tables(schema)),
    catalog,
    tables,
    sequences: async () => (await plan()).sequences,
    sequenceRefusal: (sequence) => askSource((server) => sequenceRefusal(server, sequence)),
    marks: once(() => askDestination((server) => server.existing(MARKS))),
    existing: once(async () => {
      const names = madeNames(config, await catalog(), await tables()).map(({ name }) => name);
      return askDestination((server) => server.existing(distinct(names)));
    }),
    verifyFilter: (table, where) => askSource((server) => server.verifyFilter(table, where)),
  };
}

/** Tried, for no catalog shows all the ways by which a right is had. */
async function sequenceRefusal(source: Source, sequence: SequencePlan): Promise<ErrorReport | null> {
  try {
    await source.sequenceValues([sequence]);
    return null;
  } catch (error) {
    const report = reportOf(error);
    if (report.code === 'right.missing') return report;
    throw error;
  }
}

function scopeOf(config: TaskConfig): CatalogScope {
  return { schemas: config.objects.map((object) => ({ name: object.schema, tables: object.tables?.map((table) => table.name) ?? null })) };
}

function distinct(names: readonly TableName[]): readonly TableName[] {
  return [...new Map(names.map((name) => [tableId(name), name])).values()];
}
