import type { OpenAPIHono } from '@hono/zod-openapi';
import { readWitnessed, witnessCheckpoint, witnessKey, type WitnessAnswer } from '../app/index.ts';
import type { ServerSettings } from './options.ts';
import { noSuchResource, ProblemError } from './problems.ts';
import { readText } from './read-body.ts';
import type { Seeing, SeenContext } from './seeing.ts';

const TEXT = { 'Content-Type': 'text/plain; charset=utf-8' };
/** A request of the largest tree and with the most signatures is shorter. */
const REQUEST_BYTES_MAX = 64 * 1024;

/** Statuses of C2SP tlog-witness. */
const STATUS: Readonly<Record<WitnessAnswer['is'], 200 | 400 | 403 | 404 | 409 | 422>> = {
  cosigned: 200,
  malformed: 400,
  'old-size-above': 400,
  unsigned: 403,
  'unknown-log': 404,
  conflict: 409,
  inconsistent: 422,
};

/** What witnesses made of this log, and this server as a witness of others (C2SP tlog-witness). */
export function addWitnessRoutes(http: OpenAPIHono<Seeing>, settings: ServerSettings): void {
  http.get('/log/witnessed', async (context) => {
    const witnessed = await readWitnessed(context.var.app);
    if (witnessed === null) throw new ProblemError(noSuchResource('checkpoint', 'that a witness cosigned'));
    return context.body(witnessed, 200, TEXT);
  });
  http.get('/log/witness-key', (context) => {
    if (settings.witness === null) throw new ProblemError(noSuchResource('key', 'of a witness'));
    return context.body(`${witnessKey(settings.witness)}\n`, 200, TEXT);
  });
  http.post('/log/add-checkpoint', (context) => addCheckpoint(context, settings));
}

async function addCheckpoint(context: SeenContext, { witness, bodySilenceMs }: ServerSettings): Promise<Response> {
  const body = await readText(context.req.raw, REQUEST_BYTES_MAX, bodySilenceMs);
  if (witness === null) return context.body('this server is nobody’s witness\n', 404, TEXT);
  const answer = await witnessCheckpoint(context.var.app, witness, body);
  if (answer.is === 'cosigned') return context.body(answer.line, 200, TEXT);
  if (answer.is === 'conflict') return context.body(`${answer.size}\n`, 409, { 'Content-Type': 'text/x.tlog.size' });
  return context.body(`${answer.reason}\n`, STATUS[answer.is], TEXT);
}
