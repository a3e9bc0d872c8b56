/** Longitude and latitude in degrees. */
export type Place = readonly [number, number];

/** A place in pixels, from the upper left. */
export type Projection = (place: Place) => readonly [number, number];

/** The smallest box of degrees around places, with a margin; a single place gets a box of its own. */
export interface Extent {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

const MARGIN = 0.06;
const DEGREES_MIN = 0.05;

/** The extent of some places, at least one. */
export function extentOf(places: readonly Place[]): Extent {
  const [longitudes, latitudes] = [places.map(([longitude]) => longitude), places.map(([, latitude]) => latitude)];
  const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)];
  const [south, north] = [Math.min(...latitudes), Math.max(...latitudes)];
  const [wide, high] = [Math.max(DEGREES_MIN, (east - west) * MARGIN), Math.max(DEGREES_MIN, (north - south) * MARGIN)];
  return { west: west - wide, east: east + wide, south: south - high, north: north + high };
}

/** An equirectangular projection, true to scale at the middle of the extent, fitted into a picture and centred. */
export function projectionOf({ west, east, south, north }: Extent, width: number, height: number): Projection {
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min(width / ((east - west) * shrink), height / (north - south));
  const [left, top] = [(width - (east - west) * shrink * scale) / 2, (height - (north - south) * scale) / 2];
  return ([longitude, latitude]) => [left + (longitude - west) * shrink * scale, top + (north - latitude) * scale];
}
