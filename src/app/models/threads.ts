import { Worker } from 'node:worker_threads';

/** So many models run at once; a record is served beside them. */
export const THREADS_MAX = 2;
/** What takes longer is ended: others wait. */
export const THREAD_SECONDS_MAX = 30;

/** A thread that was ended before it answered: it took too long, or whoever asked has gone. */
export class ThreadStopped extends Error {
  constructor() {
    super(`not done within ${THREAD_SECONDS_MAX} s`);
  }
}

let running = 0;
const waiting: (() => void)[] = [];

/** How many threads run. */
export function threadsRunning(): number {
  return running;
}

/**
 * Runs a thread file of this folder until it answers; waits while too many run.
 * @param name the file without its ending
 * @param stop ends it
 * @throws ThreadStopped
 */
export async function runThread<Answer>(name: string, workerData: unknown, stop: AbortSignal): Promise<Answer> {
  while (running >= THREADS_MAX) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
  try {
    return await answerOf<Answer>(name, workerData, AbortSignal.any([stop, AbortSignal.timeout(THREAD_SECONDS_MAX * 1000)]));
  } finally {
    running--;
    waiting.shift()?.();
  }
}

async function answerOf<Answer>(name: string, workerData: unknown, stop: AbortSignal): Promise<Answer> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`${name}.${extension}`, import.meta.url), { workerData });
  try {
    return await new Promise<Answer>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      if (stop.aborted) reject(new ThreadStopped());
      stop.addEventListener('abort', () => reject(new ThreadStopped()), { once: true });
    });
  } finally {
    await worker.terminate();
  }
}
