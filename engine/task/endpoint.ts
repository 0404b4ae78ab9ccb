import { z } from 'zod';
import {
  SELECTDB_HTTP_PORT,
  SELECTDB_MARKS_DATABASE,
  SELECTDB_PORT,
  selectdbComputeGroup,
  selectdbHttpPort,
  selectdbHttps,
} from './selectdb-config.ts';
import { enteredSsh, sshConfig } from './ssh-config.ts';

export { type EnteredSsh, SSH_PORT, type SshConfig, sshConfig } from './ssh-config.ts';

/** PEM material for TLS; only the modes that need a part ask for it. */
export const tlsConfig = z.strictObject({
  mode: z.enum(['disable', 'require', 'verify-ca', 'verify-full']).default('disable'),
  ca: z.string().optional(),
  cert: z.string().optional(),
  key: z.string().optional(),
  passphrase: z.string().optional(),
});

/** The kinds of database, and the port each listens on unless told otherwise. */
export const DEFAULT_PORTS = { postgresql: 5432, 'polardb-postgresql': 5432, 'polardb-oracle': 1521, selectdb: SELECTDB_PORT } as const;

export const endpointPort = z
  .number()
  .int()
  .min(1)
  .max(65535)
  .meta({ label: { en: 'Port', zh: '端口' }, control: 'number' });

const parts = {
  host: z
    .string()
    .trim()
    .min(1)
    .meta({ label: { en: 'Domain name or IP address', zh: '域名或IP地址' }, control: 'text' }),
  database: z
    .string()
    .min(1)
    .meta({ label: { en: 'Database name', zh: '数据库名称' }, control: 'text' }),
  user: z
    .string()
    .min(1)
    .meta({ label: { en: 'Database account', zh: '数据库账号' }, control: 'text' }),
  tls: tlsConfig.default({ mode: 'disable' }),
};
const password = z.string().meta({ label: { en: 'Database password', zh: '数据库密码' }, control: 'password' });

/** How to reach one database of a kind that speaks PostgreSQL's protocol. */
function endpoint<T extends Exclude<keyof typeof DEFAULT_PORTS, 'selectdb'>>(type: T) {
  return z.strictObject({
    type: z.literal(type),
    ...parts,
    port: endpointPort.default(DEFAULT_PORTS[type]),
    password: password.default(''),
    /** Reached through a bastion; absent: directly. */
    ssh: sshConfig.optional(),
  });
}

const postgresql = endpoint('postgresql');
const polardbPostgresql = endpoint('polardb-postgresql');
const polardbOracle = endpoint('polardb-oracle');

/** SelectDB, or an Apache Doris of one's own. TLS is that of the MySQL protocol, and of the HTTP port where that is one of HTTPS. */
export const selectdbEndpoint = z.strictObject({
  type: z.literal('selectdb'),
  ...parts,
  /** Holds the marks of tasks, and is made if it is missing; rows go into databases named like the source's schemas. */
  database: parts.database.default(SELECTDB_MARKS_DATABASE),
  port: endpointPort.default(SELECTDB_PORT),
  httpPort: selectdbHttpPort.default(SELECTDB_HTTP_PORT),
  https: selectdbHttps.optional(),
  computeGroup: selectdbComputeGroup.optional(),
  password: password.default(''),
});

/** Every kind of endpoint that can be read from, and written to. A new kind joins its union. */
export const sourceEndpoint = z.discriminatedUnion('type', [postgresql, polardbPostgresql]);
export const destinationEndpoint = z.discriminatedUnion('type', [postgresql, polardbPostgresql, polardbOracle, selectdbEndpoint]);
/** All that speak PostgreSQL's protocol. */
const postgresEndpoint = z.discriminatedUnion('type', [postgresql, polardbPostgresql, polardbOracle]);

/** What is saved as a connection: a password that does not come stays the stored one. */
const kept = { password: z.string().optional() };
export const connectionEndpoint = z.discriminatedUnion('type', [
  postgresql.extend(kept),
  polardbPostgresql.extend(kept),
  polardbOracle.extend(kept),
  selectdbEndpoint.extend(kept),
]);

/** The same with nothing filled in: what a form holds. */
export const enteredEndpoint = z.strictObject({
  type: z.enum(['postgresql', 'polardb-postgresql', 'polardb-oracle', 'selectdb']),
  ...parts,
  port: endpointPort,
  password,
  httpPort: selectdbHttpPort.optional(),
  https: selectdbHttps.optional(),
  computeGroup: selectdbComputeGroup.optional(),
  ssh: enteredSsh.optional(),
});

/** An endpoint that stands for a connection saved in the console; resolved there before the engine sees it. */
export const savedEndpoint = z.strictObject({ connectionId: z.string().min(1) });
export const draftEndpoint = z.union([savedEndpoint, enteredEndpoint.partial()]);

export type TlsConfig = z.infer<typeof tlsConfig>;
export type PostgresEndpoint = z.infer<typeof postgresEndpoint>;
export type SourceEndpoint = z.infer<typeof sourceEndpoint>;
export type DestinationEndpoint = z.infer<typeof destinationEndpoint>;
export type SelectDbEndpoint = z.infer<typeof selectdbEndpoint>;
export type EndpointType = DestinationEndpoint['type'];
export type DraftEndpoint = z.infer<typeof draftEndpoint>;
