import { z } from 'zod';
import { reading } from '#lib/http/route.ts';
import { searchTasks } from '#lib/task/search.ts';

const words = z.string().trim().max(200).catch('');

/** A few tasks by a part of their name or id: `?q=orders`. */
export const GET = reading(({ url }) => searchTasks(words.parse(url.searchParams.get('q'))));
