import type { Harm, Way } from '../link.ts';
import { carried, type Message } from '../wire.ts';
import { becomes, type Fault, lasts, type Means } from './fault.ts';
import type { Ground, SideName } from './ground.ts';

/** Until such a message comes. */
const PATIENCE_MS = 30_000;

/** A connection of the engine, by the name it gives itself. */
interface Line {
  readonly side: SideName;
  readonly link: string;
}

export const FOLLOW: Line = { side: 'source', link: 'opendts follow' };
export const CONTROL: Line = { side: 'source', link: 'opendts control' };
export const APPLY: Line = { side: 'destination', link: 'opendts apply' };

export const RESET: Harm = { kind: 'reset' };
export const ORPHAN: Harm = { kind: 'orphan', ms: 4_000 };
export const DEAF: Harm = { kind: 'half-close', towards: 'server' };
export const DUMB: Harm = { kind: 'half-close', towards: 'engine' };
export const STALL: Harm = { kind: 'stall', way: 'both', ms: 3_000 };

const HARMS: readonly (readonly [harm: Harm, name: string])[] = [
  [RESET, 'reset'],
  [ORPHAN, 'broken without the server seeing it'],
  [DEAF, 'half-closed towards the server'],
  [DUMB, 'half-closed towards the engine'],
  [STALL, 'stalled for seconds'],
];

function nameOfHarm(harm: Harm): string {
  const known = HARMS.find(([each]) => each === harm);
  if (known !== undefined) return known[1];
  return harm.kind === 'stall' ? `stalled for ${harm.ms / 1000} s${harm.way === 'both' ? '' : `, ${harm.way} only`}` : harm.kind;
}

/** A point of the protocol. */
export interface Point {
  readonly line: Line;
  readonly name: string;
  readonly way: Way;
  readonly message: (message: Message) => boolean;
  /** Comes only when the connection is made: it is broken first. */
  readonly early?: true;
  /** The first version of the source that sends it. Absent: all do. */
  readonly since?: number;
}

/** What makes the server run it: nothing has happened yet when a statement is only prepared or bound. */
const runs =
  (what: RegExp) =>
  ({ type, text }: Message) =>
    (type === 'Q' || type === 'E') && what.test(text);
const done =
  (what: RegExp) =>
  ({ type, text }: Message) =>
    type === 'C' && what.test(text);
const status = ({ type, head }: Message) => type === 'd' && head[5] === 0x72;
const keepalive = ({ type, head }: Message) => type === 'd' && head[5] === 0x6b;
const typed = (type: string) => (message: Message) => message.type === type;
const log = (kind: string) => (message: Message) => carried(message) === kind;

const point = (line: Line, way: Way, name: string, message: Point['message']): Point => ({ line, way, name, message });
const streamed = (name: string, message: Point['message']): Point => ({ line: FOLLOW, way: 'down', name, message, since: 14 });
const early = (line: Line, way: Way, name: string, message: Point['message']): Point => ({ line, way, name, message, early: true });

