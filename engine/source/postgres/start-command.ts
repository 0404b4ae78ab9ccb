import { toLsn } from '../../postgres/lsn.ts';
import { literal, quote } from '../../postgres/quote.ts';
import type { Position } from '../../schema/row.ts';

/** Large transactions come while they are still open from here on (protocol 2). The newest protocol tells the same of them, unless asked for more. */
const STREAMING = 140000;
const NEWEST = 160000;

/** Whether a server of the version can tell of a transaction before it is over. */
export function canStream(version: number): boolean {
  return version >= STREAMING;
}

/**
 * Asks for the log of the slot `name` and the publications from `from`, or from where the slot stands.
 *
 * Not for two-phase decoding (`two_phase`, from 15 on): what is told at PREPARE TRANSACTION is not told again at COMMIT PREPARED once it was
 * confirmed, so that we would have to keep it durably until then, for days if need be. Without it a prepared transaction comes whole at its
 * COMMIT PREPARED, and not at all after ROLLBACK PREPARED; the source keeps the log for it, as for any open one.
 */
export function startCommand(of: {
  readonly name: string;
  readonly publications: readonly string[];
  readonly from: Position | null;
  readonly version: number;
  /** Transactions may come before they are over. */
  readonly streams: boolean;
  /** Values come in their binary form (from 14 on). */
  readonly binary?: boolean;
}): string {
  const { name, publications, from, version, streams, binary = false } = of;
  const protocol = streams ? `proto_version '${version < NEWEST ? 2 : 4}', streaming 'on'` : "proto_version '1'";
  const start = from === null ? '0/0' : toLsn(from);
  return `START_REPLICATION SLOT ${quote(name)} LOGICAL ${start} (${protocol}${binary ? ", binary 'true'" : ''}, publication_names ${literal(publications.map(quote).join(','))})`;
}
