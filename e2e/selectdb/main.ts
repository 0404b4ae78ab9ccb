import { parseArgs } from 'node:util';
import { startEmulator } from './emulator.ts';

/** The emulator by itself, on the usual ports unless others are given, until it is told to stop. */
const { values } = parseArgs({
  options: {
    'mysql-port': { type: 'string', default: '9030' },
    'http-port': { type: 'string', default: '8030' },
    'backend-port': { type: 'string', default: '8040' },
    version: { type: 'string', default: '4' },
    cloud: { type: 'boolean', default: false },
    password: { type: 'string', default: '' },
    sink: { type: 'boolean', default: false },
    'schema-change-ms': { type: 'string', default: '300' },
  },
});

const emulator = await startEmulator({
  mysqlPort: Number(values['mysql-port']),
  httpPort: Number(values['http-port']),
  backendPort: Number(values['backend-port']),
  version: values.version === '3' ? 3 : 4,
  cloud: values.cloud,
  password: values.password,
  schemaChangeMs: Number(values['schema-change-ms']),
});
emulator.faults.sink = values.sink;
console.log(
  `SelectDB emulator: MySQL ${emulator.host}:${emulator.mysqlPort}, HTTP ${emulator.host}:${emulator.httpPort}, backend ${emulator.host}:${emulator.backendPort}`,
);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void emulator[Symbol.asyncDispose]().then(() => process.exit(0)));
