import type { Fault as LoadFault } from '#e2e/selectdb/faults.ts';
import { becomes, type Fault } from './fault.ts';

const PATIENCE_MS = 60_000;

/** The server's own part of a load goes wrong, until all of what was asked for has happened. */
function loads(during: Fault['during'], name: string, fault: LoadFault, times = 1): Fault {
  return {
    name: `${name}${times === 1 ? '' : `, ${times} times`}`,
    during,
    inject: ({ emulator: { faults } }) => {
      faults.next(fault, { times });
      return becomes(() => faults.waiting.length === 0, PATIENCE_MS);
    },
    heal: ({ emulator }) => emulator.faults.clear(),
  };
}

/** The request is sent twice, by something in between: the label is taken when it comes again. */
function repeated(during: Fault['during'], name: string, fault: LoadFault | null): Fault {
  return {
    name: `Label Already Exists, ${name}`,
    during,
    inject: ({ emulator: { faults }, gates }) => {
      if (fault !== null) faults.next(fault);
      return gates.backend.repeats(PATIENCE_MS);
    },
    heal: ({ emulator }) => emulator.faults.clear(),
  };
}

export function answersDuring(during: Fault['during']): readonly Fault[] {
  return [
    loads(during, 'Publish Timeout', { kind: 'publish timeout', visibleAfterMs: 700 }),
    loads(during, 'too many versions (-235)', { kind: 'too many versions' }),
    loads(during, 'too many versions (-235)', { kind: 'too many versions' }, 4),
    loads(during, 'no answer after the commit', { kind: 'no answer' }),
    loads(during, 'no answer, and the commit comes later', { kind: 'late commit', commitAfterMs: 1_500 }),
    loads(during, 'an answer that nobody understands', { kind: 'garbled answer' }),
    loads(during, 'a redirect to a dead backend', { kind: 'dead backend' }, 2),
    loads(during, 'HTTP 200 with a failure of the backend', { kind: 'fail', message: '[INTERNAL_ERROR]tablet writer write failed' }),
    loads(during, 'HTTP 200 with a failure of the frontend', { kind: 'refuse', message: 'No backend load available' }),
    loads(during, 'the connection breaks in the middle of the body', { kind: 'reset', afterBytes: 3_000 }),
    loads(during, 'a slow answer', { kind: 'slow', ms: 1_500 }, 2),
    repeated(during, 'FINISHED', null),
    repeated(during, 'RUNNING', { kind: 'late commit', commitAfterMs: 1_200 }),
    repeated(during, 'free again after an abort', { kind: 'fail', message: '[INTERNAL_ERROR]tablet writer write failed' }),
  ];
}
