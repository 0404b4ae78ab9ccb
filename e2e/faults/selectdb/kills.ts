import type { Fault } from './fault.ts';
import type { Ground } from './ground.ts';

type Port = keyof Ground['gates'];
type Moment = Omit<Parameters<Ground['gates'][Port]['trips']>[0], 'spare'> & {
  readonly port: Port;
  readonly name: string;
  readonly spare: number;
};

const PATIENCE_MS = 60_000;

const isRequest = (bytes: Buffer): boolean => bytes.subarray(0, 4).toString('latin1') === 'PUT ';
const isAnswer = (bytes: Buffer): boolean => bytes.includes('"Status"');
const isStatement =
  (beginning: string) =>
  (bytes: Buffer): boolean =>
    bytes
      .subarray(5, 5 + beginning.length)
      .toString('latin1')
      .toLowerCase() === beginning;
const isInsert = isStatement('insert into');
const isAlter = isStatement('alter table');
const isCreate = isStatement('create table');

/** Where the engine can be in a load. Whatever follows on the connection is held, so that it hears no more than what is named. */
const MOMENTS: readonly Moment[] = [
  { name: 'before a load is sent', port: 'frontend', way: 'up', sees: isRequest, spare: 0, passes: false },
  { name: 'between the loads of one batch', port: 'frontend', way: 'up', sees: isRequest, spare: 1, passes: false },
  { name: 'when the backend is named', port: 'frontend', way: 'down', sees: () => true, spare: 0, passes: true },
  { name: 'when the backend has begun the load', port: 'backend', way: 'up', sees: isRequest, spare: 0, passes: true },
  { name: 'while the body goes', port: 'backend', way: 'up', sees: (bytes) => !isRequest(bytes), spare: 0, passes: false },
  {
    name: 'when the body has gone',
    port: 'backend',
    way: 'up',
    sees: (bytes) => bytes.includes('\r\n0\r\n\r\n') || bytes.at(-1) === 0x0a,
    spare: 0,
    passes: true,
  },
  { name: 'after the commit, before the answer', port: 'backend', way: 'down', sees: isAnswer, spare: 0, passes: false },
  { name: 'after the answer, before the mark', port: 'backend', way: 'down', sees: isAnswer, spare: 0, passes: true },
  { name: 'before a mark is written', port: 'mysql', way: 'up', sees: isInsert, spare: 0, passes: false },
  { name: 'when a mark is written, before the answer', port: 'mysql', way: 'up', sees: isInsert, spare: 0, passes: true },
  { name: 'at the second mark', port: 'mysql', way: 'up', sees: isInsert, spare: 1, passes: false },
];

/** Where it can be in a command of the source: nothing of it is in one transaction with its checkpoint. */
const COMMAND_MOMENTS: readonly Moment[] = [
  { name: 'before a table is changed', port: 'mysql', way: 'up', sees: isAlter, spare: 0, passes: false },
  { name: 'when a table is changed, before the answer', port: 'mysql', way: 'up', sees: isAlter, spare: 0, passes: true },
  { name: 'at the second change of a table', port: 'mysql', way: 'up', sees: isAlter, spare: 1, passes: true },
  { name: 'before a table is made', port: 'mysql', way: 'up', sees: isCreate, spare: 0, passes: false },
  { name: 'when a table is made, before the answer', port: 'mysql', way: 'up', sees: isCreate, spare: 0, passes: true },
];

export const KILLS_IN_COMMANDS: readonly Fault[] = COMMAND_MOMENTS.map((moment) => killAt('changes', moment));

export function killsDuring(during: Fault['during']): readonly Fault[] {
  return MOMENTS.map((moment) => killAt(during, moment));
}

function killAt(during: Fault['during'], { name, port, ...moment }: Moment): Fault {
  return {
    name: `the engine is killed ${name}`,
    during,
    inject: async (ground) => {
      const spare = moment.spare + ground.random.below(2);
      return (await ground.gates[port].trips({ ...moment, spare }, PATIENCE_MS)) && ground.run.kill();
    },
    // What is held goes nowhere any more, and the server hears that its client is gone.
    heal: ({ gates }) => {
      gates[port].cut();
    },
  };
}

export function killAtRandom(during: Fault['during']): Fault {
  return { name: 'the engine is killed', during, inject: (ground) => ground.run.kill() };
}
