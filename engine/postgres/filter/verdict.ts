import type { FilterVerdict } from '../../precheck/filter.ts';
import { type Text, text } from '../../text.ts';

export type Refusal = Extract<FilterVerdict, { ok: false }>;

export interface Fault {
  /** `filter.what`. */
  readonly code: string;
  readonly message: Text;
  readonly hint: Text;
  /** In characters of the filter. */
  readonly at: number | null;
}

/** A filter that cannot be used, as the person who wrote it should hear it. */
export function refuse({ code, message, hint, at }: Fault): Refusal {
  return { ok: false, at, error: { code, message, hint, retry: 'by-hand', side: 'source', connection: false, object: null } };
}

export const ONE_CONDITION = text(
  "Write one condition over the columns of this table, e.g. id > 100 and status = 'open'.",
  "请只填写一个针对本表列的条件，例如 id > 100 and status = 'open'。",
);
