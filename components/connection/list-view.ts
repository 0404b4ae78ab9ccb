import type { AddressForm, AddressParams } from '#components/use-address-view.ts';
import type { EndpointType, TlsConfig } from '#engine/task/config.ts';
import { portOf } from '#lib/address.ts';
import type { UsedConnection } from '#lib/connection/connections.ts';

export const SORTS = ['name', 'instance', 'address', 'tls', 'tasks', 'tested'] as const;
export type SortBy = (typeof SORTS)[number];
export const RESULTS = ['passed', 'failed', 'untested'] as const;
export type Result = (typeof RESULTS)[number];
const TYPES = ['postgresql', 'polardb-postgresql', 'polardb-oracle', 'selectdb'] as const satisfies readonly EndpointType[];
const MODES = ['disable', 'require', 'verify-ca', 'verify-full'] as const satisfies readonly TlsConfig['mode'][];
/** Stands for connections without a region, or without tags. */
export const NONE = '-';

/** What is shown of the connections, and in which order. All of it is in the address. */
export interface ConnectionListView {
  readonly search: string;
  readonly types: readonly EndpointType[];
  readonly regions: readonly string[];
  readonly tags: readonly string[];
  readonly modes: readonly TlsConfig['mode'][];
  readonly results: readonly Result[];
  readonly sort: { readonly by: SortBy; readonly descending: boolean };
}

const BY_NAME = { by: 'name', descending: false } as const;

/** The view an address asks for; what it does not know it leaves out. */
export function readView(params: AddressParams): ConnectionListView {
  const list = (name: string): readonly string[] => (params.get(name) ?? '').split(',').filter(Boolean).map(decoded);
  const known = <T extends string>(name: string, values: readonly T[]): readonly T[] => {
    const asked = list(name);
    return values.filter((value) => asked.includes(value));
  };
  return {
    search: params.get('q') ?? '',
    types: known('type', TYPES),
    regions: list('region'),
    tags: list('tag'),
    modes: known('tls', MODES),
    results: known('test', RESULTS),
    sort: { by: SORTS.find((sort) => sort === params.get('sort')) ?? BY_NAME.by, descending: params.get('order') === 'desc' },
  };
}

/** The address of a view, without its question mark; empty for the usual one. */
export function writeView({ search, types, regions, tags, modes, results, sort }: ConnectionListView): string {
  const params = new URLSearchParams();
  if (search !== '') params.set('q', search);
  for (const [name, values] of Object.entries({ type: types, region: regions, tag: tags, tls: modes, test: results })) {
    // Regions and tags are people's own words: a comma in one would make two of it.
    if (values.length > 0) params.set(name, values.map(encodeURIComponent).join(','));
  }
  if (sort.by !== BY_NAME.by) params.set('sort', sort.by);
  if (sort.descending) params.set('order', 'desc');
  return params.toString().replaceAll('%2C', ',');
}

export const ADDRESS_FORM: AddressForm<ConnectionListView> = { read: readView, write: writeView };

/** An address may be anybody's. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function isFiltered({ search, types, regions, tags, modes, results }: ConnectionListView): boolean {
  return search !== '' || [types, regions, tags, modes, results].some((values) => values.length > 0);
}

/** Without search and filters; the order stays. */
export function cleared(view: ConnectionListView): ConnectionListView {
  return { ...view, search: '', types: [], regions: [], tags: [], modes: [], results: [] };
}

export function resultOf({ test }: UsedConnection): Result {
  return test === null ? 'untested' : test.diagnosis.ok ? 'passed' : 'failed';
}

/** `db.example.com:5432`. */
export function addressOf({ endpoint }: UsedConnection): string {
  return `${endpoint.host ?? ''}:${portOf(endpoint)}`;
}

/** Those a view lets through, in its order. */
export function arrange(connections: readonly UsedConnection[], view: ConnectionListView): readonly UsedConnection[] {
  const words = view.search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const passes = (connection: UsedConnection) => {
    const { endpoint, region, tags } = connection;
    const text = searched(connection);
    return (
      words.every((word) => text.includes(word)) &&
      allows(view.types, [endpoint.type ?? 'postgresql']) &&
      allows(view.regions, [region ?? NONE]) &&
      allows(view.tags, tags.length === 0 ? [NONE] : tags) &&
      allows(view.modes, [endpoint.tls?.mode ?? 'disable']) &&
      allows(view.results, [resultOf(connection)])
    );
  };
  const sign = view.sort.descending ? -1 : 1;
  return connections.filter(passes).sort((a, b) => sign * COMPARE[view.sort.by](a, b) || a.name.localeCompare(b.name));
}

function searched(connection: UsedConnection): string {
  const { name, instanceId, region, tags, endpoint, tasks } = connection;
  const { database = '', user = '', ssh } = endpoint;
  const parts = [name, instanceId, region ?? '', ...tags, `${addressOf(connection)}/${database}`, user, ssh?.host ?? ''];
  return [...parts, ...tasks.map((task) => task.name)].join(' ').toLowerCase();
}

function allows(chosen: readonly string[], own: readonly string[]): boolean {
  return chosen.length === 0 || own.some((value) => chosen.includes(value));
}

const COMPARE: Readonly<Record<SortBy, (a: UsedConnection, b: UsedConnection) => number>> = {
  name: (a, b) => a.name.localeCompare(b.name),
  instance: (a, b) => (a.region ?? '').localeCompare(b.region ?? '') || a.instanceId.localeCompare(b.instanceId),
  address: (a, b) => addressOf(a).localeCompare(addressOf(b)),
  tls: (a, b) => MODES.indexOf(a.endpoint.tls?.mode ?? 'disable') - MODES.indexOf(b.endpoint.tls?.mode ?? 'disable'),
  tasks: (a, b) => a.tasks.length - b.tasks.length,
  tested: (a, b) => (a.test?.at ?? '').localeCompare(b.test?.at ?? ''),
};
