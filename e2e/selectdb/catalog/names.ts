import { DorisError, fail } from '../errors.ts';

export interface NameSettings {
  readonly version: 3 | 4;
  /** `enable_unicode_name_support`: off by default in 3.x, on in 4.x. */
  readonly unicode: boolean;
}

const COMMON = /^[a-zA-Z][a-zA-Z0-9\-_]{0,63}$/;
const COMMON_3_UNICODE = /^[a-zA-Z\p{L}][a-zA-Z0-9\-_\p{L}]{0,63}$/u;
const COLUMN = /^[_a-zA-Z@0-9\s/][.a-zA-Z0-9_+\-/?@#$%^&*"\s,:]{0,255}$/;
const COLUMN_UNICODE_3 = /^[_a-zA-Z@0-9\s/\p{L}][.a-zA-Z0-9_+\-/?@#$%^&*"\s,:\p{L}]{0,255}$/u;
const COLUMN_UNICODE_4 = /^[\s\S]{0,255}[\S]$/u;
const COLUMN_4 = /^[_a-zA-Z@0-9\s/](?:[.a-zA-Z0-9_+\-/?@#$%^&*"\s,:]{0,254}[.a-zA-Z0-9_+\-/?@#$%^&*",:])?$/;

export function checkDatabaseName(name: string, { unicode }: NameSettings): void {
  if (!(unicode ? COMMON_3_UNICODE : COMMON).test(name)) throw new DorisError(1102, '42000', `Incorrect database name '${name}'`);
}

const tablePattern = ({ version, unicode }: NameSettings): RegExp => {
  if (version === 4) return unicode ? /^[\s\S]*[\S]$/u : /^[a-zA-Z0-9\-_$]*$/;
  return unicode ? /^[a-zA-Z\p{L}][a-zA-Z0-9\-_\p{L}]*$/u : /^[a-zA-Z][a-zA-Z0-9\-_]*$/;
};

export function checkTableName(name: string, settings: NameSettings): void {
  const pattern = tablePattern(settings);
  if (name === '' || !pattern.test(name)) {
    throw new DorisError(1103, '42000', `Incorrect table name '${name}'. Table name regex is '${pattern.source}'`);
  }
  const length = [...name].length;
  if (length > 64)
    throw new DorisError(
      5089,
      'HY000',
      `Table name length exceeds limit, the length of table name '${name}' is ${length} which is greater than the configuration 'table_name_length_limit' (64).`,
    );
  if (name.includes('_#TEMP#_'))
    throw new DorisError(1103, '42000', `Incorrect table name '${name}'. Table name can not contain '_#TEMP#_'`);
}

export function checkColumnName(name: string, { version, unicode }: NameSettings): void {
  const pattern = unicode ? (version === 4 ? COLUMN_UNICODE_4 : COLUMN_UNICODE_3) : version === 4 ? COLUMN_4 : COLUMN;
  const reserved = /^(__doris_shadow_|__doris_)/i.test(name);
  if (name === '' || !pattern.test(name) || reserved) {
    throw new DorisError(1166, '42000', `Incorrect column name '${name}'. Column regex is '${pattern.source}'`);
  }
}

export function checkLabel(label: string, { version, unicode }: NameSettings): void {
  const pattern = unicode && version === 4 ? /^[-_A-Za-z0-9:\p{L}]{1,128}$/u : /^[-_A-Za-z0-9:]{1,128}$/;
  if (!pattern.test(label)) fail(`Label format error. regex: ${pattern.source}, label: ${label}`);
}
