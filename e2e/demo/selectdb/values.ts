/** A value of the source, in PostgreSQL's text, as SelectDB's columns say it. `type` is the source's. */
export function written(type: string, value: string): string {
  if (type === 'boolean') return value === 't' ? '1' : '0';
  if (type.startsWith('timestamp')) return withMicroseconds(value.replace(/\+00$/, ''));
  return value;
}

function withMicroseconds(moment: string): string {
  const [whole = '', fraction = ''] = moment.split('.');
  return `${whole}.${fraction.padEnd(6, '0')}`;
}

/** One text for all that mean the same, whichever side wrote it: numbers of 64 bits, and JSON, have many. */
export function sameAs(type: string, value: string): string {
  if (type === 'real' || type === 'double precision')
    return /^-?inf/i.test(value) ? value.slice(0, value.startsWith('-') ? 4 : 3).toLowerCase() : String(Number(value));
  if (type === 'json' || type === 'jsonb') return JSON.stringify(sorted(JSON.parse(value)));
  return value;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
