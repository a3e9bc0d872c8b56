import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { SeparationRefused, samplesOf, spreadOf, type SampledStretch, type UncertaintyAnswer } from '../../separation/index.ts';
import type { ModelRefusal } from './model-task.ts';

/** A stretch of samples: from the first to the one behind the last. */
export interface SampleRequest {
  readonly from: number;
  readonly to: number;
}

export type SampleReply = { readonly stretch: SampledStretch } | { readonly refusal: ModelRefusal };

/** So many samples are handed to a thread at a time. */
const STRETCH = 50;

/**
 * Solves all samples of a case over the processor's cores. The answer is the same however many there are.
 * @param report hears how many samples are done, of how many
 * @throws SeparationRefused; the stop's reason when it was stopped
 */
export async function runUncertainty(
  json: unknown,
  stop: AbortSignal,
  report: (done: number, samples: number) => void,
  threads = availableParallelism(),
): Promise<UncertaintyAnswer> {
  const samples = samplesOf(json);
  const stretches = new Array<SampledStretch>(Math.ceil(samples / STRETCH));
  let [next, done] = [0, 0];
  const work = async (): Promise<void> => {
    const thread = new SampleThread(json);
    try {
      while (next < stretches.length && !stop.aborted) {
        const place = next++;
        const [from, to] = [place * STRETCH, Math.min(samples, (place + 1) * STRETCH)];
        stretches[place] = await thread.sample({ from, to });
        report((done += to - from), samples);
      }
    } finally {
      await thread.end();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, stretches.length) }, work));
  stop.throwIfAborted();
  return spreadOf(json, stretches);
}

class SampleThread {
  readonly #worker: Worker;

  constructor(json: unknown) {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    this.#worker = new Worker(new URL(`sample-thread.${extension}`, import.meta.url), { workerData: { json } });
  }

  async sample(request: SampleRequest): Promise<SampledStretch> {
    this.#worker.postMessage(request);
    // `once` rejects when the thread dies of a fault of ours, and leaves no listener behind.
    const [reply] = (await once(this.#worker, 'message')) as [SampleReply];
    if ('stretch' in reply) return reply.stretch;
    const { code, path, message } = reply.refusal;
    throw new SeparationRefused(code as SeparationRefused['code'], path, message);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
