import type { AddressForm, AddressParams } from '#components/use-address-view.ts';
import type { EndpointType } from '#engine/task/config.ts';

/** Groups of states a list is filtered by, in the order of the chips. */
export const STATE_GROUPS = ['running', 'failed', 'paused', 'draft', 'finished', 'stopped'] as const;
export type StateGroup = (typeof STATE_GROUPS)[number];

export const COLUMNS = [
  'task',
  'state',
  'progress',
  'lag',
  'rate',
  'route',
  'types',
  'tag',
  'group',
  'created',
  'started',
  'finished',
] as const;
export type ColumnId = (typeof COLUMNS)[number];

export const SOURCE_TYPES = ['postgresql', 'polardb-postgresql'] as const satisfies readonly EndpointType[];
export const DESTINATION_TYPES = [
  'postgresql',
  'polardb-postgresql',
  'polardb-oracle',
  'selectdb',
] as const satisfies readonly EndpointType[];

/** What is shown of a list, and in which order. All of it is in the address. */
export interface ListView {
  readonly search: string;
  readonly states: readonly StateGroup[];
  readonly sources: readonly EndpointType[];
  readonly destinations: readonly EndpointType[];
  /** Ids; `NO_TAG` stands for those without one. */
  readonly tags: readonly string[];
  readonly groups: readonly string[];
  /** Null: those the person keeps, or the usual ones. */
  readonly columns: readonly ColumnId[] | null;
  readonly sort: { readonly by: ColumnId; readonly descending: boolean };
  /** Ids of tasks that something is to be done to. */
  readonly selected: readonly string[];
}

/** More make an address that browsers and proxies cut: they are selected for as long as the page is open. */
const MOST_SELECTED = 50;

export const NO_TAG = '-';

/** Cannot be left out: by them a task is known. */
export const FIXED: ReadonlySet<ColumnId> = new Set<ColumnId>(['task', 'state']);

const withFixed = (columns: readonly ColumnId[]) => COLUMNS.filter((column) => FIXED.has(column) || columns.includes(column));

const NEWEST_FIRST = { by: 'created', descending: true } as const;

/** The view an address asks for; what it does not know it leaves out. */
export function readView(params: AddressParams): ListView {
  const list = (name: string): readonly string[] => (params.get(name) ?? '').split(',').filter(Boolean);
  const known = <T extends string>(name: string, values: readonly T[]): readonly T[] => {
    const asked = list(name);
    return values.filter((value) => asked.includes(value));
  };
  const columns = known('columns', COLUMNS);
  const by = COLUMNS.find((column) => column === params.get('sort'));
  return {
    search: params.get('q') ?? '',
    states: known('state', STATE_GROUPS),
    sources: known('source', SOURCE_TYPES),
    destinations: known('destination', DESTINATION_TYPES),
    tags: list('tag'),
    groups: list('group'),
    columns: columns.length === 0 ? null : withFixed(columns),
    sort: by === undefined ? NEWEST_FIRST : { by, descending: params.get('order') === 'desc' },
    selected: list('selected').slice(0, MOST_SELECTED),
  };
}

/** The address of a view, without its question mark; empty for the usual one. */
export function writeView(view: ListView): string {
  const { search, states, sources, destinations, tags, groups, columns, sort, selected } = view;
  const params = new URLSearchParams();
  if (search !== '') params.set('q', search);
  for (const [name, values] of Object.entries({ state: states, source: sources, destination: destinations, tag: tags, group: groups })) {
    if (values.length > 0) params.set(name, values.join(','));
  }
  if (sort.by !== NEWEST_FIRST.by || sort.descending !== NEWEST_FIRST.descending) {
    params.set('sort', sort.by);
    if (sort.descending) params.set('order', 'desc');
  }
  if (columns !== null) params.set('columns', columns.join(','));
  if (selected.length > 0 && selected.length <= MOST_SELECTED) params.set('selected', selected.join(','));
  // A comma separates values and need not be hidden in an address people read.
  return params.toString().replaceAll('%2C', ',');
}

export const ADDRESS_FORM: AddressForm<ListView> = { read: readView, write: writeView };

/** Without search and filters; order and columns stay. */
export function cleared({ sort, columns }: ListView): ListView {
  return { ...readView(new URLSearchParams()), sort, columns };
}

export function isFiltered({ search, states, sources, destinations, tags, groups }: ListView): boolean {
  return search !== '' || [states, sources, destinations, tags, groups].some((values) => values.length > 0);
}
