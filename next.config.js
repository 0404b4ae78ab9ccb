/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  // `npm run verify` has checked them; a user's first start need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  // These load native or WebAssembly parts, or start worker threads from their own files: leave them to Node.
  serverExternalPackages: ['pg', 'pg-copy-streams', 'libpg-query', 'ssh2', '@prisma/client', 'tsx'],
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'X-Frame-Options', value: 'DENY' },
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'Referrer-Policy', value: 'same-origin' },
      ],
    },
  ],
};