export const FOLLOW_LOGIN = early(FOLLOW, 'up', 'login to follow', typed('p'));
export const FOLLOW_ASKED = early(FOLLOW, 'up', 'START_REPLICATION', runs(/^START_REPLICATION/));
export const FOLLOW_BEGINS = early(FOLLOW, 'down', 'answer to START_REPLICATION', typed('W'));
export const RELATION = early(FOLLOW, 'down', 'Relation', log('R'));
export const BEGIN = point(FOLLOW, 'down', 'Begin', log('B'));
export const INSERT = point(FOLLOW, 'down', 'Insert', log('I'));
export const UPDATE = point(FOLLOW, 'down', 'Update', log('U'));
export const DELETE = point(FOLLOW, 'down', 'Delete', log('D'));
export const TRUNCATE = point(FOLLOW, 'down', 'Truncate', log('T'));
export const COMMIT = point(FOLLOW, 'down', 'Commit', log('C'));
/** Of transactions that are told of before they are over. */
export const STREAM_START = streamed('Stream Start', log('S'));
export const STREAM_STOP = streamed('Stream Stop', log('E'));
export const STREAM_COMMIT = streamed('Stream Commit', log('c'));
export const STREAM_ABORT = streamed('Stream Abort', log('A'));
export const KEEPALIVE = point(FOLLOW, 'down', 'keepalive', keepalive);
export const STATUS = point(FOLLOW, 'up', 'standby status update', status);
export const ASKED = point(CONTROL, 'up', 'question to the source', ({ type }) => type === 'Q' || type === 'B');
export const ANSWERED = point(CONTROL, 'down', 'answer of the source', typed('D'));
export const APPLY_LOGIN = early(APPLY, 'up', 'login to apply', typed('p'));
export const APPLY_READY = early(APPLY, 'down', 'first answer to apply', typed('Z'));
export const APPLY_BEGINS = point(APPLY, 'up', 'begin', runs(/^begin/i));
export const ROWS = point(APPLY, 'up', 'rows', ({ type, length }) => (type === 'B' || type === 'd') && length > 200);
export const MANY_ROWS = point(APPLY, 'up', 'many rows', ({ type, length }) => (type === 'B' || type === 'd') && length > 20_000);
export const WRITTEN = point(APPLY, 'down', 'answer to rows', done(/^(INSERT|UPDATE|DELETE|MERGE)/));
export const COMMITS = point(APPLY, 'up', 'commit', runs(/^commit/i));
export const COMMITTED = point(APPLY, 'down', 'answer to commit', done(/^COMMIT/));

/** Some that come seconds apart. */
const RARE: ReadonlySet<Point> = new Set([MANY_ROWS, TRUNCATE, STREAM_COMMIT, STREAM_ABORT]);

/** Why the point is never come to, or null. */
export const lackOf =
  ({ name, since = 0 }: Point) =>
  ({ sourceMajor }: Means) =>
    sourceMajor < since ? `version ${sourceMajor} sends no ${name}` : null;

/** Harm at a point of the protocol: before the message, in the middle of it (0.5) or right after it (1). */
export function cut(point: Point, part: 0 | 0.5 | 1, harm: Harm): Fault {
  const { line, way, message } = point;
  const where = part === 0 ? 'before' : part === 1 ? 'after' : 'in the middle of';
  return {
    name: `${where} ${point.name}: ${nameOfHarm(harm)}`,
    missing: lackOf(point),
    inject: async (ground) => {
      const { proxy } = ground[line.side];
      const spare = point.early === true ? 0 : ground.random.below(RARE.has(point) ? 2 : 12);
      const hit = proxy.trips({ link: line.link, way, message, spare, part, harm }, PATIENCE_MS);
      if (point.early === true) for (const link of proxy.links(line.link)) link.suffer(RESET);
      return hit;
    },
  };
}

/** Harm at any moment. */
export function anywhere(line: Line, harm: Harm): Fault {
  return {
    name: `${line.link} at any moment: ${nameOfHarm(harm)}`,
    inject: async (ground) => {
      const links = ground[line.side].proxy.links(line.link);
      for (const link of links) link.suffer(harm);
      if (harm.kind === 'stall') await lasts(harm.ms);
      return links.length > 0;
    },
  };
}

/** All connections to one server, or to both. */
export function everywhere(sides: readonly SideName[], harm: Harm): Fault {
  return {
    name: `every connection to ${sides.join(' and ')}: ${nameOfHarm(harm)}`,
    inject: async (ground) => {
      const links = sides.flatMap((side) => ground[side].proxy.links());
      for (const link of links) link.suffer(harm);
      return links.length > 0;
    },
  };
}

/** After so many bytes, wherever in a message that is. */
export function after(line: Line, way: Way, atMost: number): Fault {
  return {
    name: `${line.link} after up to ${atMost} bytes ${way === 'up' ? 'to' : 'from'} the server: reset`,
    inject: async (ground: Ground) => {
      const [link] = ground[line.side].proxy.links(line.link);
      if (link === undefined) return false;
      let closed = false;
      void link.closed.then(() => {
        closed = true;
      });
      link.sufferAfter(way, 1 + ground.random.below(atMost), RESET);
      return becomes(() => closed, PATIENCE_MS);
    },
  };
}
