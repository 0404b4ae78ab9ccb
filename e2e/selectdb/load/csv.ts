import { isUtf8 } from 'node:buffer';
import type { LoadOptions } from './headers.ts';
import type { Record } from './record.ts';

/** `\t`, `\x01` and plain characters, several of them too. */
export function separator(text: string): string {
  return text
    .replace(/(?:^|\\)x((?:[0-9a-fA-F]{2})+)/g, (_, hex: string) => Buffer.from(hex, 'hex').toString('latin1'))
    .replaceAll('\\t', '\t')
    .replaceAll('\\n', '\n')
    .replaceAll('\\r', '\r');
}

/** The lines of a CSV body. Empty ones are skipped, even where they would be the one empty field of a row. */
export function* csvRecords(body: Buffer, options: LoadOptions): Generator<Record> {
  let skipped = options.skipLines + (options.format === 'csv_with_names' ? 1 : options.format === 'csv_with_names_and_types' ? 2 : 0);
  for (const bytes of lines(body, options)) {
    if (skipped > 0) {
      skipped -= 1;
      continue;
    }
    if (!isUtf8(bytes)) {
      yield { source: 'Unable to display', problem: 'Unable to display, the line is not encoded in UTF-8' };
      continue;
    }
    const line = bytes.toString('utf8');
    if (line !== '') yield { source: line, fields: options.enclose === null ? plainFields(line, options) : enclosedFields(line, options) };
  }
}

function* lines(body: Buffer, options: LoadOptions): Generator<Buffer> {
  const delimiter = Buffer.from(options.lineDelimiter);
  const bom = body.length >= 3 && body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
  for (let from = bom ? 3 : 0; from < body.length; ) {
    const found = options.enclose === null ? body.indexOf(delimiter, from) : endOfEnclosed(body, from, delimiter, options);
    const end = found < 0 ? body.length : found;
    const carriage = options.lineDelimiter === '\n' && end > from && body[end - 1] === 0x0d;
    yield body.subarray(from, carriage ? end - 1 : end);
    from = end + delimiter.length;
  }
}

/** A delimiter inside quotes does not end the line. */
function endOfEnclosed(body: Buffer, from: number, delimiter: Buffer, { enclose, escape: escaper, columnSeparator }: LoadOptions): number {
  const [quote, back] = [enclose?.charCodeAt(0), escaper?.charCodeAt(0)];
  const between = Buffer.from(columnSeparator);
  const startsAt = (pattern: Buffer, at: number): boolean => body.subarray(at, at + pattern.length).equals(pattern);
  for (let at = from, inside = false, fresh = true; at < body.length; at += 1) {
    if (body[at] === back) {
      at += 1;
      fresh = false;
    } else if (inside) {
      if (body[at] === quote && body[at + 1] === quote) at += 1;
      else if (body[at] === quote) inside = false;
    } else if (startsAt(delimiter, at)) {
      return at;
    } else if (startsAt(between, at)) {
      at += between.length - 1;
      fresh = true;
    } else {
      inside = fresh && body[at] === quote;
      fresh = false;
    }
  }
  return -1;
}

function plainFields(line: string, options: LoadOptions): readonly (string | null)[] {
  return line.split(options.columnSeparator).map((field) => {
    const bare = options.trimDoubleQuotes && /^".*"$/s.test(field) ? field.slice(1, -1) : field;
    return unescaped(bare, options);
  });
}

/** Quotes come off first, then `\N` is looked for, then escapes are resolved. */
function enclosedFields(line: string, options: LoadOptions): readonly (string | null)[] {
  const { enclose, columnSeparator, escape: escaper } = options;
  const quote = enclose ?? '"';
  const fields: (string | null)[] = [];
  for (let at = 0; ; ) {
    const quoted = line.startsWith(quote, at);
    let end = quoted ? at + 1 : at;
    while (end < line.length) {
      if (line[end] === escaper) end += 1;
      else if (quoted && line[end] === quote && line[end + 1] === quote) end += 1;
      else if (quoted && line[end] === quote) break;
      else if (!quoted && line.startsWith(columnSeparator, end)) break;
      end += 1;
    }
    fields.push(unescaped(line.slice(quoted ? at + 1 : at, end), options));
    const next = line.indexOf(columnSeparator, end);
    if (next < 0) return fields;
    at = next + columnSeparator.length;
  }
}

function unescaped(field: string, { enclose, escape: escaper, emptyFieldAsNull }: LoadOptions): string | null {
  if (field === '\\N' || (emptyFieldAsNull && field === '')) return null;
  if (escaper === null) return field;
  let resolved = '';
  for (let at = 0; at < field.length; at += 1) {
    const doubled = field[at] === enclose && field[at + 1] === enclose;
    if ((field[at] === escaper || doubled) && at + 1 < field.length) at += 1;
    resolved += field[at];
  }
  return resolved;
}
