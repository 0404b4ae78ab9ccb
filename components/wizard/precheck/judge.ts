import type { Finding } from '#engine/precheck/check.ts';

export type Verdict = 'failed' | 'warning' | 'ignored' | 'passed';
export const FILTERS = ['all', 'failed', 'warnings', 'passed'] as const;
export type FindingFilter = (typeof FILTERS)[number];

export function verdictOf({ severity, accepted }: Finding): Verdict {
  if (severity === 'pass') return 'passed';
  return severity === 'fail' ? 'failed' : accepted ? 'ignored' : 'warning';
}

const RANK: Readonly<Record<Verdict, number>> = { failed: 0, warning: 1, ignored: 1, passed: 2 };

/** What must be acted on comes first; the rest keeps the engine's order. Ignoring a warning does not move it. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => RANK[verdictOf(a)] - RANK[verdictOf(b)]);
}

export function matches(finding: Finding, filter: FindingFilter): boolean {
  const verdict = verdictOf(finding);
  if (filter === 'all') return true;
  return filter === 'warnings' ? verdict === 'warning' || verdict === 'ignored' : verdict === filter;
}

export interface Tally {
  readonly all: number;
  /** Passed or ignored. */
  readonly good: number;
  readonly failed: number;
  /** Not ignored. */
  readonly warned: number;
}

export function tally(findings: readonly Finding[]): Tally {
  const count = (...verdicts: readonly Verdict[]) => findings.filter((finding) => verdicts.includes(verdictOf(finding))).length;
  return { all: findings.length, good: count('passed', 'ignored'), failed: count('failed'), warned: count('warning') };
}
