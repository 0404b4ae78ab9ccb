import { answersDuring } from './answers.ts';
import type { Fault } from './fault.ts';
import { KILLS_IN_COMMANDS, killAtRandom, killsDuring } from './kills.ts';
import { ALL_AWAY, away, cut, sourceCut, sourceStops } from './outages.ts';
import { clusterDuring, columnsChange, pause, slowSchemaChange } from './server-faults.ts';

const DURING = ['load', 'changes'] as const;

const BOTH = DURING.flatMap((during) => [
  ...killsDuring(during),
  killAtRandom(during),
  ...answersDuring(during),
  ...clusterDuring(during),
  sourceStops(during, 'fast'),
  sourceStops(during, 'immediate'),
  sourceCut(during),
  cut(during, 'mysql'),
  cut(during, 'frontend'),
  cut(during, 'backend'),
  away(during, 'backend', 'slammed'),
  pause(during),
]);

/** All of them, each once. */
export const SELECTDB: readonly Fault[] = [
  ...BOTH,
  ...KILLS_IN_COMMANDS,
  slowSchemaChange('load', 'n1'),
  slowSchemaChange('changes', 'n2'),
  away('changes', 'mysql', 'shut'),
  away('changes', 'frontend', 'shut'),
  ALL_AWAY,
  columnsChange('the engine is killed', killAtRandom('changes')),
  columnsChange('FE ends the connection', cut('changes', 'mysql')),
  columnsChange('the source crashes', sourceStops('changes', 'immediate')),
];

const SHORT_NAMES = new Set([
  'the engine is killed while the body goes',
  'the engine is killed after the commit, before the answer',
  'no answer after the commit',
  'Label Already Exists, FINISHED',
  'the source stops (immediate) and starts again',
  'the engine is killed when a table is changed, before the answer',
]);

/** For a test: what would show first that the command itself is not sound. */
export const SHORT: readonly Fault[] = SELECTDB.filter(({ name }) => SHORT_NAMES.has(name));
