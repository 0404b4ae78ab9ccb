import type { AuditRow } from './audit-log.ts';

const COLUMNS = ['time', 'person', 'api_key', 'action', 'subject', 'subject_name', 'outcome', 'detail'] as const;

/** The log as a file for spreadsheets, sent as it is read. */
export function auditCsv(rows: AsyncGenerator<AuditRow>): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    // The mark at the start tells Excel that this is UTF-8.
    start: (controller) => controller.enqueue(encoder.encode(`\uFEFF${line(COLUMNS)}`)),
    pull: async (controller) => {
      const { done, value } = await rows.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(line(cells(value))));
    },
    cancel: async () => void (await rows.return(undefined)),
  });
  const day = new Date().toISOString().slice(0, 10);
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="opendts-audit-${day}.csv"`,
      'cache-control': 'no-store',
    },
  });
}

function cells({ at, who, key, action, subject, subjectName, refused, detail }: AuditRow): readonly string[] {
  const more = Object.entries(detail)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
  return [at, who, key ?? '', action, subject, subjectName, refused === null ? 'done' : `refused: ${refused}`, more];
}

function line(values: readonly string[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

/** A spreadsheet runs what begins like a formula; names are anybody's to choose. */
function cell(value: string): string {
  const tame = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
