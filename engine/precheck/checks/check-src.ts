import { isEngineError } from '../../errors.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { always, serverName } from '../selected.ts';

export const checkSrc = defineCheck({
  code: 'CHECK_SRC',
  title: text('Source Database Version', '源库版本'),
  about: text(
    'The version of the source. Older servers lack what the task reads by, and would fail in its middle.',
    '检查源库版本：过旧的版本缺少任务所需的功能，会在运行中失败。',
  ),
  severity: 'fail',
  when: always,
  run: async (context) => {
    try {
      await context.sourceFacts();
      return [];
    } catch (error) {
      if (!isEngineError(error) || error.code !== 'source.too-old') throw error;
      return [{ subject: serverName(context.config.source), cause: error.text, fix: error.hint }];
    }
  },
});
