import { settingAdvice } from '../../postgres/advice.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { isIncremental, loadsRows, serverName } from '../selected.ts';

export const pgStandbyFeedback = defineCheck({
  code: 'PG_STANDBY_FEEDBACK',
  title: text('Reading from a Standby', '从备库读取'),
  about: text(
    'Where rows are read from a standby: whether it tells its primary which old rows it still needs (hot_standby_feedback). If not, the primary removes them and the standby ends the long reading of large tables.',
    '从备库读取数据时，检查备库是否向主库反馈其仍需要的旧行版本（hot_standby_feedback）。若未开启，主库会清理这些行，备库将取消对大表的长时间读取。',
  ),
  severity: 'warn',
  when: (config) => loadsRows(config) && !isIncremental(config),
  run: async (context) => {
    const { standby, server } = await context.sourceFacts();
    if (!standby || server.settings.get('hot_standby_feedback') !== 'off') return [];
    return [
      {
        subject: serverName(context.config.source),
        cause: text(
          'The source is a standby and hot_standby_feedback is off: reading of large tables may be ended with "canceling statement due to conflict with recovery", and begun again',
          '源库是备库且 hot_standby_feedback 为 off：读取大表时可能因“canceling statement due to conflict with recovery”被取消并重新开始',
        ),
        ...settingAdvice(server.provider, { name: 'hot_standby_feedback', value: 'on', restart: false }),
      },
    ];
  },
});
