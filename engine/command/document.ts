import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { type TaskConfig, taskConfig } from '../task/config.ts';

/** A document that cannot be used: every path that is wrong, one a line. Exit code 2. */
export class BadDocument extends Error {
  override readonly name = 'BadDocument';
}

/**
 * Reads and checks a task document (design section 5).
 * @throws BadDocument naming the file and every wrong path
 */
export async function readDocument(file: string): Promise<TaskConfig> {
  const source = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new BadDocument(`${file} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`);
  });
  let document: unknown;
  try {
    document = JSON.parse(source);
  } catch (error) {
    throw new BadDocument(`${file} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = taskConfig.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new BadDocument([`${file} is not a task document:`, ...issueLines(parsed.error)].join('\n'));
}

/** One line an issue: `source.tls.mode: Invalid option …`; each unknown key by its own path. */
export function issueLines(error: z.ZodError): string[] {
  return error.issues.flatMap((issue) => {
    const path = pathText(issue.path);
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `  ${pathText([...issue.path, key])}: unknown key`);
    return [`  ${path === '' ? 'document' : path}: ${issue.message}`];
  });
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`),
    '',
  );
}
