import type { Destination } from '../destination/destination.ts';
import type { DestinationFacts } from '../destination/facts.ts';
import { type ErrorReport, reportOf } from '../errors.ts';
import { buildTables, planSequences } from '../plan/build.ts';
import type { SequencePlan } from '../plan/plan.ts';
import type { SchemaObject } from '../schema/object.ts';
import { type TableName, tableId } from '../schema/table.ts';
import type { Source } from '../source/source.ts';
import type { TaskConfig } from '../task/config.ts';
import { namesOf, prepareFrom, scopeOf } from '../task/prepare.ts';
import type { CheckContext } from './check.ts';
import { chosenObjects, madeNames } from './made-names.ts';
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
  const named = once(async () => ({ catalog: await catalog(), names: namesOf(config, await catalog()) }));
  // The tables of the checks need names only, which hold without the destination: its types are not asked for.
  const tables = once(async () =>
    buildTables({ config, ...(await named()), existing: new Map(), columnType: (type) => type, copyTarget: null }),
  );
  const prepared = once(async () => {
    const read = await catalog();
    return askDestination((server) => prepareFrom(config, read, server));
  });
  const chosen = once(async () => chosenObjects(config, await catalog(), await tables()));
  const made = once(async () => madeNames(config, { tables: await tables(), chosen: await chosen(), ...(await named()) }));
  const schemas = [...new Set([...config.objects.map((object) => namesOf(config).schema(object.schema)), MARKS_SCHEMA])];
  const facts = once(() => askDestination((server) => server.facts(schemas)));
  return {
    config,
    source,
    destination,
    sourceFacts: once(() => askSource((server) => server.facts())),
    sourceSchemas: once(() => askSource((server) => server.schemas())),
    destinationFacts: once(async () => ofFamily('postgresql', await facts())),
    selectdbFacts: once(async () => ofFamily('selectdb', await facts())),
    sourceTables: (schema) => askSource((server) => server.tables(schema)),
    catalog,
    tables,
    named,
    prepared,
    chosen,
    made,
    sequences: async () => planSequences(await named(), await tables(), sequencesAmong(await chosen())),
    sequenceRefusal: (sequence) => askSource((server) => sequenceRefusal(server, sequence)),
    marks: once(() => askDestination((server) => server.existing(MARKS))),
    existing: once(async () => {
      const names = (await made()).map(({ name }) => name);
      return askDestination((server) => server.existing(distinct(names)));
    }),
    verifyFilter: (table, where) => askSource((server) => server.verifyFilter(table, where)),
  };
}

/** Items say by `when` which destinations they are for. */
function ofFamily<F extends DestinationFacts['family']>(family: F, facts: DestinationFacts): Extract<DestinationFacts, { family: F }> {
  if (facts.family !== family) throw new Error(`A precheck item for ${family} was run for ${facts.family}.`);
  return facts as Extract<DestinationFacts, { family: F }>;
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

function sequencesAmong(chosen: readonly SchemaObject[]): readonly TableName[] {
  return chosen.filter(({ kind }) => kind === 'sequence').map(({ schema, name }) => ({ schema: schema ?? '', name }));
}

function distinct(names: readonly TableName[]): readonly TableName[] {
  return [...new Map(names.map((name) => [tableId(name), name])).values()];
}
