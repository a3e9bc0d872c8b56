import { z } from 'zod';
import type { RecordReader } from '../../record/index.ts';
import type { MapAnswer } from '../../wire/index.ts';
import { noteAct } from '../access/audit.ts';
import type { Application } from '../application.ts';

/** Holds what is drawn under the sites of the map. */
const DOCUMENT = 'map-ground';

const place = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).rest(z.number());
const line = z.array(place).min(2);
const geometry = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('LineString'), coordinates: line }),
  z.looseObject({ type: z.literal('MultiLineString'), coordinates: z.array(line) }),
  z.looseObject({ type: z.literal('Polygon'), coordinates: z.array(line) }),
  z.looseObject({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(line)) }),
]);
const collection = z.looseObject({
  type: z.literal('FeatureCollection'),
  features: z.array(z.looseObject({ type: z.literal('Feature'), geometry })).min(1),
});

/** A map that cannot be taken. */
export class MapRefused extends Error {
  override readonly name = 'MapRefused';
}

type Ground = NonNullable<MapAnswer['ground']>;

/**
 * Takes lines to draw under the sites from a GeoJSON FeatureCollection (RFC 7946) of lines and polygons. Whoever shows a map answers for it: in China
 * a map that is shown needs an approval, whose number is shown with it.
 * @returns how many lines were taken
 * @throws MapRefused with the JSON path of what cannot be used
 */
export async function loadMapGround(
  app: Application,
  text: string,
  { approval, source }: { readonly approval: string; readonly source: string },
): Promise<number> {
  const read = collection.safeParse(parse(text));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new MapRefused(`$.${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const ground: Ground = { approval, source, lines: read.data.features.flatMap((feature) => linesOf(feature.geometry)) };
  await app.whole.write(async (writer) => {
    await writer.putDocument(DOCUMENT, JSON.stringify(ground));
    await noteAct(writer, app, { act: 'map.load', subject: approval, outcome: 'done', address: null });
  });
  return ground.lines.length;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MapRefused(`is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function linesOf({ type, coordinates }: z.infer<typeof geometry>): Ground['lines'] {
  if (type === 'LineString') return [bare(coordinates)];
  if (type === 'MultiPolygon') return coordinates.flat().map(bare);
  return coordinates.map(bare);
}

/** Longitude and latitude; heights are not drawn. */
function bare(coordinates: z.infer<typeof line>): Ground['lines'][number] {
  return coordinates.map(([longitude, latitude]) => [longitude, latitude]);
}

/** What was taken last; null for nothing. */
export async function readMapGround(reader: RecordReader): Promise<MapAnswer['ground']> {
  const text = await reader.document(DOCUMENT);
  return text === null ? null : (JSON.parse(text) as Ground);
}
