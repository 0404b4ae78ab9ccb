import { checkDatabaseName, type NameSettings } from './catalog/names.ts';
import type { Table } from './catalog/table.ts';
import { type User, Users } from './catalog/users.ts';
import { Delays } from './delays.ts';
import { DorisError, fail, unknownDatabase } from './errors.ts';
import { Faults } from './faults.ts';
import { type TransactionLimits, Transactions } from './load/transactions.ts';
import { SchemaChanges } from './storage/schema-change.ts';

interface ClusterSettings {
  /** Rules that differ between the major versions follow it. */
  readonly version: 3 | 4;
  /** ApsaraDB for SelectDB is Doris in cloud mode. */
  readonly cloud: boolean;
  readonly limits: TransactionLimits;
}

export interface Database {
  readonly id: number;
  readonly name: string;
  readonly tables: Map<string, Table>;
  readonly transactions: Transactions;
}

/** Where the rows lie. The port is known once the server listens. */
interface Backend {
  readonly id: number;
  readonly host: string;
  port: number;
  alive: boolean;
}

const SYSTEM: readonly string[] = ['information_schema', 'mysql', '__internal_schema'];

/** Everything the server knows. The MySQL and HTTP sides are doors to it. */
export class Cluster implements Disposable {
  readonly settings: ClusterSettings;
  readonly faults = new Faults();
  readonly delays = new Delays();
  readonly users = new Users();
  readonly databases = new Map<string, Database>();
  readonly backends: Backend[] = [];
  readonly globals = new Map<string, string>();
  /** Pages that ErrorURL leads to. */
  readonly errorLogs = new Map<string, string>();
  readonly computeGroups: string[];
  readonly schemaChanges: SchemaChanges;
  /** Rows and bytes that loads brought, dropped ones included. */
  readonly loaded = { requests: 0, bytes: 0, lines: 0 };
  httpPort = 0;
  mysqlPort = 0;
  /** Of the addresses that loads are led to. */
  backendScheme: 'http' | 'https' = 'http';
  #lastId = 10_000;

  constructor(settings: ClusterSettings) {
    this.settings = settings;
    this.computeGroups = settings.cloud ? ['default_cluster'] : [];
    this.schemaChanges = new SchemaChanges(this.faults, this.delays, () => this.nextId());
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  get aliveBackends(): number {
    return this.backends.filter(({ alive }) => alive).length;
  }

  /** Names of a session follow its own `enable_unicode_name_support`, those of an HTTP request the global one. */
  names(unicode = this.globals.get('enable_unicode_name_support')): NameSettings {
    const word = unicode ?? String(this.settings.version === 4);
    return { version: this.settings.version, unicode: /^(true|1|on)$/i.test(word) };
  }

  createDatabase(name: string, names: NameSettings): Database {
    checkDatabaseName(name, names);
    if (SYSTEM.includes(name) || this.databases.has(name))
      throw new DorisError(1007, 'HY000', `Can't create database '${name}'; database exists`);
    const id = this.nextId();
    const transactions = new Transactions(name, this.settings.limits, () => this.nextId());
    const database: Database = { id, name, tables: new Map(), transactions };
    this.databases.set(name, database);
    return database;
  }

  database(name: string): Database {
    return this.databases.get(name) ?? this.#missing(name);
  }

  #missing(name: string): never {
    throw unknownDatabase(name);
  }

  /** What cannot be written to at the moment refuses before it looks at anything. */
  demandWritable(): void {
    if (this.faults.readOnly) fail('The cluster is read only at the moment, writing is refused');
  }

  demandPassword(user: User): void {
    if (user.expired) {
      const message = 'Your password has expired. To log in you must change it using a client that supports expired passwords.';
      throw new DorisError(1862, 'HY000', message, message);
    }
  }

  [Symbol.dispose](): void {
    this.delays[Symbol.dispose]();
  }
}
