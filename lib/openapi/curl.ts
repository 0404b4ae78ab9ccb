import type { Operation } from './operation.ts';

/** Where a key stands in a command; the shell puts it in. */
const KEY = '$OPENDTS_API_KEY';

interface Filling {
  readonly url: string;
  /** Absent: the operation's own example. */
  readonly body?: unknown;
}

/** A command that calls the operation, for a POSIX shell in which `OPENDTS_API_KEY` is set. */
export function curlOf({ method, path, parameters, body: described, answer }: Operation, { url, body }: Filling): string {
  const filled = parameters.reduce((at, { name, example }) => at.replace(`{${name}}`, example), path);
  const query = new URLSearchParams(parameters.flatMap(({ name, needed, example }) => (needed === true ? [[name, example]] : [])));
  const sent = body ?? described?.example;
  return [
    `curl --fail-with-body${answer.stream === true ? ' --no-buffer' : ''} -X ${method} ${quoted(`${url}${filled}${query.size === 0 ? '' : `?${query}`}`)}`,
    `-H "Authorization: Bearer ${KEY}"`,
    ...(sent === undefined ? [] : [`-H 'Content-Type: application/json'`, `--data-binary ${quoted(JSON.stringify(sent, null, 2))}`]),
  ].join(' \\\n  ');
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
