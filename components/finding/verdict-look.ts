import { CircleCheck, CircleMinus, CircleX, TriangleAlert } from 'lucide-react';
import type { Verdict } from '#components/wizard/precheck/judge.ts';

export const VERDICT_LOOK = {
  passed: { icon: CircleCheck, color: 'text-success' },
  ignored: { icon: CircleMinus, color: 'text-subtle' },
  warning: { icon: TriangleAlert, color: 'text-warning' },
  failed: { icon: CircleX, color: 'text-danger' },
} as const satisfies Readonly<Record<Verdict, unknown>>;
