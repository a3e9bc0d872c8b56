import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lotsNamed, shortCbv, shortId, shortLot } from './names.ts';

const LOT = 'https://id.gs1.org/01/06901234000016/10/BY-2015%2F7';

test('a lot is called by its lot number', () => {
  assert.equal(shortLot(LOT), 'BY-2015/7');
  assert.equal(shortLot('https://id.gs1.org/01/06901234000016/10/5%'), '5%');
  assert.equal(shortLot('https://id.gs1.org/01/06901234000016/21/17'), '17');
  assert.equal(shortLot('urn:epc:class:lgtin:4012345.012345.998877'), '998877');
  assert.equal(shortLot('anything'), 'anything');
});

test('other identifiers lose the resolver, CBV words their prefix', () => {
  assert.equal(shortId('https://id.gs1.org/414/6901234000016'), '6901234000016');
  assert.equal(shortId('https://example.org/x'), 'https://example.org/x');
  assert.equal(shortCbv('urn:epcglobal:cbv:bizstep:stock_taking'), 'stock_taking');
  assert.equal(shortCbv('https://ref.gs1.org/cbv/BizStep-shipping'), 'shipping');
  assert.equal(shortCbv('shipping'), 'shipping');
});

test('the lots of an event are found wherever they stand, once each', () => {
  const event = {
    inputQuantityList: [{ epcClass: LOT }],
    'ree:assays': [{ lot: LOT }],
    x: ['urn:epc:class:lgtin:4012345.012345.9', 3, null],
  };
  assert.deepEqual(lotsNamed(event), [LOT, 'urn:epc:class:lgtin:4012345.012345.9']);
  assert.deepEqual(lotsNamed(null), []);
});
