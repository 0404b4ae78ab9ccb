import { headers } from 'next/headers';
import { ApiReference } from '#components/api-reference/api-reference.tsx';
import { describeFields } from '#lib/openapi/fields.ts';
import { titled } from '#lib/page-title.ts';
import { requireSession } from '#lib/session/session.ts';

export const generateMetadata = titled({ en: 'API Reference', zh: 'API 参考' });

export default async function ApiReferencePage() {
  await requireSession();
  const asked = await headers();
  const scheme = asked.get('x-forwarded-proto')?.split(',')[0] ?? 'http';
  return (
    <ApiReference
      fields={{ en: describeFields('en'), zh: describeFields('zh') }}
      url={`${scheme}://${asked.get('host') ?? 'localhost:3000'}`}
    />
  );
}
