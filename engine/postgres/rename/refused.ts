import { EngineError } from '../../errors.ts';
import type { Text } from '../../text.ts';

/** Why names cannot be mapped; thrown wherever it is found out and told with the whole statement. */
export class Refused extends Error {
  readonly text: Text;

  constructor(text: Text, cause?: unknown) {
    super(text.en, { cause });
    this.text = text;
  }
}

/** The error for a statement of the source whose names cannot be mapped. */
export function notRenamed(sql: string, cause: unknown): EngineError {
  const why: Text = cause instanceof Refused ? cause.text : { en: 'it cannot be read', zh: '无法解析' };
  return new EngineError({
    code: 'plan.definition-not-renamed',
    message: {
      en: `Names inside this definition cannot be mapped (${why.en}): ${sql}`,
      zh: `无法映射此定义中的名称（${why.zh}）：${sql}`,
    },
    hint: {
      en: 'Migrate what it refers to without renaming its schema, name or columns, or leave the object out.',
      zh: '请不要为其引用的对象设置模式、名称或列的映射，或不迁移该对象。',
    },
    retry: 'never',
    side: 'source',
    cause,
  });
}
