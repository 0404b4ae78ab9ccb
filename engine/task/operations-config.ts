import { z } from 'zod';
import { OPERATION_NAMES } from '../schema/operation.ts';

/** The SQL operations that are carried once rows are there. Absent: those of what is around it, at last all of them. */
export const operationsConfig = z
  .array(z.enum(OPERATION_NAMES))
  .min(1, 'Choose at least one operation, or leave the key out for all of them')
  .superRefine((names, context) => {
    names.forEach((name, index) => {
      if (names.indexOf(name) < index) context.addIssue({ code: 'custom', path: [index], message: 'This operation is listed twice' });
    });
  });
