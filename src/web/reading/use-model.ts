import { useEffect, useRef, useState } from 'react';
import type { ModelReply, ModelRequest } from './model-worker.ts';

/** A model that is being asked: the last reply, and whether a newer one is on its way. */
export interface Modelled {
  readonly reply: ModelReply | null;
  readonly isBusy: boolean;
}

/** How long typing may pause before the case is solved. */
const PAUSE_MS = 150;
/** A solve that takes longer gives way to the next one. */
const PATIENCE_MS = 400;

/** Solves a case in a worker while it is typed. @param text JSON */
export function useModel(text: string, wantsSensitivities: boolean): Modelled {
  const solver = useRef<Solver | null>(null);
  const [replied, setReplied] = useState<{ readonly reply: ModelReply; readonly to: Question } | null>(null);
  useEffect(() => {
    const started = new Solver((reply, to) => setReplied({ reply, to }));
    solver.current = started;
    return () => started.stop();
  }, []);
  useEffect(() => {
    const pause = setTimeout(() => solver.current?.ask({ text, wantsSensitivities }), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [text, wantsSensitivities]);
  const isBusy = replied?.to.text !== text || replied.to.wantsSensitivities !== wantsSensitivities;
  return { reply: replied?.reply ?? null, isBusy };
}

type Question = Omit<ModelRequest, 'number'>;

/** A worker, and a new one where the old one is too long at its work. */
class Solver {
  readonly #take: (reply: ModelReply, to: Question) => void;
  #worker: Worker | null = null;
  #number = 0;
  #question: Question = { text: '', wantsSensitivities: false };
  #busySince: number | null = null;

  constructor(take: (reply: ModelReply, to: Question) => void) {
    this.#take = take;
  }

  ask(question: Question): void {
    if (this.#busySince !== null && performance.now() - this.#busySince > PATIENCE_MS) this.stop();
    this.#worker ??= this.#start();
    this.#busySince ??= performance.now();
    this.#number++;
    this.#question = question;
    this.#worker.postMessage({ number: this.#number, ...question } satisfies ModelRequest);
  }

  stop(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#busySince = null;
  }

  #start(): Worker {
    const worker = new Worker(new URL('./model-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<ModelReply>) => {
      if (data.number !== this.#number) return;
      this.#busySince = null;
      this.#take(data, this.#question);
    });
    return worker;
  }
}
