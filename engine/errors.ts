import type { Text } from './text.ts';

/** `never`: repeating cannot help. `by-hand`: a person must act first. `soon`: repeating may help by itself. */
export type Retry = 'never' | 'by-hand' | 'soon';

/** Which side of a task an error belongs to; decides which retry time applies and who is told to act. */
export type Side = 'source' | 'destination' | 'task';

export interface EngineErrorInit {
  /** Stable, `area.what` in kebab-case, e.g. `connect.login`. */
  readonly code: string;
  /** What happened, to which object, and why. */
  readonly message: Text;
  /** What to do about it. */
  readonly hint: Text;
  readonly retry: Retry;
  readonly side?: Side;
  /** True when the connection itself failed: *Retry Time for Failed Connections* then applies. */
  readonly connection?: boolean;
  /** The object concerned, as the user names it (`sales.orders`). */
  readonly object?: string;
  readonly cause?: unknown;
}

/** The one error type that leaves the engine. `cause` is kept for the log and never pasted into a message. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: string;
  readonly text: Text;
  readonly hint: Text;
  readonly retry: Retry;
  readonly side: Side;
  readonly connection: boolean;
  readonly object: string | null;

  constructor(init: EngineErrorInit) {
    super(init.message.en, { cause: init.cause });
    this.code = init.code;
    this.text = init.message;
    this.hint = init.hint;
    this.retry = init.retry;
    this.side = init.side ?? 'task';
    this.connection = init.connection ?? false;
    this.object = init.object ?? null;
  }
}

/** What of an error is stored, sent to the browser and printed. */
export interface ErrorReport {
  readonly code: string;
  readonly message: Text;
  readonly hint: Text;
  readonly retry: Retry;
  readonly side: Side;
  readonly connection: boolean;
  readonly object: string | null;
}

/** Also one made by another copy of this module: the console's bundles each carry their own. */
export function isEngineError(error: unknown): error is EngineError {
  return error instanceof EngineError || (error instanceof Error && error.name === 'EngineError' && 'retry' in error && 'hint' in error);
}

/** Turns anything thrown into a report; what is not an `EngineError` is a fault of ours and says so. */
export function reportOf(error: unknown): ErrorReport {
  if (isEngineError(error)) {
    const { code, text, hint, retry, side, connection, object } = error;
    return { code, message: text, hint, retry, side, connection, object };
  }
  const detail = error instanceof Error ? error.message : String(error);
  return {
    code: 'engine.unexpected',
    message: { en: `Unexpected error in the engine: ${detail}`, zh: `引擎内部错误：${detail}` },
    hint: { en: 'Resume the task. If it happens again, report it with the task log.', zh: '请恢复任务；若再次出现，请附任务日志反馈。' },
    retry: 'soon',
    side: 'task',
    connection: false,
    object: null,
  };
}

/** Rebuilds the error a report was made from, on the other side of a thread or process boundary. */
export function errorFrom(report: ErrorReport): EngineError {
  const { object, ...rest } = report;
  return new EngineError({ ...rest, ...(object === null ? {} : { object }) });
}
