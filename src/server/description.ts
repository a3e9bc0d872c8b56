import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Seeing } from './seeing.ts';

const GS1_DESCRIPTION = 'https://ref.gs1.org/standards/epcis/2.0.0/openapi.json';

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().optional(),
  detail: z.string(),
  errors: z.array(z.looseObject({})).optional(),
});

function problemAnswer(description: string) {
  return { description, content: { 'application/problem+json': { schema: problemSchema } } };
}

/** Describes a route of our own in the OpenAPI document. */
export function describeAnswer(
  http: OpenAPIHono<Seeing>,
  path: string,
  summary: string,
  query: z.ZodObject,
  answer: z.ZodType,
): void {
  http.openAPIRegistry.registerPath({
    method: 'get',
    path,
    summary,
    tags: ['answers'],
    request: { query },
    responses: {
      200: { description: 'the answer', content: { 'application/json': { schema: answer } } },
      400: problemAnswer('a parameter cannot be used; `errors` names each'),
      404: problemAnswer('what was asked about is not on record'),
      503: problemAnswer('storage is busy or cannot be reached; see Retry-After'),
    },
  });
}

/** Describes a route of our own that changes something. */
export function describeChange(
  http: OpenAPIHono<Seeing>,
  method: 'post' | 'delete',
  path: string,
  summary: string,
  body: z.ZodType,
  answer: z.ZodType,
): void {
  const names = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
  const params = z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
  const json = { 'application/json': { schema: body } };
  http.openAPIRegistry.registerPath({
    method,
    path: path.replaceAll(/:(\w+)/g, '{$1}'),
    summary,
    tags: ['access'],
    request: { ...(names.length === 0 ? {} : { params }), ...(method === 'post' ? { body: { content: json } } : {}) },
    responses: {
      200: { description: 'done', content: { 'application/json': { schema: answer } } },
      400: problemAnswer('the body cannot be used; `errors` names each field'),
      401: problemAnswer('not signed in, or not let in'),
      403: problemAnswer('not allowed'),
      404: problemAnswer('there is no such thing'),
      409: problemAnswer('refused, with its code'),
      429: problemAnswer('too often; see Retry-After'),
    },
  });
}

/** Describes a route that answers with a file of one of several media types. */
export function describeFile(
  http: OpenAPIHono<Seeing>,
  path: string,
  summary: string,
  query: z.ZodObject,
  types: readonly string[],
): void {
  const file = { schema: { type: 'string', format: 'binary' } } as const;
  http.openAPIRegistry.registerPath({
    method: 'get',
    path,
    summary,
    tags: ['answers'],
    request: { query },
    responses: {
      200: { description: 'the file', content: Object.fromEntries(types.map((type) => [type, file])) },
      400: problemAnswer('a parameter cannot be used; `errors` names each'),
      404: problemAnswer('what was asked about is not on record'),
    },
  });
}

type Method = 'get' | 'post' | 'options';

/** The standard's routes: what they are and where their own description is. */
const STANDARD_ROUTES: readonly (readonly [Method, string, string, number])[] = [
  ['get', '/capture', 'capture jobs, page by page', 200],
  [
    'post',
    '/capture',
    'captures an EPCISDocument or EPCISQueryDocument in JSON or XML, or NDJSON with one bare event a line',
    202,
  ],
  ['get', '/capture/{captureID}', 'a capture job', 200],
  ['get', '/events', 'the events that a SimpleEventQuery asks for, page by page', 200],
  ['post', '/events', 'captures one event', 201],
  ['get', '/events/{eventID}', 'the event of an eventID or event hash, with its error declaration', 200],
];

/** Describes the standard's routes in short; the full description is GS1's own. */
export function describeStandardRoutes(http: OpenAPIHono<Seeing>): void {
  for (const [method, path, summary, status] of STANDARD_ROUTES) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
    const params = z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
    http.openAPIRegistry.registerPath({
      method,
      path,
      summary,
      tags: ['EPCIS 2.0'],
      externalDocs: { url: GS1_DESCRIPTION },
      ...(names.length === 0 ? {} : { request: { params } }),
      responses: {
        [status]: { description: summary },
        400: problemAnswer('the request is not valid'),
        406: problemAnswer('not acceptable'),
      },
    });
  }
}
