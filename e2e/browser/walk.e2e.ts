import { test } from '@playwright/test';
import { Stack } from './stack.ts';
import { endTask } from './walk/end.ts';
import { entrance } from './walk/entrance.ts';
import { databasesAndObjects } from './walk/objects.ts';
import { checkAndStart } from './walk/start.ts';
import { statusPage } from './walk/status.ts';
import { Walk } from './walk/walk.ts';

/** One person's whole way, from the first visit to an empty list again, in one browser window. */
test.describe.configure({ mode: 'serial' });

const walk = new Walk();
let stack: Stack | null = null;

test.beforeAll(async ({ browser }) => {
  stack = await Stack.open({ scale: 0.2, rate: 15 });
  walk.begin(stack, await browser.newPage({ baseURL: stack.url }));
});

test.afterAll(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
  await stack?.close();
});

entrance(walk);
databasesAndObjects(walk);
checkAndStart(walk);
statusPage(walk);
endTask(walk);
