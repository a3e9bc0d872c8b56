import type { OpenAPIHono, z } from '@hono/zod-openapi';
import { actOnConduct, notePatrol, setAddress } from '../app/index.ts';
import {
  authorityAddressSchema,
  authorityAddressSetSchema,
  conductAcknowledgementSchema,
  conductApplicationSchema,
  conductDecisionSchema,
  conductDoneSchema,
  patrolNotedSchema,
  patrolRequestSchema,
  type ConductRequest,
} from '../wire/index.ts';
import { describeChange } from './description.ts';
import { readJson } from './read-json.ts';
import type { Seeing } from './seeing.ts';

/** What is done about conduct, by whom: the authority, the enterprise itself, another authority. */
const DOORS = [
  ['/api/conduct', 'decides about an enterprise’s conduct (docs/conduct.md)', conductDecisionSchema],
  ['/api/conduct-applications', 'what an enterprise applies for, states and reports itself', conductApplicationSchema],
  ['/api/conduct-acknowledgements', 'an authority has acted on what it was told', conductAcknowledgementSchema],
] as const satisfies readonly (readonly [string, string, z.ZodType<ConductRequest>])[];

/** `POST` of acts about conduct, each with the right to do it. */
export function addConductRoutes(http: OpenAPIHono<Seeing>): void {
  for (const [path, summary, schema] of DOORS) {
    describeChange(http, 'post', path, summary, schema, conductDoneSchema);
    http.post(path, async (context) => {
      const request: ConductRequest = await readJson(context.req.raw, schema as z.ZodType<ConductRequest>);
      return context.json({ dossier: await actOnConduct(context.var.app, request) });
    });
  }
  describeChange(
    http,
    'post',
    '/api/authority-addresses',
    'where an authority takes what it is told',
    authorityAddressSchema,
    authorityAddressSetSchema,
  );
  http.post('/api/authority-addresses', async (context) => {
    const request = await readJson(context.req.raw, authorityAddressSchema);
    await setAddress(context.var.app, request);
    return context.json({ authority: request.authority });
  });
  describeChange(http, 'post', '/api/patrols', 'notes a round of an inspector', patrolRequestSchema, patrolNotedSchema);
  http.post('/api/patrols', async (context) => {
    return context.json(await notePatrol(context.var.app, await readJson(context.req.raw, patrolRequestSchema)));
  });
}
