import type { Locale } from '#lib/locale.ts';
import { describeApi } from './document.ts';

/** One line of a schema, as a person reads it. */
interface Field {
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly text: string;
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly additionalProperties?: boolean | Schema;
}

/** Where a schema is at home in itself, nobody reads on for ever. */
const DEEPEST = 4;

/** The fields of every schema of the description by the schema's name: `objects[].tables[].where`. */
export function describeFields(locale: Locale): Readonly<Record<string, readonly Field[]>> {
  const schemas = describeApi({ locale, url: '' }).components.schemas as Readonly<Record<string, Schema>>;
  const found = (schema: Schema): Schema => (schema.$ref === undefined ? schema : (schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}));

  function walk(schema: Schema, path: string, depth: number): readonly Field[] {
    const all = [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].map(found);
    const seen = new Map<string, Field>();
    for (const each of all) {
      if (each.items !== undefined) keep(walk(found(each.items), `${path}[]`, depth));
      for (const [name, inner] of Object.entries(each.properties ?? {})) {
        const own = path === '' ? name : `${path}.${name}`;
        const { title, description } = inner;
        const text = [title, description].filter((part) => part !== undefined).join(locale === 'zh' ? '。' : '. ');
        keep([{ path: own, type: typeOf(inner), required: each.required?.includes(name) === true && all.length === 1, text }]);
        if (depth < DEEPEST) keep(walk(inner, own, depth + 1));
      }
    }
    return [...seen.values()];

    function keep(fields: readonly Field[]): void {
      for (const field of fields) if (!seen.has(field.path)) seen.set(field.path, field);
    }
  }

  function typeOf(schema: Schema): string {
    const { enum: values, const: value, type, items, anyOf, oneOf } = found(schema);
    if (value !== undefined) return JSON.stringify(value);
    if (values !== undefined) return values.map((each) => JSON.stringify(each)).join(' | ');
    const parts = anyOf ?? oneOf;
    if (parts !== undefined) return [...new Set(parts.map(typeOf))].join(' | ');
    if (type === 'array') return items === undefined ? 'array' : `${typeOf(items)}[]`;
    return typeof type === 'string' ? type : (type?.join(' | ') ?? 'any');
  }

  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, walk(schema, '', 0)]));
}
