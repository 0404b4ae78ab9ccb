/** One message of an event stream. `id` is what a browser sends back as Last-Event-ID after a broken connection. */
export interface StreamEvent {
  readonly event: string;
  readonly id?: string;
  readonly data: unknown;
}

/** Proxies drop connections that are silent for long, and a browser that hears nothing for three of these says so. */
export const BEAT_MS = 10_000;
const RECONNECT_MS = 1_000;

/**
 * Answers with server-sent events. `open` is handed the way to send and returns the way to end; it is ended when the browser
 * goes away.
 */
export function eventStream(request: Request, open: (send: (event: StreamEvent) => void) => Promise<() => void>): Response {
  const encoder = new TextEncoder();
  let end = (): void => {};
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      let ended = false;
      let close: (() => void) | null = null;
      const write = (chunk: string): void => {
        if (!ended) controller.enqueue(encoder.encode(chunk));
      };
      const beat = setInterval(() => write('event: beat\ndata: {}\n\n'), BEAT_MS);
      end = () => {
        if (ended) return;
        ended = true;
        clearInterval(beat);
        close?.();
        try {
          controller.close();
        } catch {
          // The browser closed it first.
        }
      };
      request.signal.addEventListener('abort', end);
      write(`retry: ${RECONNECT_MS}\n\n`);
      try {
        close = await open(({ event, id, data }) => {
          write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
        });
        if (ended) close();
      } catch (error) {
        console.error(error);
        end();
      }
    },
    cancel: () => end(),
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // nginx would otherwise hold events back.
      'x-accel-buffering': 'no',
    },
  });
}
