import { ThreadStopped, threadsRunning, runThread, THREADS_MAX, THREAD_SECONDS_MAX } from './threads.ts';
import type { ModelOutcome, ModelTask } from './model-task.ts';

/** Everybody is busy: try again. */
export class ModelsBusy extends Error {
  constructor() {
    super(`${THREADS_MAX} cases are being solved already: try again in a few seconds`);
  }
}

/**
 * Does a task in a thread of its own.
 * @param stop ends it, as when whoever asked has gone
 * @throws ModelsBusy
 */
export async function runModel(task: ModelTask, json: unknown, stop: AbortSignal): Promise<ModelOutcome> {
  if (threadsRunning() >= THREADS_MAX) throw new ModelsBusy();
  try {
    return await runThread<ModelOutcome>('model-thread', { task, json }, stop);
  } catch (error) {
    if (!(error instanceof ThreadStopped)) throw error;
    const message = `not solved within ${THREAD_SECONDS_MAX} s: solve it on the command line`;
    return { refusal: { code: 'time-limit', path: '$.limits.seconds', message } };
  }
}
