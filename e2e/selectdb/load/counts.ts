import type { Transaction } from './transactions.ts';

/** What a load saw, and what its answer says of it. */
export interface Counts {
  total: number;
  loaded: number;
  filtered: number;
  unselected: number;
  bytes: number;
}

export interface Report {
  readonly status: 'Success' | 'Publish Timeout' | 'Label Already Exists' | 'Fail';
  readonly message: string;
  readonly label: string;
  readonly comment: string;
  readonly transaction: Transaction | null;
  readonly counts: Counts;
  readonly began: number;
  readonly twoPhase: boolean;
  readonly grouped: boolean;
  readonly existingJob?: string;
  readonly errorUrl?: string;
  readonly firstError?: string;
}

/** The body of a backend's answer: HTTP 200, whatever happened. */
export function printReport(report: Report): string {
  const { counts, transaction, grouped } = report;
  const elapsed = Date.now() - report.began;
  return `${JSON.stringify(
    {
      TxnId: transaction?.id ?? -1,
      Label: report.label,
      Comment: report.comment,
      ...(grouped ? { GroupCommit: true } : { TwoPhaseCommit: String(report.twoPhase) }),
      Status: report.status,
      ...(report.existingJob === undefined ? {} : { ExistingJobStatus: report.existingJob }),
      Message: report.message,
      NumberTotalRows: counts.total,
      NumberLoadedRows: counts.loaded,
      NumberFilteredRows: counts.filtered,
      NumberUnselectedRows: counts.unselected,
      LoadBytes: counts.bytes,
      LoadTimeMs: elapsed,
      ...(grouped ? {} : { BeginTxnTimeMs: 0 }),
      StreamLoadPutTimeMs: 0,
      ReadDataTimeMs: 0,
      WriteDataTimeMs: elapsed,
      ReceiveDataTimeMs: elapsed,
      ...(grouped ? {} : { CommitAndPublishTimeMs: 0 }),
      ...(report.errorUrl === undefined ? {} : { ErrorURL: report.errorUrl }),
      ...(report.firstError === undefined ? {} : { FirstErrorMsg: report.firstError }),
    },
    null,
    4,
  )}\n`;
}
