import { inspectTls, tlsMaterial } from '#lib/connection/certificates.ts';
import { readJson } from '#lib/http/body.ts';
import { reading } from '#lib/http/route.ts';

/** Looks into TLS files that a form holds; keeps nothing. */
export const POST = reading(async ({ request }) => inspectTls(tlsMaterial.parse(await readJson(request))));
