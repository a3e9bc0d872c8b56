import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { MODEL_TASKS, runModel } from '../app/index.ts';
import { describeChange } from './description.ts';
import { modelRefused, ProblemError } from './problems.ts';
import { readJson } from './read-json.ts';
import type { Seeing } from './seeing.ts';

const SUMMARIES = {
  separation: 'solves or designs a separation case (docs/separation.md)',
  simulation: 'simulates a separation case through time',
  sensitivities: 'derivatives of what leaves a cascade with numbers of its case',
  optimisation: 'the flows and stages of a cascade at least cost within bounds',
  control: 'controllers of a cascade compared on the same upsets',
  'blend-plan': 'the blend of lots at least cost within bounds of its composition',
  reconciliation: 'reconciles measurements (docs/reconcile.md)',
} as const;

/** Enough for some thousand streams. */
const CASE_BYTES_MAX = 1024 * 1024;
/** A case is checked by the model itself, which names what is wrong by its own codes. */
const caseSchema = z.looseObject({});

/** `POST /api/models/…`: the models of the command line, in threads beside the server. */
export function addModelRoutes(http: OpenAPIHono<Seeing>): void {
  for (const task of MODEL_TASKS) {
    const path = `/api/models/${task}`;
    describeChange(http, 'post', path, SUMMARIES[task], caseSchema, caseSchema);
    http.post(path, async (context) => {
      const json = await readJson(context.req.raw, caseSchema, CASE_BYTES_MAX);
      const outcome = await runModel(task, json, context.req.raw.signal);
      if ('refusal' in outcome) throw new ProblemError(modelRefused(outcome.refusal));
      return context.json(outcome.answer as object);
    });
  }
}
