import { literal, quote } from '../../quote.ts';

/** Storage parameters that came with a version; an older destination does without them, for they only tune. */
const SINCE: Readonly<Record<string, number>> = {
  toast_tuple_target: 110000,
  vacuum_index_cleanup: 120000,
  vacuum_truncate: 120000,
  autovacuum_vacuum_insert_threshold: 130000,
  autovacuum_vacuum_insert_scale_factor: 130000,
  autovacuum_vacuum_max_threshold: 180000,
  vacuum_max_eager_freeze_failure_rate: 180000,
};

/** ` with (…)` of options as the server keeps them (`fillfactor=70`, `toast.autovacuum_enabled=off`), or nothing. */
export function withOptions(options: readonly string[], version: number): string {
  const known = options.filter((option) => (SINCE[nameOf(option).replace(/^toast\./, '')] ?? 0) <= version);
  return known.length === 0 ? '' : ` with (${optionList(known)})`;
}

/** The inside of `with (…)` or `set (…)`. */
export function optionList(options: readonly string[]): string {
  return options.map((option) => `${optionName(nameOf(option))}=${literal(option.slice(nameOf(option).length + 1))}`).join(', ');
}

function nameOf(option: string): string {
  return option.slice(0, option.indexOf('='));
}

function optionName(name: string): string {
  return name.startsWith('toast.') ? `toast.${quote(name.slice('toast.'.length))}` : quote(name);
}
