import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from './json.ts';
import { candidateHints } from './query-hints.ts';
import { parseQuery } from './query-parameters.ts';

function hintsOf(body: JsonObject) {
  const parsed = parseQuery(body, { x: 'https://example.com/x/' });
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return candidateHints(parsed.query, { descendantsOf: () => ['urn:epc:id:sgln:4012345.00001.0'] });
}

describe('candidateHints', () => {
  it('gives canonical values for what a database can look up', () => {
    const hints = hintsOf({
      eventType: ['ObjectEvent'],
      EQ_bizStep: ['urn:epcglobal:cbv:bizstep:shipping', 'shipping'],
      MATCH_epc: ['urn:epc:id:sgtin:0614141.107346.2017'],
      GE_eventTime: '2026-01-01T00:00:00.0005Z',
      LT_eventTime: '2026-01-02T00:00:00.0005Z',
      GE_recordTime: '2026-01-01T00:00:00Z',
      EQ_readPoint: ['urn:epc:id:sgln:4012345.00225.0'],
    });
    assert.deepEqual(hints, {
      eventTypes: ['ObjectEvent'],
      bizSteps: ['https://ref.gs1.org/cbv/BizStep-shipping'],
      anyOfEpcs: ['https://id.gs1.org/01/10614141073464/21/2017'],
      eventTimeFromMs: Date.parse('2026-01-01T00:00:00Z'),
      eventTimeToMs: Date.parse('2026-01-02T00:00:00.001Z'),
      recordTimeFromMs: Date.parse('2026-01-01T00:00:00Z'),
      sites: ['https://id.gs1.org/414/4012345002256'],
    });
  });

  it('says nothing where a value has more than one form in events, or stands for many', () => {
    assert.deepEqual(
      hintsOf({
        eventType: ['ObjectEvent', 'x:MyEvent'],
        EQ_bizStep: ['shipping', 'x:crushing'],
        EQ_readPoint: ['x:dock-7'],
        MATCH_epc: ['urn:epc:id:sgtin:0614141.107346.2017', 'urn:epc:idpat:sgtin:0614141.*.*'],
        GE_errorDeclaration_Time: '2026-01-01T00:00:00Z',
        EQ_disposition: ['active'],
        EQ_eventID: ['urn:uuid:1'],
      }),
      {},
    );
  });

  it('keeps the shortest of several lists, and adds descendants', () => {
    assert.deepEqual(hintsOf({ MATCH_anyEPC: ['urn:x:1', 'urn:x:2'], MATCH_epcClass: ['urn:x:3'] }), { anyOfEpcs: ['urn:x:3'] });
    assert.deepEqual(hintsOf({ WD_bizLocation: ['https://id.gs1.org/414/4012345000993'] }), {
      sites: ['https://id.gs1.org/414/4012345000993', 'https://id.gs1.org/414/4012345000016'],
    });
  });
});
