const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

/** Whole numbers up to this one can be doubled without losing digits. */
const ZIGZAG_SAFE = 2 ** 51;

/** Up to this number the engine shifts instead of dividing. */
const INT32_MAX = 2 ** 31 - 1;

const CHUNK_BYTES = 65_536;

/**
 * Appends numbers and texts: whole numbers as LEB128 varints, signed ones zigzag. What was finished stays where it was written, in
 * chunks that hold many such pieces: that spares a copy of each.
 */
export class ByteWriter {
  private bytes = new Uint8Array(CHUNK_BYTES);
  private view = new DataView(this.bytes.buffer);
  private start = 0;
  private length = 0;

  /** Goes on in a new chunk when the present one is full; what is not finished moves there. */
  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const begun = this.bytes.subarray(this.start, this.length);
    const grown = new Uint8Array(Math.max(CHUNK_BYTES, 2 * (begun.length + count)));
    grown.set(begun);
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
    this.start = 0;
    this.length = begun.length;
  }

  /** A whole number from 0 to 2^53. */
  whole(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest > INT32_MAX) {
      this.bytes[this.length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    while (rest >= 0x80) {
      this.bytes[this.length++] = (rest & 0x7f) | 0x80;
      rest >>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  /** A signed whole number of any size. */
  signed(value: bigint): void {
    const double = Number(value);
    if (double <= ZIGZAG_SAFE && double >= -ZIGZAG_SAFE) return this.whole(double >= 0 ? double * 2 : double * -2 - 1);
    const zigzag = value >= 0n ? value << 1n : (-value << 1n) - 1n;
    this.reserve(64);
    let rest = zigzag;
    while (rest >= 0x80n) {
      if (this.length + 2 > this.bytes.length) this.reserve(64);
      this.bytes[this.length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.bytes[this.length++] = Number(rest);
  }

  /** A 64-bit floating-point number. */
  float(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** A text with its length before it. */
  text(value: string): void {
    if (this.writeAscii(value)) return;
    const encoded = ENCODER.encode(value);
    this.whole(encoded.length);
    this.reserve(encoded.length);
    this.bytes.set(encoded, this.length);
    this.length += encoded.length;
  }

  /** Most texts are keys and URIs: one byte a character. @returns false, with nothing written, when this one is not */
  private writeAscii(value: string): boolean {
    this.reserve(8 + value.length);
    const before = this.length;
    this.whole(value.length);
    for (let place = 0; place < value.length; place++) {
      const code = value.charCodeAt(place);
      if (code >= 0x80) {
        this.length = before;
        return false;
      }
      this.bytes[this.length++] = code;
    }
    return true;
  }

  /** Bytes as they are. */
  raw(value: Uint8Array): void {
    this.reserve(value.length);
    this.bytes.set(value, this.length);
    this.length += value.length;
  }

  /** What was written; nobody writes there again. The writer is empty then. */
  finish(): Uint8Array {
    const written = this.bytes.subarray(this.start, this.length);
    this.start = this.length;
    return written;
  }
}

/** Seven bytes of seven bits fit into a double, and into two integers: four bytes in the lower, three in the higher. */
const LOW_BITS = 28;
const HIGH_BITS = 21;
const HALF_LOW = 2 ** (LOW_BITS - 1);

function endedEarly(): RangeError {
  return new RangeError('ByteReader: the stored bytes end too early; the database is damaged');
}

/** Reads what `ByteWriter` wrote, in the same order. @throws RangeError when the bytes end too early */
export class ByteReader {
  private offset = 0;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  private next(): number {
    const byte = this.bytes[this.offset++];
    if (byte === undefined) throw endedEarly();
    return byte;
  }

  whole(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.next();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
  }

  signed(): bigint {
    let value = 0;
    let factor = 1;
    const start = this.offset;
    for (let count = 0; count < 7; count++) {
      const byte = this.next();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value % 2 === 0 ? BigInt(value / 2) : -BigInt((value + 1) / 2);
      factor *= 0x80;
    }
    this.offset = start;
    return this.signedBeyondDouble();
  }

  /** A signed whole number as a double, rounded where it is beyond 2^53. */
  signedDouble(): number {
    const { bytes } = this;
    let at = this.offset;
    let byte = bytes[at++]!;
    let low = byte & 0x7f;
    for (let shift = 7; byte >= 0x80 && shift < LOW_BITS; shift += 7) {
      byte = bytes[at++]!;
      low |= (byte & 0x7f) << shift;
    }
    let high = 0;
    for (let shift = 0; byte >= 0x80 && shift < HIGH_BITS; shift += 7) {
      byte = bytes[at++]!;
      high |= (byte & 0x7f) << shift;
    }
    if (byte >= 0x80) return Number(this.signedBeyondDouble());
    if (at > bytes.length) throw endedEarly();
    this.offset = at;
    const half = high * HALF_LOW + (low >>> 1);
    return (low & 1) === 0 ? half : -half - 1;
  }

  /** Passes over whole numbers, signed or not. */
  passWholes(count: number): void {
    const { bytes } = this;
    for (let rest = count; rest > 0;) {
      if (this.offset >= bytes.length) throw endedEarly();
      if (bytes[this.offset++]! < 0x80) rest -= 1;
    }
  }

  private signedBeyondDouble(): bigint {
    let zigzag = 0n;
    let shift = 0n;
    for (;;) {
      const byte = this.next();
      zigzag |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return (zigzag & 1n) === 0n ? zigzag >> 1n : -((zigzag + 1n) >> 1n);
      shift += 7n;
    }
  }

  float(): number {
    const value = this.view.getFloat64(this.offset, true);
    this.offset += 8;
    return value;
  }

  /** Passes over some bytes. */
  skip(length: number): void {
    this.offset += length;
  }

  text(): string {
    const length = this.whole();
    const value = DECODER.decode(this.bytes.subarray(this.offset, this.offset + length));
    this.offset += length;
    return value;
  }
}
