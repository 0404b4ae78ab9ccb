import type { Text } from '#engine/text.ts';
import type { Role } from '#lib/session/role.ts';
import type { AnswerName } from './answers.ts';
import type { REQUESTS } from './requests.ts';

export const OPERATION_GROUPS = ['tasks', 'source', 'precheck', 'running', 'changing', 'reading'] as const;
type OperationGroup = (typeof OPERATION_GROUPS)[number];

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly text: Text;
  readonly example: string;
  /** Of one that is not any text. */
  readonly values?: readonly string[];
  /** Whether a request must have it; absent: what is in the path. */
  readonly needed?: boolean;
}

/** One public operation: what the description, the page and the `curl` beside it are made from. Plain data: it goes to the browser. */
export interface Operation {
  /** Stable, `createTask`. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly group: OperationGroup;
  readonly summary: Text;
  readonly text: Text;
  /** The least role a key needs. */
  readonly role: Role;
  readonly parameters: readonly Parameter[];
  readonly body?: { readonly schema: keyof typeof REQUESTS; readonly required: boolean; readonly example: unknown };
  readonly answer: {
    readonly status: number;
    readonly schema: AnswerName | null;
    readonly stream?: true;
    readonly file?: true;
    readonly text: Text;
  };
}
