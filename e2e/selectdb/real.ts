import type { Address } from './client.ts';

/** A real Doris to ask the same of, where `DORIS_URL` (mysql://user:password@host:9030?http=8030&version=4) names one; else null. */
export function realDoris(): { readonly address: Address; readonly version: 3 | 4 } | null {
  const url = process.env.DORIS_URL;
  if (url === undefined || url === '') return null;
  const { hostname, port, username, password, searchParams } = new URL(url);
  return {
    address: {
      host: hostname,
      mysqlPort: Number(port || 9030),
      httpPort: Number(searchParams.get('http') ?? 8030),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
    },
    version: searchParams.get('version') === '3' ? 3 : 4,
  };
}
