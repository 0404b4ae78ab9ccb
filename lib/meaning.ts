import { type Text, text } from '#engine/text.ts';

/** What a field of a request or an answer means, for the API's description: `z.string().meta(meaning('…', '…'))`. */
export function meaning(en: string, zh: string): { readonly help: Text } {
  return { help: text(en, zh) };
}
