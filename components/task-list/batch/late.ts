import { lazy } from 'react';

// Loaded when they are asked for: the list is there sooner. To be drawn within a Suspense.
export const BatchDialog = lazy(async () => ({ default: (await import('./batch-dialog.tsx')).BatchDialog }));
export const LabelDialog = lazy(async () => ({ default: (await import('./label-dialog.tsx')).LabelDialog }));
