import { limitsChange } from '#engine/task/limits.ts';
import { parameterChange } from '#engine/task/parameters.ts';
import { assignForm } from '#lib/label/labels.ts';
import { countAsked, ddlMend, filterAsked, remedyAsked, sideAsked, statementMend, tableAsked, tableMend } from '#lib/task/asked.ts';
import { batchForm } from '#lib/task/batch.ts';
import { endpointChange } from '#lib/task/endpoint-change.ts';
import { taskName } from '#lib/task/rename.ts';
import { BODIES } from './body.ts';

/** What requests bring: the schemas by which the routes check them, by the name the description has for each. */
export const REQUESTS = {
  ...BODIES,
  Side: sideAsked,
  Filter: filterAsked,
  FilterToCount: countAsked,
  Remedy: remedyAsked,
  StatementMend: statementMend,
  TableMend: tableMend,
  TableAsked: tableAsked,
  CommandMend: ddlMend,
  LimitsChange: limitsChange,
  ParameterChange: parameterChange,
  EndpointChange: endpointChange,
  NewName: taskName,
  Batch: batchForm,
  Labelling: assignForm,
} as const;
