import type { z } from 'zod';

/** What is wrong with a number that was typed. */
export type FieldProblem = 'missing' | 'whole' | 'range' | { readonly rule: string };

export function problemOf(issue: z.core.$ZodIssue): FieldProblem {
  if (issue.code === 'too_small' || issue.code === 'too_big') return 'range';
  if (issue.code === 'invalid_type') return 'expected' in issue && issue.expected === 'int' ? 'whole' : 'missing';
  return { rule: issue.message };
}
