import { nearNames } from '../../near.ts';
import { displayName, type TableSpec, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { type CheckContext, defineCheck, type Problem } from '../check.ts';
import { suggestion } from '../names.ts';
import { always, isSystemSchema, makesStructure } from '../selected.ts';

export const pgObjectExist = defineCheck({
  code: 'PG_OBJECT_EXIST',
  title: text('Existence of the Selected Objects', '所选对象存在性'),
  about: text(
    'Whether everything that was selected is still at the source under its name: what is not there cannot be carried.',
    '检查所选对象在源库中是否仍存在：不存在的对象无法迁移。',
  ),
  severity: 'fail',
  when: always,
  run: async (context) => {
    const [schemas, catalog] = await Promise.all([context.sourceSchemas(), context.catalog()]);
    const specs = new Map(catalog.tables.map((spec) => [tableId(spec), spec]));
    const names = schemas.map(({ name }) => name);
    const problems: Problem[] = [];
    for (const object of context.config.objects) {
      if (isSystemSchema(object.schema)) problems.push(systemSchema(object.schema));
      else if (names.includes(object.schema) || (await context.sourceTables(object.schema)).length > 0)
        problems.push(...(await tableProblems(context, object, specs)));
      else problems.push(missing(object.schema, text('schema', '模式'), nearNames(object.schema, names)));
    }
    const carried = makesStructure(context.config)
      ? (await context.chosen()).filter(({ kind }) => kind !== 'schema')
      : await context.tables();
    return problems.length === 0 && carried.length === 0 ? [nothing(context)] : problems;
  },
});

async function tableProblems(
  context: CheckContext,
  { schema, tables = [] }: CheckContext['config']['objects'][number],
  specs: ReadonlyMap<string, TableSpec>,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const { name, columns = [] } of tables) {
    const spec = specs.get(tableId({ schema, name }));
    if (spec === undefined) {
      const near = nearNames(
        name,
        (await context.sourceTables(schema)).map((table) => table.name),
      );
      problems.push(missing(displayName({ schema, name }), text('table', '表'), near));
      continue;
    }
    const known = spec.columns.map((column) => column.name);
    for (const column of columns.filter((each) => !known.includes(each.name)))
      problems.push(missing(`${displayName(spec)}.${column.name}`, text('column', '列'), nearNames(column.name, known)));
  }
  return problems;
}

function missing(subject: string, kind: { readonly en: string; readonly zh: string }, near: readonly string[]): Problem {
  const hint = suggestion(near);
  return {
    subject,
    cause: text(
      `The source has no ${kind.en} ${subject}. Names are case-sensitive.${hint.en}`,
      `源库中不存在${kind.zh} ${subject}（名称区分大小写）。${hint.zh}`,
    ),
    fix: text(
      'Refresh the source objects in Configure Objects and choose it again, or leave it out.',
      '请在“配置任务对象”中刷新源库对象后重新选择，或不选择该对象。',
    ),
  };
}

function systemSchema(schema: string): Problem {
  return {
    subject: schema,
    cause: text(
      `The schema ${schema} belongs to the server or to this tool and cannot be migrated`,
      `模式 ${schema} 属于数据库系统或本工具，不能迁移`,
    ),
    fix: text('Leave it out in Configure Objects.', '请在“配置任务对象”中取消选择该模式。'),
  };
}

function nothing({ config }: CheckContext): Problem {
  const names = config.objects.map(({ schema }) => schema).join(', ');
  return {
    subject: names,
    cause: text(`There is no table in ${names}: the task would have nothing to do`, `${names} 中没有表，任务没有可迁移的内容`),
    fix: text('Choose a schema that holds tables.', '请选择包含表的模式。'),
  };
}
