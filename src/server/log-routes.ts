import type { Context } from 'hono';
import { z } from '@hono/zod-openapi';
import { logKey, proveEntry, proveEvent, proveGrowth, readCheckpoint, readTile, type Application } from '../app/index.ts';
import { parseTilePath, TILE_WIDTH } from '../merkle/index.ts';
import { readParameters } from './answer-parameters.ts';
import { invalidParameters, noSuchResource, ProblemError } from './problems.ts';
import type { Routes } from './seeing.ts';

/** A size or a place in the log. */
const place = z
  .string({ error: 'is missing' })
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number);

const TEXT = { 'Content-Type': 'text/plain; charset=utf-8' };
/** A full tile never changes again. */
const FOR_EVER = { 'Cache-Control': 'public, max-age=31536000, immutable' };

/** The log of all events as C2SP tlog-tiles serves one, below `/log`; beside it its key and the proof of one event. */
export function addLogRoutes(http: Routes): void {
  http.get('/log/checkpoint', (context) => showCheckpoint(context, context.var.app));
  http.get('/log/key', (context) => context.body(`${logKey(context.var.app)}\n`, 200, TEXT));
  http.get('/log/proof', (context) => showProof(context, context.var.app));
  http.get('/log/inclusion', (context) => showInclusion(context, context.var.app));
  http.get('/log/consistency', (context) => showConsistency(context, context.var.app));
  http.get('/log/tile/*', (context) => showTile(context, context.var.app));
}

async function showCheckpoint(context: Context, app: Application): Promise<Response> {
  const checkpoint = await readCheckpoint(app);
  if (checkpoint === null) throw new ProblemError(noSuchResource('checkpoint', 'of an empty record'));
  return context.body(checkpoint, 200, TEXT);
}

async function showProof(context: Context, app: Application): Promise<Response> {
  const event = context.req.query('event');
  if (event === undefined || event === '') {
    throw new ProblemError(invalidParameters([{ parameter: 'event', message: 'is required: an eventID or event hash' }]));
  }
  return context.json(await proveEvent(app, event));
}

/** The bare proofs of RFC 6962, for whoever holds a checkpoint: hashes in base64, as C2SP writes them. */
async function showInclusion(context: Context, app: Application): Promise<Response> {
  const { index, size } = readParameters(context.req.url, z.strictObject({ index: place, size: place.optional() }));
  const of = size ?? (await sizeNow(app));
  return context.json({ index, size: of, proof: base64(await proveEntry(app, index, of)) });
}

async function showConsistency(context: Context, app: Application): Promise<Response> {
  const asked = readParameters(context.req.url, z.strictObject({ old: place, new: place.optional() }));
  const grown = asked.new ?? (await sizeNow(app));
  return context.json({ old: asked.old, new: grown, proof: base64(await proveGrowth(app, asked.old, grown)) });
}

function sizeNow(app: Application): Promise<number> {
  return app.whole.read((reader) => reader.head());
}

function base64(hashes: readonly Uint8Array[]): string[] {
  return hashes.map((each) => Buffer.from(each).toString('base64'));
}

async function showTile(context: Context, app: Application): Promise<Response> {
  const path = new URL(context.req.url).pathname.slice('/log/'.length);
  const tile = parseTilePath(path);
  const bytes = tile === undefined ? null : await readTile(app, tile);
  if (tile === undefined || bytes === null) throw new ProblemError(noSuchResource('tile of the log', path));
  const caching = tile.width === TILE_WIDTH ? FOR_EVER : {};
  return context.body(bytes.slice().buffer, 200, { 'Content-Type': 'application/octet-stream', ...caching });
}
