import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, subjectOf } from './address.ts';

test('an address carries what has a value, encoded', () => {
  assert.equal(
    addressOf('/api/lot', { id: 'https://id.gs1.org/01/1/10/A B', asOf: '2015-12-31T23:59:59+08:00', knownAt: null, q: '' }),
    '/api/lot?id=https%3A%2F%2Fid.gs1.org%2F01%2F1%2F10%2FA+B&asOf=2015-12-31T23%3A59%3A59%2B08%3A00',
  );
  assert.equal(addressOf('/', {}), '/');
  assert.equal(addressOf('/api/site', { offset: 0 }), '/api/site?offset=0');
});

test('the subject of an address is what stays when moment or page change', () => {
  assert.equal(subjectOf('/api/site?id=a&offset=50&asOf=x'), subjectOf('/api/site?id=a'));
  assert.notEqual(subjectOf('/api/site?id=a'), subjectOf('/api/site?id=b'));
});
