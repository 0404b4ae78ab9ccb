import { translate } from '../../postgres/errors.ts';

/** Classes of errors that are not about what was sent: a transaction that met another, and servers that lack something or end. */
const OF_THE_SERVER = /^(40|53|55|57|58)/;

/**
 * How what a batch was refused for may be done all the same; null: it cannot.
 *
 * `text`: a column may not be what its bytes are of, and a server that reads bytes of another type says anything about them.
 *
 * `one by one`: a set-based statement visits its rows in any order, so two rows that hand a unique value on can collide where one by one
 * they do not. Only the order of the source then tells whether there is a real conflict.
 *
 * @param of.isBinary something of the batch is copied in binary
 * @param of.isPart it goes on with a transaction
 */
export function wayAfter(error: unknown, { isBinary, isPart }: { readonly isBinary: boolean; readonly isPart: boolean }) {
  const { code, object, cause } = translate(error, { side: 'destination' });
  // A commit that is refused leaves none of the parts: a savepoint that is there is of what was sent behind it.
  if (isPart && object === null) return null;
  if (isBinary && object !== null && isAboutRows(cause)) return 'text';
  return code === 'row.refused' ? 'one by one' : null;
}

/** The server said no to a statement, and goes on. */
function isAboutRows(cause: unknown): boolean {
  return (
    cause instanceof Error &&
    'severity' in cause &&
    cause.severity === 'ERROR' &&
    'code' in cause &&
    !OF_THE_SERVER.test(String(cause.code))
  );
}
