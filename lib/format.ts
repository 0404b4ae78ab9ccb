import type { Locale } from './locale.ts';

/** Numbers and times as a person reads them. Every function is pure; the clock comes in as a value. */

const TAG: Readonly<Record<Locale, string>> = { en: 'en-US', zh: 'zh-CN' };
const DASH = '–';

type Count = number | bigint;
type Instant = Date | string | number;

const cache = new Map<string, Intl.NumberFormat>();

function number(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options);
  const found = cache.get(key) ?? new Intl.NumberFormat(TAG[locale], options);
  cache.set(key, found);
  return found;
}

function known(value: Count | null | undefined): value is Count {
  return value !== null && value !== undefined && (typeof value === 'bigint' || Number.isFinite(value));
}

/** 12,345,678: every digit. */
export function formatCount(value: Count | null | undefined, locale: Locale): string {
  return known(value) ? number(locale, { maximumFractionDigits: 0 }).format(value) : DASH;
}

/** 12,345 up to a million, then 1.2M (120万). */
export function formatRows(value: Count | null | undefined, locale: Locale): string {
  if (!known(value)) return DASH;
  const large = value >= 1_000_000 || value <= -1_000_000;
  return large ? number(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value) : formatCount(value, locale);
}

const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;

/** 512 B, 1.5 KB, 24 MB, by 1024. */
export function formatBytes(value: Count | null | undefined, locale: Locale): string {
  if (!known(value)) return DASH;
  let amount = Number(value);
  let unit = 0;
  while (Math.abs(amount) >= 1023.5 && unit < BYTE_UNITS.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || Math.abs(amount) >= 99.95 ? 0 : 1;
  return `${number(locale, { maximumFractionDigits: digits }).format(amount)} ${BYTE_UNITS[unit]}`;
}

/** 1,234 rows/s. */
export function formatRate(rowsPerSecond: number | null | undefined, locale: Locale): string {
  if (!known(rowsPerSecond)) return DASH;
  const slow = rowsPerSecond > 0 && rowsPerSecond < 10;
  const amount = slow ? number(locale, { maximumFractionDigits: 1 }).format(rowsPerSecond) : formatRows(Math.round(rowsPerSecond), locale);
  return locale === 'zh' ? `${amount} 行/秒` : `${amount} rows/s`;
}

/** Bytes a second. */
export function formatByteRate(bytesPerSecond: number | null | undefined, locale: Locale): string {
  return known(bytesPerSecond) ? `${formatBytes(bytesPerSecond, locale)}/${locale === 'zh' ? '秒' : 's'}` : DASH;
}

/** 4.86 MB/s by megabytes of 1,000,000 bytes, as limits are given in. What passes never reads 0. */
export function formatMegabyteRate(bytesPerSecond: number | null | undefined, locale: Locale): string {
  if (!known(bytesPerSecond)) return DASH;
  const amount = bytesPerSecond / 1_000_000;
  const digits = amount < 10 ? 2 : amount < 100 ? 1 : 0;
  const form = amount > 0 && amount < 0.01 ? { maximumSignificantDigits: 1 } : { maximumFractionDigits: digits };
  return `${number(locale, form).format(amount)} MB/${locale === 'zh' ? '秒' : 's'}`;
}

/** What is left of a wait, rounded up so that it does not change with every breath: 35 s, 4 min 20 s, 17 min, 2 h 5 min. */
export function formatTimeLeft(seconds: number | null | undefined, locale: Locale): string {
  if (!known(seconds)) return DASH;
  const step = seconds < 60 ? 5 : seconds < 600 ? 20 : seconds < 3_600 ? 60 : 300;
  return formatDuration(Math.max(1, Math.ceil(seconds / step)) * step * 1_000, locale);
}

/** 0.427 -> 42.7%. What is not complete never reads 100%, what has begun never reads 0%. */
export function formatPercent(share: number | null | undefined, locale: Locale): string {
  if (!known(share)) return DASH;
  const kept = share > 0 && share < 0.001 ? 0.001 : share < 1 && share > 0.999 ? 0.999 : share;
  return number(locale, { style: 'percent', maximumFractionDigits: 1 }).format(kept);
}

const TIME_UNITS = [
  { seconds: 86_400, en: 'd', zh: '天' },
  { seconds: 3_600, en: 'h', zh: '小时' },
  { seconds: 60, en: 'min', zh: '分' },
  { seconds: 1, en: 's', zh: '秒' },
] as const;

/** The two largest units: 1 min 5 s, 2 h 3 min, 4 d. */
export function formatDuration(milliseconds: number | null | undefined, locale: Locale): string {
  if (!known(milliseconds)) return DASH;
  if (milliseconds > 0 && milliseconds < 1000) return locale === 'zh' ? '不到 1 秒' : 'less than 1 s';
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  const first = Math.max(
    0,
    TIME_UNITS.findIndex(({ seconds }) => total >= seconds),
  );
  if (total === 0) return locale === 'zh' ? '0 秒' : '0 s';
  let rest = total;
  const parts: string[] = [];
  for (const unit of TIME_UNITS.slice(first, first + 2)) {
    const amount = Math.floor(rest / unit.seconds);
    rest -= amount * unit.seconds;
    if (amount > 0) parts.push(`${amount} ${unit[locale]}`);
  }
  return parts.join(' ');
}

/** A lag beside the word for it: less than 1 s, 1 min 5 s. Nobody is 0 s behind. */
export function formatLagTime(milliseconds: number | null | undefined, locale: Locale): string {
  return known(milliseconds) ? formatDuration(Math.max(milliseconds, 1), locale) : DASH;
}

/** How far a copy is behind: less than 1 s behind, 1 min 5 s behind. */
export function formatLag(milliseconds: number | null | undefined, locale: Locale): string {
  if (!known(milliseconds)) return DASH;
  const length = formatLagTime(milliseconds, locale);
  return locale === 'zh' ? `落后${length.startsWith('不到') ? '' : ' '}${length}` : `${length} behind`;
}

function instant(value: Instant | null | undefined): Date | undefined {
  if (value === null || value === undefined) return undefined;
  const date = value instanceof Date ? value : new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Nov 21, 2026, 07:22:04, or 2026/11/21 07:22:04; in the reader's time zone unless one is named. */
export function formatDateTime(value: Instant | null | undefined, locale: Locale, timeZone?: string): string {
  const date = instant(value);
  if (date === undefined) return DASH;
  return new Intl.DateTimeFormat(TAG[locale], {
    year: 'numeric',
    month: locale === 'zh' ? '2-digit' : 'short',
    day: locale === 'zh' ? '2-digit' : 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(date);
}

/** 07:22:04. */
export function formatTime(value: Instant | null | undefined, locale: Locale, timeZone?: string): string {
  const date = instant(value);
  if (date === undefined) return DASH;
  return new Intl.DateTimeFormat(TAG[locale], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(date);
}

/** just now, 5 minutes ago, yesterday. */
export function formatRelative(value: Instant | null | undefined, now: number, locale: Locale): string {
  const date = instant(value);
  if (date === undefined) return DASH;
  const seconds = Math.round((date.getTime() - now) / 1000);
  const size = Math.abs(seconds);
  if (size < 5) return locale === 'zh' ? '刚刚' : 'just now';
  const [per, unit]: [number, Intl.RelativeTimeFormatUnit] =
    size < 60
      ? [1, 'second']
      : size < 3_600
        ? [60, 'minute']
        : size < 86_400
          ? [3_600, 'hour']
          : size < 2_592_000
            ? [86_400, 'day']
            : [2_592_000, 'month'];
  const told = new Intl.RelativeTimeFormat(TAG[locale], { numeric: 'auto' }).format(Math.trunc(seconds / per), unit);
  // A figure stands by itself in Chinese too, as everywhere else here.
  return told.replace(/(\d)(?=[\u4e00-\u9fff])/, '$1 ');
}

/** A Chinese word and what it is said of, with a space before figures alone: 用时 3 秒, 用时不到 1 秒. */
export function spaced(word: string, value: string): string {
  return /^[\u4e00-\u9fff]/.test(value) ? `${word}${value}` : `${word} ${value}`;
}
