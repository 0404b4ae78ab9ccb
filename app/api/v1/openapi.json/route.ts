import { reading } from '#lib/http/route.ts';
import { describeApi } from '#lib/openapi/document.ts';

/** The OpenAPI 3.1 description of the public routes; `?lang=zh` in Chinese. */
export const GET = reading(async ({ url, request }) => {
  const host = request.headers.get('host') ?? url.host;
  const scheme = request.headers.get('x-forwarded-proto')?.split(',')[0] ?? url.protocol.replace(':', '');
  return describeApi({ locale: url.searchParams.get('lang') === 'zh' ? 'zh' : 'en', url: `${scheme}://${host}` });
});
