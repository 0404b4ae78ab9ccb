/** A sentence in which names in backticks are set as code. */
export function Prose({ text }: { readonly text: string }) {
  return text.split('`').map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a sentence have no identity besides their place.
      <code key={at} className="rounded-xs bg-surface-2 px-1 font-mono text-xs">
        {part}
      </code>
    ),
  );
}
