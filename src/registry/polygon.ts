import { area } from '@turf/area';
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { featureCollection, polygon as polygonFeature } from '@turf/helpers';
import { intersect } from '@turf/intersect';
import { z } from 'zod';

/** A corner: longitude and latitude in degrees (CGCS2000 or WGS 84, which differ by centimetres). */
type Corner = [number, number];

const M2_PER_KM2 = 1e6;
const CORNERS_MIN = 3;

const cornerSchema = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const ringSchema = z
  .array(cornerSchema)
  .refine(
    (ring) => new Set(ring.map((corner) => corner.join(' '))).size >= CORNERS_MIN,
    'has fewer than three corners: expected [[longitude, latitude], …]',
  );

/** A piece of ground: the corners of its edge, or a GeoJSON Polygon (RFC 7946), whose first ring is the edge and the others holes. */
export const polygonSchema = z.union(
  [ringSchema, z.looseObject({ type: z.literal('Polygon'), coordinates: z.array(ringSchema).min(1) })],
  'expected corners as [[longitude, latitude], …], three or more, or a GeoJSON Polygon',
);

/** A piece of ground as registered. */
export type Polygon = z.infer<typeof polygonSchema>;

/** The rings of a polygon, each closed. */
function ringsOf(polygon: Polygon): Corner[][] {
  return (Array.isArray(polygon) ? [polygon] : polygon.coordinates).map(closed);
}

/** The edge of a polygon, closed: the last corner is the first. */
export function ringOf(polygon: Polygon): Corner[] {
  return ringsOf(polygon)[0]!;
}

function closed(ring: readonly Corner[]): Corner[] {
  const [first, last] = [ring[0]!, ring.at(-1)!];
  return first[0] === last[0] && first[1] === last[1] ? [...ring] : [...ring, first];
}

/** The area of a polygon on the sphere, in km² (@turf/area: mean radius of WGS 84). */
export function areaKm2(polygon: Polygon): number {
  return area(polygonFeature(ringsOf(polygon))) / M2_PER_KM2;
}

/** The area that two polygons share, in km²; 0 when they only touch. */
export function sharedKm2(one: Polygon, other: Polygon): number {
  const shared = intersect(featureCollection([polygonFeature(ringsOf(one)), polygonFeature(ringsOf(other))]));
  return shared === null ? 0 : area(shared) / M2_PER_KM2;
}

/** Whether a place lies in a polygon or on its edge. */
export function holds(polygon: Polygon, place: Corner): boolean {
  return booleanPointInPolygon(place, polygonFeature(ringsOf(polygon)));
}

/** Corners are surveyed to about a metre: what is shared by less than this part of the smaller area is an edge drawn twice. */
export const EDGE_SHARE = 1e-4;

/** Whether a polygon lies in another one, but for what an edge drawn twice makes. */
export function isWithin(inner: Polygon, outer: Polygon): boolean {
  return sharedKm2(inner, outer) >= areaKm2(inner) * (1 - EDGE_SHARE);
}
