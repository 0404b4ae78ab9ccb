import { NAME_BYTES } from '#engine/schema/table.ts';

/** Few names are long: only those are measured in bytes. */
export function isLong(name: string): boolean {
  return name.length > NAME_BYTES / 4 && new TextEncoder().encode(name).length > NAME_BYTES;
}
