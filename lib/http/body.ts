import { EngineError } from '#engine/errors.ts';
import { text } from '#engine/text.ts';

/** A document that names every column of some ten thousand tables. */
const LIMIT = 16 * 1024 * 1024;
/** For who has not signed in yet. */
export const ENTRANCE_LIMIT = 64 * 1024;

/**
 * The JSON a request carries.
 * @throws EngineError `request.too-large`, `request.invalid`
 */
export async function readJson(request: Request, limit: number = LIMIT): Promise<unknown> {
  return parse(await read(request, limit));
}

/**
 * The same where a request need not carry any: undefined then.
 * @throws EngineError `request.too-large`, `request.invalid`
 */
export async function readJsonIfAny(request: Request): Promise<unknown> {
  const bytes = await read(request, LIMIT);
  return bytes.byteLength === 0 ? undefined : parse(bytes);
}

function parse(bytes: Uint8Array): unknown {
  const source = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(source, (key, value: unknown) => {
      if (isUnstorable(key) || (typeof value === 'string' && isUnstorable(value))) throw new SyntaxError('unstorable');
      return value;
    });
  } catch {
    throw invalid();
  }
}

/** The same request for another's code to read, once it is known to be of a reasonable size. */
export async function limited(request: Request, limit: number): Promise<Request> {
  const { url, method, headers } = request;
  return new Request(url, { method, headers, body: await read(request, limit) });
}

/** No database keeps them: NUL, and halves of a character. */
function isUnstorable(value: string): boolean {
  return /[\0\p{Surrogate}]/u.test(value);
}

/** How far past its limit a body is still heard out, kept nowhere: who is cut off while sending never reads our answer. */
const PATIENCE = 4;

async function read(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  let chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit * PATIENCE) break;
    if (size > limit) chunks = [];
    else chunks.push(chunk);
  }
  if (size > limit) throw tooLarge(limit);
  return new Uint8Array(Buffer.concat(chunks));
}

function invalid(): EngineError {
  return new EngineError({
    code: 'request.invalid',
    message: text('The request is not valid JSON', '请求不是有效的 JSON'),
    hint: text('Send a JSON document in UTF-8, without NUL characters.', '请发送 UTF-8 编码且不含 NUL 字符的 JSON 文档。'),
    retry: 'never',
  });
}

function tooLarge(limit: number): EngineError {
  const kib = limit / 1024;
  return new EngineError({
    code: 'request.too-large',
    message: text(`The request is larger than ${kib} KiB`, `请求超过 ${kib} KiB`),
    hint: text('Select whole schemas instead of listing every table.', '请选择整个模式，而不是逐一列出表。'),
    retry: 'never',
  });
}
