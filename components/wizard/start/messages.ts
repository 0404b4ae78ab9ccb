import { defineMessages } from '#lib/messages.ts';

const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;

export const startMessages = defineMessages(
  {
    start: 'Start Task',
    route: 'From the source to the destination',
    source: 'Source',
    destination: 'Destination',
    unknown: 'Not set',
    change: 'Change',
    view: 'View',
    changeOf: (what: string) => `Change: ${what}`,
    summary: 'What will happen',
    objects: 'Objects',
    selected: (schemas: number, tables: number, others: number) =>
      [
        schemas > 0 ? many(schemas, 'whole schema', 'whole schemas') : '',
        tables > 0 ? many(tables, 'single table', 'single tables') : '',
        others > 0 ? many(others, 'other object', 'other objects') : '',
      ]
        .filter((part) => part !== '')
        .join(', '),
    nothingSelected: 'Nothing selected',
    edits: 'Names, filters, columns',
    edited: (renames: number, filters: number, columns: number) =>
      [
        renames > 0 ? many(renames, 'new name', 'new names') : '',
        filters > 0 ? many(filters, 'filter', 'filters') : '',
        columns > 0 ? many(columns, 'table with chosen columns', 'tables with chosen columns') : '',
      ]
        .filter((part) => part !== '')
        .join(', '),
    unedited: 'As at the source',
    ownOperations: (count: number) =>
      `${many(count, 'schema or table', 'schemas or tables')} with a choice of ${count === 1 ? 'its' : 'their'} own`,
    nameCase: 'Capitalization of names',
    carried: 'Carried along',
    nothingCarried: 'Nothing beside them',
    eventTriggers: (count: number) => many(count, 'event trigger', 'event triggers'),
    conflict: 'Conflicting tables',
    conflictModes: { precheck: 'Precheck and Report Errors', ignore: 'Ignore Errors and Proceed' },
    retry: 'Retry times',
    selectdb: 'Writing to SelectDB',
    selectdbOf: (interval: string, replicas: number | undefined) =>
      `changes every ${interval}; replicas: ${replicas ?? 'default of the cluster'}`,
    fields: 'Table fields',
    designed: (count: number) =>
      count === 0 ? 'As the keys of the source say' : count === 1 ? '1 table defined' : `${count} tables defined`,
    retryTimes: (connection: string, other: string) => `${connection} for failed connections, ${other} for other issues`,
    precheck: 'Precheck',
    rate: (rate: string, passed: number, total: number) => `${rate} passed (${passed} of ${total})`,
    accepted: (count: number) => many(count, 'warning ignored', 'warnings ignored'),
    unchecked: 'Not passed yet',
    structure: {
      title: 'Structure preview',
      text: 'What will run at the destination, in this order. Nothing has been changed yet.',
    },
    missing: {
      title: 'The task cannot be started yet',
      connections: 'The source or the destination is not complete.',
      objects: 'No objects or no types are selected.',
      advanced: 'A retry time is out of its range.',
      precheck: 'It must pass the precheck first, also after each change of its settings.',
      blocked: 'The precheck found problems that must be solved or, where that is possible, ignored.',
      checking: 'The precheck is still running.',
    },
    class: {
      title: 'Instance Class',
      text: 'A preset of how hard the task may work: how many slices full load copies side by side, and how many changed rows a second are followed at most.',
      unlimited: 'Unlimited',
      streams: (count: number) => `Full data: ${many(count, 'stream', 'streams')}`,
      perProcessor: 'Full data: a stream for each processor',
      rows: (amount: string) => `Incremental: up to ${amount} rows/s`,
      anyRows: 'Incremental: no limit',
    },
    throttle: 'Throttling of full data',
    changeThrottle: 'Throttling of incremental data',
    noThrottle: 'None',
    limits: {
      queriesPerSecond: (amount: string) => `${amount} queries/s`,
      rowsPerSecond: (amount: string) => `${amount} rows/s`,
      megabytesPerSecond: (amount: string) => `${amount} MB/s`,
    },
    streams: (count: number) => many(count, 'stream', 'streams'),
    perProcessor: 'a stream for each processor',
    classRows: (amount: string) => `up to ${amount} changed rows/s`,
    goTo: (step: string) => `Go to ${step}`,
    notReady: 'Not ready yet',
  },
  {
    start: '启动任务',
    route: '从源库到目标库',
    source: '源库',
    destination: '目标库',
    unknown: '未配置',
    change: '修改',
    view: '查看',
    changeOf: (what) => `修改${what}`,
    summary: '任务概要',
    objects: '任务对象',
    selected: (schemas, tables, others) =>
      [schemas > 0 ? `${schemas} 个完整模式` : '', tables > 0 ? `${tables} 张表` : '', others > 0 ? `${others} 个其他对象` : '']
        .filter((part) => part !== '')
        .join('、'),
    nameCase: '名称大小写策略',
    carried: '附加内容',
    nothingCarried: '无',
    eventTriggers: (count) => `${count} 个事件触发器`,
    nothingSelected: '未选择对象',
    edits: '映射与过滤',
    edited: (renames, filters, columns) =>
      [renames > 0 ? `${renames} 个名称映射` : '', filters > 0 ? `${filters} 个过滤条件` : '', columns > 0 ? `${columns} 张表指定了列` : '']
        .filter((part) => part !== '')
        .join('、'),
    unedited: '与源库一致',
    ownOperations: (count) => `${count} 个模式或表单独设置`,
    conflict: '目标已存在表的处理模式',
    conflictModes: { precheck: '预检查并报错拦截', ignore: '忽略报错并继续执行' },
    retry: '重试时间',
    selectdb: 'SelectDB 写入',
    selectdbOf: (interval, replicas) => `每 ${interval} 写入一次增量；副本数：${replicas ?? '集群默认'}`,
    fields: '库表字段',
    designed: (count) => (count === 0 ? '按源表主键' : `已定义 ${count} 个表`),
    retryTimes: (connection, other) => `无法连接时 ${connection}，其他问题 ${other}`,
    precheck: '预检查',
    rate: (rate, passed, total) => `通过率 ${rate}（${passed}/${total}）`,
    accepted: (count) => `已忽略 ${count} 项告警`,
    unchecked: '尚未通过',
    structure: {
      title: '结构预览',
      text: '将按以下顺序在目标库执行，目前尚未做任何更改。',
    },
    missing: {
      title: '任务暂时无法启动',
      connections: '源库或目标库配置不完整。',
      objects: '尚未选择任务对象或类型。',
      advanced: '重试时间超出取值范围。',
      precheck: '须先通过预检查；配置变更后需要重新预检查。',
      blocked: '预检查发现问题，请解决，或对可忽略的告警执行忽略。',
      checking: '预检查正在进行。',
    },
    class: {
      title: '链路规格',
      text: '任务处理能力的预设：全量阶段同时复制的切片数，以及增量阶段每秒最多处理的变更行数。',
      unlimited: '不限',
      streams: (count) => `全量：${count} 路并行`,
      perProcessor: '全量：每个处理器一路',
      rows: (amount) => `增量：最高 ${amount} 行/秒`,
      anyRows: '增量：不限',
    },
    throttle: '全量限速',
    changeThrottle: '增量限速',
    noThrottle: '不限速',
    limits: {
      queriesPerSecond: (amount) => `${amount} 次查询/秒`,
      rowsPerSecond: (amount) => `${amount} 行/秒`,
      megabytesPerSecond: (amount) => `${amount} MB/s`,
    },
    streams: (count) => `${count} 路并行`,
    perProcessor: '每个处理器一路',
    classRows: (amount) => `变更最高 ${amount} 行/秒`,
    goTo: (step) => `前往${step}`,
    notReady: '尚未就绪',
  },
);
