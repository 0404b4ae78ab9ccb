import { join, resolve } from 'node:path';
import { z } from 'zod';
import { Refused } from './refused.ts';

const shape = z.object({
  /** Folder of everything the installation keeps: embedded metadata store, secret, command-line tasks. */
  OPENDTS_DATA: z.string().min(1).default('.opendts'),
  /** An outside metadata store; absent: the embedded one. */
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'must be postgresql://account:password@host:port/database, other characters than letters and digits in % notation',
    })
    .optional(),
  /** Seals stored passwords; absent: generated into the data folder. */
  OPENDTS_SECRET: z.string().min(16, 'must be at least 16 characters').optional(),
  OPENDTS_HOST: z.string().min(1).default('0.0.0.0'),
  /** Days that rows of the audit log are kept; 0: for ever. */
  OPENDTS_AUDIT_DAYS: z.coerce.number().int().min(0).max(36_500).default(400),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
});

export interface Env {
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
  readonly secret: string | null;
  readonly host: string;
  readonly port: number;
  /** Null: for ever. */
  readonly auditDays: number | null;
}

/**
 * The settings of this installation.
 * @throws Refused naming every variable that cannot be used
 */
export function readEnv(variables: Readonly<Record<string, string | undefined>> = process.env): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = shape.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Refused(`These environment variables cannot be used:\n${lines.join('\n')}`);
  }
  const { OPENDTS_DATA, DATABASE_URL, OPENDTS_SECRET, OPENDTS_HOST, OPENDTS_AUDIT_DAYS, PORT } = parsed.data;
  return {
    dataFolder: resolve(OPENDTS_DATA),
    databaseUrl: DATABASE_URL ?? null,
    secret: OPENDTS_SECRET ?? null,
    host: OPENDTS_HOST,
    port: PORT,
    auditDays: OPENDTS_AUDIT_DAYS === 0 ? null : OPENDTS_AUDIT_DAYS,
  };
}

/** Folder of the embedded metadata store. */
export function metadataFolder(env: Env): string {
  return join(env.dataFolder, 'postgres');
}
