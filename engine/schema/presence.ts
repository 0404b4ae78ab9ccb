/** The database that an address leads to, as its server tells it. */
export interface Presence {
  /** The server's number, which its standbys have as well, and servers that were made of its files; null where the account may not read it. */
  readonly system: string | null;
  /** The number of the database in it. */
  readonly database: string;
  /** When the server was started, in microseconds. */
  readonly started: string;
  readonly standby: boolean;
}

/**
 * Whether two addresses, asked in one moment, lead to one database, or one of them to a standby of the other's. A server that was restored
 * from a backup of another has its number, and is another one. Pure.
 */
export function isSameDatabase(one: Presence, other: Presence): boolean {
  if (one.database !== other.database) return false;
  return one.started === other.started || (one.system !== null && one.system === other.system && (one.standby || other.standby));
}
