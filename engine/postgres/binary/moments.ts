/** 2000-01-01, from which PostgreSQL counts, in days since 1970. */
const EPOCH_DAYS = 10_957n;
const DAY = 86_400_000_000n;
const SECOND = 1_000_000n;

const ENDS: Readonly<Record<string, string>> = {
  [String(2n ** 63n - 1n)]: 'infinity',
  [String(-(2n ** 63n))]: '-infinity',
  [String(2n ** 31n - 1n)]: 'infinity',
  [String(-(2n ** 31n))]: '-infinity',
};

/** `date_send`: days. As ISO writes them, which is what every session of ours is set to. */
export function readDate(bytes: Buffer, at: number): string {
  const days = bytes.readInt32BE(at);
  const end = ENDS[String(days)];
  if (end !== undefined) return end;
  const { date, era } = dateOf(BigInt(days));
  return `${date}${era}`;
}

/** `time_send`: microseconds of the day; 24:00:00 is one of them. */
export function readTime(bytes: Buffer, at: number): string {
  return clock(bytes.readBigInt64BE(at));
}

/** `timestamp_send`: microseconds. */
export function readTimestamp(bytes: Buffer, at: number): string {
  return moment(bytes, at, '');
}

/** `timestamptz_send`: microseconds in UTC, which is the time zone of every session of ours. */
export function readTimestampTz(bytes: Buffer, at: number): string {
  return moment(bytes, at, '+00');
}

function moment(bytes: Buffer, at: number, zone: string): string {
  const value = bytes.readBigInt64BE(at);
  const end = ENDS[String(value)];
  // The ends of a date are moments like others.
  if (end !== undefined && (value > 2n ** 31n || value < -(2n ** 31n))) return end;
  const within = ((value % DAY) + DAY) % DAY;
  const { date, era } = dateOf((value - within) / DAY);
  return `${date} ${clock(within)}${zone}${era}`;
}

function clock(microseconds: bigint): string {
  const seconds = Number(microseconds / SECOND);
  const fraction = Number(microseconds % SECOND);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  return `${parts.join(':')}${fraction === 0 ? '' : `.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`}`;
}

/** Days since 2000 as year, month and day of the Gregorian calendar, counted in cycles of 400 years that begin on the first of March. */
function dateOf(days: bigint): { readonly date: string; readonly era: string } {
  const CYCLE = 146_097;
  const shifted = Number(days + EPOCH_DAYS) + 719_468;
  const cycle = Math.floor(shifted / CYCLE);
  const day = shifted - cycle * CYCLE;
  const yearOfCycle = Math.floor((day - Math.floor(day / 1460) + Math.floor(day / 36_524) - Math.floor(day / 146_096)) / 365);
  const dayOfYear = day - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0);
  const shown = year > 0 ? year : 1 - year;
  const two = (part: number) => String(part).padStart(2, '0');
  return { date: `${String(shown).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}`, era: year > 0 ? '' : ' BC' };
}
