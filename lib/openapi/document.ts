import { z } from 'zod';
import type { Text } from '#engine/text.ts';
import type { Locale } from '#lib/locale.ts';
import { ANSWERS } from './answers.ts';
import type { Operation, Parameter } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { REQUESTS } from './requests.ts';

/** What is said of a schema for forms is none of JSON Schema's words. */
const FORM_WORDS = ['label', 'help', 'control', 'unit', 'change'] as const;

/** The OpenAPI 3.1 description of the public routes, made from the schemas that requests are checked by. */
export function describeApi({ locale, url }: { readonly locale: Locale; readonly url: string }) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of OPERATIONS) {
    const path = paths[operation.path] ?? {};
    path[operation.method.toLowerCase()] = describe(operation, locale);
    paths[operation.path] = path;
  }
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: { title: 'OpenDTS', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'Authorization: Bearer odts_…' } },
      schemas: schemas(locale),
    },
  };
}

/** By name; what several use is said once. */
function schemas(locale: Locale): Readonly<Record<string, unknown>> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of [...Object.entries(REQUESTS), ...Object.entries(ANSWERS)]) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, {
    io: 'input',
    unrepresentable: 'any',
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ zodSchema, jsonSchema }) => {
      const meta = z.globalRegistry.get(zodSchema);
      if (meta?.label !== undefined) jsonSchema.title = meta.label[locale];
      if (meta?.help !== undefined) jsonSchema.description = meta.help[locale];
      for (const word of FORM_WORDS) delete jsonSchema[word];
    },
  });
  return Object.fromEntries(Object.entries(made.schemas).map(([id, { $id: _, $schema: __, ...schema }]) => [id, schema]));
}

function describe(operation: Operation, locale: Locale): Readonly<Record<string, unknown>> {
  const { id, group, summary, text, parameters, body, answer, role } = operation;
  return {
    operationId: id,
    tags: [group],
    summary: summary[locale],
    description: text[locale],
    'x-role': role,
    parameters: parameters.map((parameter) => parameterOf(parameter, locale)),
    ...(body === undefined
      ? {}
      : { requestBody: { required: body.required, content: { 'application/json': { schema: ref(body.schema), example: body.example } } } }),
    responses: {
      [answer.status]: { description: answer.text[locale], content: contentOf(operation) },
      default: { description: REFUSED[locale], content: { 'application/json': { schema: ref('Refusal') } } },
    },
  };
}

function contentOf({ answer }: Operation): Readonly<Record<string, unknown>> {
  if (answer.stream === true) return { 'text/event-stream': { schema: { type: 'string' } } };
  if (answer.file === true) return { 'text/plain': { schema: { type: 'string' } } };
  return answer.schema === null ? {} : { 'application/json': { schema: ref(answer.schema) } };
}

function parameterOf(
  { name, in: place, text, example, values, needed = place === 'path' }: Parameter,
  locale: Locale,
): Readonly<Record<string, unknown>> {
  return {
    name,
    in: place,
    required: needed,
    description: text[locale],
    example,
    schema: { type: 'string', ...(values === undefined ? {} : { enum: values }) },
  };
}

function ref(id: keyof typeof REQUESTS | keyof typeof ANSWERS): { readonly $ref: string } {
  return { $ref: `#/components/schemas/${id}` };
}

const REFUSED: Text = {
  en: 'Refused: 400 for what cannot be used, 401 without a key, 403 without the right, 404, 409 for what the state forbids, 422 for a task that is not complete',
  zh: '请求被拒绝：400 内容无效，401 未提供密钥，403 无权限，404 不存在，409 当前状态不允许，422 任务配置不完整',
};
