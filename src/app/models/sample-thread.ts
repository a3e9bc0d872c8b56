/** A thread that solves samples of one case, a stretch at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { sampleCascade, SeparationRefused } from '../../separation/index.ts';
import type { SampleReply, SampleRequest } from './run-uncertainty.ts';

const { json } = workerData as { readonly json: unknown };

function answer({ from, to }: SampleRequest): SampleReply {
  try {
    return { stretch: sampleCascade(json, from, to, { now: () => performance.now() }) };
  } catch (error) {
    if (!(error instanceof SeparationRefused)) throw error;
    return { refusal: { code: error.code, path: error.path, message: error.message } };
  }
}

parentPort?.on('message', (request: SampleRequest) => parentPort?.postMessage(answer(request)));
