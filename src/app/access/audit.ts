import type { Role } from '../../access/index.ts';
import type { RecordReader, RecordWriter } from '../../record/index.ts';
import type { AuditLine } from '../../wire/index.ts';
import type { Application } from '../application.ts';

const AUDIT_JOURNAL = 'audit';

/** What was done or read, by whom the application says. */
export interface Audited {
  /** An act of the table of permissions, or of administration. */
  readonly act: string;
  /** What it was about: an identifier, an address. */
  readonly subject: string | null;
  readonly outcome: 'done' | 'refused';
  readonly address: string | null;
}

/** Notes something in the audit record, in the same change as what it tells of. */
export async function noteAct(writer: RecordWriter, app: Application, audited: Audited): Promise<void> {
  const { account, organisation, role } = app.viewer;
  const line: AuditLine = { at: new Date(app.now()).toISOString(), account, organisation, role, ...audited };
  await writer.appendJournal(AUDIT_JOURNAL, [JSON.stringify(line)]);
}

/** Roles that see what is others' by their office. */
const OFFICES: ReadonlySet<Role> = new Set<Role>(['regulator', 'customs', 'auditor', 'group']);

/** Whether what the viewer reads can be others': by his office, or because somebody shares with his organisation. */
export async function seesOthers(app: Application): Promise<boolean> {
  const { role, organisation } = app.viewer;
  if (OFFICES.has(role)) return true;
  if (organisation === null) return false;
  const state = await app.whole.read((reader) => app.access.current(reader));
  return state.sharesAt(app.now()).some((share) => share.with === organisation);
}

/** Notes that data of others were read. */
export function noteReading(app: Application, act: string, subject: string, address: string | null): Promise<void> {
  return app.whole.write((writer) => noteAct(writer, app, { act, subject, outcome: 'done', address }));
}

/** Who sees which lines: administrators and auditors all, others those of their own organisation's people. */
export async function answerAudit(
  app: Application,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ lines: AuditLine[]; total: number }> {
  const { role, organisation, mandate } = app.viewer;
  const lines = await app.whole.read((reader: RecordReader) => reader.journal(AUDIT_JOURNAL, 0));
  const seesAll = role === 'keeper' || role === 'administrator' || mandate.everything;
  const seen = lines.map((line) => JSON.parse(line) as AuditLine);
  const own = seesAll ? seen : seen.filter((line) => line.organisation !== null && line.organisation === organisation);
  return { lines: own.toReversed().slice(offset, offset + limit), total: own.length };
}
