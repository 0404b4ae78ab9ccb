import { reading } from '#lib/http/route.ts';
import { scriptOfStructure } from '#lib/task/structure.ts';
import { filterOf, structureFilter } from '#lib/task/structure-query.ts';

/** The DDL of the task as an SQL file, all of it or what matches; `?locale=zh` for comments in Chinese. */
export const GET = reading<{ readonly id: string }>(async ({ params, url }) => {
  const filter = filterOf(structureFilter.parse(Object.fromEntries(url.searchParams)));
  const { name, pieces } = await scriptOfStructure(params.id, filter, url.searchParams.get('locale') === 'zh' ? 'zh' : 'en');
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { done, value } = pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel() {
      pieces.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'cache-control': 'no-store',
    },
  });
});
