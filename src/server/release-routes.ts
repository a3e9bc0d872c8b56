import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { actOnRelease, enterPrices, openDataCatalogue, RELEASE_FORMATS, releaseFile, sendForm } from '../app/index.ts';
import {
  formRequestSchema,
  formSentSchema,
  priceRequestSchema,
  pricesTakenSchema,
  releaseDoneSchema,
  releaseRequestSchema,
} from '../wire/index.ts';
import { parameters, readParameters } from './answer-parameters.ts';
import { describeChange, describeFile } from './description.ts';
import type { ServerSettings } from './options.ts';
import { publicAddress } from './public-address.ts';
import { readJson } from './read-json.ts';
import type { Seeing } from './seeing.ts';

const fileSchema = z.strictObject({
  id: parameters.id,
  format: z.enum(RELEASE_FORMATS, { error: `must be one of ${RELEASE_FORMATS.join(', ')}` }).default('csv'),
});
const FILE_TYPES = ['text/csv', 'application/vnd.sdmx.data+csv', 'application/json', 'application/vnd.apache.parquet'];
const CATALOGUE_TYPE = 'application/ld+json';

/** Releases to take away, the catalogue of open data, monthly forms, and changes of the calendar. */
export function addReleaseRoutes(http: OpenAPIHono<Seeing>, settings: ServerSettings): void {
  describeFile(http, '/api/release-file', 'a release as a file: CSV, SDMX-CSV, JSON, Parquet', fileSchema, FILE_TYPES);
  http.get('/api/release-file', async (context) => {
    const asked = readParameters(context.req.url, fileSchema);
    const { content, type, extension } = await releaseFile(context.var.app, asked);
    const name = `${asked.id.replaceAll(/[^\w.-]/g, '_')}.${extension}`;
    const headers = { 'Content-Type': type, 'Content-Disposition': `attachment; filename="${name}"` };
    return context.body(new Uint8Array(content), 200, headers);
  });
  describeFile(http, '/api/catalogue', 'the catalogue of open data, DCAT in JSON-LD', z.strictObject({}), [CATALOGUE_TYPE]);
  http.get('/api/catalogue', async (context) => {
    const catalogue = await openDataCatalogue(context.var.app, publicAddress(context, settings));
    return context.body(JSON.stringify(catalogue), 200, { 'Content-Type': CATALOGUE_TYPE });
  });
  describeChange(
    http,
    'post',
    '/api/prices',
    'takes quotes of prices, or weights of products',
    priceRequestSchema,
    pricesTakenSchema,
  );
  http.post('/api/prices', async (context) => {
    const request = await readJson(context.req.raw, priceRequestSchema);
    return context.json(await enterPrices(context.var.app, request));
  });
  describeChange(http, 'post', '/api/forms', 'sends a monthly form', formRequestSchema, formSentSchema);
  http.post('/api/forms', async (context) => {
    const request = await readJson(context.req.raw, formRequestSchema);
    return context.json(await sendForm(context.var.app, request));
  });
  describeChange(http, 'post', '/api/releases', 'announces a release, or withdraws one', releaseRequestSchema, releaseDoneSchema);
  http.post('/api/releases', async (context) => {
    const request = await readJson(context.req.raw, releaseRequestSchema);
    return context.json({ release: await actOnRelease(context.var.app, request) });
  });
}
