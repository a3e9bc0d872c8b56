import { Worker } from 'node:worker_threads';
import type { ModelOutcome, ModelTask } from './model-task.ts';

/** So many tasks run at once; a record is served beside them. */
const RUNNING_MAX = 2;
/** A task that takes longer is ended: others wait. */
const SECONDS_MAX = 30;

/** Everybody is busy: try again. */
export class ModelsBusy extends Error {
  constructor() {
    super(`${RUNNING_MAX} cases are being solved already: try again in a few seconds`);
  }
}

let running = 0;

/**
 * Does a task in a thread of its own.
 * @param stop ends it, as when whoever asked has gone
 * @throws ModelsBusy
 */
export async function runModel(task: ModelTask, json: unknown, stop: AbortSignal): Promise<ModelOutcome> {
  if (running >= RUNNING_MAX) throw new ModelsBusy();
  running++;
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`model-thread.${extension}`, import.meta.url), { workerData: { task, json } });
  try {
    return await outcomeOf(worker, AbortSignal.any([stop, AbortSignal.timeout(SECONDS_MAX * 1000)]));
  } finally {
    running--;
    await worker.terminate();
  }
}

function outcomeOf(worker: Worker, stop: AbortSignal): Promise<ModelOutcome> {
  const refusal = {
    code: 'time-limit',
    path: '$.limits.seconds',
    message: `not solved within ${SECONDS_MAX} s: solve it on the command line`,
  };
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    stop.addEventListener('abort', () => resolve({ refusal }), { once: true });
  });
}
