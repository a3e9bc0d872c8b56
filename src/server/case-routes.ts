import type { OpenAPIHono } from '@hono/zod-openapi';
import { actOnCase } from '../app/index.ts';
import { caseDoneSchema, caseRequestSchema } from '../wire/index.ts';
import { describeChange } from './description.ts';
import { readJson } from './read-json.ts';
import type { Seeing } from './seeing.ts';

const PATH = '/api/cases';

/** `POST /api/cases`: opens a case, notes something, decides, appeals, closes. */
export function addCaseRoutes(http: OpenAPIHono<Seeing>): void {
  describeChange(http, 'post', PATH, 'does something about a case (docs/cases.md)', caseRequestSchema, caseDoneSchema);
  http.post(PATH, async (context) => {
    const request = await readJson(context.req.raw, caseRequestSchema);
    return context.json({ case: await actOnCase(context.var.app, request) });
  });
}
