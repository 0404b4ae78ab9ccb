import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** What one of the two runners says of its tests. */
export interface Outcome {
  readonly passed: number;
  readonly skipped: number;
  /** A line each: where, which, and the first line of why. */
  readonly failures: readonly string[];
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

interface PlaywrightSuite {
  readonly specs?: readonly {
    readonly file: string;
    readonly title: string;
    readonly ok: boolean;
    readonly tests: readonly { readonly results: readonly { readonly error?: { readonly message?: string } }[] }[];
  }[];
  readonly suites?: readonly PlaywrightSuite[];
}

interface PlaywrightReport extends PlaywrightSuite {
  readonly stats: { readonly expected: number; readonly flaky: number; readonly skipped: number };
  readonly errors: readonly { readonly message?: string }[];
}

/** A runner that left no report did not come to its end. */
const noReport = (runner: string): Outcome => ({ passed: 0, skipped: 0, failures: [`${runner} ended without a report`] });

export function vitestOutcome(file: string, root: string): Outcome {
  if (!existsSync(file)) return noReport('vitest');
  const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    const where = relative(root, name);
    // A file that could not even be loaded has no tests to name.
    if (failed.length === 0) return status === 'failed' ? [line(where, 'the file itself', message)] : [];
    return failed.map(({ fullName, failureMessages }) => line(where, fullName, failureMessages[0]));
  });
  // An error that nobody waited for belongs to no test, and is a failure all the same.
  const stray = !report.success && failures.length === 0 ? ['vitest: an error outside of every test; see above'] : [];
  return { passed: report.numPassedTests, skipped: report.numPendingTests + report.numTodoTests, failures: [...failures, ...stray] };
}

export function playwrightOutcome(file: string): Outcome {
  if (!existsSync(file)) return noReport('playwright');
  const report = JSON.parse(readFileSync(file, 'utf8')) as PlaywrightReport;
  const { expected, flaky, skipped } = report.stats;
  const errors = report.errors.map(({ message }) => line('playwright', 'outside of every test', message));
  return { passed: expected + flaky, skipped, failures: [...failedSpecs(report), ...errors] };
}

function failedSpecs({ specs = [], suites = [] }: PlaywrightSuite): readonly string[] {
  const own = specs.filter(({ ok }) => !ok).map(({ file, title, tests }) => line(file, title, tests[0]?.results.at(-1)?.error?.message));
  return [...own, ...suites.flatMap(failedSpecs)];
}

function line(where: string, which: string, why = ''): string {
  const [first = ''] = why.split('\n');
  return `${where} › ${which}${first === '' ? '' : `: ${first}`}`;
}
