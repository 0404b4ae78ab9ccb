/** A whole document, as `POST /api/v1/tasks` takes it. */
export const EXAMPLE_DOCUMENT = {
  name: 'orders',
  source: { type: 'postgresql', host: '10.0.0.5', port: 5432, database: 'app', user: 'migrator', password: '…' },
  destination: { type: 'postgresql', host: '10.0.0.9', port: 5432, database: 'app', user: 'migrator', password: '…' },
  types: ['schema', 'full', 'incremental'],
  objects: [{ schema: 'public' }, { schema: 'sales', tables: [{ name: 'orders', where: 'id > 100' }] }],
} as const;
