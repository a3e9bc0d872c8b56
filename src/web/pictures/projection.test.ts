import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { extentOf, projectionOf, type Place } from './projection.ts';

const place = fc.tuple(fc.double({ min: 70, max: 140, noNaN: true }), fc.double({ min: 15, max: 55, noNaN: true }));

test('every place lies in the picture, east is right and north is up (property)', () => {
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 20 }), (places) => {
      const project = projectionOf(extentOf(places), 800, 600);
      for (const one of places) {
        const [x, y] = project(one);
        assert.ok(x >= 0 && x <= 800 && y >= 0 && y <= 600, `${one.join()}: ${x} ${y}`);
        for (const other of places) {
          if (other[0] > one[0]) assert.ok(project(other)[0] >= x);
          if (other[1] > one[1]) assert.ok(project(other)[1] <= y);
        }
      }
    }),
  );
});

test('a kilometre north is as long as a kilometre east, at the middle', () => {
  const places: Place[] = [
    [100, 30],
    [110, 40],
  ];
  const project = projectionOf(extentOf(places), 1000, 1000);
  const [x0, y0] = project([105, 35]);
  const [x1] = project([105 + 1 / Math.cos((35 * Math.PI) / 180), 35]);
  const [, y1] = project([105, 36]);
  assert.ok(Math.abs(x1 - x0 - (y0 - y1)) < 1e-9);
});
