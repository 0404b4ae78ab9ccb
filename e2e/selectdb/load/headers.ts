import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { fail, notEmulated } from '../errors.ts';
import { isZone } from '../storage/moment.ts';
import { separator } from './csv.ts';

export interface LoadOptions {
  readonly label: string;
  readonly format: 'csv' | 'csv_with_names' | 'csv_with_names_and_types' | 'json';
  readonly columns: string | null;
  readonly where: string | null;
  readonly columnSeparator: string;
  readonly lineDelimiter: string;
  readonly enclose: string | null;
  readonly escape: string | null;
  readonly trimDoubleQuotes: boolean;
  readonly skipLines: number;
  readonly emptyFieldAsNull: boolean;
  readonly jsonPaths: string | null;
  readonly jsonRoot: string | null;
  readonly stripOuterArray: boolean;
  readonly byLine: boolean;
  readonly merge: 'APPEND' | 'DELETE' | 'MERGE';
  readonly deleteOn: string | null;
  readonly hiddenColumns: readonly string[];
  readonly sequenceFrom: string | null;
  readonly partial: boolean;
  /** A partial update of a key that is not there: append the row, or refuse it. */
  readonly newKeys: 'APPEND' | 'ERROR';
  readonly maxFilterRatio: number;
  readonly strict: boolean;
  readonly timezone: string;
  readonly timeoutMs: number;
  readonly compression: 'gz' | 'deflate' | null;
  readonly twoPhase: boolean;
  readonly groupCommit: 'off_mode' | 'sync_mode' | 'async_mode';
  readonly singleTablet: boolean;
  readonly comment: string;
}

/** Raw header bytes are UTF-8 to the server; Node reads them as latin1. */
export function header(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  const text = Array.isArray(value) ? value[0] : value;
  return text === undefined ? null : Buffer.from(text, 'latin1').toString('utf8');
}

const isTrue = (value: string | null): boolean => /^true$/i.test(value ?? '');
const MIB = 1024 * 1024;

/** What is looked at before the transaction begins: format, length, timeout (rule F2). */
export function checkFirst(headers: IncomingHttpHeaders): void {
  const format = header(headers, 'format');
  if (format !== null && !/^(csv|csv_with_names|csv_with_names_and_types|json|parquet|orc|arrow|wal|hive_text)$/i.test(format)) {
    fail(`unknown data format, format=${format}`);
  }
  const length = header(headers, 'content-length');
  const chunked = (header(headers, 'transfer-encoding') ?? '').includes('chunked');
  if (length !== null && !/^\d+$/.test(length)) fail(`parse content length of "${length}" failed`);
  if (
    /^json$/i.test(format ?? '') &&
    !isTrue(header(headers, 'read_json_by_line')) &&
    isTrue(header(headers, 'strip_outer_array')) &&
    Number(length) > 100 * MIB
  ) {
    fail(
      `The size of this batch exceed the max size [${100 * MIB}]  of json type data  data [ ${length} ]. Split the file, or use 'read_json_by_line'`,
    );
  }
  if (Number(length) > 102_400 * MIB) fail(`body exceed max size: ${102_400 * MIB}, data: ${length}`);
  if (length !== null && chunked) fail('please do not set both content_length and transfer-encoding');
  if (length === null && !chunked)
    fail('content_length is empty and transfer-encoding != chunked, please set content_length or transfer-encoding=chunked');
  const timeout = header(headers, 'timeout');
  if (timeout !== null && !/^\d+$/.test(timeout)) fail(`Invalid timeout format, ${timeout}`);
}

export function labelOf(headers: IncomingHttpHeaders): string {
  const given = header(headers, 'label');
  const grouped = groupCommitOf(headers) !== 'off_mode';
  if (grouped && given !== null && given !== '') fail("label and group_commit can't be set at the same time");
  if (grouped) return `group_commit_${randomUUID().replaceAll('-', '_')}`;
  return given === null || given === '' ? randomUUID() : given;
}

function groupCommitOf(headers: IncomingHttpHeaders): LoadOptions['groupCommit'] {
  const mode = (header(headers, 'group_commit') ?? 'off_mode').toLowerCase();
  if (mode === 'off_mode' || mode === 'sync_mode' || mode === 'async_mode') return mode;
  return fail('group_commit can only be [async_mode, sync_mode, off_mode]');
}

export const timeoutOf = (headers: IncomingHttpHeaders): number => Number(header(headers, 'timeout') ?? '259200') * 1000;

