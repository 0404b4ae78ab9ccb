import { expect, test } from 'vitest';
import { caseOf } from './case.ts';

test.each([
  ['source', 'schema', 'Sales', 'Sales'],
  ['source', 'column', 'Id', 'Id'],
  ['default', 'schema', 'Sales', 'sales'],
  ['default', 'relation', 'Orders', 'orders'],
  ['default', 'column', 'Id', 'Id'],
  ['lower', 'column', 'Id', 'id'],
  ['upper', 'schema', 'sales', 'SALES'],
  ['upper', 'relation', 'Orders 2', 'ORDERS 2'],
  ['upper', 'column', 'größe', 'GRößE'],
  ['lower', 'relation', 'ÄÖ_İIK', 'ÄÖ_İik'],
] as const)('%s: %s %s becomes %s', (policy, what, name, to) => {
  expect(caseOf(policy, what, name)).toBe(to);
});
