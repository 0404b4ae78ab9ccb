/** What of the log is shown. Empty strings: no matter which. */
export interface AuditFilter {
  readonly person: string;
  readonly action: string;
  readonly outcome: '' | 'done' | 'refused';
  /** Days in the reader's time zone, `2026-11-21`; both are shown. */
  readonly from: string;
  readonly to: string;
  readonly page: number;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Out of an address that anybody may have edited. */
export function filterIn(params: { get(name: string): string | null }): AuditFilter {
  const word = (name: string) => params.get(name) ?? '';
  const day = (name: string) => (DAY.test(word(name)) && instantOf(word(name)) !== null ? word(name) : '');
  const outcome = word('outcome');
  const page = Number(word('page'));
  return {
    person: word('person'),
    action: word('action'),
    outcome: outcome === 'done' || outcome === 'refused' ? outcome : '',
    from: day('from'),
    to: day('to'),
    page: Number.isInteger(page) && page > 0 && page <= 1_000_000 ? page : 1,
  };
}

export function isFiltered({ person, action, outcome, from, to }: AuditFilter): boolean {
  return [person, action, outcome, from, to].some((value) => value !== '');
}

export const NO_FILTER: AuditFilter = { person: '', action: '', outcome: '', from: '', to: '', page: 1 };

/** For the address of the page. */
export function searchOf(filter: AuditFilter): string {
  const { page, ...rest } = filter;
  return search({ ...rest, page: page === 1 ? '' : String(page) });
}

/** For the API, which knows instants and no time zone of a reader. */
export function queryOf({ person, action, outcome, from, to, page }: AuditFilter): string {
  return search({ person, action, outcome, from: instantOf(from) ?? '', to: instantOf(to, 1) ?? '', page: String(page) });
}

function search(values: Readonly<Record<string, string>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/** Midnight, where the reader is, at the start of the day or `after` days later. */
function instantOf(day: string, after = 0): string | null {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const midnight = new Date(year, month - 1, date + after);
  if (!DAY.test(day) || Number.isNaN(midnight.getTime()) || new Date(year, month - 1, date).getDate() !== date) return null;
  return midnight.toISOString();
}
