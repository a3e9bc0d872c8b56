import type { OpenAPIHono } from '@hono/zod-openapi';
import { enterIndicator } from '../app/index.ts';
import { enteredIndicatorSchema, indicatorEnteredSchema } from '../wire/index.ts';
import { describeChange } from './description.ts';
import { readJson } from './read-json.ts';
import type { Seeing } from './seeing.ts';

const PATH = '/api/indicators';

/** `POST /api/indicators`: a value of the plan's Table 1 that no record tells, with its source. */
export function addIndicatorRoutes(http: OpenAPIHono<Seeing>): void {
  describeChange(
    http,
    'post',
    PATH,
    'enters a value of an indicator with its source',
    enteredIndicatorSchema,
    indicatorEnteredSchema,
  );
  http.post(PATH, async (context) => {
    const entered = await readJson(context.req.raw, enteredIndicatorSchema);
    return context.json(await enterIndicator(context.var.app, entered));
  });
}