/** The rest, once the transaction has begun. */
export function readOptions(headers: IncomingHttpHeaders, label: string, version: 3 | 4): LoadOptions {
  const get = (name: string): string | null => header(headers, name);
  const enclose = oneByte(get('enclose'), 'enclose');
  const escaper = oneByte(get('escape'), 'escape');
  if (get('partitions') !== null && get('temporary_partitions') !== null) fail('Can not specify both partitions and temporary partitions');
  if (get('partitions') !== null || get('temporary_partitions') !== null) notEmulated('the header partitions');
  for (const name of ['negative', 'expr']) if (get(name) !== null && get(name) !== 'false') notEmulated(`the header ${name}`);
  const strict = get('strict_mode');
  if (strict !== null && !/^(true|false)$/i.test(strict)) fail('Invalid strict mode format. Must be bool type');
  if (!/^\d+$/.test(get('exec_mem_limit') ?? '0')) fail(`Invalid mem limit format, ${get('exec_mem_limit')}`);
  const format = (get('format') ?? 'csv').toLowerCase();
  if (!FORMATS.includes(format as LoadOptions['format'])) notEmulated(`the format ${format}`);
  const stripOuterArray = isTrue(get('strip_outer_array'));
  return {
    label,
    format: format as LoadOptions['format'],
    columns: get('columns'),
    where: get('where'),
    columnSeparator: separator(get('column_separator') ?? '\\t'),
    lineDelimiter: separator(get('line_delimiter') ?? '\\n'),
    enclose,
    escape: escaper,
    trimDoubleQuotes: isTrue(get('trim_double_quotes')),
    skipLines: wholeNumber(get('skip_lines')),
    emptyFieldAsNull: isTrue(get('empty_field_as_null')),
    jsonPaths: get('jsonpaths'),
    jsonRoot: get('json_root'),
    stripOuterArray,
    byLine: get('read_json_by_line') === null ? version === 4 && get('strip_outer_array') === null : isTrue(get('read_json_by_line')),
    ...mergeOf(get('merge_type'), get('delete')),
    hiddenColumns: (get('hidden_columns') ?? '').split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()])),
    sequenceFrom: get('function_column.sequence_col'),
    ...partialOf(get('unique_key_update_mode'), get('partial_columns'), get('partial_update_new_key_behavior')),
    maxFilterRatio: ratioOf(get('max_filter_ratio')),
    strict: isTrue(strict),
    timezone: zoneOf(get('timezone') ?? get('time_zone') ?? 'Etc/UTC'),
    timeoutMs: timeoutOf(headers),
    compression: compressionOf(get('compress_type')),
    twoPhase: isTrue(get('two_phase_commit')),
    groupCommit: groupCommitOf(headers),
    singleTablet: isTrue(get('load_to_single_tablet')),
    comment: get('comment') ?? '',
  };
}

const FORMATS: readonly LoadOptions['format'][] = ['csv', 'csv_with_names', 'csv_with_names_and_types', 'json'];

function oneByte(value: string | null, name: string): string | null {
  if (value === null || value === '') return null;
  if (Buffer.byteLength(value) > 1) fail(`${name} must be single-char`);
  return value;
}

function ratioOf(value: string | null): number {
  const ratio = Number(value ?? '0');
  if (!(ratio >= 0 && ratio <= 1)) fail(`Invalid max_filter_ratio, ${value}: it should be between 0 and 1`);
  return ratio;
}

function zoneOf(name: string): string {
  return isZone(name) ? name : notEmulated(`the time zone ${name}`);
}

function wholeNumber(value: string | null): number {
  const number = Number(value ?? '0');
  if (!Number.isInteger(number)) fail(`Invalid load value of skip_lines, ${value}`);
  if (number < 0) fail('Invalid skip_lines, should be >= 0');
  return number;
}

function mergeOf(type: string | null, deleteOn: string | null): Pick<LoadOptions, 'merge' | 'deleteOn'> {
  const merge = (type ?? 'APPEND').toUpperCase();
  if (merge !== 'APPEND' && merge !== 'DELETE' && merge !== 'MERGE') fail(`Invalid merge type ${type}`);
  if (merge === 'MERGE' && deleteOn === null) fail('Excepted DELETE ON clause when merge type is MERGE.');
  if (merge !== 'MERGE' && deleteOn !== null) fail('Not support DELETE ON clause when merge type is not MERGE.');
  return { merge, deleteOn };
}

function partialOf(mode: string | null, partialColumns: string | null, behaviour: string | null): Pick<LoadOptions, 'partial' | 'newKeys'> {
  const word = mode?.toUpperCase() ?? (isTrue(partialColumns) ? 'UPDATE_FIXED_COLUMNS' : 'UPSERT');
  if (word === 'UPDATE_FLEXIBLE_COLUMNS') notEmulated('unique_key_update_mode UPDATE_FLEXIBLE_COLUMNS');
  if (word !== 'UPSERT' && word !== 'UPDATE_FIXED_COLUMNS') {
    fail(`Invalid unique_key_partial_mode ${mode}, must be one of 'UPSERT', 'UPDATE_FIXED_COLUMNS' or 'UPDATE_FLEXIBLE_COLUMNS'`);
  }
  const newKeys = (behaviour ?? 'APPEND').toUpperCase();
  if (newKeys !== 'APPEND' && newKeys !== 'ERROR')
    fail(`Invalid partial_update_new_key_behavior ${behaviour}, must be one of 'APPEND', 'ERROR'`);
  return { partial: word === 'UPDATE_FIXED_COLUMNS', newKeys };
}

function compressionOf(value: string | null): LoadOptions['compression'] {
  if (value === null || value === '') return null;
  const type = value.toLowerCase();
  return type === 'gz' || type === 'deflate' ? type : notEmulated(`compress_type ${value}`);
}
