import type pg from 'pg';
import { EngineError, type EngineErrorInit } from '../../errors.ts';
import type { Stage } from '../../precheck/diagnose.ts';
import type { PostgresEndpoint } from '../../task/config.ts';
import type { Text } from '../../text.ts';
import { at, type ErrorScope } from '../errors.ts';

export interface ConnectionUse {
  readonly side: 'source' | 'destination';
  readonly incremental: boolean;
}

/** What the stages of one connection test learn and hand on. */
export interface Walk {
  readonly endpoint: PostgresEndpoint;
  readonly use: ConnectionUse;
  readonly scope: ErrorScope;
  /** The server's host as `source db.example:5432`. */
  readonly place: Text;
  /** Our own address as the server may see it, once the port answered. */
  localAddress: string | null;
  client: pg.Client | null;
  /** One reply of the server answers three stages; this is what it said about a later one. */
  ahead: { readonly stage: Stage; readonly error: EngineError } | null;
}

/** `skipped`: the stage does not apply to this endpoint or use; the detail says why. */
export interface Outcome {
  readonly state: 'passed' | 'skipped';
  readonly detail: Text;
}

/** A stage that went well, with what was seen. */
export function passed(en: string, zh: string): Outcome {
  return { state: 'passed', detail: { en, zh } };
}

/** A stage that this use of the connection does without. */
export function notNeeded(en: string, zh: string): Outcome {
  return { state: 'skipped', detail: { en, zh } };
}

/** A connection test before its first stage. */
export function startWalk(endpoint: PostgresEndpoint, use: ConnectionUse): Walk {
  const scope = { side: use.side, endpoint };
  return { endpoint, use, scope, place: at(scope), localAddress: null, client: null, ahead: null };
}

/** An error of a stage; a person acts on all of them. */
export function failure(walk: Walk, init: Pick<EngineErrorInit, 'code' | 'message' | 'hint' | 'cause'>): EngineError {
  return new EngineError({ retry: 'by-hand', side: walk.use.side, ...init });
}

/** The SQLSTATE behind a translated error, if the server sent one. */
export function sqlStateOf(error: unknown): string | null {
  const cause: unknown = error instanceof EngineError ? error.cause : error;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && cause.code.length === 5 ? cause.code : null;
}
