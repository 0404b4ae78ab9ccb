/** Dates and times as the loader reads them: years 0000 to 9999, no infinity, no era. */

const SHAPE =
  /^(\d{4}|\d{2})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[ T]+(\d{1,2})(?::?(\d{1,2})(?::?(\d{1,2})(?:\.(\d*))?)?)?)?\s*(Z|UTC|GMT|[+-]\d{1,2}:?\d{2})?$/i;

interface Moment {
  /** Days and microseconds of UTC, or of the wall clock when the text has no offset. */
  readonly seconds: number;
  readonly fraction: string;
}

/** `zone` is the load's: a text with an offset is turned into its wall clock. null: no moment. */
function read(text: string, zone: number): Moment | null {
  const match = SHAPE.exec(text.trim());
  if (match === null) return null;
  const [, years = '', month = '', day = '', hour = '0', minute = '0', second = '0', fraction = '', offset] = match;
  const year = years.length === 2 ? Number(years) + (Number(years) < 70 ? 2000 : 1900) : Number(years);
  const [m, d, h, i, s] = [Number(month), Number(day), Number(hour), Number(minute), Number(second)];
  if (m < 1 || m > 12 || d < 1 || d > daysOf(year, m) || h > 23 || i > 59 || s > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, m - 1, d);
  date.setUTCHours(h, i, s);
  const shift = offset === undefined ? 0 : zone - offsetOf(offset);
  return { seconds: date.getTime() / 1000 + shift, fraction };
}

function daysOf(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

const OFFSET = /^([+-])(\d{1,2}):?(\d{2})$/;
/** Names of zones without summer time, which need no table. */
const NAMED: Readonly<Record<string, number>> = { Z: 0, UTC: 0, GMT: 0, 'ETC/UTC': 0, 'ASIA/SHANGHAI': 8, PRC: 8, CST: 8 };

export const isZone = (text: string): boolean => OFFSET.test(text) || text.toUpperCase() in NAMED;

/** Seconds east of UTC. */
export function offsetOf(text: string): number {
  const match = OFFSET.exec(text);
  if (match === null) return (NAMED[text.toUpperCase()] ?? 0) * 3600;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60;
  return match[1] === '-' ? -seconds : seconds;
}

export function toDate(text: string, zone: number): string | null {
  const moment = read(text, zone);
  return moment === null ? null : (print(moment.seconds)?.slice(0, 10) ?? null);
}

/** The fraction is rounded to `precision` digits. */
export function toDateTime(text: string, precision: number, zone: number): string | null {
  const moment = read(text, zone);
  if (moment === null) return null;
  const digits = moment.fraction.padEnd(precision + 1, '0');
  const kept = Number(digits.slice(0, precision) || '0') + (Number(digits[precision]) >= 5 ? 1 : 0);
  const carried = kept >= 10 ** precision;
  const wall = print(moment.seconds + (carried ? 1 : 0));
  if (wall === null || precision === 0) return wall;
  return `${wall}.${(carried ? 0 : kept).toString().padStart(precision, '0')}`;
}

function print(seconds: number): string | null {
  const date = new Date(seconds * 1000);
  const year = date.getUTCFullYear();
  if (year < 0 || year > 9999) return null;
  return `${year.toString().padStart(4, '0')}${date.toISOString().slice(-20, -5).replace('T', ' ')}`;
}
