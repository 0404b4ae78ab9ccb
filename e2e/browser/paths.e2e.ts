import { test } from '@playwright/test';
import { amazonToRds } from './paths/amazon.ts';
import { selfManagedToOracle } from './paths/oracle.ts';
import { polardbToPolardb } from './paths/polardb.ts';
import { rdsToSelectDb } from './paths/selectdb.ts';
import { PathStage } from './paths/stage.ts';
import { rdsToPolardb } from './paths/synchronization.ts';

/** The five ways people come by, each from an empty wizard to equal rows, on servers dressed as those of their providers. */
const stage = new PathStage();

test.beforeAll(async () => {
  test.setTimeout(300_000);
  await stage.open();
});

test.afterAll(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
  await stage.close();
});

test.beforeEach(() => test.setTimeout(300_000));

// First: the roles by which a provider is known are of the whole server, and stay.
selfManagedToOracle(stage);
rdsToSelectDb(stage);
polardbToPolardb(stage);
rdsToPolardb(stage);
amazonToRds(stage);
