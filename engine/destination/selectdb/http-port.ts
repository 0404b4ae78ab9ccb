import { request } from 'node:http';
import { EngineError } from '../../errors.ts';
import { sleep } from '../../sleep.ts';
import type { SelectDbEndpoint } from '../../task/config.ts';
import { text } from '../../text.ts';
import { at, faultOf, LOST, UNREACHABLE } from './session-errors.ts';

const HTTP_PROBE_MS = 3_000;

/** A server of the MySQL protocol speaks first, and at once. */
const MUTE_MS = 1_500;

/** Rejects when nothing was heard of the server for a while and it answers HTTP. Does nothing else: it never resolves. */
export async function muteAsHttp(endpoint: SelectDbEndpoint, signal: AbortSignal): Promise<never> {
  await sleep(MUTE_MS, signal);
  if (!signal.aborted && (await answersHttp(endpoint))) throw httpPort(endpoint, null);
  return new Promise<never>(() => {});
}

/**
 * A server that waits to be asked, as those of HTTP do, lets the driver wait for its greeting until the time is over: it is asked in its
 * own protocol then.
 */
export async function asHttpPort(error: unknown, endpoint: SelectDbEndpoint): Promise<EngineError | null> {
  const { code, number } = faultOf(error);
  const mute = number === 0 && (UNREACHABLE.has(code) || LOST.has(code) || code === 'UNKNOWN' || code.startsWith('PROTOCOL'));
  if (!mute || !(await answersHttp(endpoint))) return null;
  return httpPort(endpoint, error);
}

function httpPort(endpoint: SelectDbEndpoint, cause: unknown): EngineError {
  return new EngineError({
    code: 'connect.http-port',
    retry: 'by-hand',
    side: 'destination',
    message: text(`${at(endpoint)} answers HTTP, not the MySQL protocol`, `${at(endpoint)} 是HTTP端口，而不是MySQL协议端口`),
    hint: text(
      'Enter the MySQL port (query_port, 9030 unless changed) as Port, and this one as HTTP port.',
      '请在“端口”中填写MySQL协议端口（query_port，默认9030），并将该端口填写为“HTTP端口”。',
    ),
    cause,
  });
}

function answersHttp({ host, port }: SelectDbEndpoint): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ host, port, path: '/api/bootstrap', timeout: HTTP_PROBE_MS, agent: false }, (response) => {
      response.destroy();
      resolve(true);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(false));
    asked.on('close', () => resolve(false));
    asked.end();
  });
}
