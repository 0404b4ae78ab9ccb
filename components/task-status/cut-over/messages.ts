import { spaced } from '#lib/format.ts';
import { defineMessages } from '#lib/messages.ts';

/** The switch of an application from the source to the destination, step by step. */
export const cutOverMessages = defineMessages(
  {
    title: 'Switch the application over',
    text: 'In this order no change is lost and none is made twice.',
    open: 'Show the steps of the switch',
    done: 'Done',
    notYet: 'Not yet',
    quietFor: (time: string) => `${time} without a change`,
    caughtUp: { title: 'The task is not delayed', text: 'Less than 5 seconds behind the source, and no table waits for its rows.' },
    writing: {
      title: 'End all writing at the source',
      text: 'Stop the application, jobs and triggers that write. This statement names the sessions that are left there:',
    },
    quiet: {
      title: 'A minute without a change',
      text: 'Nothing comes from the source any more. A change that comes meanwhile means that somebody still writes.',
    },
    paused: {
      title: 'Pause the task',
      text: 'What it has read is applied then, and sequences at the destination are brought up to those of the source. A warning among the events says when that failed.',
    },
    compared: { title: 'Look at both sides', text: 'Compare what counts for you: numbers of rows, sums, the newest orders.' },
    stopped: {
      title: 'Stop the task',
      text: 'It does not follow the source any more, and the source keeps no log for it. A task that is only paused would overwrite newer rows when it goes on.',
    },
    back: {
      title: 'Keep a way back',
      text: 'A reverse task (More operations) carries what is written at the destination back to the source. Start it before the application writes there.',
    },
    moved: { title: 'Point the application at the destination', text: 'Its address:' },
    accounts: {
      title: 'Take the accounts of the migration away',
      text: 'Those at both sides, or their rights. Release the task once nothing is to go back.',
    },
  },
  {
    title: '业务切换',
    text: '按以下顺序操作，变更不会丢失，也不会重复。',
    open: '显示业务切换步骤',
    done: '已完成',
    notYet: '未完成',
    quietFor: (time) => `${spaced('已有', time)}无变更`,
    caughtUp: { title: '任务无延迟', text: '落后源库不到 5 秒，且没有等待复制数据的表。' },
    writing: { title: '停止源库的全部写入', text: '停止会写入源库的应用、定时任务和触发器。可通过以下语句查看源库剩余的会话：' },
    quiet: { title: '一分钟内无变更', text: '源库不再产生变更。如在此期间仍有变更，说明还有会话在写入。' },
    paused: { title: '暂停任务', text: '暂停时会写完已读取的变更，并将目标库的序列更新到源库的当前值。更新失败时，事件中会有告警。' },
    compared: { title: '核对两端数据', text: '核对您关心的内容，例如行数、合计值、最新的业务数据。' },
    stopped: { title: '结束任务', text: '任务不再读取源库，源库也不再为其保留日志。仅暂停的任务一旦恢复，会覆盖目标库中较新的数据。' },
    back: { title: '保留回退途径', text: '通过“更多操作”创建反向任务，可将目标库的写入同步回源库。请在应用写入目标库之前启动。' },
    moved: { title: '将应用连接到目标库', text: '目标库地址：' },
    accounts: { title: '回收迁移账号', text: '删除两端的迁移账号或收回其权限。确认无需回退后，再释放任务。' },
  },
);
