import { sql } from '../../faults/servers.ts';
import { scaled } from '../settings.ts';

/** What one connection is asked for at most; what it cannot keep to shows in the rate that is reached. */
const RATE_PER_LANE = 125;
const FEWEST_LANES = 4;
/** All connections are open by then. */
const AHEAD_MS = 500;

export const OFFERED =
  'create table bench.offered (run integer not null, id integer not null, at timestamptz not null, primary key (run, id))';

/**
 * Keeps to its schedule whatever happens, in the server itself: of two cores a client would take one. It wakes within a millisecond of
 * the moment, and commits as an application does, waiting for the disk.
 */
export const OFFER = `create procedure make.offer(run integer, total integer, rate integer, lane integer, lanes integer, begins timestamptz)
  language plpgsql as $$
  declare early double precision;
  begin for n in lane..total - 1 by lanes loop
    early := extract(epoch from begins + n * interval '1 s' / rate - clock_timestamp());
    if early > 0 then perform pg_sleep(early); end if;
    insert into bench.offered values (run, n, clock_timestamp());
    commit;
  end loop; end $$`;

export interface Offer {
  readonly run: number;
  readonly rate: number;
  readonly total: number;
}

/** About ten seconds of it. */
export function offerOf(run: number, rate: number): Offer {
  return { run, rate, total: scaled(10 * rate) };
}

/** Resolves with the moment at which the first was due, in milliseconds since 1970. */
export async function makeOffer(url: string, { run, rate, total }: Offer): Promise<number> {
  const lanes = Math.max(FEWEST_LANES, Math.ceil(rate / RATE_PER_LANE));
  const begins = Date.now() + AHEAD_MS;
  const at = new Date(begins).toISOString();
  const call = (lane: number) => sql(url, `call make.offer(${run}, ${total}, ${rate}, ${lane}, ${lanes}, '${at}')`);
  await Promise.all(Array.from({ length: lanes }, (_, lane) => call(lane)));
  return begins;
}
