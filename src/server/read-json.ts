import type { z } from '@hono/zod-openapi';
import { invalidParameters, ProblemError } from './problems.ts';
import { readText } from './read-body.ts';

/** Bodies of our own routes are small, unless a route says otherwise. */
const BYTES_MAX = 64 * 1024;
const SILENCE_MS = 10_000;

/**
 * A JSON body of one of our own routes.
 * @throws ProblemError 400 that names each field which cannot be used, 413, 408
 */
export async function readJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  bytesMax = BYTES_MAX,
): Promise<z.output<Schema>> {
  const text = await readText(request, bytesMax, SILENCE_MS);
  const parsed = schema.safeParse(jsonOf(text === '' ? '{}' : text));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => ({ parameter: path.join('.') || 'body', message }));
  throw new ProblemError(invalidParameters(problems));
}

/** @throws ProblemError */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ProblemError(invalidParameters([{ parameter: 'body', message: `is no JSON: ${error.message}` }]));
  }
}
