import type { Destination } from '../destination/destination.ts';
import type { DestinationFacts } from '../destination/facts.ts';
import { reportOf } from '../errors.ts';
import { buildTables, planSequences } from '../plan/build.ts';
import type { SequencePlan } from '../plan/plan.ts';
import type { SchemaObject } from '../schema/object.ts';
import type { HoldingTransaction } from '../schema/slot.ts';
import { type TableName, tableId } from '../schema/table.ts';
import type { Source } from '../source/source.ts';
import type { TaskConfig } from '../task/config.ts';
import { namesOf, prepareFrom, scopeOf } from '../task/prepare.ts';
import type { CheckContext } from './check.ts';
import { chosenObjects, madeNames } from './made-names.ts';
import { MARKS, MARKS_SCHEMA } from './marks.ts';
import { findOverlaps } from './overlap.ts';
import { ignoresDifferences, loadsRows } from './selected.ts';
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
  const sequences = async () => planSequences(await named(), await tables(), sequencesAmong(await chosen()));
  const schemas = [...new Set([...config.objects.map((object) => namesOf(config).schema(object.schema)), MARKS_SCHEMA])];
  const facts = once(() => askDestination((server) => server.facts(schemas)));
  const existing = once(async () => {
    const names = (await made()).map(({ name }) => name);
    return askDestination((server) => server.existing(distinct(names)));
  });
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
    closedSequences: async () => {
      const asked = await sequences();
      return askSource((server) => closedSequences(server, asked));
    },
    transactions: once(async () => openTransactions(await source())),
    marks: once(() => askDestination((server) => server.existing(MARKS))),
    existing,
    overlaps: once(async () =>
      findOverlaps(
        { tables: await tables(), existing: await existing(), looksAt: looksAt(config) },
        {
          someKeys: (...asked) => askSource((server) => server.someKeys(...asked)),
          commonKeys: (...asked) => askSource((server) => server.commonKeys(...asked)),
          keysThere: (...asked) => askDestination(async (server) => server.keysThere?.(...asked) ?? null),
        },
      ),
    ),
    verifyFilter: (table, where) => askSource((server) => server.verifyFilter(table, where)),
    countFiltered: (asked) => askSource((server) => server.countFiltered(asked)),
    longestValues: (table, columns, forMs) => askSource((server) => server.longestValues(table, columns, forMs)),
  };
}

/** Rows that are not to be copied are expected to be there; a table that has to be empty is refused whatever is in it. */
function looksAt(config: TaskConfig): 'none' | 'shared' | 'all' {
  if (!loadsRows(config)) return 'none';
  return ignoresDifferences(config) ? 'all' : 'shared';
}

/** Items say by `when` which destinations they are for. */
function ofFamily<F extends DestinationFacts['family']>(family: F, facts: DestinationFacts): Extract<DestinationFacts, { family: F }> {
  if (facts.family !== family) throw new Error(`A precheck item for ${family} was run for ${facts.family}.`);
  return facts as Extract<DestinationFacts, { family: F }>;
}

/** On a connection of its own: nothing of the precheck is in its way. */
async function openTransactions(source: Source): Promise<readonly HoldingTransaction[]> {
  await using care = await source.openCare();
  return (await care.look(0)).transactions;
}

/** What the catalogs say is closed is tried: providers hand rights out in ways that no catalog shows. */
async function closedSequences(source: Source, sequences: readonly SequencePlan[]): Promise<readonly SequencePlan[]> {
  const closed: SequencePlan[] = [];
  for (const sequence of await source.closedSequences(sequences)) if (await isRefused(source, sequence)) closed.push(sequence);
  return closed;
}

async function isRefused(source: Source, sequence: SequencePlan): Promise<boolean> {
  try {
    await source.sequenceValues([sequence]);
    return false;
  } catch (error) {
    if (reportOf(error).code === 'right.missing') return true;
    throw error;
  }
}

function sequencesAmong(chosen: readonly SchemaObject[]): readonly TableName[] {
  return chosen.filter(({ kind }) => kind === 'sequence').map(({ schema, name }) => ({ schema: schema ?? '', name }));
}

function distinct(names: readonly TableName[]): readonly TableName[] {
  return [...new Map(names.map((name) => [tableId(name), name])).values()];
}
