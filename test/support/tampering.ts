import assert from 'node:assert/strict';
import { cpSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * A copy of a record with one statement run on it by hand.
 * @param folder where the copy is made
 * @param sound the record's own folder
 */
export function tampered(folder: string, sound: string, statement: string): string {
  const copy = mkdtempSync(join(folder, 'copy-'));
  cpSync(sound, copy, { recursive: true });
  const database = new DatabaseSync(join(copy, 'ytterby.sqlite'));
  const { changes } = database.prepare(statement).run();
  assert.ok(Number(changes) > 0, `nothing was changed by: ${statement}`);
  database.close();
  return copy;
}
