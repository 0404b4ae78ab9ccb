import type { Reply } from './request.ts';

/** What a Stream Load came to. */
export type Answer =
  /** Committed, and there to be read now or, after a publish timeout, a little later. */
  | { readonly kind: 'loaded'; readonly rows: number; readonly isSeen: boolean }
  /** An earlier request has the label. */
  | { readonly kind: 'taken'; readonly job: string }
  /** More versions or transactions than the server can take: what helps is to wait. */
  | { readonly kind: 'crowded'; readonly reason: string; readonly isBegun: boolean }
  /** Rows were refused; nothing was loaded. `url`: where their reasons are. */
  | { readonly kind: 'rows'; readonly reason: string; readonly url: string | null; readonly first: string | null }
  /** The account is refused. */
  | { readonly kind: 'denied'; readonly reason: string }
  /** Nothing was loaded, for a reason that may pass. `isBegun`: as far as a backend knows which had begun a transaction. */
  | { readonly kind: 'passing'; readonly reason: string; readonly isBegun: boolean }
  /** Nothing was loaded, and the same request would be refused again. */
  | { readonly kind: 'refused'; readonly reason: string; readonly isBegun: boolean }
  /** Nothing that can be understood: what became of the load has to be asked. */
  | { readonly kind: 'unclear'; readonly reason: string };

/** The server says `OK` by the status line to nearly everything: only the text tells. */
export function readAnswer({ status, text }: Reply): Answer {
  const answer = parsed(text);
  if (status === 401 || answer?.code === 401) return { kind: 'denied', reason: stringOf(answer?.data) ?? 'Unauthorized' };
  if (status === 503 || status === 502) return { kind: 'passing', reason: `HTTP ${status} ${text.slice(0, 200)}`.trim(), isBegun: false };
  if (answer === null) return { kind: 'unclear', reason: `HTTP ${status} ${text.slice(0, 200)}`.trim() };
  const state = stringOf(answer.Status);
  // Without it FE answered by itself: no transaction was begun.
  if (state === null) return byReason(stringOf(answer.msg) ?? text.slice(0, 500), false);
  const reason = stringOf(answer.Message) ?? '';
  if (state === 'Success' || state === 'Publish Timeout')
    return { kind: 'loaded', rows: Number(answer.NumberLoadedRows), isSeen: state === 'Success' };
  if (state === 'Label Already Exists') return { kind: 'taken', job: stringOf(answer.ExistingJobStatus) ?? '' };
  const url = stringOf(answer.ErrorURL);
  const first = stringOf(answer.FirstErrorMsg);
  const filtered = Number(answer.NumberFilteredRows);
  if (url !== null || filtered > 0 || /DATA_QUALITY_ERROR|too many filtered rows|unqualified data/i.test(reason))
    return { kind: 'rows', reason, url: url === '' ? null : url, first };
  return byReason(reason, Number(answer.TxnId) > 0);
}

const CROWDED =
  /-235|too many versions|version count: \d+, exceed|larger than limit|TOO_MANY_VERSION|too many tasks|MEM_LIMIT_EXCEEDED|memory (limit )?exceed/i;
const DENIED = /access denied|unauthorized|need \(at least one of\) the|permission denied|password has expired/i;
const PASSING =
  /tablet writer|rpc|time ?d? ?out|no available backend|no backend|write lock|not ready|failed to send|connection|cancell?ed|close wait|schema change|E-2\d\d\b|is not alive|No alive|no scanNode|failed to get master|not master|unhealthy/i;

function byReason(reason: string, isBegun: boolean): Answer {
  if (CROWDED.test(reason)) return { kind: 'crowded', reason, isBegun };
  if (DENIED.test(reason)) return { kind: 'denied', reason };
  return { kind: PASSING.test(reason) ? 'passing' : 'refused', reason, isBegun };
}

type Parsed = Readonly<Record<string, unknown>>;

function parsed(text: string): Parsed | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Parsed) : null;
  } catch {
    return null;
  }
}

function stringOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/**
 * Where a label's transaction stands. `committed`: its rows will be there to be read, and may not be yet; `open`: it may still become
 * either; `unknown`: it never was, or was long ago.
 */
export type LabelState = 'visible' | 'committed' | 'open' | 'aborted' | 'unknown';

/** Of `get_load_state`; null when it says something else. */
export function readLabelState({ text }: Reply): LabelState | null {
  const answer = parsed(text);
  if (answer === null || answer.code !== 0) return null;
  return labelStateOf(stringOf(answer.data) ?? '');
}

function labelStateOf(name: string): LabelState | null {
  switch (name.toUpperCase()) {
    case 'VISIBLE':
      return 'visible';
    case 'COMMITTED':
      return 'committed';
    case 'PREPARE':
    case 'PRECOMMITTED':
      return 'open';
    case 'ABORTED':
      return 'aborted';
    case 'UNKNOWN':
      return 'unknown';
    default:
      return null;
  }
}
