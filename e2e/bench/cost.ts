import { performance } from 'node:perf_hooks';
import { idleCpu, serverCpu } from './cpu.ts';
import type { Stage } from './stage.ts';

export interface Clock {
  readonly wall: number;
  /** What all cores together had nothing to do; what is missing then was somebody else's. */
  readonly idle: number;
}

/** Seconds: what a run took, and the CPU it took of each. */
export interface Cost extends Clock {
  /** The engine, or the programs of a peer. */
  readonly programs: number;
  readonly source: number;
  readonly destination: number;
}

/** Where the counters stood at a moment. */
export interface Reading extends Cost {}

export function readClock(): Clock {
  return { wall: performance.now() / 1000, idle: idleCpu() };
}

/** The time first: reading the counters takes a few milliseconds. */
export function readCost(stage: Stage, programs: () => number): Reading {
  return { ...readClock(), programs: programs(), source: serverCpu(stage.source.pid), destination: serverCpu(stage.destination.pid) };
}

export function between(from: Reading, to: Reading): Cost {
  return {
    wall: to.wall - from.wall,
    idle: to.idle - from.idle,
    programs: to.programs - from.programs,
    source: to.source - from.source,
    destination: to.destination - from.destination,
  };
}
