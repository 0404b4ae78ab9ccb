import { reading } from '#lib/http/route.ts';
import { logAsText } from '#lib/task/log.ts';
import { logChoice } from '#lib/task/log-query.ts';
import { findTask } from '#lib/task/store.ts';

/** The event log as a text file, all of it or what is asked for; `?locale=zh` for Chinese. */
export const GET = reading<{ readonly id: string }>(async ({ params, url }) => {
  const { name } = await findTask(params.id);
  const filter = logChoice.parse(Object.fromEntries(url.searchParams));
  const lines = logAsText(params.id, url.searchParams.get('locale') === 'zh' ? 'zh' : 'en', filter);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await lines.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.log`)}`,
      'cache-control': 'no-store',
    },
  });
});
