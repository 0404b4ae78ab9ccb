import type { Finding } from '../precheck/check.ts';

const MARK = { pass: 'ok  ', warn: 'warn', fail: 'FAIL' } as const;

/** Precheck results: one line an item, its problems with cause, fix and SQL below; or one JSON line each. */
export function printFindings(findings: readonly Finding[], json: boolean): void {
  if (json) {
    for (const finding of findings) console.log(JSON.stringify({ kind: 'finding', ...finding }));
    return;
  }
  for (const finding of findings) {
    console.log(`${MARK[finding.severity]}  ${finding.title.en} (${finding.code})${finding.accepted ? ', accepted' : ''}`);
    for (const problem of finding.problems) {
      console.log(`      ${problem.subject}: ${problem.cause.en}`);
      console.log(`      ${problem.fix.en}`);
      if (problem.fixSql !== undefined) console.log(`      ${problem.fixSql.replaceAll('\n', '\n      ')}`);
    }
    if (finding.severity === 'warn' && !finding.accepted)
      console.log(`      To go on all the same, add "${finding.code}" to "accepted" in the document.`);
  }
}
