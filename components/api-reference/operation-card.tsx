'use client';

import { useMessages, useText } from '#components/locale.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { curlOf } from '#lib/openapi/curl.ts';
import type { Operation } from '#lib/openapi/operation.ts';
import type { SchemaFields } from './api-reference.tsx';
import { FieldTable } from './field-table.tsx';
import { apiMessages } from './messages.ts';
import { Prose } from './prose.tsx';

export const METHOD_COLOUR: Readonly<Record<Operation['method'], string>> = {
  GET: 'text-success',
  POST: 'text-accent-text',
  PUT: 'text-warning',
  PATCH: 'text-warning',
  DELETE: 'text-danger',
};

export interface OperationCardProps {
  readonly operation: Operation;
  readonly fields: SchemaFields;
  readonly url: string;
}

export function OperationCard({ operation, fields, url }: OperationCardProps) {
  const m = useMessages(apiMessages);
  const text = useText();
  const { id, method, path, summary, role, parameters, body, answer } = operation;
  return (
    <Card className="min-w-0 scroll-mt-6" id={id}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-3">
        <h3 className="mr-auto font-medium text-base">{text(summary)}</h3>
        <Badge>{m.roleOf(m.role[role])}</Badge>
        <div className="w-full font-mono text-xs [overflow-wrap:anywhere]">
          <span className={`mr-2 font-semibold ${METHOD_COLOUR[method]}`}>{method}</span>
          {path}
        </div>
      </div>
      <div className="flex flex-col gap-4 px-4 py-4">
        <p className="max-w-[76ch] text-sm">
          <Prose text={text(operation.text)} />
        </p>
        {parameters.length > 0 && (
          <section aria-label={m.parameters}>
            <h4 className="mb-1.5 font-medium text-muted text-xs">{m.parameters}</h4>
            <dl className="divide-y rounded-md border text-sm">
              {parameters.map((parameter) => (
                <div key={parameter.name} className="grid gap-x-4 gap-y-0.5 px-3 py-2 sm:grid-cols-[10rem_minmax(0,1fr)]">
                  <dt className="font-mono text-xs leading-5">{parameter.name}</dt>
                  <dd>
                    <Prose text={text(parameter.text)} />
                    <span className="ml-2 text-muted text-xs">
                      {m.where[parameter.in === 'query' && parameter.needed === true ? 'needed' : parameter.in]}
                      {parameter.values !== undefined && ` · ${m.oneOf}: ${parameter.values.join(', ')}`}
                    </span>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        )}
        {body !== undefined && (
          <FieldTable title={`${m.body}: ${body.schema}${body.required ? '' : ` (${m.optional})`}`} fields={fields[body.schema] ?? []} />
        )}
        <FieldTable
          title={`${m.answer} ${answer.status}: ${text(answer.text)}${answer.stream === true ? ` (${m.events})` : answer.file === true ? ` (${m.file})` : ''}`}
          fields={answer.schema === null ? [] : (fields[answer.schema] ?? [])}
        />
        <section aria-label={m.command}>
          <h4 className="mb-1.5 font-medium text-muted text-xs">{m.command}</h4>
          <CodeBlock language="text" code={curlOf(operation, { url })} className="max-h-72" />
        </section>
      </div>
    </Card>
  );
}
