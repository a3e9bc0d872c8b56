import type { RecordReader, RecordWriter } from '../../record/index.ts';
import type { SecondFactor } from './second-factor.ts';

/** What opens an account. It lies in a document of its own that no reader with a scope gets. */
export interface Secrets {
  readonly password: string | null;
  readonly secondFactor: SecondFactor | null;
  /** A secret that was shown and not yet proven by a code. */
  readonly enrolling: string | null;
}

const NONE: Secrets = { password: null, secondFactor: null, enrolling: null };

const nameOf = (account: string): string => `access/secrets/${account}`;

export async function readSecrets(reader: RecordReader, account: string): Promise<Secrets> {
  const text = await reader.document(nameOf(account));
  return text === null ? NONE : (JSON.parse(text) as Secrets);
}

export async function writeSecrets(writer: RecordWriter, account: string, change: Partial<Secrets>): Promise<void> {
  const secrets = { ...(await readSecrets(writer, account)), ...change };
  await writer.putDocument(nameOf(account), JSON.stringify(secrets));
}
