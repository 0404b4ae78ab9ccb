import { CARRIED } from './carried.ts';
import { CLASSES } from './classes.ts';
import { CONNECTIONS } from './connections.ts';
import { EXPECTED } from './expected.ts';
import { FLOW } from './flow.ts';
import { LIMITS } from './limits.ts';
import { OBJECTS } from './objects.ts';
import { OPERATIONS } from './operations.ts';
import { PRECHECK_ITEMS } from './precheck-items.ts';
import { PRECHECK_OTHERS } from './precheck-others.ts';
import { PRECHECK_PAGE } from './precheck-page.ts';
import type { Section } from './row.ts';
import { SETTINGS } from './settings.ts';
import { STATES } from './states.ts';
import { TASK_PAGES } from './task-pages.ts';

/** In the order a person meets them. */
export const SECTIONS: readonly Section[] = [
  ...[FLOW, CONNECTIONS, OBJECTS, SETTINGS, CARRIED, LIMITS],
  ...[PRECHECK_ITEMS, PRECHECK_OTHERS, PRECHECK_PAGE],
  ...[STATES, OPERATIONS, TASK_PAGES, CLASSES, EXPECTED],
];
