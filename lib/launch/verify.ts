import { spawn } from 'node:child_process';

/** What `npm run verify` looks at, side by side; each prints only when it fails. */
const LOOKS = [
  { name: 'format and lint', command: 'biome', args: ['check', '--error-on-warnings', '.'] },
  { name: 'types', command: 'tsc', args: ['--noEmit'] },
  {
    name: 'unit tests',
    command: 'vitest',
    args: ['run', '--exclude', '**/*.db.test.ts', '--exclude', 'node_modules/**', '--reporter=dot'],
  },
] as const;

const results = await Promise.all(LOOKS.map(look));
for (const { name, code, output } of results) {
  if (code !== 0) console.log(`${name}\n${output}`);
  console.log(`${name}: ${code === 0 ? 'passed' : 'FAILED'}`);
}
process.exitCode = results.every(({ code }) => code === 0) ? 0 : 1;

function look({ name, command, args }: (typeof LOOKS)[number]): Promise<{ name: string; code: number | null; output: string }> {
  return new Promise((settle, fail) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    child.once('error', fail);
    child.once('close', (code) => settle({ name, code, output }));
  });
}
