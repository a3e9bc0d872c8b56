import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { makeLabel } from '../app/index.ts';
import { parameters, readParameters } from './answer-parameters.ts';
import { describeFile } from './description.ts';
import type { ServerSettings } from './options.ts';
import { publicAddress } from './public-address.ts';
import type { Seeing } from './seeing.ts';

const TYPES = { png: 'image/png', pdf: 'application/pdf', svg: 'image/svg+xml' } as const;
const { id, size, format } = parameters;
const schema = z.strictObject({ id, size, format });

/** `GET /api/label`: a label to print, with a code that leads back to this server. */
export function addLabelRoute(http: OpenAPIHono<Seeing>, settings: ServerSettings): void {
  describeFile(
    http,
    '/api/label',
    'a label with QR Code, element string and what it says in words',
    schema,
    Object.values(TYPES),
  );
  http.get('/api/label', async (context) => {
    const asked = readParameters(context.req.url, schema);
    const label = await makeLabel(context.var.app, { ...asked, stem: publicAddress(context, settings) });
    const headers = { 'Content-Type': TYPES[asked.format], 'Content-Disposition': `inline; filename="label.${asked.format}"` };
    return context.body(new Uint8Array(label), 200, headers);
  });
}
