import { ByteReader, ByteWriter } from './bytes.ts';

/**
 * A stored blob begins with the numbers of the terms (URIs) that it uses; its body names them by their place in that list. So a
 * reader can fetch all terms of many blobs in one query before it decodes any.
 */
export class BlobWriter {
  readonly body = new ByteWriter();
  private readonly places = new Map<string, number>();

  /** Writes a reference to a term; null is a term of its own. */
  term(uri: string | null): void {
    if (uri === null) return this.body.whole(0);
    let place = this.places.get(uri);
    if (place === undefined) {
      place = this.places.size + 1;
      this.places.set(uri, place);
    }
    this.body.whole(place);
  }

  /** The terms used so far. */
  terms(): Iterable<string> {
    return this.places.keys();
  }

  /** The blob, with terms as numbers. */
  finish(idOf: (uri: string) => number): Uint8Array {
    const blob = new ByteWriter();
    blob.whole(this.places.size);
    for (const uri of this.places.keys()) blob.whole(idOf(uri));
    blob.raw(this.body.finish());
    return blob.finish();
  }
}

/** Reads a blob whose terms are known. */
export class BlobReader {
  readonly body: ByteReader;
  readonly termIds: readonly number[];

  constructor(bytes: Uint8Array) {
    this.body = new ByteReader(bytes);
    this.termIds = Array.from({ length: this.body.whole() }, () => this.body.whole());
  }

  /** The next term reference as a URI. */
  term(uriOf: (id: number) => string): string | null {
    const place = this.body.whole();
    return place === 0 ? null : uriOf(this.termIds[place - 1]!);
  }
}
