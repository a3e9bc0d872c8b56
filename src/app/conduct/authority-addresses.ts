import type { RecordReader } from '../../record/index.ts';
import type { AuthorityAddressRequest } from '../../wire/index.ts';
import { noteAct } from '../access/audit.ts';
import { NotOnRecord } from '../answers/not-on-record.ts';
import type { Application } from '../application.ts';
import { destinationFault } from '../subscriptions/private-addresses.ts';
import { conductData } from './conduct-data.ts';

/** Where authorities take what they are told. */
const DOCUMENT = 'authority-addresses';

/** An address and the token that deliveries are signed with. */
export interface AuthorityAddress {
  readonly url: string;
  readonly signatureToken: string;
}

/** An address to which nothing can be sent. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/** The addresses by authority. */
export async function readAddresses(reader: RecordReader): Promise<Record<string, AuthorityAddress>> {
  const text = await reader.document(DOCUMENT);
  return text === null ? {} : (JSON.parse(text) as Record<string, AuthorityAddress>);
}

/**
 * Sets where an authority takes what it is told; null takes its address away.
 * @throws NotOnRecord when there is no such authority; AddressRefused
 */
export async function setAddress(app: Application, { authority, address }: AuthorityAddressRequest): Promise<void> {
  if (!conductData().authorities.some(({ key }) => key === authority)) throw new NotOnRecord('authority', authority);
  // Whether an address of this machine's own network is allowed is for the server that sends: it refuses at each delivery.
  const fault = address === null ? null : destinationFault(address.url, true);
  if (fault !== null) throw new AddressRefused(`${address!.url} ${fault}`);
  await app.whole.write(async (writer) => {
    const others = Object.entries(await readAddresses(writer)).filter(([key]) => key !== authority);
    const now = address === null ? others : [...others, [authority, address] as const];
    await writer.putDocument(DOCUMENT, JSON.stringify(Object.fromEntries(now)));
    await noteAct(writer, app, { act: 'conduct.address', subject: authority, outcome: 'done', address: null });
  });
}
