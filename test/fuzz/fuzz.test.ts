/** Whatever strangers send: no crash, no answer of 500, none that takes a second. `npm run fuzz` sends more. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faultChances } from '../support/fault-seed.ts';
import { fuzz } from './shooting.ts';
import { TARGETS } from './targets.ts';

const INPUTS = 150;

describe(`${INPUTS} inputs each break nothing`, () => {
  for (const [name, arbitrary] of Object.entries(TARGETS)) {
    it(name, async (t) => {
      const { fault } = await fuzz(arbitrary, INPUTS, faultChances(t).seed);
      assert.equal(fault, null, fault ?? '');
    });
  }
});
