import { type ErrorReport, reportOf } from '../errors.ts';
import type { DestinationEndpoint, SourceEndpoint } from '../task/config.ts';
import type { Problem } from './check.ts';
import { serverName } from './selected.ts';

/** The server let the account in and only then missed the database: an item of its own tells that. */
const NO_DATABASE = 'connect.database';

/** Why the server cannot be reached or does not let the account in; none when it does. */
export async function connectionProblems(
  endpoint: SourceEndpoint | DestinationEndpoint,
  open: () => Promise<unknown>,
): Promise<readonly Problem[]> {
  const error = await failureOf(open);
  return error === null || error.code === NO_DATABASE ? [] : [{ subject: serverName(endpoint), cause: error.message, fix: error.hint }];
}

/** The error of a database that does not exist; other failures reject: whether it exists is then not known. */
export async function missingDatabase(open: () => Promise<unknown>): Promise<ErrorReport | null> {
  try {
    await open();
    return null;
  } catch (error) {
    const report = reportOf(error);
    if (report.code === NO_DATABASE) return report;
    throw error;
  }
}

async function failureOf(open: () => Promise<unknown>): Promise<ErrorReport | null> {
  return open().then(
    () => null,
    (error: unknown) => reportOf(error),
  );
}
