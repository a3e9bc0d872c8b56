import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { FACT_FILES, readFacts, simulateIndustry } from '../../industry/index.ts';
import { packPreparation, unpackPreparation } from './packed-preparation.ts';
import { openDocument, prepareStretch, type Preparation } from './prepare-document.ts';

const NOW_MS = Date.UTC(2026, 0, 1);

function simulatedPreparation(): Preparation {
  const read = (name: string): [string, string] => [
    name,
    readFileSync(new URL(`../../../data/${name}`, import.meta.url), 'utf8'),
  ];
  const simulated = simulateIndustry(readFacts(Object.fromEntries(FACT_FILES.map(read))), { year: 2015, seed: 7, scale: 0.01 });
  const document = {
    '@context': simulated.context,
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-01-01T00:00:00Z',
    epcisBody: { eventList: [...simulated.events] },
  };
  const opening = openDocument(JSON.stringify(document));
  assert.ok(opening.ok);
  return prepareStretch(opening.document, 0, opening.face.events, NOW_MS);
}

test('a simulated year comes through the packing as it was', () => {
  const preparation = simulatedPreparation();
  assert.ok(preparation.prepared.length > 1000);
  assert.deepEqual(unpackPreparation(structuredClone(packPreparation(preparation))), preparation);
});

test('masses beyond 2^53, absent masses and faults come through', () => {
  const [placed] = simulatedPreparation().prepared;
  assert.ok(placed !== undefined);
  const lot = 'https://id.gs1.org/01/09506000134352/10/ñ镧';
  const amounts = [null, 0n, 2n ** 53n - 1n, 2n ** 53n + 1n, 12_345_678_901_234_567_890n].map((netMg) => ({ lot, netMg }));
  const matter = { ...placed.event.matter, inputs: amounts, containers: [lot] };
  const preparation: Preparation = {
    prepared: [{ ...placed, event: { ...placed.event, eventID: null, matter } }],
    faults: [{ index: 3, code: 'schema.missing', path: '$', message: 'is missing', eventID: 'urn:x' }],
  };
  assert.deepEqual(unpackPreparation(structuredClone(packPreparation(preparation))), preparation);
});
