import { onSessionEnd } from '#lib/session/ended.ts';

/** One message of an event stream. `id` is what a browser sends back as Last-Event-ID after a broken connection. */
export interface StreamEvent {
  readonly event: string;
  readonly id?: string;
  readonly data: unknown;
}

/** Proxies drop connections that are silent for long, and a browser that hears nothing for three of these says so. */
export const BEAT_MS = 10_000;
const RECONNECT_MS = 1_000;

/** Last event of a stream whose listener is not signed in any more; `use-event-stream.ts` waits for it. */
const SIGNED_OUT = 'signed-out';

/** A reader that took nothing for so long is cut off, or what waits for it would fill the memory; it takes up where it was. */
const STALLED_MS = 60_000;

const encoder = new TextEncoder();
const frames = new WeakMap<StreamEvent, Uint8Array>();

/** The bytes of a message: made once, however many are sent the same one. */
function frameOf(message: StreamEvent): Uint8Array {
  let frame = frames.get(message);
  if (frame === undefined) {
    const { event, id, data } = message;
    frame = encoder.encode(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    frames.set(message, frame);
  }
  return frame;
}

/**
 * Answers with server-sent events. `open` is handed the way to send and returns the way to end; it is ended when the browser goes
 * away, and when `allowed` (asked at every beat) says that who listens may not any more.
 */
export function eventStream(
  request: Request,
  allowed: () => Promise<boolean>,
  open: (send: (event: StreamEvent) => void) => Promise<() => void>,
): Response {
  let end = (): void => {};
  let takenAt = Date.now();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      let ended = false;
      let close: (() => void) | null = null;
      const write = (chunk: Uint8Array): void => {
        if (!ended) controller.enqueue(chunk);
      };
      const send = (event: StreamEvent): void => write(frameOf(event));
      const beat = async (): Promise<void> => {
        // A store that does not answer for a moment takes nobody's right away.
        if (!(await allowed().catch(() => true))) {
          send({ event: SIGNED_OUT, data: {} });
          return end();
        }
        if ((controller.desiredSize ?? 1) <= 0 && Date.now() - takenAt > STALLED_MS) return end();
        send({ event: 'beat', data: {} });
      };
      const timer = setInterval(() => void beat(), BEAT_MS);
      const unsubscribe = onSessionEnd(() => void beat());
      end = () => {
        if (ended) return;
        ended = true;
        clearInterval(timer);
        unsubscribe();
        close?.();
        try {
          controller.close();
        } catch {
          // The browser closed it first.
        }
      };
      request.signal.addEventListener('abort', end);
      write(encoder.encode(`retry: ${RECONNECT_MS}\n\n`));
      try {
        close = await open(send);
        if (ended) close();
      } catch (error) {
        console.error(error);
        end();
      }
    },
    pull: () => {
      takenAt = Date.now();
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
