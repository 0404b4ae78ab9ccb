import type { ErrorReport } from '../errors.ts';
import type { Flavour } from '../postgres/flavour.ts';
import type { ServerFacts } from '../postgres/server-facts.ts';

/** What the precheck asks of a PostgreSQL server, read in one go. */
export interface PostgresFacts {
  readonly family: 'postgresql';
  readonly version: number;
  readonly versionText: string;
  readonly database: string;
  readonly user: string;
  readonly encoding: string;
  readonly superuser: boolean;
  /** May CREATE schemas in the database. */
  readonly canCreate: boolean;
  /** May SET session_replication_role, so that foreign keys and triggers stay quiet while rows arrive. */
  readonly replicaRole: boolean;
  readonly readOnly: boolean;
  /** For the schemas asked about: whether they exist and the account may create tables in them. */
  readonly schemas: readonly { readonly name: string; readonly exists: boolean; readonly canCreate: boolean }[];
  /** What the server is, whatever kind was chosen. */
  readonly flavour: Flavour;
  readonly server: ServerFacts;
  readonly superusers: ReadonlySet<string>;
  /** Extensions that are offered here but not to this account. */
  readonly withheldExtensions: ReadonlySet<string>;
  /** Words that name nothing unless they are quoted. */
  readonly reservedWords: ReadonlySet<string>;
}

/** What the precheck asks of SelectDB, or of an Apache Doris, read in one go. */
export interface SelectDbFacts {
  readonly family: 'selectdb';
  /** As the server says it: `doris-3.0.3-rc04`. */
  readonly versionText: string;
  /** `30003` for 3.0.3; null where it says none, or is no Doris at all. */
  readonly version: number | null;
  /** Storage and compute apart: one replica, compute clusters, labels are kept for three days. */
  readonly cloud: boolean;
  /** As statements name it: `'app'@'%'`. */
  readonly user: string;
  /** Null where the account may not see the nodes. */
  readonly backends: { readonly alive: number; readonly total: number } | null;
  /** Names may hold letters that are not ASCII. */
  readonly unicodeNames: boolean;
  /** Tables and databases whose names differ in their case only are one. */
  readonly foldsNames: boolean;
  /** In characters. */
  readonly tableNameLimit: number;
  /** Bytes of one text value beyond which its row is refused. */
  readonly textLimit: number;
  readonly grants: readonly SelectDbGrant[];
  /** Those of the databases asked about that are there. */
  readonly databases: ReadonlySet<string>;
  /** Why the HTTP port cannot be used; null when it can. */
  readonly http: ErrorReport | null;
  /** How backends are spoken to; null where that could not be found out, or FE itself is spoken to by plain HTTP. */
  readonly backendScheme: 'http' | 'https' | null;
}

/** Rights on a level of names. Null parts: on all of them. */
export interface SelectDbGrant {
  readonly on: 'data' | 'cluster';
  readonly database: string | null;
  readonly table: string | null;
  /** As SHOW GRANTS writes them: `Select_priv`. */
  readonly privileges: readonly string[];
}

export type DestinationFacts = PostgresFacts | SelectDbFacts;
