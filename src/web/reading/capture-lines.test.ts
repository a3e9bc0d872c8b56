import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentOf, indexInPath, placeInFile, readDocument, readLine } from './capture-lines.ts';

test('a line is an event, a fault with its line, or nothing', () => {
  assert.deepEqual(readLine('{"type":"ObjectEvent"}\r', 3), { place: '3', event: { type: 'ObjectEvent' } });
  assert.equal(readLine('', 4), null);
  assert.equal(readLine('\r', 4), null);
  assert.deepEqual(readLine('[1]', 5), { place: '5', message: 'expected one event, an object' });
  const fault = readLine('{"a":1,}', 6);
  assert.ok(fault !== null && 'message' in fault && fault.place === '6', JSON.stringify(fault));
  assert.doesNotMatch(fault.message, /line 1/, 'the line within the line is no help');
  const marked = readLine('\ufeff{"a":1}', 1);
  assert.ok(marked !== null && 'message' in marked && marked.message.startsWith('byte order mark'));
});

test('the events of a document carry their JSON path', () => {
  const places = (text: string) => readDocument(text).map((each) => each.place);
  assert.deepEqual(places('{"epcisBody":{"eventList":[{"type":"A"},3,{"type":"B"}]}}'), [
    '$.epcisBody.eventList[0]',
    '$.epcisBody.eventList[2]',
  ]);
  assert.deepEqual(places('{"epcisBody":{"event":{"type":"A"}}}'), ['$.epcisBody.event']);
  for (const none of ['[]', '{', 'null', '{"epcisBody":[]}', '{"epcisBody":{}}']) assert.deepEqual(places(none), [], none);
});

test('bare events are put into a document that the standard knows', () => {
  const made: unknown = JSON.parse(documentOf([{ place: '1', event: { type: 'ObjectEvent' } }], '2026-11-23T00:00:00Z'));
  assert.deepEqual(readDocument(JSON.stringify(made)).length, 1);
  assert.equal((made as { schemaVersion: string }).schemaVersion, '2.0');
});

test('a path in what was sent is a place in the file', () => {
  const lines = [
    { place: '3', event: {} },
    { place: '7', event: {} },
  ];
  assert.equal(placeInFile('$.epcisBody.eventList[1].type', lines), '7 type');
  assert.equal(placeInFile('/epcisBody/eventList/0', lines), '3');
  assert.equal(placeInFile('$.epcisBody.eventList[9].type', lines), '$.epcisBody.eventList[9].type');
  assert.equal(placeInFile('$.epcisBody.event.action', [{ place: '$.epcisBody.event', event: {} }]), '$.epcisBody.event action');
  assert.equal(placeInFile('', lines), '–');
});

test('a path says which event it is in', () => {
  assert.equal(indexInPath('$.epcisBody.eventList[12].eventTime'), 12);
  assert.equal(indexInPath('/epcisBody/eventList/3/action'), 3);
  assert.equal(indexInPath('$.epcisBody.event.action'), 0);
  assert.equal(indexInPath('$.schemaVersion'), null);
});
