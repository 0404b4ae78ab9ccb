/** What a date field holds: a day, or a minute of one. */
export type DateKind = 'day' | 'minute';

const TYPED = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]+(\d{1,2}):(\d{2}))?$/;

const two = (value: number) => String(value).padStart(2, '0');

/** As a person writes it in either language: `2026-03-01 12:00` for `2026-03-01T12:00`. */
export const writeDate = (value: string): string => value.replace('T', ' ');

/** The value that was typed, empty for nothing; null when it is no date. A minute without its time is midnight. */
export function readDate(text: string, kind: DateKind): string | null {
  if (text.trim() === '') return '';
  const found = TYPED.exec(text.trim());
  if (found === null || (kind === 'day' && found[4] !== undefined)) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = found.slice(1).map((part) => Number(part ?? 0));
  // Days that no month has become another month's.
  const isDay = month > 0 && month <= 12 && new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
  if (!isDay || hour > 23 || minute > 59) return null;
  const date = `${found[1]}-${two(month)}-${two(day)}`;
  return kind === 'day' ? date : `${date}T${two(hour)}:${two(minute)}`;
}
