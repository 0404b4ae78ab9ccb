import { reading } from '#lib/http/route.ts';
import { readOverview } from '#lib/task/overview.ts';

/** What runs, what needs somebody, and what happened last, over all tasks. */
export const GET = reading(() => readOverview());
