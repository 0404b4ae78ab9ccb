import { installedMajors } from '#lib/postgres/binaries.ts';
import { sql, startServers, type TestServer, type TestServers, valuesOf } from '../faults/servers.ts';
import { fixtureStatements, roleStatements } from './fixture/index.ts';
import { applyRenames, type Policy, type RenamedRelation, type Renames } from './mapping.ts';

/** The database that every test's source is a copy of. */
const FIXTURE = 'fixture';

/** What a destination is compared with: a database made without the product. */
export interface Expected {
  readonly url: string;
  readonly relations: readonly RenamedRelation[];
}

/** Why a pair of versions cannot be tested on this machine, or null. */
export function missingMajor(...majors: readonly number[]): string | null {
  const missing = majors.filter((major) => !installedMajors().includes(major));
  return missing.length === 0 ? null : `PostgreSQL ${[...new Set(missing)].join(' and ')} is not installed`;
}

/** Servers that several tests share: one source and one destination a version, started when first asked for. */
export class Pool implements AsyncDisposable {
  readonly #started: TestServers[] = [];
  readonly #sources = new Map<number, TestServer>();
  readonly #destinations = new Map<number, TestServer>();
  readonly #made = new Set<string>();

  async pair(source: number, destination: number): Promise<TestServers> {
    if (!this.#sources.has(source) || !this.#destinations.has(destination)) await this.#start(source, destination);
    const [from, to] = [this.#sources.get(source), this.#destinations.get(destination)];
    const [first] = this.#started;
    if (from === undefined || to === undefined || first === undefined) throw new Error('Both servers were started');
    const databases: TestServers['databases'] = async (name) => {
      await sql(from.url(), `create database ${name} template ${FIXTURE}`);
      await sql(to.url(), `create database ${name}`);
      return [from.url(name), to.url(name)];
    };
    return { dir: first.dir, source: from, destination: to, databases, [Symbol.asyncDispose]: async () => {} };
  }

  /** A database of this version with the fixture of (maybe older) version `of`. */
  async fixture(server: TestServer, of: number, name: string): Promise<string> {
    const key = `${server.port}/${name}`;
    if (!this.#made.has(key)) {
      await sql(server.url(), `create database ${name}`);
      await sql(server.url(name), ...fixtureStatements(of));
      this.#made.add(key);
    }
    return server.url(name);
  }

  /**
   * The source's fixture as PostgreSQL itself makes it on a server of the destination's version: how that version prints and stores
   * things is then no difference.
   */
  async expected(servers: TestServers): Promise<Expected> {
    const { source, destination } = servers;
    return { url: await this.fixture(destination, source.major, `expected_${source.major}`), relations: [] };
  }

  /** A copy of the source in which PostgreSQL renamed what the task renames on the way. */
  async renamed({ source }: TestServers, name: string, mapping: Renames | Policy): Promise<Expected> {
    await sql(source.url(), `create database ${name} template ${FIXTURE}`);
    return { url: source.url(name), relations: await applyRenames(source.url(name), mapping) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#started.map((servers) => servers[Symbol.asyncDispose]()));
  }

  async #start(sourceMajor: number, destinationMajor: number): Promise<void> {
    const servers = await startServers({ sourceMajor, destinationMajor });
    this.#started.push(servers);
    for (const server of [servers.source, servers.destination]) await sql(server.url(), ...roleStatements());
    if (!this.#sources.has(sourceMajor)) {
      this.#sources.set(sourceMajor, servers.source);
      await this.fixture(servers.source, sourceMajor, FIXTURE);
    }
    if (!this.#destinations.has(destinationMajor)) this.#destinations.set(destinationMajor, servers.destination);
  }
}

/** Every schema of a user's, the one that each database starts with included. */
export async function schemasOf(url: string): Promise<readonly string[]> {
  const names = await valuesOf(
    url,
    `select nspname from pg_catalog.pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'opendts') order by nspname`,
  );
  return names.flatMap((name) => (name === null ? [] : [name]));
}
