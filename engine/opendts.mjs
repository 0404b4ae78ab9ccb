#!/usr/bin/env node
// First file of the command line.
import { join } from 'node:path';
import { run } from './bundle.mjs';

// Where the engine's own files are, whatever folder the command is given in.
process.env.OPENDTS_ROOT ??= join(import.meta.dirname, '..');
await run(join(import.meta.dirname, 'cli.ts'));
