import type { Cost } from '../cost.ts';
import { lessResult, type Result } from '../report.ts';
import type { Measured } from './bench-part.ts';
import type { Offer } from './offer.ts';
import { PARTS } from './parts.ts';

/** Transactions a second that are offered. */
export const RATES = [100, 1_000, 4_000] as const;

type Rate = (typeof RATES)[number];

/** Milliseconds, by rate. */
const LIMITS: Partial<Record<Rate, { readonly p50: number; readonly p99: number }>> = { 1000: { p50: 1, p99: 5 } };

interface Latency {
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Transactions a second that were committed at the source. */
  readonly reached: number;
  /** Milliseconds after their time within which 99 of 100 were committed at the source. */
  readonly late: number;
}

/** A rate held for about ten seconds, at one follower. */
export interface Sample {
  readonly rate: Rate;
  readonly latency: Latency;
  readonly cost: Cost;
}

interface Times {
  readonly source: ReadonlyMap<number, number>;
  readonly destination: ReadonlyMap<number, number>;
  readonly offer: Offer;
  /** Of the first. */
  readonly due: number;
}

/** Both servers are on this machine and have its clock. */
export function latencyOf({ source, destination, offer, due }: Times): Latency {
  const latencies = ascending([...source].map(([id, at]) => (destination.get(id) ?? Number.NaN) - at));
  const committed = ascending([...source.values()]);
  const lateness = ascending([...source].map(([id, at]) => at - due - (id * 1_000) / offer.rate));
  const seconds = ((committed.at(-1) ?? 0) - (committed[0] ?? 0)) / 1_000;
  return {
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    max: quantile(latencies, 1),
    reached: (offer.total - 1) / seconds,
    late: quantile(lateness, 0.99),
  };
}

/** Beside the limit, where there is one, and beside the subscription, which is shown and is no goal: nobody notices the difference. */
export function latencyResults({
  ours,
  peer,
  peerName,
}: {
  readonly ours: readonly Sample[];
  readonly peer: readonly Sample[];
  readonly peerName: string;
}): Measured {
  const at = (samples: readonly Sample[], rate: Rate) => samples.filter((sample) => sample.rate === rate);
  const results = RATES.flatMap((rate) =>
    (['p50', 'p99', 'max'] as const).flatMap((what): readonly Result[] => {
      const figures = (samples: readonly Sample[]) => at(samples, rate).map(({ latency }) => latency[what]);
      const base = { name: `latency at ${rate} transactions/s, ${what}`, unit: 'ms', ours: figures(ours) } as const;
      const beside = lessResult({ ...base, peer: figures(peer), peerName, goal: 0 });
      const limit = what === 'max' ? undefined : LIMITS[rate]?.[what];
      return limit === undefined ? [beside] : [lessResult({ ...base, peer: [limit], peerName: 'limit', goal: PARTS.latency.goal }), beside];
    }),
  );
  const costs = RATES.flatMap((rate) =>
    (
      [
        ['ours', ours],
        [peerName, peer],
      ] as const
    ).map(([who, samples]) => ({
      title: `latency at ${rate} transactions/s: ${who}`,
      costs: at(samples, rate).map(({ cost }) => cost),
    })),
  );
  return { results, costs };
}

function ascending(values: readonly number[]): readonly number[] {
  return [...values].sort((a, b) => a - b);
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}
