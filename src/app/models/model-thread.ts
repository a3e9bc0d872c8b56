/** The thread of one task: models may take seconds, and whoever serves must not wait for them. */
import { parentPort, workerData } from 'node:worker_threads';
import { doTask, type ModelTask } from './model-task.ts';

const { task, json } = workerData as { readonly task: ModelTask; readonly json: unknown };
parentPort?.postMessage(await doTask(task, json));
