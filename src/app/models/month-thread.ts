/** The thread of a month: one with many lots takes seconds, and whoever serves must not wait for it. */
import { parentPort, workerData } from 'node:worker_threads';
import type { MonthOnRecord } from '../../material-balance/index.ts';
import { tryMonth } from './month-task.ts';

const { month, alpha } = workerData as { readonly month: MonthOnRecord; readonly alpha: number };
parentPort?.postMessage(tryMonth(month, alpha));
