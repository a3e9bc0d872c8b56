import {
  SeparationRefused,
  simulateCase,
  solveCase,
  solveWithSensitivities,
  type CaseAnswer,
  type SensitivityAnswer,
  type SimulationAnswer,
} from '../../separation/index.ts';

/** What the worker is asked: a case as JSON text, and whether its sensitivities are wanted too. */
export interface ModelRequest {
  readonly number: number;
  readonly text: string;
  readonly wantsSensitivities: boolean;
}

/** Why there is no answer; `path` is where in the JSON. */
export interface ModelRefusal {
  readonly code: string;
  readonly path: string | null;
  readonly message: string;
}

/** What it answers, under the number of the request. */
export type ModelReply = { readonly number: number; readonly ms: number } & Outcome;

type Outcome = Solved | { readonly refusal: ModelRefusal };

interface Solved {
  readonly answer: CaseAnswer;
  readonly simulation: SimulationAnswer | null;
  /** Null where nobody asked, or for what has none. */
  readonly sensitivities: SensitivityAnswer | null;
}

/** A case that takes longer is given up; simulations may take more. */
const LIMITS = { seconds: 20 };

self.addEventListener('message', ({ data }: MessageEvent<ModelRequest>) => {
  const start = performance.now();
  const outcome = solved(data);
  self.postMessage({ number: data.number, ms: performance.now() - start, ...outcome } satisfies ModelReply);
});

function solved({ text, wantsSensitivities }: ModelRequest): Outcome {
  const watch = { now: () => performance.now() };
  try {
    const json = JSON.parse(text) as Record<string, unknown>;
    const limited =
      json['unit'] === 'cascade' ? { ...json, limits: { ...LIMITS, ...(json['limits'] as object | undefined) } } : json;
    const isSloped = wantsSensitivities && json['unit'] === 'cascade';
    const { answer, sensitivities } = isSloped
      ? solveWithSensitivities(limited, watch)
      : { answer: solveCase(limited, watch), sensitivities: null };
    const simulation = 'dynamics' in json ? simulateCase(withProfiles(limited), watch) : null;
    return { answer, simulation, sensitivities };
  } catch (error) {
    if (error instanceof SeparationRefused) return { refusal: { code: error.code, path: error.path, message: error.message } };
    if (error instanceof SyntaxError) return { refusal: { code: 'form', path: null, message: error.message } };
    throw error;
  }
}

/** Every stage at every time, for the slider. */
function withProfiles(json: Record<string, unknown>): Record<string, unknown> {
  return { ...json, dynamics: { ...(json['dynamics'] as object), profiles: true } };
}
