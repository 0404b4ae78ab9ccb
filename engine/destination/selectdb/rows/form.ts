/**
 * How a value is written for a column, by the column's type at the destination. Everything goes as a JSON string: the server casts it,
 * and no number passes through JavaScript's. `same`: PostgreSQL's text is the server's.
 */
export type Form = 'same' | 'boolean' | 'date' | 'moment' | 'decimal';

export function formOf(type: string): Form {
  const name = /^[a-z0-9]+/i.exec(type)?.[0].toUpperCase() ?? '';
  if (name === 'BOOLEAN') return 'boolean';
  if (name === 'DATE' || name === 'DATEV2') return 'date';
  if (name === 'DATETIME' || name === 'DATETIMEV2') return 'moment';
  return name.startsWith('DECIMAL') ? 'decimal' : 'same';
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,6})?)(?:([+-]\d\d)(?::(\d\d))?(?::(\d\d))?)?$/;

/** A value's text as the server takes it; null when the column cannot hold it, whatever is done. */
export function written(form: Form, value: string): string | null {
  switch (form) {
    case 'same':
      return value;
    case 'boolean':
      return value === 't' ? '1' : value === 'f' ? '0' : value;
    case 'date':
      return DATE.test(value) ? value : null;
    case 'moment':
      return moment(value);
    case 'decimal':
      return value.charCodeAt(value.length - 1) <= 0x39 ? value : null;
  }
}

/** With a zone: as it is in UTC. */
function moment(value: string): string | null {
  const parts = MOMENT.exec(value);
  // A date alone is midnight to the server as well: a column of dates may be one of moments there.
  if (parts === null) return DATE.test(value) ? value : null;
  const [, day = '', time = '', hours, minutes = '0', seconds = '0'] = parts;
  if (hours === undefined) return value;
  const away = (hours.startsWith('-') ? -1 : 1) * (Math.abs(Number(hours)) * 3600 + Number(minutes) * 60 + Number(seconds));
  if (away === 0) return `${day} ${time}`;
  const [whole = '', fraction] = time.split('.');
  // Years before 100 are years of the last century to Date.UTC, not to its parser.
  const utc = new Date(Date.parse(`${day}T${whole}Z`) - away * 1000);
  if (Number.isNaN(utc.getTime()) || utc.getUTCFullYear() > 9999 || utc.getUTCFullYear() < 0) return null;
  const text = utc.toISOString().slice(0, 19).replace('T', ' ');
  return fraction === undefined ? text : `${text}.${fraction}`;
}

/** A value that any column of the type takes: it stands where a deleted row had one, and is never seen. */
export function filler(type: string): string {
  const name = /^[a-z0-9]+/i.exec(type)?.[0].toUpperCase() ?? '';
  if (name.startsWith('DATE')) return '1970-01-01';
  if (name === 'JSON' || name === 'JSONB' || name === 'VARIANT') return '{}';
  if (name === 'ARRAY') return '[]';
  return name === 'CHAR' || name === 'VARCHAR' || name === 'STRING' || name === 'TEXT' ? '' : '0';
}
