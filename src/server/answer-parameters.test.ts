import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { parameters, readParameters } from './answer-parameters.ts';
import { ProblemError } from './problems.ts';

const { asOf, from, to, id, direction, offset, limit, year } = parameters;
const schema = z.strictObject({ asOf, from, to, id, direction, offset, limit, year });

function read(query: string) {
  return readParameters(`http://localhost/api/x?${query}`, schema);
}

/** The parameters that a refusal names. */
function refused(query: string): unknown[] {
  try {
    read(query);
  } catch (error) {
    assert.ok(error instanceof ProblemError);
    assert.equal(error.problem.httpStatus, 400);
    return (error.problem.body['errors'] as { parameter: string }[]).map(({ parameter }) => parameter);
  }
  return assert.fail(`${query} was taken`);
}

describe('parameters of the answers', () => {
  it('have defaults', () => {
    assert.deepEqual(read('id=a'), {
      asOf: null,
      from: null,
      to: null,
      id: 'a',
      direction: 'up',
      offset: 0,
      limit: 50,
      year: null,
    });
    assert.equal(read('id=a&asOf=').asOf, null);
  });

  it('read instants with their offset, and days as China has them', () => {
    const asked = read('id=a&asOf=2015-12-31&from=2015-01-01&to=2015-12-31');
    assert.equal(asked.asOf, Date.parse('2015-12-31T23:59:59.999+08:00'));
    assert.equal(asked.from, Date.parse('2015-01-01T00:00:00+08:00'));
    assert.equal(asked.to, Date.parse('2016-01-01T00:00:00+08:00'), 'the end of a period is not part of it');
    assert.equal(read('id=a&asOf=2015-12-31T16:00:00Z').asOf, Date.parse('2015-12-31T16:00:00Z'));
    assert.equal(read('id=a&asOf=2015-12-31T16:00:00%2B08:00').asOf, Date.parse('2015-12-31T08:00:00Z'));
    assert.equal(
      read('id=a&asOf=2015-12-31T16:00:00+08:00').asOf,
      Date.parse('2015-12-31T08:00:00Z'),
      'a plus that was not encoded',
    );
  });

  it('are refused by name, all at once', () => {
    assert.deepEqual(refused('asOf=2015&from=yesterday&direction=left&offset=-1&limit=501&year=15&x=1'), [
      'asOf',
      'from',
      'id',
      'direction',
      'offset',
      'limit',
      'year',
      'x',
    ]);
    assert.deepEqual(refused('id=a&asOf=2015-02-29'), ['asOf']);
    assert.deepEqual(refused('id=a&asOf=2015-12-31T16:00:00'), ['asOf'], 'an instant without an offset');
    assert.deepEqual(refused('id=a&id=b'), ['id']);
    assert.deepEqual(refused('id=a&limit=0'), ['limit']);
  });
});
